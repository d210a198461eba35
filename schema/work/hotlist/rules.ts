// How votes become a ranking, and which issues are alike. Pure functions: no clock, no database.
import type { HotIssueStatus } from '../../../prisma/client/enums.ts';

export interface Decay {
  halfLifeHours: number;
}

/** Decay rate λ per millisecond: after one half-life a vote weighs half. */
export function decayRate({ halfLifeHours }: Decay): number {
  return Math.LN2 / (halfLifeHours * 3_600_000);
}

/**
 * Adds `weight` votes cast at `at` to an issue's log heat.
 * Heat is ln Σ wᵢ·e^(λtᵢ), t in milliseconds since the epoch: it only changes when somebody votes, so the order of
 * issues needs no clock and nothing is ever re-scored. The sum itself would overflow a float after 1,024 half-lives.
 * @param heat current log heat, −Infinity without votes
 * @see Cormode, Shkapenyuk, Srivastava, Xu: Forward Decay, ICDE 2009
 */
export function addHeat(heat: number, { weight, at }: { weight: number; at: number }, decay: Decay): number {
  const added = Math.log(weight) + decayRate(decay) * at;
  if (heat === Number.NEGATIVE_INFINITY) return added;
  const [high, low] = heat > added ? [heat, added] : [added, heat];
  return high + Math.log1p(Math.exp(low - high));
}

/** Below this share of its former heat an issue is summed anew from its votes: cancellation has eaten the digits. */
export const SMALLEST_REMAINDER = 1e-6;

/**
 * Log heat after one vote cast at `at` was taken back; null when it must be summed anew (see SMALLEST_REMAINDER).
 */
export function removeHeat(heat: number, at: number, decay: Decay): number | null {
  const remainder = -Math.expm1(decayRate(decay) * at - heat);
  return remainder < SMALLEST_REMAINDER ? null : heat + Math.log(remainder);
}

/** Log heat of votes cast at `times` (milliseconds since the epoch), summed from the largest so that nothing overflows. */
export function heatOf(times: readonly number[], decay: Decay): number {
  if (times.length === 0) return Number.NEGATIVE_INFINITY;
  const latest = times.reduce((a, b) => Math.max(a, b));
  const rate = decayRate(decay);
  const sum = times.reduce((total, time) => total + Math.exp(rate * (time - latest)), 0);
  return rate * latest + Math.log(sum);
}

/** What partners see as `heat`: the log heat, 0 for an issue without votes (any vote since 1970 is above 0). */
export function publicHeat(heat: number): number {
  return heat === Number.NEGATIVE_INFINITY ? 0 : heat;
}

export type HotListOrder = 'HOT' | 'NEW' | 'TOP';

/** What decides an issue's place. */
export interface Standing {
  id: string;
  heat: number;
  voteCount: number;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/**
 * Total order of a board, best first; the store's ORDER BY says the same.
 * HOT: heat to nine decimals, votes, older first. NEW: newest first. TOP: votes, heat, older first. Ties: id.
 */
export function compareStanding(order: HotListOrder): (a: Standing, b: Standing) => number {
  const byHeat = (a: Standing, b: Standing) => compareNumbers(Math.round(b.heat * 1e9), Math.round(a.heat * 1e9));
  const byVotes = (a: Standing, b: Standing) => b.voteCount - a.voteCount;
  const byAge = (a: Standing, b: Standing) => a.createdAt - b.createdAt;
  const byId = (a: Standing, b: Standing) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  switch (order) {
    case 'HOT':
      return (a, b) => byHeat(a, b) || byVotes(a, b) || byAge(a, b) || byId(a, b);
    case 'TOP':
      return (a, b) => byVotes(a, b) || byHeat(a, b) || byAge(a, b) || byId(a, b);
    case 'NEW':
      return (a, b) => byAge(b, a) || byId(b, a);
  }
}

function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0; // −Infinity − −Infinity is no number
}

/** Solved and declined issues take no more votes; they stay on their boards for a week so that voters see the end. */
export function isClosed(status: HotIssueStatus): boolean {
  return status === 'SOLVED' || status === 'DECLINED';
}

export const DAYS_SHOWN_AFTER_CLOSING = 7;

/** Shortest and longest title of an issue, in characters. */
export const TITLE_LENGTH = { min: 4, max: 60 };

export type BoardRef = { scope: 'grid' | 'community'; id: string } | { scope: 'station' };

/** The live topic of a board. */
export function boardTopic(board: BoardRef): string {
  return board.scope === 'station' ? 'hotlist:station' : `hotlist:${board.scope}:${board.id}`;
}

/** Topics of every board an issue of that place stands on. */
export function topicsOf({ gridId, communityId }: { gridId: string | null; communityId: string | null }): string[] {
  const topics = [boardTopic({ scope: 'station' })];
  if (communityId) topics.push(boardTopic({ scope: 'community', id: communityId }));
  if (gridId) topics.push(boardTopic({ scope: 'grid', id: gridId }));
  return topics;
}

/** The live topic of one issue: what was said to it, who shares its work. Its votes touch its boards. */
export const issueTopic = (hotIssueId: string) => `hotissue:${hotIssueId}`;

/** What the question who may see or close an issue is about. */
export function subjectOf({ gridId, communityId }: { gridId: string | null; communityId: string | null }) {
  return { gridId, communityId };
}
