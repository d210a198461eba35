// SQL that writes a city's own past: votes with their own times, the issues and residents they need. Idempotent.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { recount } from './ballots.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** An issue known by its key in the imported file. */
export interface PastIssue {
  sourceId: string;
  title: string;
  categoryId: string;
  gridId: string | null;
  communityId: string | null;
  /** When it is first spoken of. */
  at: Date;
}

export interface PastVote {
  issueId: string;
  residentId: string;
  at: Date;
}

/** Makes the issues that are missing; one that stands takes the earlier date. Returns ids by key. */
export async function upsertIssues(db: Db, source: string, stationId: string, issues: readonly PastIssue[]): Promise<Map<string, string>> {
  const sorted = [...issues].sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1));
  const { rows } = await db.query<{ id: string; key: string }>(
    `/* past.upsertIssues */
     INSERT INTO hot_issue (id, station_id, community_id, grid_id, category_id, title, created_at, source, source_id)
     SELECT i.id, $2, i.community_id, i.grid_id, i.category_id, i.title, i.created_at, $1, i.source_id
     FROM json_populate_recordset(NULL::hot_issue, $3::json) i
     ON CONFLICT (source, source_id) DO UPDATE SET created_at = least(hot_issue.created_at, excluded.created_at)
     RETURNING id, source_id AS key`,
    [
      source,
      stationId,
      JSON.stringify(
        sorted.map(({ sourceId, title, categoryId, gridId, communityId, at }) => ({
          id: uuid(),
          source_id: sourceId,
          title,
          category_id: categoryId,
          grid_id: gridId,
          community_id: communityId,
          created_at: at,
        })),
      ),
    ],
  );
  return new Map(rows.map(({ id, key }) => [key, id]));
}

/**
 * Adds and removes votes at their own times and moves counters and heat with them, in the caller's transaction.
 * Issues that lose a vote are counted anew; the others take the new votes' heat in one step, however many stood before.
 */
export async function storePastVotes(
  db: Db,
  { added, removed, ratePerMs }: { added: readonly PastVote[]; removed: readonly Omit<PastVote, 'at'>[]; ratePerMs: number },
): Promise<void> {
  const issueIds = [...new Set([...added, ...removed].map(({ issueId }) => issueId))];
  await db.query('/* past.lockIssues */ SELECT FROM hot_issue WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [issueIds]);
  await db.query(
    `/* past.removeVotes */ DELETE FROM vote v USING unnest($1::uuid[], $2::uuid[]) AS r (issue, resident)
     WHERE v.hot_issue_id = r.issue AND v.resident_id = r.resident`,
    [removed.map(({ issueId }) => issueId), removed.map(({ residentId }) => residentId)],
  );
  const recounted = [...new Set(removed.map(({ issueId }) => issueId))];
  await db.query(
    `/* past.addVotes */
     WITH added AS (
       INSERT INTO vote (hot_issue_id, resident_id, cast_at)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) ON CONFLICT DO NOTHING RETURNING hot_issue_id, cast_at
     ), latest AS (
       SELECT hot_issue_id, max(cast_at) AS at FROM added WHERE NOT hot_issue_id = ANY($5::uuid[]) GROUP BY 1
     ), summed AS (
       SELECT l.hot_issue_id, count(*)::int AS votes,
         $4::float8 * (extract(epoch FROM l.at)::float8 * 1000)
           + ln(sum(exp(greatest($4::float8 * (extract(epoch FROM a.cast_at - l.at)::float8 * 1000), -700)))) AS heat
       FROM latest l JOIN added a ON a.hot_issue_id = l.hot_issue_id GROUP BY l.hot_issue_id, l.at
     )
     UPDATE hot_issue h SET vote_count = h.vote_count + s.votes,
       heat = CASE WHEN h.heat = '-Infinity' THEN s.heat
                   ELSE greatest(h.heat, s.heat) + ln(1 + exp(-least(abs(h.heat - s.heat), 700))) END
     FROM summed s WHERE h.id = s.hot_issue_id`,
    [added.map(({ issueId }) => issueId), added.map(({ residentId }) => residentId), added.map(({ at }) => at), ratePerMs, recounted],
  );
  if (recounted.length > 0) await recount(db, ratePerMs, recounted);
}
