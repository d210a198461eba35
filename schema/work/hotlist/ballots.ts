// SQL of the ballot box: many votes in one statement, counters and heat with them.
import type pg from 'pg';
import { inTransaction } from '../../frame/transaction.ts';
import { SMALLEST_REMAINDER } from './rules.ts';

/** One resident's wish for one issue. */
export interface Ballot {
  residentId: string;
  hotIssueId: string;
  /** Mark of the device it comes from, see deviceMark; absent: it named none. */
  device?: string | null;
}

/** How one ballot ended. `unchanged`: it was so already. */
export type BallotOutcome = 'changed' | 'unchanged' | 'closed' | 'not-found';

export interface BatchResult {
  /** One a ballot, in the order given. */
  outcomes: BallotOutcome[];
  /** Places of the issues whose count changed. */
  places: { communityId: string | null; gridId: string | null }[];
}

interface BatchRow {
  outcome: BallotOutcome;
  communityId: string | null;
  gridId: string | null;
}

const BALLOTS = `
  ballot AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS b (resident_id, hot_issue_id, position))`;

const BALLOTS_OF_DEVICES = `
  ballot AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $4::bigint[]) WITH ORDINALITY AS b (resident_id, hot_issue_id, device, position))`;

const ANSWER = `
  SELECT h.community_id AS "communityId", h.grid_id AS "gridId",
    CASE WHEN h.id IS NULL THEN 'not-found'
         WHEN h.closed_at IS NOT NULL THEN 'closed'
         WHEN c.hot_issue_id IS NULL THEN 'unchanged'
         ELSE 'changed' END AS outcome
  FROM ballot b
  LEFT JOIN locked h ON h.id = b.hot_issue_id
  LEFT JOIN changed c ON c.hot_issue_id = b.hot_issue_id AND c.resident_id = b.resident_id
  ORDER BY b.position`;

/** The statement of castVotes: $1 residents, $2 issues, $3 decay rate a millisecond, $4 devices. */
export const CAST_VOTES = `/* hotlist.castVotes */
WITH ${BALLOTS_OF_DEVICES}, owner AS MATERIALIZED (
        SELECT id, real_name_status = 'VERIFIED' AS is_verified FROM resident
        WHERE id IN (SELECT resident_id FROM ballot) ORDER BY id FOR KEY SHARE
      ), locked AS (
        SELECT id, community_id, grid_id, closed_at FROM hot_issue
        WHERE id IN (SELECT hot_issue_id FROM ballot) AND (SELECT count(*) FROM owner) >= 0 ORDER BY id FOR NO KEY UPDATE
      ), changed AS (
        INSERT INTO vote (hot_issue_id, resident_id, cast_at, is_counted, device)
        SELECT b.hot_issue_id, b.resident_id, date_trunc('milliseconds', now()), coalesce(o.is_verified, false), b.device
        FROM ballot b LEFT JOIN owner o ON o.id = b.resident_id JOIN locked h ON h.id = b.hot_issue_id AND h.closed_at IS NULL
        ON CONFLICT DO NOTHING RETURNING hot_issue_id, resident_id, is_counted
      ), added AS (
        SELECT hot_issue_id, count(*)::int AS votes,
          ln(count(*)::float8) + $3::float8 * (extract(epoch FROM date_trunc('milliseconds', now()))::float8 * 1000) AS heat
        FROM changed WHERE is_counted GROUP BY hot_issue_id
      ), counted AS (
        UPDATE hot_issue h SET vote_count = h.vote_count + a.votes,
          heat = CASE WHEN h.heat = '-Infinity' THEN a.heat
                      ELSE greatest(h.heat, a.heat) + ln(1 + exp(-least(abs(h.heat - a.heat), 700))) END
        FROM added a WHERE h.id = a.hot_issue_id
      ) ${ANSWER}`;

/**
 * Casts votes in one statement and so in one transaction: the counter rows are locked in id order (without the order,
 * concurrent batches deadlock), new votes inserted, each issue's count and heat moved once. Ballots must be distinct.
 * A vote whose owner is not verified yet is kept and waits. Residents' rows are locked first, so that a verification
 * either sees the vote or is seen by it. Heat is added in the log domain, see addHeat in rules.ts; `least(…, 700)` because PostgreSQL raises on exp's underflow.
 * @param ratePerMs decay rate λ
 */
export async function castVotes(db: Pick<pg.Pool, 'query'>, ballots: readonly Ballot[], ratePerMs: number): Promise<BatchResult> {
  const { rows } = await db.query<BatchRow>({
    name: 'hotlist.castVotes',
    text: CAST_VOTES,
    values: [
      ballots.map((ballot) => ballot.residentId),
      ballots.map((ballot) => ballot.hotIssueId),
      ratePerMs,
      ballots.map((ballot) => ballot.device ?? null),
    ],
  });
  return answer(rows);
}

/**
 * Takes votes back, in one transaction. What they added is taken off the heat; an issue that loses nearly all of it is
 * summed anew from the votes left, by a statement that begins after the locks are held and so sees them all.
 */
export async function withdrawVotes(pool: pg.Pool, ballots: readonly Ballot[], ratePerMs: number): Promise<BatchResult> {
  return inTransaction(pool, async (client) => {
    await client.query('/* hotlist.lockIssues */ SELECT id FROM hot_issue WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [
      ballots.map((ballot) => ballot.hotIssueId),
    ]);
    const { rows } = await client.query<BatchRow>(
      `/* hotlist.withdrawVotes */
       WITH ${BALLOTS}, locked AS (
         SELECT id, community_id, grid_id, closed_at FROM hot_issue WHERE id IN (SELECT hot_issue_id FROM ballot)
       ), changed AS (
         DELETE FROM vote v USING ballot b JOIN locked h ON h.id = b.hot_issue_id AND h.closed_at IS NULL
         WHERE v.hot_issue_id = b.hot_issue_id AND v.resident_id = b.resident_id
         RETURNING v.hot_issue_id, v.resident_id, v.cast_at, v.is_counted
       ), removed AS (
         SELECT c.hot_issue_id, count(*)::int AS votes,
           sum(exp(greatest($3::float8 * (extract(epoch FROM c.cast_at)::float8 * 1000) - h.heat, -700))) AS share
         FROM changed c JOIN hot_issue h ON h.id = c.hot_issue_id WHERE c.is_counted GROUP BY c.hot_issue_id
       ), left_over AS (
         SELECT m.hot_issue_id, max(m.heat) + ln(sum(exp(greatest(m.heat - m.highest, -700)))) AS left_heat
         FROM (
           SELECT v.hot_issue_id, t.heat, max(t.heat) OVER (PARTITION BY v.hot_issue_id) AS highest
           FROM removed r JOIN vote v ON v.hot_issue_id = r.hot_issue_id AND v.is_counted AND 1 - r.share < ${SMALLEST_REMAINDER},
             LATERAL (SELECT $3::float8 * (extract(epoch FROM v.cast_at)::float8 * 1000) AS heat) t
           WHERE NOT EXISTS (
             SELECT FROM changed c WHERE c.hot_issue_id = v.hot_issue_id AND c.resident_id = v.resident_id)
         ) m GROUP BY m.hot_issue_id
       ), counted AS (
         UPDATE hot_issue h SET vote_count = h.vote_count - r.votes,
           heat = CASE WHEN h.vote_count = r.votes THEN '-Infinity'
                       WHEN 1 - r.share >= ${SMALLEST_REMAINDER} THEN h.heat + ln(1 - r.share)
                       ELSE (SELECT left_heat FROM left_over l WHERE l.hot_issue_id = h.id) END
         FROM removed r WHERE h.id = r.hot_issue_id
       ) ${ANSWER}`,
      [ballots.map((ballot) => ballot.residentId), ballots.map((ballot) => ballot.hotIssueId), ratePerMs],
    );
    return answer(rows);
  });
}

/**
 * Recomputes counts and heat of every issue (or of those given) from the vote rows: after an import, or when the
 * half-life was changed. One transaction; votes cast meanwhile wait for it.
 */
export async function recount(db: Pick<pg.Pool, 'query'>, ratePerMs: number, issueIds: readonly string[] | null = null): Promise<void> {
  await db.query(
    `/* hotlist.recount */
     WITH locked AS (
       SELECT id FROM hot_issue WHERE $2::uuid[] IS NULL OR id = ANY($2) ORDER BY id FOR NO KEY UPDATE
     ), latest AS (
       SELECT v.hot_issue_id, max(v.cast_at) AS at FROM vote v JOIN locked ON locked.id = v.hot_issue_id WHERE v.is_counted GROUP BY 1
     ), summed AS (
       SELECT l.hot_issue_id, count(*)::int AS votes,
         $1::float8 * (extract(epoch FROM l.at)::float8 * 1000)
           + ln(sum(exp(greatest($1::float8 * (extract(epoch FROM v.cast_at - l.at)::float8 * 1000), -700)))) AS heat
       FROM latest l JOIN vote v ON v.hot_issue_id = l.hot_issue_id AND v.is_counted GROUP BY l.hot_issue_id, l.at
     )
     UPDATE hot_issue h SET vote_count = coalesce(s.votes, 0), heat = coalesce(s.heat, '-Infinity')
     FROM locked k LEFT JOIN summed s ON s.hot_issue_id = k.id
     WHERE h.id = k.id AND (h.vote_count, h.heat) IS DISTINCT FROM (coalesce(s.votes, 0), coalesce(s.heat, '-Infinity'))`,
    [ratePerMs, issueIds],
  );
}

/**
 * Counts the votes of a resident who is verified now, each at the time it was cast. The caller's transaction holds the
 * resident's row FOR UPDATE. Returns the places of the issues that moved.
 */
export async function countWaitingVotes(
  db: Pick<pg.ClientBase, 'query'>,
  residentId: string,
  ratePerMs: number,
): Promise<BatchResult['places']> {
  const { rows } = await db.query<{ id: string }>(
    `/* hotlist.lockWaiting */ SELECT id FROM hot_issue
     WHERE id IN (SELECT hot_issue_id FROM vote WHERE resident_id = $1 AND NOT is_counted) ORDER BY id FOR NO KEY UPDATE`,
    [residentId],
  );
  if (rows.length === 0) return [];
  const counted = await db.query<{ communityId: string | null; gridId: string | null }>(
    `/* hotlist.countWaiting */
     WITH waiting AS (
       UPDATE vote SET is_counted = true WHERE resident_id = $1 AND NOT is_counted AND hot_issue_id = ANY($2::uuid[])
       RETURNING hot_issue_id, $3::float8 * (extract(epoch FROM cast_at)::float8 * 1000) AS heat
     )
     UPDATE hot_issue h SET vote_count = h.vote_count + 1,
       heat = CASE WHEN h.heat = '-Infinity' THEN w.heat
                   ELSE greatest(h.heat, w.heat) + ln(1 + exp(-least(abs(h.heat - w.heat), 700))) END
     FROM waiting w WHERE h.id = w.hot_issue_id RETURNING h.community_id AS "communityId", h.grid_id AS "gridId"`,
    [residentId, rows.map(({ id }) => id), ratePerMs],
  );
  return counted.rows;
}

function answer(rows: BatchRow[]): BatchResult {
  return {
    outcomes: rows.map((row) => row.outcome),
    places: rows.filter((row) => row.outcome === 'changed'),
  };
}
