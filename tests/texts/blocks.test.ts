// How a text is read: headings, lists, paragraphs, links, and nothing else, whatever somebody writes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../client/src/texts/blocks.ts';

const read = (text: string) =>
  blocksOf(text).map(({ kind, lines }) => [
    kind,
    ...lines.map(({ words }) => words.map(({ text, href }) => (href ? `${text}→${href}` : text)).join('|')),
  ]);

describe('a text', () => {
  it('is headings, paragraphs and lists', () => {
    expect(read('# 一\n## 二\n第一行\n第二行\n\n另一段\n- 甲\n- 乙\n完')).toEqual([
      ['h2', '一'],
      ['h3', '二'],
      ['p', '第一行', '第二行'],
      ['p', '另一段'],
      ['list', '甲', '乙'],
      ['p', '完'],
    ]);
  });

  it('has links to secure addresses, phones and pages of this station', () => {
    expect(read('打 [110](tel:110)，看 [帮助](/help) 和 [网站](https://example.org/a?b=c)。')).toEqual([
      ['p', '打 |110→tel:110|，看 |帮助→/help| 和 |网站→https://example.org/a?b=c|。'],
    ]);
  });

  it.each([
    'javascript:alert(1)',
    'http://example.org',
    '//example.org',
    '/\\example.org',
    'https://',
    'data:text/html,x',
    'tel:110;phone-context=x',
    '/help"onclick="x',
  ])('does not lead to %s: it stays as it is written', (href) => {
    const written = `[点我](${href})`;
    expect(read(written)).toEqual([['p', written]]);
  });

  it('does not read markup', () => {
    expect(read('<b>**粗**</b> `x` ![图](https://a.b/c.png)')).toEqual([['p', '<b>**粗**</b> `x` !|图→https://a.b/c.png']]);
  });

  const piece = fc.constantFrom('# ', '## ', '- ', '\n', '[', ']', '(', ')', '](', '/help', 'tel:110', '字', ' ', '<a>');
  it('loses no word, and no line is shown twice', () => {
    const written = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(written, (text) => {
        const lines = blocksOf(text).flatMap((block) => block.lines);
        const shown = lines.flatMap(({ words }) => words.map((word) => word.text)).join('');
        expect(shown.match(/字/g)?.length).toBe(text.match(/字/g)?.length);
        expect(new Set(lines.map(({ at }) => at)).size).toBe(lines.length);
      }),
    );
  });

  it.each(['['.repeat(20_000), '[a]('.repeat(5_000), `[${'a'.repeat(19_998)}`, '- '.repeat(10_000)])(
    'is read at once however odd (%#)',
    (text) => {
      const started = performance.now();
      blocksOf(text);
      expect(performance.now() - started).toBeLessThan(250);
    },
  );
});
