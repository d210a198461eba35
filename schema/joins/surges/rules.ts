// Whether a surge of votes looks bought. Pure functions over counts: no clock, no database. Four signs, each judged against what is usual in this
// street, so that a new street full of new accounts accuses nobody. None of them looks at what somebody votes for or who they are.
import { surpriseOfCount, surpriseOfFew, surpriseOfMany } from '../../ground/statistics.ts';

/** A vote that counts, as far as the guard looks at it. */
export interface SurgeVote {
  voterId: string;
  /** Milliseconds since the epoch, as `joinedAt`. */
  at: number;
  /** When the voter's account was made. */
  joinedAt: number;
  /** Keyed hash of the device it came from; null: it came from none that is known. */
  device: string | null;
  /** Where the voter lives. */
  gridId: string | null;
}

/** What is usual in this street. */
export interface Usual {
  /** Share of votes by accounts younger than YOUNG_MS, between 0 and 1. */
  youngShare: number;
  /** Share of votes from a device that another voter of the same issue used. */
  sharedDeviceShare: number;
  /** How many people of each grid have voted for anything lately. */
  votersByGrid: ReadonlyMap<string, number>;
}

/** Another issue many of whose voters are the same. */
export interface Overlap {
  /** Voters of that issue. */
  voters: number;
  /** Of them, how many voted for this one, too. */
  shared: number;
  /** How many would by chance, given where the voters of both live; see `chanceOfOverlap`. */
  expected: number;
}

export const SIGNS = ['YOUNG_ACCOUNTS', 'SHARED_DEVICES', 'FROM_ELSEWHERE', 'SAME_VOTERS'] as const;
export type Sign = (typeof SIGNS)[number];

/** One sign of a bought surge, with the figures that it rests on. */
export interface Evidence {
  sign: Sign;
  /** How surprising it is: −log₁₀ of the chance that an innocent surge shows it. */
  surprise: number;
  /** How many votes were examined, how many of them show the sign, and how many would normally. */
  votes: number;
  observed: number;
  expected: number;
}

const HOUR = 3_600_000;
/** How far back votes are examined. */
export const SURGE_MS = 24 * HOUR;
/** An account is young for so long. */
export const YOUNG_MS = 14 * 24 * HOUR;
/** People from elsewhere are sent at once: only a dense burst is asked where its voters live. */
const BURST_MS = 3 * HOUR;
const SMALLEST_BURST = 15;
/** Neighbours stay away from it: they are less than this part of what they would be in a surge of the whole street. */
const FAR_FEWER = 1 / 3;
/** Fewer of a kind are no gang. */
export const SMALLEST_GANG = 5;
/** Issues with fewer voters overlap by accident. */
export const SMALLEST_SET = 8;
/** A ring has shown itself on this many other issues. */
const ISSUES_OF_A_RING = 2;

/** From which surprise on a sign flags a surge; for SAME_VOTERS also the share of the smaller set that must be common. */
export interface Thresholds {
  YOUNG_ACCOUNTS: number;
  SHARED_DEVICES: number;
  FROM_ELSEWHERE: number;
  SAME_VOTERS: number;
  /** Share of the smaller of two sets of voters, 0–1. */
  commonShare: number;
}

/** A setting's own tests. Chosen on four towns, each judged by thresholds of the other three: docs/hot-list.md. */
export const THRESHOLDS: Thresholds = { YOUNG_ACCOUNTS: 8, SHARED_DEVICES: 4, FROM_ELSEWHERE: 2.5, SAME_VOTERS: 2, commonShare: 0.75 };

/** Surroundings reach so many grids far, and hold no more than this share of those who vote: else nowhere would be elsewhere. */
export const SURROUNDINGS = { rings: 4, share: 0.5 } as const;

/**
 * A grid's surroundings: itself and the grids around it, ring by ring, within SURROUNDINGS.
 * @param neighbours of each grid
 */
export function surroundingsOf(
  gridId: string,
  neighbours: ReadonlyMap<string, readonly string[]>,
  votersByGrid: Usual['votersByGrid'],
  { rings, share }: { rings: number; share: number } = SURROUNDINGS,
): ReadonlySet<string> {
  const votersIn = (ids: Iterable<string>) => sum(Array.from(ids, (id) => votersByGrid.get(id) ?? 0));
  const most = share * votersIn(votersByGrid.keys());
  let near: ReadonlySet<string> = new Set([gridId]);
  for (let ring = 0; ring < rings; ring += 1) {
    const wider: ReadonlySet<string> = new Set([...near].flatMap((id) => [id, ...(neighbours.get(id) ?? [])]));
    if (votersIn(wider) > most) break;
    near = wider;
  }
  return near;
}

/** How many voters two issues have in common by chance, when in each grid who votes for one and who votes for the other is independent. */
export function chanceOfOverlap(
  one: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
  votersByGrid: Usual['votersByGrid'],
): number {
  let expected = 0;
  for (const [gridId, voters] of one) {
    const others = other.get(gridId) ?? 0;
    if (others > 0) expected += (voters * others) / Math.max(votersByGrid.get(gridId) ?? 0, voters, others);
  }
  return expected;
}

/** A surge as it stands: votes of the last SURGE_MS, oldest first. */
export interface Surge {
  votes: readonly SurgeVote[];
  usual: Usual;
  /** Grids around the issue's; null: it has none, or nothing is known of them. */
  surroundings: ReadonlySet<string> | null;
  /** Voters of the issue in all, and the other issues that share voters with it. */
  voters: number;
  overlaps: readonly Overlap[];
}

/** Every sign that a surge shows at all, strongest first. */
export function evidenceOf(
  { votes, usual, surroundings, voters, overlaps }: Surge,
  { commonShare }: Pick<Thresholds, 'commonShare'>,
): Evidence[] {
  const signs = [youngAccounts(votes, usual), sharedDevices(votes, usual)];
  if (surroundings) signs.push(fromElsewhere(votes, usual, surroundings));
  signs.push(sameVoters(voters, overlaps, commonShare));
  return signs.filter((sign) => sign !== null).sort((a, b) => b.surprise - a.surprise);
}

/** The signs that are strong enough to freeze a surge; none: it passes. */
export function judge(surge: Surge, thresholds: Thresholds = THRESHOLDS): Evidence[] {
  return evidenceOf(surge, thresholds).filter(({ sign, surprise }) => surprise >= thresholds[sign]);
}

/** How strong the evidence is: 1 is just enough to freeze. */
export function scoreOf(evidence: readonly Evidence[], thresholds: Thresholds = THRESHOLDS): number {
  return Math.max(0, ...evidence.map(({ sign, surprise }) => surprise / thresholds[sign]));
}

function youngAccounts(votes: readonly SurgeVote[], { youngShare }: Usual): Evidence | null {
  const observed = votes.filter(({ at, joinedAt }) => at >= joinedAt && at - joinedAt < YOUNG_MS).length;
  if (observed < SMALLEST_GANG) return null;
  const surprise = surpriseOfMany(votes.length, observed, youngShare);
  return { sign: 'YOUNG_ACCOUNTS', surprise, votes: votes.length, observed, expected: votes.length * youngShare };
}

function sharedDevices(votes: readonly SurgeVote[], { sharedDeviceShare }: Usual): Evidence | null {
  const observed = sharedCount(votes);
  if (observed < SMALLEST_GANG) return null;
  const known = votes.filter(({ device }) => device !== null).length;
  const surprise = surpriseOfMany(known, observed, sharedDeviceShare);
  return { sign: 'SHARED_DEVICES', surprise, votes: known, observed, expected: known * sharedDeviceShare };
}

/** Votes from a device that another voter used, too. */
export function sharedCount(votes: readonly Pick<SurgeVote, 'device'>[]): number {
  const byDevice = new Map<string, number>();
  for (const { device } of votes) if (device !== null) byDevice.set(device, (byDevice.get(device) ?? 0) + 1);
  return sum([...byDevice.values()].filter((count) => count > 1));
}

function fromElsewhere(votes: readonly SurgeVote[], { votersByGrid }: Usual, surroundings: ReadonlySet<string>): Evidence | null {
  const latest = votes.at(-1);
  if (!latest) return null;
  const burst = votes.filter(({ at, gridId }) => at > latest.at - BURST_MS && gridId !== null);
  if (burst.length < SMALLEST_BURST) return null;
  const all = sum(votersByGrid.values());
  const near = sum([...surroundings].map((id) => votersByGrid.get(id) ?? 0)) / Math.max(1, all);
  if (near <= 0 || near >= 1) return null;
  const observed = burst.filter(({ gridId }) => surroundings.has(gridId as string)).length;
  if (observed > burst.length * near * FAR_FEWER) return null;
  return {
    sign: 'FROM_ELSEWHERE',
    surprise: surpriseOfFew(burst.length, observed, near),
    votes: burst.length,
    observed,
    expected: burst.length * near,
  };
}

/** A ring votes together for one thing after the other: the second most surprising overlap counts, where sets are all but the same. */
function sameVoters(voters: number, overlaps: readonly Overlap[], commonShare: number): Evidence | null {
  if (voters < SMALLEST_SET) return null;
  const alike = overlaps
    .filter((other) => other.voters >= SMALLEST_SET && other.shared >= SMALLEST_GANG)
    .filter((other) => other.shared >= commonShare * Math.min(voters, other.voters))
    .map((other) => ({ ...other, surprise: surpriseOfCount(other.shared, other.expected) }))
    .sort((a, b) => b.surprise - a.surprise);
  const weakest = alike[ISSUES_OF_A_RING - 1];
  if (!weakest) return null;
  return { sign: 'SAME_VOTERS', surprise: weakest.surprise, votes: voters, observed: weakest.shared, expected: weakest.expected };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
