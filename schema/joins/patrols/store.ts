// All SQL of patrol routes, of who was where on them, and of what they found.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { inTransaction } from '../../frame/transaction.ts';
import { forgetRoute } from '../../work/volunteers/shifts/store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface RouteRow {
  id: string;
  /** Null: it belongs to a plan. */
  teamId: string | null;
  name: string;
  retiredAt: Date | null;
}

const ROUTE = 'r.id, r.team_id AS "teamId", r.name, r.retired_at AS "retiredAt"';

export async function readRoutes(db: Db, ids: readonly string[]): Promise<RouteRow[]> {
  const { rows } = await db.query<RouteRow>(`/* patrols.readRoutes */ SELECT ${ROUTE} FROM patrol_route r WHERE r.id = ANY($1::uuid[])`, [
    ids,
  ]);
  return rows;
}

/** Routes that are walked, of each team, by name. */
export async function readRoutesOf(db: Db, teamIds: readonly string[]): Promise<RouteRow[]> {
  const { rows } = await db.query<RouteRow>(
    `/* patrols.readRoutesOf */ SELECT ${ROUTE} FROM patrol_route r WHERE r.team_id = ANY($1::uuid[]) AND r.retired_at IS NULL ORDER BY r.name`,
    [teamIds],
  );
  return rows;
}

export interface PointRow {
  id: string;
  routeId: string;
  name: string;
  longitude: number;
  latitude: number;
  radiusMetres: number;
}

const POINT = 'id, route_id AS "routeId", name, longitude, latitude, radius_metres AS "radiusMetres"';

/** Points of each route, in their order. */
export async function readPoints(db: Db, routeIds: readonly string[]): Promise<PointRow[]> {
  const { rows } = await db.query<PointRow>(
    `/* patrols.readPoints */ SELECT ${POINT} FROM patrol_point
     WHERE route_id = ANY($1::uuid[]) ORDER BY route_id, ordinal`,
    [routeIds],
  );
  return rows;
}

export async function readPointsById(db: Db, ids: readonly string[]): Promise<PointRow[]> {
  const { rows } = await db.query<PointRow>(`/* patrols.readPointsById */ SELECT ${POINT} FROM patrol_point WHERE id = ANY($1::uuid[])`, [
    ids,
  ]);
  return rows;
}

export type NewPoint = Omit<PointRow, 'id' | 'routeId'>;

/** Makes a route with its points. Undefined: the team has another one of that name. Twice with the same id is as good as once. */
export function insertRoute(
  pool: pg.Pool,
  { id, teamId, name, points }: Pick<RouteRow, 'id' | 'teamId' | 'name'> & { points: readonly NewPoint[] },
): Promise<RouteRow | undefined> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      '/* patrols.insertRoute */ INSERT INTO patrol_route (id, team_id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [id, teamId, name],
    );
    if (rowCount === 1) await insertPoints(client, id, points);
    return (await readRoutes(client, [id]))[0];
  });
}

/** Makes the route of a plan, in the caller's transaction. */
export async function insertPlanRoute(
  db: Db,
  { id, name, points }: { id: string; name: string; points: readonly NewPoint[] },
): Promise<void> {
  await db.query('/* patrols.insertPlanRoute */ INSERT INTO patrol_route (id, name) VALUES ($1, $2)', [id, name]);
  await insertPoints(db, id, points);
}

async function insertPoints(db: Db, routeId: string, points: readonly NewPoint[]): Promise<void> {
  await db.query(
    `/* patrols.insertPoints */ INSERT INTO patrol_point (id, route_id, ordinal, name, longitude, latitude, radius_metres)
     SELECT p.id, $1, p.ordinal, p.name, p.longitude, p.latitude, p.radius_metres FROM json_populate_recordset(NULL::patrol_point, $2) p`,
    [
      routeId,
      JSON.stringify(
        points.map(({ radiusMetres, ...point }, index) => ({ ...point, id: uuid(), ordinal: index + 1, radius_metres: radiusMetres })),
      ),
    ],
  );
}

/** Retires a route: no new shift walks it, and those to come do not either. In the caller's transaction. */
export async function retireRoute(db: Db, id: string, now: Date): Promise<void> {
  await db.query('/* patrols.retireRoute */ UPDATE patrol_route SET retired_at = coalesce(retired_at, $2) WHERE id = $1', [id, now]);
  await forgetRoute(db, id, now);
}

export interface RunRow {
  id: string;
  routeId: string;
  /** A volunteer's place in a shift, or a member of staff. */
  signupId: string | null;
  staffId: string | null;
  /** Whose shift it is; null: staff. */
  teamId: string | null;
  startedAt: Date;
  endedAt: Date | null;
}

/** A volunteer's ends when they check out. */
const RUN = `u.id, u.route_id AS "routeId", u.signup_id AS "signupId", u.staff_id AS "staffId", u.started_at AS "startedAt",
  coalesce(u.ended_at, (SELECT a.out_at FROM attendance a WHERE a.signup_id = u.signup_id)) AS "endedAt",
  (SELECT s.team_id FROM shift_signup g JOIN shift s ON s.id = g.shift_id WHERE g.id = u.signup_id) AS "teamId"`;

export async function readRuns(db: Db, signupIds: readonly string[]): Promise<RunRow[]> {
  const { rows } = await db.query<RunRow>(`/* patrols.readRuns */ SELECT ${RUN} FROM patrol_run u WHERE u.signup_id = ANY($1::uuid[])`, [
    signupIds,
  ]);
  return rows;
}

/** The run of a place in a shift; it begins with the first of its points or findings. Call with the place locked. */
export async function beginRun(db: Db, { routeId, signupId, at }: { routeId: string; signupId: string; at: Date }): Promise<RunRow> {
  const { rows } = await db.query<RunRow>(
    `/* patrols.beginRun */ INSERT INTO patrol_run AS u (id, route_id, signup_id, started_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (signup_id) DO UPDATE SET started_at = least(u.started_at, excluded.started_at) RETURNING ${RUN}`,
    [uuid(), routeId, signupId, at],
  );
  return rows[0] as RunRow;
}

export interface VisitRow {
  runId: string;
  pointId: string;
  at: Date;
  receivedAt: Date;
  distance: number | null;
  isFar: boolean;
  /** Shown by the code that hangs at the point. */
  isByCode: boolean;
}

const VISIT =
  'run_id AS "runId", point_id AS "pointId", at, received_at AS "receivedAt", distance, is_far AS "isFar", is_by_code AS "isByCode"';

/** Who was where on each run, in order. */
export async function readVisits(db: Db, runIds: readonly string[]): Promise<VisitRow[]> {
  const { rows } = await db.query<VisitRow>(
    `/* patrols.readVisits */ SELECT ${VISIT} FROM patrol_visit WHERE run_id = ANY($1::uuid[]) ORDER BY at, point_id`,
    [runIds],
  );
  return rows;
}

/** Notes a visit; the first of a point counts. */
export async function insertVisit(db: Db, { runId, pointId, at, receivedAt, distance, isFar, isByCode }: VisitRow): Promise<void> {
  await db.query(
    `/* patrols.visit */ INSERT INTO patrol_visit (run_id, point_id, at, received_at, distance, is_far, is_by_code) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (run_id, point_id) DO NOTHING`,
    [runId, pointId, at, receivedAt, distance, isFar, isByCode],
  );
}

/** Tickets found on each run, in order. */
export async function readFindings(db: Db, runIds: readonly string[]): Promise<{ runId: string; ticketId: string }[]> {
  const { rows } = await db.query<{ runId: string; ticketId: string }>(
    `/* patrols.readFindings */ SELECT run_id AS "runId", ticket_id AS "ticketId" FROM patrol_finding WHERE run_id = ANY($1::uuid[]) ORDER BY ticket_id`,
    [runIds],
  );
  return rows;
}

/** Notes that a ticket was found on a run. */
export async function insertFinding(
  db: Db,
  { ticketId, runId, pointId }: { ticketId: string; runId: string; pointId: string | null },
): Promise<void> {
  await db.query('/* patrols.find */ INSERT INTO patrol_finding (ticket_id, run_id, point_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    ticketId,
    runId,
    pointId,
  ]);
}

/** Runs of each route, the latest first. */
export async function readRunsOf(db: Db, routeIds: readonly string[]): Promise<RunRow[]> {
  const { rows } = await db.query<RunRow>(
    `/* patrols.readRunsOf */ SELECT ${RUN} FROM patrol_run u WHERE u.route_id = ANY($1::uuid[]) ORDER BY u.started_at DESC, u.id`,
    [routeIds],
  );
  return rows;
}

/** Runs that go on in some grids: of staff until they end them, of volunteers until they check out or their shift is over. The latest first. */
export async function readRunsNow(
  db: Db,
  { isAll, gridIds }: { isAll: boolean; gridIds: readonly string[] },
  now: Date,
): Promise<RunRow[]> {
  const { rows } = await db.query<RunRow>(
    `/* patrols.readRunsNow */ SELECT ${RUN} FROM (
       SELECT w.id, p.grid_id FROM patrol_run w LEFT JOIN patrol_plan p ON p.route_id = w.route_id WHERE w.staff_id IS NOT NULL AND w.ended_at IS NULL
       UNION ALL
       SELECT w.id, coalesce(p.grid_id, d.grid_id) FROM shift s JOIN duty_post d ON d.id = s.post_id JOIN shift_signup g ON g.shift_id = s.id
         JOIN attendance a ON a.signup_id = g.id AND a.out_at IS NULL JOIN patrol_run w ON w.signup_id = g.id LEFT JOIN patrol_plan p ON p.route_id = w.route_id
       WHERE s.starts_at BETWEEN $3::timestamptz - interval '1 day' AND $3::timestamptz + interval '1 hour' AND s.ends_at > $3
     ) x JOIN patrol_run u ON u.id = x.id WHERE $1 OR x.grid_id = ANY($2::uuid[]) ORDER BY u.started_at DESC, u.id LIMIT 100`,
    [isAll, gridIds, now],
  );
  return rows;
}

/**
 * The run of a member of staff on a route at a moment: the one that goes on, or that was going on then; a new one begins where there is none.
 * Null: they are on another patrol. In the caller's transaction.
 */
export async function staffRunAt(db: Db, { routeId, staffId, at }: { routeId: string; staffId: string; at: Date }): Promise<RunRow | null> {
  const { rows } = await db.query<RunRow>(
    `/* patrols.readStaffRun */ SELECT ${RUN} FROM patrol_run u WHERE u.staff_id = $2 AND u.route_id = $1
       AND (u.ended_at IS NULL OR (u.started_at <= $3 AND u.ended_at >= $3)) ORDER BY u.ended_at DESC NULLS FIRST LIMIT 1`,
    [routeId, staffId, at],
  );
  const known = rows[0];
  const { rows: begun } = known
    ? await db.query<RunRow>(
        `/* patrols.continueStaffRun */ UPDATE patrol_run u SET started_at = least(u.started_at, $2) WHERE u.id = $1 RETURNING ${RUN}`,
        [known.id, at],
      )
    : await db.query<RunRow>(
        `/* patrols.beginStaffRun */ INSERT INTO patrol_run AS u (id, route_id, staff_id, started_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING ${RUN}`,
        [uuid(), routeId, staffId, at],
      );
  return begun[0] ?? null;
}

/** Ends the run of a member of staff on a route; not before their last point. Null: none goes on. */
export async function endStaffRun(
  db: Db,
  { routeId, staffId, at }: { routeId: string; staffId: string; at: Date },
): Promise<RunRow | null> {
  const { rows } = await db.query<RunRow>(
    `/* patrols.endStaffRun */ UPDATE patrol_run u SET ended_at = greatest($3, u.started_at, (SELECT max(v.at) FROM patrol_visit v WHERE v.run_id = u.id))
     WHERE u.staff_id = $2 AND u.route_id = $1 AND u.ended_at IS NULL RETURNING ${RUN}`,
    [routeId, staffId, at],
  );
  return rows[0] ?? null;
}

/** Ends runs that nobody has ended, with their last point. Returns how many. */
export async function endForgottenRuns(db: Db, before: Date): Promise<number> {
  const { rowCount } = await db.query(
    `/* patrols.endForgotten */ UPDATE patrol_run u SET ended_at = coalesce((SELECT max(v.at) FROM patrol_visit v WHERE v.run_id = u.id), u.started_at)
     WHERE u.staff_id IS NOT NULL AND u.ended_at IS NULL AND u.started_at < $1`,
    [before],
  );
  return rowCount ?? 0;
}
