// Whether two titles are the same worry, in whatever words. Pure functions.
//
// Neighbours say the same thing shorter and otherwise ("路灯坏了", "后巷没有灯"). Compared are pairs of neighbouring letters
// (words of Chinese are two letters long more often than not; other scripts by the word), house numbers, and what the words
// mean by a small thesaurus. Each weighs as it is rare among the titles at hand (inverse document frequency, Spärck Jones
// 1972); likeness is the cosine of the two.
import { MEANINGS } from './meanings.ts';

/** How alike two titles must be to be offered as the same worry. */
const LIKENESS_THRESHOLD = 0.3;
/** Beside the best, only what is nearly as like. */
const BESIDE_BEST = 0.7;
/** What a word means says more than how it is written. */
const MEANING_WEIGHT = 2;

/** Letters that hold a sentence together and say nothing of it. */
const IDLE = /[的了在有人里上下是就都也又还很太被把着到不没个这那吗呢啊吧]/u;

type Vector = ReadonlyMap<string, number>;

/** Titles of the list come again and again while somebody types. */
const MOST_KEPT = 2000;
const kept = new Map<string, Vector>();

/** What of a title is compared, each feature with its weight before rarity. */
function featuresOf(title: string): Vector {
  const known = kept.get(title);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const features = readFeatures(title);
  kept.set(title, features);
  return features;
}

function readFeatures(title: string): Map<string, number> {
  // A blank before each word of letters: words of the thesaurus are found by how they begin.
  const text = ` ${title.toLowerCase().normalize('NFKC').replaceAll('电瓶车', '电动车')} `.replace(/[^\p{L}\p{N}-]+/gu, ' ');
  const features = new Map<string, number>();
  const says = (word: string) => text.includes(/^[a-z]/.test(word) ? ` ${word}` : word);
  for (const [meaning, words] of MEANINGS) if (words.some(says)) features.set(`=${meaning}`, MEANING_WEIGHT);
  for (const [, number] of text.matchAll(/(\d{1,4}) ?(?:号楼|栋|幢|单元)/gu)) features.set(`#${number}`, 1);
  for (const [word] of text.matchAll(/\p{Script=Han}+|[\p{L}\p{N}]+/gu)) {
    if (!/\p{Script=Han}/u.test(word)) features.set(word, 1);
    else for (let i = 0; i + 2 <= word.length; i++) if (!IDLE.test(word.slice(i, i + 2))) features.set(word.slice(i, i + 2), 1);
  }
  return features;
}

/**
 * The titles that are the same worry as `typed`, by their place in `titles`, most alike first, at most `limit`.
 * @param nearness of each, from 0 to 1: what is far away has to be more alike
 */
export function alikeAmong(
  typed: string,
  titles: readonly string[],
  limit: number,
  nearness: (place: number) => number = () => 1,
): number[] {
  const asked = featuresOf(typed);
  const all = titles.map(featuresOf);
  const titlesWith = new Map<string, number>();
  for (const features of all) for (const feature of features.keys()) titlesWith.set(feature, (titlesWith.get(feature) ?? 0) + 1);
  const rarity = (feature: string) => Math.log(1 + (titles.length + 1) / (0.5 + (titlesWith.get(feature) ?? 0)));
  const weigh = (features: Vector): Vector => new Map([...features].map(([feature, weight]) => [feature, weight * rarity(feature)]));
  const left = weigh(asked);
  const found = all
    .map((features, place) => ({ place, alike: nearness(place) * cosine(left, weigh(features)) }))
    .filter(({ alike }) => alike >= LIKENESS_THRESHOLD)
    .sort((a, b) => b.alike - a.alike || a.place - b.place);
  const best = found[0]?.alike ?? 0;
  return found
    .filter(({ alike }) => alike >= BESIDE_BEST * best)
    .slice(0, limit)
    .map(({ place }) => place);
}

/** From 0, nothing in common, to 1. */
function cosine(left: Vector, right: Vector): number {
  let shared = 0;
  for (const [feature, weight] of left) shared += weight * (right.get(feature) ?? 0);
  return shared === 0 ? 0 : shared / (lengthOf(left) * lengthOf(right));
}

const lengthOf = (vector: Vector) => Math.hypot(...vector.values());
