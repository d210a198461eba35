// All SQL of the guard: what it looks at, and the flags that it or a person raises. Counts leave this file, voters never.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { SurgeStatus } from '../../../prisma/client/enums.ts';
import type { Reach } from '../../frame/access/rules.ts';
import { isClosed } from '../../work/hotlist/rules.ts';
import { lockIssue, setFrozen } from '../../work/hotlist/store.ts';
import {
  chanceOfOverlap,
  type Evidence,
  type Overlap,
  SMALLEST_GANG,
  SMALLEST_SET,
  SURGE_MS,
  type Surge,
  type SurgeVote,
  surroundingsOf,
  type Usual,
  YOUNG_MS,
} from './rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Open issues that somebody has voted for in the last day, by what their votes stand at. */
export async function readMoving(db: Db, ratePerMs: number, now: Date): Promise<{ id: string; voteCount: number }[]> {
  // The decayed votes weigh at least one from the beginning of the time looked at.
  const { rows } = await db.query<{ id: string; voteCount: number }>(
    `/* surges.readMoving */ SELECT id, vote_count AS "voteCount" FROM hot_issue
     WHERE closed_at IS NULL AND NOT is_frozen AND heat >= $1 AND vote_count >= ${SMALLEST_GANG} ORDER BY id`,
    [ratePerMs * (now.getTime() - SURGE_MS)],
  );
  return rows;
}

/** What is usual is learnt from so many days. */
const LEARNT_DAYS = 30;

interface Street extends Usual {
  neighbours: ReadonlyMap<string, readonly string[]>;
}

/**
 * What the votes of the last days show in this street, flagged surges apart; with a little of what is expected of one that
 * nobody knows yet. Votes that name no device count as from the same one: programs among people are a sign, among programs none.
 */
export async function readStreet(db: Db, now: Date): Promise<Street> {
  const since = new Date(now.getTime() - LEARNT_DAYS * 86_400_000);
  const { rows } = await db.query<{ votes: number; young: number; shared: number }>(
    `/* surges.readUsual */
     WITH recent AS (
       SELECT v.hot_issue_id, v.device, v.cast_at - r.created_at < $2 * interval '1 millisecond' AND v.cast_at >= r.created_at AS is_young
       FROM vote v JOIN resident r ON r.id = v.resident_id JOIN hot_issue h ON h.id = v.hot_issue_id
       WHERE v.cast_at > $1 AND NOT h.is_frozen
     ), by_device AS (SELECT count(*) AS votes, count(*) FILTER (WHERE is_young) AS young FROM recent GROUP BY hot_issue_id, device)
     SELECT coalesce(sum(votes), 0)::int AS votes, coalesce(sum(young), 0)::int AS young,
       coalesce(sum(votes) FILTER (WHERE votes > 1), 0)::int AS shared FROM by_device`,
    [since, YOUNG_MS],
  );
  const { votes, young, shared } = rows[0] ?? { votes: 0, young: 0, shared: 0 };
  const grids = await db.query<{ gridId: string; voters: number }>(
    `/* surges.readVotersByGrid */ SELECT r.home_grid_id AS "gridId", count(DISTINCT v.resident_id)::int AS voters
     FROM vote v JOIN resident r ON r.id = v.resident_id WHERE v.cast_at > $1 AND r.home_grid_id IS NOT NULL GROUP BY 1`,
    [since],
  );
  const borders = await db.query<{ gridId: string; neighbourIds: string[] }>(
    `/* surges.readNeighbours */ SELECT grid_id AS "gridId", array_agg(neighbour_id)::text[] AS "neighbourIds" FROM grid_neighbour GROUP BY 1`,
  );
  return {
    ...usualOf({ votes, young, shared }),
    votersByGrid: new Map(grids.rows.map(({ gridId, voters }) => [gridId, voters])),
    neighbours: new Map(borders.rows.map(({ gridId, neighbourIds }) => [gridId, neighbourIds])),
  };
}

/** Shares of what was counted, as if 200 votes of an ordinary street had come before. */
export function usualOf({ votes, young, shared }: { votes: number; young: number; shared: number }) {
  const share = (count: number, ordinary: number) => Math.min(0.95, (count + ordinary * 200) / (votes + 200));
  return { youngShare: share(young, 0.02), sharedDeviceShare: share(shared, 0.03) };
}

/** More votes of a day than these tell nothing new. */
const MOST_VOTES = 2000;
/** A ring that large would be half the street: what it wants is what the street wants. */
const LARGEST_RING = 400;

/** The surge of an issue as it stands; what a person has cleared before is not looked at again. Null: there is no such issue. */
export async function readSurge(db: Db, issueId: string, street: Street, now: Date): Promise<(Surge & { voteCount: number }) | null> {
  const { rows: issues } = await db.query<{ gridId: string | null; voteCount: number; clearedAt: Date | null }>(
    `/* surges.readIssue */ SELECT h.grid_id AS "gridId", h.vote_count AS "voteCount",
       (SELECT max(decided_at) FROM surge_flag f WHERE f.hot_issue_id = h.id AND f.status = 'CLEARED') AS "clearedAt"
     FROM hot_issue h WHERE h.id = $1`,
    [issueId],
  );
  const issue = issues[0];
  if (!issue) return null;
  const clearedAt = issue.clearedAt ?? new Date(0);
  const dayAgo = new Date(now.getTime() - SURGE_MS);
  const { rows } = await db.query<{ voterId: string; at: Date; joinedAt: Date; device: string | null; gridId: string | null }>(
    `/* surges.readVotes */ SELECT v.resident_id AS "voterId", v.cast_at AS at, r.created_at AS "joinedAt", v.device, r.home_grid_id AS "gridId"
     FROM vote v JOIN resident r ON r.id = v.resident_id WHERE v.hot_issue_id = $1 AND v.cast_at > $2 ORDER BY v.cast_at DESC LIMIT ${MOST_VOTES}`,
    [issueId, clearedAt > dayAgo ? clearedAt : dayAgo],
  );
  const votes: SurgeVote[] = rows
    .reverse()
    .map((vote) => ({ ...vote, at: vote.at.getTime(), joinedAt: vote.joinedAt.getTime(), device: vote.device ?? 'none' }));
  const { voters, overlaps } = await readOverlaps(db, issueId, clearedAt, street);
  const surroundings =
    issue.gridId && street.neighbours.has(issue.gridId) ? surroundingsOf(issue.gridId, street.neighbours, street.votersByGrid) : null;
  return { votes, usual: street, surroundings, voters, overlaps, voteCount: issue.voteCount };
}

/** Other issues that many of the same people voted for. */
async function readOverlaps(
  db: Db,
  issueId: string,
  since: Date,
  { votersByGrid }: Usual,
): Promise<{ voters: number; overlaps: Overlap[] }> {
  const here = await db.query<{ gridId: string; voters: number }>(
    `/* surges.readHere */ SELECT coalesce(r.home_grid_id::text, '') AS "gridId", count(*)::int AS voters
     FROM vote v JOIN resident r ON r.id = v.resident_id WHERE v.hot_issue_id = $1 AND v.cast_at > $2 GROUP BY 1`,
    [issueId, since],
  );
  const ofIssue = new Map(here.rows.map(({ gridId, voters }) => [gridId, voters]));
  const voters = here.rows.reduce((all, row) => all + row.voters, 0);
  if (voters < SMALLEST_SET || voters > LARGEST_RING) return { voters, overlaps: [] };
  const { rows } = await db.query<{ shared: number; gridIds: string[]; voters: number[] }>(
    `/* surges.readOverlaps */
     WITH other AS (
       SELECT o.hot_issue_id AS id, count(*)::int AS shared FROM vote v JOIN vote o ON o.resident_id = v.resident_id AND o.hot_issue_id <> v.hot_issue_id
       WHERE v.hot_issue_id = $1 AND v.cast_at > $2 GROUP BY 1 HAVING count(*) >= ${SMALLEST_GANG} ORDER BY 2 DESC LIMIT 20
     )
     SELECT other.shared, g."gridIds", g.voters FROM other CROSS JOIN LATERAL (
       SELECT array_agg(c.grid_id) AS "gridIds", array_agg(c.voters) AS voters FROM (
         SELECT coalesce(r.home_grid_id::text, '') AS grid_id, count(*)::int AS voters
         FROM vote v JOIN resident r ON r.id = v.resident_id WHERE v.hot_issue_id = other.id GROUP BY 1) c
     ) g`,
    [issueId, since],
  );
  const overlaps = rows.map(({ shared, gridIds, voters: counts }) => {
    const there = new Map(gridIds.map((gridId, index) => [gridId, counts[index] ?? 0]));
    const all = counts.reduce((sum, count) => sum + count, 0);
    return { voters: all, shared, expected: chanceOfOverlap(ofIssue, there, votersByGrid) };
  });
  return { voters, overlaps };
}

export interface FlagRow {
  id: string;
  hotIssueId: string;
  raisedAt: Date;
  raisedById: string | null;
  raisedFor: string;
  score: number;
  evidence: Evidence[];
  votes: number;
  status: SurgeStatus;
  decidedAt: Date | null;
  reason: string;
}

const FLAG = `f.id, f.hot_issue_id AS "hotIssueId", f.raised_at AS "raisedAt", f.raised_by_id AS "raisedById", f.raised_for AS "raisedFor",
  f.score, f.evidence, f.votes, f.status, f.decided_at AS "decidedAt", f.reason`;

export interface NewFlag {
  id?: string;
  hotIssueId: string;
  raisedAt: Date;
  raisedById: string | null;
  raisedFor?: string;
  score: number;
  evidence: readonly Evidence[];
}

/** Raises a flag and freezes the issue, in the caller's transaction; null: one is up already, or the issue is closed. */
export async function raiseFlag(db: Db, flag: NewFlag): Promise<FlagRow | null> {
  const issue = await lockIssue(db, flag.hotIssueId);
  if (!issue || isClosed(issue.status)) return null;
  const { rows } = await db.query<FlagRow>(
    `/* surges.raise */ INSERT INTO surge_flag AS f (id, hot_issue_id, raised_at, raised_by_id, raised_for, score, evidence, votes)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (hot_issue_id) WHERE status = 'OPEN' DO NOTHING RETURNING ${FLAG}`,
    [
      flag.id ?? uuid(),
      flag.hotIssueId,
      flag.raisedAt,
      flag.raisedById,
      flag.raisedFor ?? '',
      flag.score,
      JSON.stringify(flag.evidence),
      issue.voteCount,
    ],
  );
  if (rows[0]) await setFrozen(db, flag.hotIssueId, true);
  return rows[0] ?? null;
}

/** What a person says to a flag. A confirmed one may be cleared later; a cleared one stays cleared. Null: somebody was first. */
export async function decideFlag(
  db: Db,
  decision: { id: string; hotIssueId: string; status: Exclude<SurgeStatus, 'OPEN'>; reason: string; decidedById: string; at: Date },
): Promise<FlagRow | null> {
  const { id, hotIssueId, status, reason, decidedById, at } = decision;
  await lockIssue(db, hotIssueId); // a flag that is being raised comes before or after
  const { rows } = await db.query<FlagRow>(
    `/* surges.decide */ UPDATE surge_flag f SET status = $2::surge_status, reason = $3, decided_by_id = $4, decided_at = $5
     WHERE id = $1 AND status <> 'CLEARED' AND status <> $2::surge_status RETURNING ${FLAG}`,
    [id, status, reason, decidedById, at],
  );
  const flag = rows[0];
  if (flag?.status === 'CLEARED') await thaw(db, hotIssueId);
  return flag ?? null;
}

/** Releases an issue, unless another flag of it still stands. */
async function thaw(db: Db, hotIssueId: string): Promise<void> {
  const { rowCount } = await db.query(
    `/* surges.readStanding */ SELECT FROM surge_flag WHERE hot_issue_id = $1 AND status <> 'CLEARED' LIMIT 1`,
    [hotIssueId],
  );
  if (!rowCount) await setFrozen(db, hotIssueId, false);
}

export async function readFlags(db: Db, ids: readonly string[]): Promise<FlagRow[]> {
  const { rows } = await db.query<FlagRow>(`/* surges.readFlags */ SELECT ${FLAG} FROM surge_flag f WHERE f.id = ANY($1::uuid[])`, [ids]);
  return rows;
}

/** Flags of each issue, the latest first. */
export async function readFlagsOf(db: Db, issueIds: readonly string[]): Promise<FlagRow[]> {
  const { rows } = await db.query<FlagRow>(
    `/* surges.readFlagsOf */ SELECT ${FLAG} FROM surge_flag f WHERE f.hot_issue_id = ANY($1::uuid[]) ORDER BY f.raised_at DESC, f.id DESC`,
    [issueIds],
  );
  return rows;
}

/** Flags that wait for a person, the oldest first. */
export async function readOpenFlags(db: Db, { isAll, gridIds }: Pick<Reach, 'isAll' | 'gridIds'>, limit: number): Promise<FlagRow[]> {
  const { rows } = await db.query<FlagRow>(
    `/* surges.readOpenFlags */ SELECT ${FLAG} FROM surge_flag f JOIN hot_issue h ON h.id = f.hot_issue_id
     WHERE f.status = 'OPEN' AND ($1 OR h.grid_id = ANY($2::uuid[])) ORDER BY f.raised_at, f.id LIMIT $3`,
    [isAll, gridIds, limit],
  );
  return rows;
}
