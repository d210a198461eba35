// What stands in braces is filled in for the reader, and the texts that ship are whole.
import { describe, expect, it } from 'vitest';
import { blanksOf, type Facts, filled } from '../../schema/commons/texts/rules.ts';
import { SHIPPED } from '../../schema/commons/texts/shipped/index.ts';
import { personText } from '../../schema/frame/text.ts';

const BARE: Facts = { station: '和平街道派出所', phone: null, address: null, retentionDays: 1095 };
const KNOWN: Facts = { ...BARE, phone: '010-6500 0000', address: '和平路 1 号' };

describe('a text', () => {
  it('names the station, its days and how it is reached', () => {
    expect(filled('{station}：{contact}，{retentionDays} 天', blanksOf(KNOWN), 'zh')).toBe(
      '和平街道派出所：拨打 [010-6500 0000](tel:01065000000)，或到 和平路 1 号，1,095 天',
    );
    expect(filled('please {contact}', blanksOf(KNOWN), 'en')).toBe('please call [010-6500 0000](tel:01065000000), or come to 和平路 1 号');
  });

  it('sends people to the station where no phone is known, and never invents one', () => {
    expect(filled('请{contact}。', blanksOf(BARE), 'zh')).toBe('请到派出所窗口，或找您网格的民警（首页有他们的称呼）。');
    expect(filled('{contact}', blanksOf({ ...BARE, phone: '110' }), 'zh')).toBe('拨打 [110](tel:110)');
  });

  it('leaves other words in braces as they are', () => {
    expect(filled('{toString} {constructor} {nothing}', blanksOf(KNOWN), 'zh')).toBe('{toString} {constructor} {nothing}');
  });
});

describe('the texts that ship', () => {
  it.each(Object.entries(SHIPPED))('%s could be published as it is, in both languages', (_kind, { textZh, textEn }) => {
    const checked = personText({ min: 1, max: 20_000, isMultiline: true });
    expect(checked.parse(textZh)).toBe(textZh);
    expect(checked.parse(textEn)).toBe(textEn);
    expect(textZh).toMatch(/\p{Script=Han}/u);
    // One section in each language for one in the other.
    const headings = (text: string) => text.match(/^#+ /gm)?.join('');
    expect(headings(textZh)).toBe(headings(textEn));
    const links = (text: string) => text.match(/\]\([^)]+\)/g)?.sort();
    expect(new Set(links(textZh))).toEqual(new Set(links(textEn)));
    for (const text of [textZh, textEn]) expect(filled(text, blanksOf(KNOWN), 'zh')).not.toMatch(/[{}]/);
  });
});
