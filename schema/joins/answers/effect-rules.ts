// What became of the trouble: reports of its category and grid by week, before and after something was done. Pure.
import { intervalOfCount, SURPRISE_OF_95, surpriseOfFew, surpriseOfMany } from '../../ground/statistics.ts';
import type { StepRow } from './store.ts';

export const WEEK_MS = 7 * 86_400_000;
export const WEEKS_BEFORE = 8;
const MOST_WEEKS_AFTER = 12;
/** Fewer weeks say nothing. */
const LEAST_WEEKS_AFTER = 2;

/** Reports a week, with the exact 95 % interval of what stands behind the count. */
export interface WeeklyRate {
  perWeek: number;
  low: number;
  high: number;
}

export type Verdict = 'NOTHING_DONE' | 'TOO_EARLY' | 'FEWER' | 'MORE' | 'UNCLEAR';

export interface Effect {
  /** When something was done; null: nothing yet. */
  since: Date | null;
  /** Whole weeks, the first one first. */
  weeks: { from: Date; count: number; isAfter: boolean }[];
  before: WeeklyRate;
  /** Null: no whole week has passed since. */
  after: WeeklyRate | null;
  verdict: Verdict;
}

/** When something was done on the street: the first patrol, or the first word that it is being fixed or solved. An announcement is nothing done. */
export function doneSince(steps: readonly Pick<StepRow, 'kind' | 'at' | 'detail'>[]): Date | null {
  const deeds = steps.filter(({ kind, detail }) => kind === 'PATROLLED' || detail.status === 'FIXING' || detail.status === 'SOLVED');
  return deeds.reduce<Date | null>((first, { at }) => (first && first <= at ? first : at), null);
}

/**
 * Around which moment weeks are counted, and how many whole ones have passed since. Before anything was done it stands
 * still for a week: from windows that move by a day the counts of single days could be reckoned.
 */
export function frameOf(since: Date | null, now: Date): { middle: Date; weeksAfter: number } {
  if (!since) return { middle: new Date(Math.floor(now.getTime() / WEEK_MS) * WEEK_MS), weeksAfter: 0 };
  return { middle: since, weeksAfter: Math.min(MOST_WEEKS_AFTER, Math.max(0, Math.floor((now.getTime() - since.getTime()) / WEEK_MS))) };
}

/**
 * Compares the weeks before with those after. Whether they differ is the conditional test of two Poisson counts:
 * Przyborowski, Wilenski: Homogeneity of Results in Testing Samples from Poisson Series, Biometrika 31 (1940).
 * @param counts of each week, by its number: −1 is the last before, 0 the first after
 */
export function effectOf(counts: ReadonlyMap<number, number>, since: Date | null, now: Date): Effect {
  const { middle, weeksAfter } = frameOf(since, now);
  const weeks = Array.from({ length: WEEKS_BEFORE + weeksAfter }, (_, index) => {
    const week = index - WEEKS_BEFORE;
    return { from: new Date(middle.getTime() + week * WEEK_MS), count: counts.get(week) ?? 0, isAfter: week >= 0 };
  });
  const sumOf = (isAfter: boolean) => weeks.reduce((sum, week) => sum + (week.isAfter === isAfter ? week.count : 0), 0);
  const [before, after] = [sumOf(false), sumOf(true)];
  return {
    since,
    weeks,
    before: rateOf(before, WEEKS_BEFORE),
    after: weeksAfter > 0 ? rateOf(after, weeksAfter) : null,
    verdict: verdictOf(before, after, weeksAfter, since !== null),
  };
}

/** Fewer than so many reports could lead to a person. */
const FEW = 5;

/** What anybody may see of an effect: null in place of a count or mean that says too much. */
export interface PublicEffect extends Omit<Effect, 'weeks' | 'before' | 'after'> {
  weeks: { from: Date; count: number | null; isAfter: boolean }[];
  before: WeeklyRate | null;
  after: WeeklyRate | null;
}

/**
 * Hides weeks with fewer than five reports, and as many more of each half as it takes that neither one of them nor their sum
 * can be reckoned from what is shown; a mean that such weeks are part of is one of a multiple of five, so that two pictures, a
 * week apart, do not tell of the week between. @see Sweeney: k-anonymity, IJUFKS 10 (2002); secondary suppression as statistical offices do it
 */
export function publicEffect(effect: Effect): PublicEffect {
  const shown = new Set<Effect['weeks'][number]>();
  let [before, after]: [WeeklyRate | null, WeeklyRate | null] = [effect.before, effect.after];
  for (const isAfter of [false, true]) {
    const half = effect.weeks.filter((week) => week.isAfter === isAfter).sort((a, b) => b.count - a.count);
    for (const week of half) if (week.count >= FEW) shown.add(week);
    const hidden = () => half.filter((week) => !shown.has(week));
    const isTelling = () => hidden().length > 0 && (hidden().length < 2 || totalOf(hidden()) < FEW);
    while (isTelling() && half.some((week) => shown.has(week)))
      shown.delete(half.findLast((week) => shown.has(week)) as Effect['weeks'][number]);
    if (hidden().length === 0) continue;
    const total = totalOf(half);
    const coarse = total < FEW ? null : rateOf(Math.round(total / FEW) * FEW, half.length);
    if (isAfter) after = after && coarse;
    else before = coarse;
  }
  return { ...effect, weeks: effect.weeks.map((week) => ({ ...week, count: shown.has(week) ? week.count : null })), before, after };
}

const totalOf = (weeks: readonly { count: number }[]) => weeks.reduce((sum, { count }) => sum + count, 0);

function rateOf(count: number, weeks: number): WeeklyRate {
  const { low, high } = intervalOfCount(count);
  return { perWeek: count / weeks, low: low / weeks, high: high / weeks };
}

function verdictOf(before: number, after: number, weeksAfter: number, isDone: boolean): Verdict {
  if (!isDone) return 'NOTHING_DONE';
  if (weeksAfter < LEAST_WEEKS_AFTER) return 'TOO_EARLY';
  const share = weeksAfter / (weeksAfter + WEEKS_BEFORE);
  if (surpriseOfFew(before + after, after, share) >= SURPRISE_OF_95) return 'FEWER';
  if (surpriseOfMany(before + after, after, share) >= SURPRISE_OF_95) return 'MORE';
  return 'UNCLEAR';
}
