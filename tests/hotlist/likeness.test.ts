// Whether what somebody types is on the list already, in other words.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ISSUES, MORE_ISSUES } from '../../api/demo/hotlist/words.ts';
import { alikeAmong } from '../../schema/work/hotlist/likeness.ts';
import { NEW_WORRIES, PARAPHRASES } from './paraphrases.ts';

/** The whole street at once: a grid has a tenth of it, and less to confuse. */
const TITLES = [...ISSUES, ...MORE_ISSUES].map(({ title }) => title);
const offered = (typed: string) => alikeAmong(typed, TITLES, 3).map((place) => TITLES[place] as string);

describe('what is offered as the same worry', () => {
  it('holds what was meant for at least 0.8 of the paraphrases, and one wrong offer in five at most', () => {
    expect(PARAPHRASES).toHaveLength(60);
    const answers = PARAPHRASES.map(([typed, ...meant]) => ({ found: offered(typed), meant }));
    expect(PARAPHRASES.flatMap(([, ...meant]) => meant).filter((title) => !TITLES.includes(title))).toEqual([]);
    const hits = answers.filter(({ found, meant }) => found.some((title) => meant.includes(title)));
    const offers = answers.flatMap(({ found, meant }) => found.map((title) => meant.includes(title)));
    const wrong = offers.filter((isMeant) => !isMeant).length / offers.length;
    console.log(`recall at 3: ${(hits.length / PARAPHRASES.length).toFixed(2)}, wrong offers: ${wrong.toFixed(2)} of ${offers.length}`);
    expect(hits.length / PARAPHRASES.length).toBeGreaterThanOrEqual(0.8);
    expect(wrong).toBeLessThanOrEqual(0.2);
  });

  it('is mostly nothing where nobody has said it before', () => {
    const told = NEW_WORRIES.filter((typed) => offered(typed).length > 0);
    expect(told.length / NEW_WORRIES.length).toBeLessThanOrEqual(0.34);
  });

  it('finds “路灯坏了” behind building 12, in either language’s words for it', () => {
    expect(offered('路灯坏了')[0]).toBe('12 号楼后巷路灯坏了三盏');
    const english = ['The street light behind building 12 is broken', 'Cars are parked in the fire lane'];
    expect(alikeAmong('lamp is broken', english, 3)).toEqual([0]);
    expect(alikeAmong('Parking blocks the fire engine', english, 3)).toEqual([1]);
  });

  it('is near before it is far', () => {
    const titles = ['路灯坏了两盏', '路灯坏了三盏'];
    expect(alikeAmong('路灯坏了', titles, 1, (place) => (place === 1 ? 1 : 0.4))).toEqual([1]);
    expect(alikeAmong('路灯坏了', titles, 1, (place) => (place === 0 ? 1 : 0.4))).toEqual([0]);
  });

  it('is the same title first, whatever its case, width and punctuation; never more than asked for', () => {
    expect(offered('夜间停车乱！消防车进不来')[0]).toBe('夜间停车乱，消防车进不来');
    expect(alikeAmong('Ｄark lane', ['dark LANE'], 3)).toEqual([0]);
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 20 }),
        fc.string({ unit: 'grapheme' }),
        (titles, typed) => {
          const found = alikeAmong(typed, titles, 3);
          expect(found.length).toBeLessThanOrEqual(3);
          expect(new Set(found).size).toBe(found.length);
          expect(found.every((place) => place in titles)).toBe(true);
        },
      ),
    );
  });
});
