// Thirty days of votes on the sixty issues: by day and night, with a few surges. Deterministic for a given moment.
import { type Chance, chance } from '../chance.ts';
import { localHour, RHYTHM } from '../rhythm.ts';
import type { DemoGrid, DemoResident, Town } from '../town.ts';
import { ISSUES, type IssueSeed } from './words.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Votes on the most worrying issue. */
const MOST_VOTES = 128;

export interface DemoIssue extends IssueSeed {
  id: string;
  gridId: string | null;
  communityId: string | null;
  createdById: string;
  createdAt: Date;
  closedAt: Date | null;
}

export interface DemoVote {
  hotIssueId: string;
  residentId: string;
  castAt: Date;
}

const SEED = 7;

/** Issues of the thirty days before `now`. */
export const makeIssues = (town: Town, now: Date, random = chance(SEED)): DemoIssue[] =>
  ISSUES.map((issue) => makeIssue(random, town, issue, now));

/** Issues and votes of the thirty days before `now`. */
export function makeHotList(town: Town, now: Date): { issues: DemoIssue[]; votes: DemoVote[] } {
  const random = chance(SEED);
  const issues = makeIssues(town, now, random);
  const votes = issues.flatMap((issue) => makeVotes(random, town, issue, now));
  return { issues, votes };
}

function makeIssue(random: Chance, town: Town, seed: IssueSeed, now: Date): DemoIssue {
  const grid = town.grids.find(({ number }) => number === seed.grid) ?? null;
  const author = random.pick(town.residents.filter(({ gridId }) => !grid || gridId === grid.id));
  const closedDaysAgo = Math.min(seed.daysAgo / 2, 2 + random.next() * 3);
  return {
    ...seed,
    id: random.uuid(),
    gridId: grid?.id ?? null,
    communityId: grid?.communityId ?? null,
    createdById: author.id,
    createdAt: new Date(now.getTime() - seed.daysAgo * DAY_MS),
    closedAt: seed.reason ? new Date(now.getTime() - closedDaysAgo * DAY_MS) : null,
  };
}

function makeVotes(random: Chance, town: Town, issue: DemoIssue, now: Date): DemoVote[] {
  const end = issue.closedAt?.getTime() ?? now.getTime();
  const start = issue.createdAt.getTime();
  const count = Math.max(3, Math.round(MOST_VOTES * issue.weight * Math.min(1, 0.35 + issue.daysAgo / 8)));
  return pickVoters(random, town, issue, count).map((voter, index) => {
    const isAuthor = index === 0;
    const { surge } = issue;
    const at = isAuthor
      ? start + 1000
      : surge && random.next() < surge.share
        ? surgeMoment(random, now.getTime() - surge.daysAgo * DAY_MS)
        : dailyMoment(random, start, end);
    return { hotIssueId: issue.id, residentId: voter.id, castAt: new Date(Math.floor(Math.min(Math.max(at, start + 1000), end - 1000))) };
  });
}

/** The author first, then mostly people of the grid, some of its community, few from elsewhere; nobody twice. */
function pickVoters(random: Chance, town: Town, issue: DemoIssue, count: number): DemoResident[] {
  const communityOf = new Map(town.grids.map((grid: DemoGrid) => [grid.id, grid.communityId]));
  const keen = town.residents.map((resident) => {
    const isAuthor = resident.id === issue.createdById;
    const isNear = issue.gridId === null || resident.gridId === issue.gridId;
    const nearness = isNear ? 1 : communityOf.get(resident.gridId) === issue.communityId ? 0.12 : 0.015;
    // Weighted sampling without replacement: keys u^(1/w) (Efraimidis, Spirakis 2006)
    return { resident, key: isAuthor ? 2 : random.next() ** (1 / nearness) };
  });
  return keen
    .sort((a, b) => b.key - a.key)
    .slice(0, count)
    .map(({ resident }) => resident);
}

/** Most of a surge comes within two hours of what happened, with a tail. */
function surgeMoment(random: Chance, happened: number): number {
  return happened - Math.log(1 - random.next()) * 1.5 * HOUR_MS;
}

function dailyMoment(random: Chance, start: number, end: number): number {
  for (let tries = 0; tries < 50; tries++) {
    const at = start + random.next() * (end - start);
    if (random.next() * Math.max(...RHYTHM) < (RHYTHM[localHour(new Date(at))] as number)) return at;
  }
  return start + random.next() * (end - start);
}
