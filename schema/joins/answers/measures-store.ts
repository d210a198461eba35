// What the hot list moved in a month, by grid: how fast, how much of what was owed, and what became of what was found.
import type pg from 'pg';

export interface MeasuresRow {
  /** Null: all grids together, with issues and tickets of no grid. */
  gridId: string | null;
  gridName: string | null;
  dutyCount: number;
  answeredCount: number;
  onTimeCount: number;
  medianHoursToAnswer: number | null;
  medianHoursToPatrol: number | null;
  medianHoursToStatus: number | null;
  foundCount: number;
  steppedInCount: number;
  resolvedCount: number;
}

/** One row a grid, by its code, then one of all. Duties count in the month in which they began, tickets in that of their report. */
export async function readMeasures(db: Pick<pg.ClientBase, 'query'>, { from, until }: { from: Date; until: Date }): Promise<MeasuresRow[]> {
  const { rows } = await db.query<MeasuresRow>(
    `/* answers.readMeasures */ WITH duty AS (
       SELECT h.grid_id, d.opened_at, d.due_at, d.answered_at, p.at AS patrolled_at, s.at AS status_at
       FROM answer_duty d JOIN hot_issue h ON h.id = d.hot_issue_id
         LEFT JOIN LATERAL (SELECT min(t.at) AS at FROM hot_issue_step t WHERE t.hot_issue_id = h.id AND t.kind = 'PATROLLED' AND t.at >= d.answered_at) p ON true
         LEFT JOIN LATERAL (SELECT min(a.at) AS at FROM hot_issue_answer a WHERE a.hot_issue_id = h.id AND a.status IN ('FIXING', 'SOLVED', 'DECLINED') AND a.at >= p.at) s ON true
       WHERE d.opened_at >= $1 AND d.opened_at < $2),
     owed AS (
       SELECT grid_id, grouping(grid_id) AS is_all, count(*)::int AS duties, count(answered_at)::int AS answered,
         count(*) FILTER (WHERE answered_at <= due_at)::int AS on_time,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - opened_at) / 3600)::float8 AS to_answer,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM patrolled_at - answered_at) / 3600)::float8 AS to_patrol,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM status_at - patrolled_at) / 3600)::float8 AS to_status
       FROM duty GROUP BY GROUPING SETS ((grid_id), ())),
     known AS (
       SELECT grid_id, grouping(grid_id) AS is_all, count(*)::int AS found, count(*) FILTER (WHERE coalesce(accepted_at, arrived_at, resolved_at) IS NOT NULL)::int AS stepped_in,
         count(resolved_at)::int AS resolved
       FROM ticket WHERE created_at >= $1 AND created_at < $2 AND NOT is_false_alarm AND status NOT IN ('REJECTED', 'CANCELLED', 'MERGED')
       GROUP BY GROUPING SETS ((grid_id), ()))
     SELECT g.id AS "gridId", g.name AS "gridName", coalesce(o.duties, 0) AS "dutyCount", coalesce(o.answered, 0) AS "answeredCount", coalesce(o.on_time, 0) AS "onTimeCount",
       o.to_answer AS "medianHoursToAnswer", o.to_patrol AS "medianHoursToPatrol", o.to_status AS "medianHoursToStatus",
       coalesce(k.found, 0) AS "foundCount", coalesce(k.stepped_in, 0) AS "steppedInCount", coalesce(k.resolved, 0) AS "resolvedCount"
     FROM (SELECT id, code, name, 0 AS is_all FROM grid UNION ALL SELECT NULL, NULL, NULL, 1) g
       LEFT JOIN owed o ON o.is_all = g.is_all AND o.grid_id IS NOT DISTINCT FROM g.id
       LEFT JOIN known k ON k.is_all = g.is_all AND k.grid_id IS NOT DISTINCT FROM g.id
     ORDER BY g.is_all, length(g.code), g.code`,
    [from, until],
  );
  return rows;
}
