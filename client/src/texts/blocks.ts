// A text as it is written, taken apart into what is shown: headings, paragraphs, lists, links. Nothing else is read into it,
// so that whatever somebody writes is words.

export interface Word {
  /** Where it begins in its line. */
  at: number;
  text: string;
  /** Where it leads; null: it is no link. */
  href: string | null;
}

export interface Line {
  /** Its number in the text. */
  at: number;
  words: readonly Word[];
}

export interface Block {
  /** A list has a line for each entry; those of a paragraph stand below each other. */
  kind: 'h2' | 'h3' | 'list' | 'p';
  lines: Line[];
}

const OWN_PAGE = /^\/(?:[\w?#][\w\-./?=&%#]*)?$/;
const PHONE = /^tel:\+?[\d-]{2,24}$/;

/** Whether a link may lead there: a secure address, a phone, a page of this station. */
function mayLead(href: string): boolean {
  return OWN_PAGE.test(href) || PHONE.test(href) || (href.startsWith('https://') && URL.canParse(href));
}

/** The words of a line; a link that may not lead where it wants to stays as it is written. */
function wordsOf(line: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  for (const { 0: whole, 1: text = '', 2: href = '', index } of line.matchAll(/\[([^[\]]{1,200})\]\(([^()\s]{1,500})\)/g)) {
    if (!mayLead(href)) continue;
    if (index > at) words.push({ at, text: line.slice(at, index), href: null });
    words.push({ at: index, text, href });
    at = index + whole.length;
  }
  if (at < line.length) words.push({ at, text: line.slice(at), href: null });
  return words;
}

/** What a line begins with, and what it is then. */
const MARKS = [
  ['# ', 'h2'],
  ['## ', 'h3'],
  ['- ', 'list'],
] as const;

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let isOpen = false;
  for (const [at, line] of text.split('\n').entries()) {
    const said = line.trim();
    const [mark, kind] = MARKS.find(([begins]) => said.startsWith(begins)) ?? (['', 'p'] as const);
    const last = blocks.at(-1);
    if (said !== '') {
      const one: Line = { at, words: wordsOf(said.slice(mark.length)) };
      if (isOpen && last?.kind === kind) last.lines.push(one);
      else blocks.push({ kind, lines: [one] });
    }
    isOpen = said !== '' && (kind === 'p' || kind === 'list');
  }
  return blocks;
}
