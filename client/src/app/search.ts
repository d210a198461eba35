// Finding something by the words that people type.

/** A word that stands inside what was typed says something from this length: two characters of Chinese, four letters. */
const SAYS_SOMETHING = /^(?:\p{Script=Han}{2,}|[^\p{Script=Han}]{4,})$/u;

/**
 * Whether something is meant by a text. Every word of it stands in one of the names, or a name in it:
 * nobody puts spaces between words of Chinese, and "我要补办身份证" means 身份证.
 */
export function isMeant(names: string, text: string): boolean {
  const low = names.toLowerCase();
  const terms = low.split(/\s+/).filter((term) => SAYS_SOMETHING.test(term));
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => low.includes(word) || terms.some((term) => word.includes(term)));
}
