// What may belong together, and what answers a question. Pure.
import { metresBetween } from '../../commons/grids/rules.ts';

/** What is compared of something lost and something found. */
export interface Description {
  category: string;
  gridId: string | null;
  longitude: number | null;
  latitude: number | null;
  happenedAt: Date;
  /** Title and description. */
  words: string;
}

/** From this likeness on, two posts are shown to each other. */
export const LIKELY = 0.5;
/** How long before it was missed, or after it was lost, something may have been found. */
export const FOUND_BEFORE_MS = 2 * 86_400_000;
export const FOUND_WITHIN_MS = 60 * 86_400_000;

/** What was claimed and not collected for so long is open again. */
export const COLLECTED_WITHIN_DAYS = 14;

const NEAR_METRES = 400;
const SOON_MS = 4 * 86_400_000;
/** Of a street for which nobody gave a position: the same grid, another one. */
const SAME_GRID = 0.7;
const ELSEWHERE = 0.1;

/** How likely it is that the found thing is the lost one: 0 to 1, 0 for another category or an impossible time. */
export function likeness(lost: Description, found: Description): number {
  const late = found.happenedAt.getTime() - lost.happenedAt.getTime();
  if (lost.category !== found.category || late < -FOUND_BEFORE_MS || late > FOUND_WITHIN_MS) return 0;
  const soon = Math.exp(-Math.max(0, late) / SOON_MS);
  return 0.4 * nearness(lost, found) + 0.3 * soon + 0.3 * sharedWords(lost.words, found.words);
}

function nearness(a: Description, b: Description): number {
  const [from, to] = [pointOf(a), pointOf(b)];
  if (from && to) return Math.exp(-metresBetween(from, to) / NEAR_METRES);
  return a.gridId !== null && a.gridId === b.gridId ? SAME_GRID : ELSEWHERE;
}

const pointOf = ({ longitude, latitude }: Description) => (longitude === null || latitude === null ? null : { longitude, latitude });

/** Dice's coefficient of pairs of neighbouring letters: it needs no word list, in Chinese or English. https://doi.org/10.2307/1932409 */
export function sharedWords(a: string, b: string): number {
  const [one, other] = [pairsOf(a), pairsOf(b)];
  const shared = [...one].filter((pair) => other.has(pair)).length;
  return one.size + other.size === 0 ? 0 : (2 * shared) / (one.size + other.size);
}

function pairsOf(text: string): Set<string> {
  const letters = [...plainAnswer(text)];
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`));
}

/** An answer without what people write differently: case, width, spaces, punctuation. */
export const plainAnswer = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** What a finder accepts: several ways to say it stand between strokes. */
export const acceptedAnswers = (text: string): string[] => text.split(/[/／]/).map(plainAnswer).filter(Boolean);
