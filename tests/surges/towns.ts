// The four towns of public data: their votes replayed in order past the guard, with the labels kept for judging.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  chanceOfOverlap,
  type Evidence,
  evidenceOf,
  type Overlap,
  SMALLEST_SET,
  SURGE_MS,
  SURROUNDINGS,
  type SurgeVote,
  sharedCount,
  surroundingsOf,
  type Thresholds,
  type Usual,
  YOUNG_MS,
} from '@xieshou/schema/joins/surges/rules.ts';
import { usualOf } from '@xieshou/schema/joins/surges/store.ts';
import { parse } from 'csv-parse/sync';

const DATA = process.env.XIESHOU_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
export const VOTES_FOLDER = join(DATA, 'votes');
export const TOWNS = ['town1', 'town2', 'town3', 'town4'] as const;

interface VoteRow {
  at: string;
  account: string;
  issue: string;
  value: string;
  account_grid: string;
  issue_grid: string;
  device: string;
  net: string;
  label: string;
}

/** A vote as it comes in, and whether it is part of an attack. */
interface Arrival extends SurgeVote {
  issue: string;
  network: string;
  isVerified: boolean;
  isTakenBack: boolean;
  isPlanted: boolean;
}

export interface Town {
  name: string;
  arrivals: Arrival[];
  /** Grid and label of each issue: organic, burst:… or attack:…. */
  issues: ReadonlyMap<string, { gridId: string; label: string }>;
  /** The towns have no map: grids lie in a row by their numbers, as their votes show. */
  neighbours: ReadonlyMap<string, string[]>;
}

const read = <Row>(town: string, file: string) => parse(readFileSync(join(VOTES_FOLDER, town, `${file}.csv`)), { columns: true }) as Row[];

const INNOCENT = new Set(['genuine', 'genuine_burst', 'ring_cover']);

export function readTown(name: string): Town {
  const accounts = new Map(
    read<{ account: string; created: string; verified: string }>(name, 'accounts').map(({ account, created, verified }) => [
      account,
      { joinedAt: Date.parse(created), isVerified: verified === '1' },
    ]),
  );
  const issues = new Map(
    read<{ issue: string; grid: string; label: string }>(name, 'issues').map(({ issue, grid, label }) => [issue, { gridId: grid, label }]),
  );
  const arrivals = read<VoteRow>(name, 'votes').map((row) => ({
    voterId: row.account,
    issue: row.issue,
    at: Date.parse(row.at),
    device: row.device,
    network: row.net,
    gridId: row.account_grid,
    ...(accounts.get(row.account) ?? { joinedAt: 0, isVerified: false }),
    isTakenBack: row.value === '-1',
    isPlanted: !INNOCENT.has(row.label),
  }));
  const numbers = [...new Set([...issues.values()].map(({ gridId }) => Number(gridId)))];
  const neighbours = new Map(
    numbers.map((number) => [String(number), [number - 1, number + 1].filter((other) => numbers.includes(other)).map(String)]),
  );
  return { name, arrivals, issues, neighbours };
}

/** What the guard may be asked to see of each issue, after each of its votes. */
export interface Moment {
  issue: string;
  /** Which of the issue's planted votes has come in, from 1; 0 before the first. */
  planted: number;
  evidence: Evidence[];
  /** For the simple rules beside it. */
  plain: { votesInAnHour: number; young: number; shared: number; network: number; unverified: number; votes: number };
}

const DAY = 86_400_000;
/** What is usual is learnt from so many days, as the store does. */
const LEARNT_DAYS = 30;
const ISSUES_AT_ONCE = 400;

/** Replays a town: one moment a vote, in order. The guard sees no label and nothing that comes later. */
export function replay(
  town: Town,
  commonShare: Thresholds['commonShare'],
  surroundings: typeof SURROUNDINGS | { rings: number; share: number } = SURROUNDINGS,
): Moment[] {
  const standing = new Map<string, Map<string, Arrival>>();
  const issuesOf = new Map<string, Set<string>>();
  const moments: Moment[] = [];
  const planted = new Map<string, number>();
  let usual: Usual | null = null;
  let learntAt = Number.NEGATIVE_INFINITY;
  for (const vote of town.arrivals) {
    const votes = standing.get(vote.issue) ?? new Map<string, Arrival>();
    standing.set(vote.issue, votes);
    if (vote.isTakenBack) {
      votes.delete(vote.voterId);
      issuesOf.get(vote.voterId)?.delete(vote.issue);
      continue;
    }
    votes.set(vote.voterId, vote);
    const own = issuesOf.get(vote.voterId) ?? new Set();
    issuesOf.set(vote.voterId, own.add(vote.issue));
    if (vote.isPlanted) planted.set(vote.issue, (planted.get(vote.issue) ?? 0) + 1);
    if (!usual || vote.at - learntAt > DAY / 4) {
      usual = learn(standing, vote.at);
      learntAt = vote.at;
    }
    const surge = [...votes.values()].filter(({ at }) => at > vote.at - SURGE_MS);
    const { gridId } = town.issues.get(vote.issue) ?? { gridId: '' };
    const evidence = evidenceOf(
      {
        votes: surge,
        usual,
        voters: votes.size,
        surroundings: surroundingsOf(gridId, town.neighbours, usual.votersByGrid, surroundings),
        overlaps: overlapsOf(votes, { standing, issuesOf, usual, issue: vote.issue }),
      },
      { commonShare },
    );
    const young = surge.filter(({ at, joinedAt }) => at - joinedAt < YOUNG_MS).length;
    moments.push({
      issue: vote.issue,
      planted: planted.get(vote.issue) ?? 0,
      evidence,
      plain: {
        votesInAnHour: surge.filter(({ at }) => at > vote.at - 3_600_000).length,
        young,
        shared: sharedCount(surge),
        network: sharedCount(surge.map(({ network }) => ({ device: network }))),
        unverified: surge.filter(({ isVerified }) => !isVerified).length,
        votes: surge.length,
      },
    });
  }
  return moments;
}

/** As the store: what the votes of the last days show, with a little of what is expected of a street that nobody knows yet. */
function learn(standing: ReadonlyMap<string, ReadonlyMap<string, Arrival>>, now: number): Usual {
  let [votes, young, shared] = [0, 0, 0];
  const voters = new Map<string, Set<string>>();
  for (const issue of standing.values()) {
    const recent = [...issue.values()].filter(({ at }) => at > now - LEARNT_DAYS * DAY);
    votes += recent.length;
    shared += sharedCount(recent);
    for (const vote of recent) {
      if (vote.at - vote.joinedAt < YOUNG_MS) young += 1;
      const grid = vote.gridId ?? '';
      voters.set(grid, (voters.get(grid) ?? new Set()).add(vote.voterId));
    }
  }
  return {
    ...usualOf({ votes, young, shared }),
    votersByGrid: new Map([...voters].map(([grid, people]) => [grid, people.size])),
  };
}

interface Known {
  standing: ReadonlyMap<string, ReadonlyMap<string, Arrival>>;
  issuesOf: ReadonlyMap<string, ReadonlySet<string>>;
  usual: Usual;
  issue: string;
}

function overlapsOf(votes: ReadonlyMap<string, Arrival>, { standing, issuesOf, usual, issue }: Known): Overlap[] {
  if (votes.size < SMALLEST_SET || votes.size > ISSUES_AT_ONCE) return [];
  const shared = new Map<string, number>();
  for (const voterId of votes.keys()) {
    for (const other of issuesOf.get(voterId) ?? []) if (other !== issue) shared.set(other, (shared.get(other) ?? 0) + 1);
  }
  const here = byGrid(votes);
  return [...shared]
    .filter(([, count]) => count >= 5)
    .map(([other, count]) => {
      const there = standing.get(other) ?? new Map<string, Arrival>();
      return { voters: there.size, shared: count, expected: chanceOfOverlap(here, byGrid(there), usual.votersByGrid) };
    });
}

function byGrid(votes: ReadonlyMap<string, Arrival>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { gridId } of votes.values()) if (gridId) counts.set(gridId, (counts.get(gridId) ?? 0) + 1);
  return counts;
}
