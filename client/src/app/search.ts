// Finding something by the words that people type.

export interface Named {
  /** What it is called, in both languages. */
  title: string;
  /** Other words for it, with spaces between them. */
  also?: string | undefined;
}

/** A word that stands inside what was typed says something from this length: two characters of Chinese, four letters. */
const SAYS_SOMETHING = /^(?:\p{Script=Han}{2,}|[^\p{Script=Han}]{4,})$/u;

/**
 * Whether something is meant by a text, and how surely: 3, its title has all the words; 2, its names have; 1, each of them has
 * a name in it: nobody puts spaces between words of Chinese, and "我要补办身份证" means 身份证; 0, it is not meant.
 */
function sureness({ title, also = '' }: Named, text: string): number {
  const words = text.toLowerCase().split(/\s+/);
  const names = `${title} ${also}`.toLowerCase();
  if (words.every((word) => title.toLowerCase().includes(word))) return 3;
  if (words.every((word) => names.includes(word))) return 2;
  const terms = names.split(/\s+/).filter((term) => SAYS_SOMETHING.test(term));
  return words.every((word) => names.includes(word) || terms.some((term) => word.includes(term))) ? 1 : 0;
}

/** Those that are meant by a text, the surest first, otherwise in their order. */
export function find<Thing>(things: readonly Thing[], nameOf: (thing: Thing) => Named, text: string): Thing[] {
  return things
    .map((thing) => ({ thing, sure: sureness(nameOf(thing), text.trim()) }))
    .filter(({ sure }) => sure > 0)
    .sort((a, b) => b.sure - a.sure)
    .map(({ thing }) => thing);
}
