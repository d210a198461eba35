// What a dispatch board shows beside its tickets: counts, who is on duty, what happened last.
import type pg from 'pg';
import type { Reach } from '../../frame/access/rules.ts';
import { IS_OPEN, reachSql, type TicketEventRow, WHOLE_EVENT } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface Summary {
  openCount: number;
  urgentCount: number;
  waitingCount: number;
  atWorkCount: number;
  dueSoonCount: number;
  overdueCount: number;
  toConfirmCount: number;
  /** Of today's P1 and P2, from report to arrival; null before the first. */
  medianArrivalSeconds: number | null;
}

/** A deadline this near is told of. */
const DUE_SOON = `interval '15 minutes'`;

const where = (reach: Reach, values: unknown[]) => reachSql(reach, (one) => `$${values.push(one)}`).join(' AND ') || 'true';

/** Counts of what is not ended yet; `timeZone` says when today began. */
export async function readSummary(db: Db, reach: Reach, timeZone: string): Promise<Summary> {
  const values: unknown[] = [timeZone];
  const within = where(reach, values);
  const { rows } = await db.query<Summary>(
    `/* tickets.readSummary */
     SELECT count(*) FILTER (WHERE ${IS_OPEN})::int AS "openCount",
       count(*) FILTER (WHERE ${IS_OPEN} AND priority = 'P1')::int AS "urgentCount",
       count(*) FILTER (WHERE status IN ('SUBMITTED', 'TRIAGED'))::int AS "waitingCount",
       count(*) FILTER (WHERE status IN ('DISPATCHED', 'ACCEPTED', 'EN_ROUTE', 'ON_SCENE', 'IN_MEDIATION'))::int AS "atWorkCount",
       count(*) FILTER (WHERE ${IS_OPEN} AND due_at BETWEEN now() AND now() + ${DUE_SOON})::int AS "dueSoonCount",
       count(*) FILTER (WHERE ${IS_OPEN} AND due_at < now())::int AS "overdueCount",
       count(*) FILTER (WHERE status = 'RESOLVED')::int AS "toConfirmCount",
       (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.arrived_at - t.created_at))::int FROM ticket t
        WHERE t.created_at >= date_trunc('day', now(), $1) AND t.priority IN ('P1', 'P2') AND t.arrived_at IS NOT NULL AND ${within}) AS "medianArrivalSeconds"
     FROM ticket t WHERE t.ended_at IS NULL AND ${within}`,
    values,
  );
  return rows[0] as Summary;
}

/** Open tickets of each grid that has some. */
export async function readLoads(db: Db, reach: Reach): Promise<{ gridId: string; openCount: number }[]> {
  const values: unknown[] = [];
  const { rows } = await db.query<{ gridId: string; openCount: number }>(
    `/* tickets.readLoads */ SELECT t.grid_id AS "gridId", count(*)::int AS "openCount" FROM ticket t
     WHERE ${IS_OPEN} AND t.grid_id IS NOT NULL AND ${where(reach, values)} GROUP BY 1`,
    values,
  );
  return rows;
}

/** What somebody on duty is doing, most urgent first. */
export type UnitState = 'ON_SCENE' | 'EN_ROUTE' | 'ASSIGNED' | 'FREE';

export interface UnitRow {
  id: string;
  title: string;
  role: string;
  gridIds: string[];
  openCount: number;
  state: UnitState;
  /** Where they are going or are; null when they are free. */
  longitude: number | null;
  latitude: number | null;
}

/** Officers and grid workers on duty in a grid now, busy ones first. Where they are is told as far as the tickets are within reach. */
export async function readUnits(db: Db, reach: Reach): Promise<UnitRow[]> {
  const values: unknown[] = [];
  const isSeen = `t.status IN ('ON_SCENE', 'EN_ROUTE') AND (${where(reach, values)})`;
  const { rows } = await db.query<UnitRow>(
    `/* tickets.readUnits */
     SELECT s.id, s.title, s.role, on_duty."gridIds", count(t.id)::int AS "openCount",
       CASE WHEN bool_or(t.status = 'ON_SCENE') THEN 'ON_SCENE' WHEN bool_or(t.status = 'EN_ROUTE') THEN 'EN_ROUTE'
            WHEN count(t.id) > 0 THEN 'ASSIGNED' ELSE 'FREE' END AS state,
       (array_agg(t.longitude ORDER BY t.status DESC, t.created_at) FILTER (WHERE ${isSeen}))[1] AS longitude,
       (array_agg(t.latitude ORDER BY t.status DESC, t.created_at) FILTER (WHERE ${isSeen}))[1] AS latitude
     FROM (
       SELECT d.staff_id, array_agg(DISTINCT d.grid_id) AS "gridIds" FROM duty d
       WHERE d.starts_at <= now() AND (d.ends_at IS NULL OR d.ends_at > now()) GROUP BY 1
     ) on_duty
     JOIN staff_profile s ON s.id = on_duty.staff_id AND s.left_at IS NULL AND s.role IN ('OFFICER', 'GRID_WORKER')
     LEFT JOIN ticket t ON t.assignee_id = s.id AND ${IS_OPEN}
     GROUP BY s.id, on_duty."gridIds"
     ORDER BY array_position(ARRAY['ON_SCENE', 'EN_ROUTE', 'ASSIGNED', 'FREE'],
       CASE WHEN bool_or(t.status = 'ON_SCENE') THEN 'ON_SCENE' WHEN bool_or(t.status = 'EN_ROUTE') THEN 'EN_ROUTE'
            WHEN count(t.id) > 0 THEN 'ASSIGNED' ELSE 'FREE' END), s.role = 'OFFICER' DESC, s.created_at, s.id`,
    values,
  );
  return rows;
}

/** What happened last within reach, newest first, before a position. */
export async function readHistory(
  db: Db,
  reach: Reach,
  { before, limit }: { before: string | null; limit: number },
): Promise<TicketEventRow[]> {
  const values: unknown[] = [before, limit];
  const { rows } = await db.query<TicketEventRow>(
    `/* tickets.readHistory */
     SELECT ${WHOLE_EVENT} FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id
     WHERE ($1::bigint IS NULL OR e.position < $1::bigint) AND NOT e.detail ? 'isPast' AND ${where(reach, values)}
     ORDER BY e.position DESC LIMIT $2`,
    values,
  );
  return rows;
}
