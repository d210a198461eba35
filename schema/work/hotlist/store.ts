// All SQL of the hot list. Statements carry their names.
import type pg from 'pg';
import type { HotIssueStatus } from '../../../prisma/client/enums.ts';
import type { Ballot } from './ballots.ts';
import { type BoardRef, DAYS_SHOWN_AFTER_CLOSING, type HotListOrder } from './rules.ts';

type Db = Pick<pg.Pool, 'query'>;

export interface HotIssueRow {
  id: string;
  stationId: string;
  communityId: string | null;
  gridId: string | null;
  categoryId: string;
  title: string;
  description: string;
  longitude: number | null;
  latitude: number | null;
  status: HotIssueStatus;
  closedAt: Date | null;
  closedReason: string | null;
  createdById: string | null;
  createdAt: Date;
  voteCount: number;
  /** Log heat, see rules.ts; −Infinity without votes. */
  heat: number;
  /** A surge of its votes may be bought: no patrol follows it until a person has looked. */
  isFrozen: boolean;
}

const COLUMNS = `
  h.id, h.station_id AS "stationId", h.community_id AS "communityId", h.grid_id AS "gridId",
  h.category_id AS "categoryId", h.title, h.description, h.longitude, h.latitude, h.status,
  h.closed_at AS "closedAt", h.closed_reason AS "closedReason", h.created_by_id AS "createdById",
  h.created_at AS "createdAt", h.vote_count AS "voteCount", h.heat, h.is_frozen AS "isFrozen"`;

/** What decides an issue's place, for the page behind it. */
export type BoardPosition = Pick<HotIssueRow, 'id' | 'heat' | 'voteCount' | 'createdAt'>;

interface OrderSql {
  by: string;
  /** True for rows behind the position, whose values begin at $2. */
  behind: string;
  position(row: BoardPosition): unknown[];
}

// The total orders of rules.ts, compareStanding. Heat is rounded by the database on both sides: it takes halves to even, JavaScript up.
const ORDERS: Record<HotListOrder, OrderSql> = {
  HOT: {
    by: 'h.heat_order DESC, h.vote_count DESC, h.created_at, h.id',
    behind: '(-h.heat_order, -h.vote_count, h.created_at, h.id) > (-round($2::float8 * 1e9), -$3::int, $4::timestamptz, $5::uuid)',
    position: (row) => [row.heat, row.voteCount, row.createdAt, row.id],
  },
  TOP: {
    by: 'h.vote_count DESC, h.heat_order DESC, h.created_at, h.id',
    behind: '(-h.vote_count, -h.heat_order, h.created_at, h.id) > (-$2::int, -round($3::float8 * 1e9), $4::timestamptz, $5::uuid)',
    position: (row) => [row.voteCount, row.heat, row.createdAt, row.id],
  },
  NEW: {
    by: 'h.created_at DESC, h.id DESC',
    behind: '(h.created_at, h.id) < ($2::timestamptz, $3::uuid)',
    position: (row) => [row.createdAt, row.id],
  },
};

const BOARD_COLUMN = { grid: 'h.grid_id', community: 'h.community_id' } as const;

/** Issues of a board: $1 is the board's id, null for the station. Closed ones stay for a week. */
function onBoard(board: BoardRef): string {
  const place = board.scope === 'station' ? '$1::uuid IS NULL' : `${BOARD_COLUMN[board.scope]} = $1::uuid`;
  return `${place} AND (h.closed_at IS NULL OR h.closed_at > now() - interval '${DAYS_SHOWN_AFTER_CLOSING} days')`;
}

const boardId = (board: BoardRef) => (board.scope === 'station' ? null : board.id);

/** Up to `limit` issues of a board, best first, behind `after`. */
export async function readBoard(
  db: Db,
  { board, order, limit, after }: { board: BoardRef; order: HotListOrder; limit: number; after?: BoardPosition | null },
): Promise<HotIssueRow[]> {
  const { by, behind, position } = ORDERS[order];
  const { rows } = await db.query<HotIssueRow>(
    `/* hotlist.readBoard */ SELECT ${COLUMNS} FROM hot_issue h
     WHERE ${onBoard(board)} ${after ? `AND ${behind}` : ''}
     ORDER BY ${by} LIMIT ${limit}`,
    [boardId(board), ...(after ? position(after) : [])],
  );
  return rows;
}

/** How many issues a board has. */
export async function countBoard(db: Db, board: BoardRef): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `/* hotlist.countBoard */ SELECT count(*)::int AS count FROM hot_issue h WHERE ${onBoard(board)}`,
    [boardId(board)],
  );
  return rows[0]?.count ?? 0;
}

/** The votes of all issues on the boards of grids, by the grid's id; absent: it has none. */
export async function countVotesByGrid(db: Db): Promise<Map<string, number>> {
  const { rows } = await db.query<{ gridId: string; votes: number }>(
    `/* hotlist.countVotesByGrid */ SELECT h.grid_id AS "gridId", sum(h.vote_count)::int AS votes FROM hot_issue h
     WHERE ${onBoard({ scope: 'station' })} AND h.grid_id IS NOT NULL GROUP BY h.grid_id`,
    [null],
  );
  return new Map(rows.map(({ gridId, votes }) => [gridId, votes]));
}

/**
 * Rank of every issue of a board as it was at `at`, from the votes that stand today; absent: was not there yet.
 * Only the votes since then are read: what they added is taken off the heat.
 */
export async function readRanksAt(
  db: Db,
  { board, order, at, ratePerMs }: { board: BoardRef; order: HotListOrder; at: Date; ratePerMs: number },
): Promise<Map<string, number>> {
  const orderBefore = {
    HOT: 'heat_before DESC, votes_before DESC, created_at, id',
    TOP: 'votes_before DESC, heat_before DESC, created_at, id',
    NEW: 'created_at DESC, id DESC',
  }[order];
  const { rows } = await db.query<{ id: string; rank: number }>(
    `/* hotlist.readRanksAt */
     WITH before AS (
       SELECT h.id, h.created_at, h.vote_count - r.votes AS votes_before,
         CASE WHEN h.vote_count <= r.votes THEN '-Infinity'::float8
              WHEN r.weight IS NULL THEN h.heat_order
              ELSE round((h.heat + ln(greatest(1 - exp(greatest(ln(r.weight) + $3::float8 * extract(epoch FROM $2)::float8 * 1000 - h.heat, -700)), 1e-12))) * 1e9)
         END AS heat_before
       FROM hot_issue h CROSS JOIN LATERAL (
         SELECT count(*) AS votes, sum(exp($3::float8 * extract(epoch FROM v.cast_at - $2) * 1000)) AS weight
         FROM vote v WHERE v.hot_issue_id = h.id AND v.cast_at > $2 AND v.is_counted
       ) r
       WHERE ${onBoard(board)} AND h.created_at <= $2
     )
     SELECT id, row_number() OVER (ORDER BY ${orderBefore})::int AS rank FROM before`,
    [boardId(board), at, ratePerMs],
  );
  return new Map(rows.map(({ id, rank }) => [id, rank]));
}

export async function readIssues(db: Db, ids: readonly string[]): Promise<HotIssueRow[]> {
  const { rows } = await db.query<HotIssueRow>(`/* hotlist.readIssues */ SELECT ${COLUMNS} FROM hot_issue h WHERE h.id = ANY($1::uuid[])`, [
    ids,
  ]);
  return rows;
}

/** Locks an issue until the transaction ends; null: there is none. */
export async function lockIssue(db: Db, id: string): Promise<Pick<HotIssueRow, 'status' | 'isFrozen' | 'voteCount'> | null> {
  const { rows } = await db.query<Pick<HotIssueRow, 'status' | 'isFrozen' | 'voteCount'>>(
    `/* hotlist.lockIssue */ SELECT status, is_frozen AS "isFrozen", vote_count AS "voteCount" FROM hot_issue WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  return rows[0] ?? null;
}

/** Says where a locked issue stands; one that is closed says when, why and by whom. */
export async function moveIssue(
  db: Db,
  id: string,
  status: HotIssueStatus,
  closed: { at: Date; reason: string; staffId: string | null } | null,
): Promise<void> {
  await db.query(
    `/* hotlist.moveIssue */ UPDATE hot_issue SET status = $2::hot_issue_status, closed_at = $3, closed_reason = $4, closed_by_id = $5 WHERE id = $1`,
    [id, status, closed?.at ?? null, closed?.reason ?? null, closed?.staffId ?? null],
  );
}

/** Whether patrols leave a locked issue out until a person has looked at its votes. */
export async function setFrozen(db: Db, id: string, isFrozen: boolean): Promise<void> {
  await db.query('/* hotlist.setFrozen */ UPDATE hot_issue SET is_frozen = $2 WHERE id = $1', [id, isFrozen]);
}

/** Which of the ballots stand as votes, in their order. */
export async function readVoted(db: Db, ballots: readonly Ballot[]): Promise<boolean[]> {
  const { rows } = await db.query<{ isCast: boolean }>(
    `/* hotlist.readVoted */ SELECT v.resident_id IS NOT NULL AS "isCast"
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (resident_id, hot_issue_id, place)
     LEFT JOIN vote v USING (resident_id, hot_issue_id) ORDER BY asked.place`,
    [ballots.map(({ residentId }) => residentId), ballots.map(({ hotIssueId }) => hotIssueId)],
  );
  return rows.map(({ isCast }) => isCast);
}

/** Votes of each issue in the last `hours` full hours and the running one, oldest first, missing hours as 0. */
export async function readHourlyVotes(
  db: Db,
  { issueIds, hours, now }: { issueIds: readonly string[]; hours: number; now: Date },
): Promise<Map<string, number[]>> {
  const { rows } = await db.query<{ id: string; ago: number; votes: number }>(
    `/* hotlist.readHourlyVotes */
     SELECT hot_issue_id AS id, floor(extract(epoch FROM $2::timestamptz - cast_at) / 3600)::int AS ago, count(*)::int AS votes
     FROM vote WHERE hot_issue_id = ANY($1::uuid[]) AND is_counted AND cast_at > $2::timestamptz - make_interval(hours => $3) AND cast_at <= $2
     GROUP BY 1, 2`,
    [issueIds, now, hours],
  );
  const series = new Map(issueIds.map((id) => [id, new Array<number>(hours).fill(0)]));
  for (const { id, ago, votes } of rows) {
    const line = series.get(id);
    if (line && ago < hours) line[hours - 1 - ago] = votes;
  }
  return series;
}

/** Open issues that could be the same problem: those of the same grid, or of the station when there is none. */
export async function readNeighbouringIssues(db: Db, gridId: string | null): Promise<HotIssueRow[]> {
  const { rows } = await db.query<HotIssueRow>(
    `/* hotlist.readNeighbouringIssues */ SELECT ${COLUMNS} FROM hot_issue h
     WHERE h.grid_id IS NOT DISTINCT FROM $1::uuid AND h.closed_at IS NULL
     ORDER BY h.created_at DESC LIMIT 200`,
    [gridId],
  );
  return rows;
}

export interface NewIssue {
  id: string;
  stationId: string;
  communityId: string | null;
  gridId: string | null;
  categoryId: string;
  title: string;
  description: string;
  point: { longitude: number; latitude: number } | null;
  createdById: string | null;
}

/** Stores an issue. The same id again, of a request that was repeated, answers the one that is there. */
export async function insertIssue(db: Db, issue: NewIssue): Promise<HotIssueRow> {
  const { rows } = await db.query<HotIssueRow>(
    `/* hotlist.insertIssue */
     INSERT INTO hot_issue AS h (id, station_id, community_id, grid_id, category_id, title, description, longitude, latitude, created_by_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET id = h.id RETURNING ${COLUMNS}`,
    [
      issue.id,
      issue.stationId,
      issue.communityId,
      issue.gridId,
      issue.categoryId,
      issue.title,
      issue.description,
      issue.point?.longitude ?? null,
      issue.point?.latitude ?? null,
      issue.createdById,
    ],
  );
  return rows[0] as HotIssueRow;
}
