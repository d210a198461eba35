// All reads of shifts, of who is in them, and of who was there.
import type pg from 'pg';
import type { SignupStatus, VolunteerSkill } from '../../../../prisma/client/enums.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface ShiftRow {
  id: string;
  teamId: string;
  postId: string;
  seriesId: string | null;
  /** What is walked; null: nothing is. */
  routeId: string | null;
  title: string;
  description: string;
  skills: VolunteerSkill[];
  startsAt: Date;
  endsAt: Date;
  capacity: number;
  joined: number;
  cancelledAt: Date | null;
  cancelReason: string;
  version: number;
}

/** Columns of `shift s`. Enum arrays travel as text arrays, which the driver can read. */
export const SHIFT = `s.id, s.team_id AS "teamId", s.post_id AS "postId", s.series_id AS "seriesId", s.route_id AS "routeId", s.title, s.description, s.skills::text[] AS skills,
  s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.capacity, s.joined, s.cancelled_at AS "cancelledAt", s.cancel_reason AS "cancelReason", s.version`;

export async function readShifts(db: Db, ids: readonly string[]): Promise<ShiftRow[]> {
  const { rows } = await db.query<ShiftRow>(`/* volunteers.readShifts */ SELECT ${SHIFT} FROM shift s WHERE s.id = ANY($1::uuid[])`, [ids]);
  return rows;
}

/** Which shifts a list holds: those that end after `from` and begin before `until`. */
export interface ShiftFilter {
  from: Date;
  until: Date;
  teamId: string | null;
  /** Only those with a place of this volunteer's. */
  volunteerId: string | null;
}

/** Shifts behind a position, earliest first. */
export async function listShifts(
  db: Db,
  { from, until, teamId, volunteerId }: ShiftFilter,
  { limit, after }: { limit: number; after: { at: Date; id: string } | null },
): Promise<ShiftRow[]> {
  const { rows } = await db.query<ShiftRow>(
    `/* volunteers.listShifts */ SELECT ${SHIFT} FROM shift s
     WHERE s.starts_at >= $1::timestamptz - interval '16 hours' AND s.starts_at < $2 AND s.ends_at > $1 AND ($3::uuid IS NULL OR s.team_id = $3)
       AND ($4::uuid IS NULL OR EXISTS (SELECT FROM shift_signup u WHERE u.shift_id = s.id AND u.volunteer_id = $4 AND u.status <> 'LEFT'))
       AND ($5::timestamptz IS NULL OR (s.starts_at, s.id) > ($5, $6::uuid))
     ORDER BY s.starts_at, s.id LIMIT $7`,
    [from, until, teamId, volunteerId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

export interface SignupRow {
  id: string;
  shiftId: string;
  volunteerId: string;
  status: SignupStatus;
  /** Decimal digits. */
  position: string;
  promotedAt: Date | null;
  leftAt: Date | null;
  isShortNotice: boolean;
}

export const SIGNUP = `u.id, u.shift_id AS "shiftId", u.volunteer_id AS "volunteerId", u.status, u.position::text AS position, u.promoted_at AS "promotedAt",
  u.left_at AS "leftAt", u.is_short_notice AS "isShortNotice"`;

/** Who is in each shift, and who waits, in order. */
export async function readSignups(db: Db, shiftIds: readonly string[]): Promise<SignupRow[]> {
  const { rows } = await db.query<SignupRow>(
    `/* volunteers.readSignups */ SELECT ${SIGNUP} FROM shift_signup u WHERE u.shift_id = ANY($1::uuid[]) AND u.status <> 'LEFT' ORDER BY u.position`,
    [shiftIds],
  );
  return rows;
}

/** How many wait for each shift. */
export async function countWaiting(db: Db, shiftIds: readonly string[]): Promise<{ shiftId: string; count: number }[]> {
  const { rows } = await db.query<{ shiftId: string; count: number }>(
    `/* volunteers.countWaiting */ SELECT shift_id AS "shiftId", count(*)::int AS count FROM shift_signup
     WHERE shift_id = ANY($1::uuid[]) AND status = 'WAITING' GROUP BY shift_id`,
    [shiftIds],
  );
  return rows;
}

/** How often each has left a shift of the year before `now` too late for others to plan. */
export async function countLateLeaves(
  db: Db,
  volunteerIds: readonly string[],
  now: Date,
): Promise<{ volunteerId: string; count: number }[]> {
  const { rows } = await db.query<{ volunteerId: string; count: number }>(
    `/* volunteers.countLateLeaves */ SELECT volunteer_id AS "volunteerId", count(*)::int AS count FROM shift_signup
     WHERE volunteer_id = ANY($1::uuid[]) AND is_short_notice AND starts_at > $2::timestamptz - interval '1 year' GROUP BY volunteer_id`,
    [volunteerIds, now],
  );
  return rows;
}

/** A person's places in some of the shifts. */
export async function readOwnSignups(db: Db, shiftIds: readonly string[], volunteerId: string): Promise<SignupRow[]> {
  const { rows } = await db.query<SignupRow>(
    `/* volunteers.readOwnSignups */ SELECT ${SIGNUP} FROM shift_signup u WHERE u.shift_id = ANY($1::uuid[]) AND u.volunteer_id = $2 AND u.status <> 'LEFT'`,
    [shiftIds, volunteerId],
  );
  return rows;
}

export interface PostRow {
  id: string;
  gridId: string | null;
  name: string;
  longitude: number;
  latitude: number;
  radiusMetres: number;
}

const POST = 'id, grid_id AS "gridId", name, longitude, latitude, radius_metres AS "radiusMetres"';

/** All posts, by name: there are few. */
export async function listPosts(db: Db): Promise<PostRow[]> {
  const { rows } = await db.query<PostRow>(`/* volunteers.listPosts */ SELECT ${POST} FROM duty_post ORDER BY name`);
  return rows;
}

export async function readPosts(db: Db, ids: readonly string[]): Promise<PostRow[]> {
  const { rows } = await db.query<PostRow>(`/* volunteers.readPosts */ SELECT ${POST} FROM duty_post WHERE id = ANY($1::uuid[])`, [ids]);
  return rows;
}

/** Makes a post. Undefined: the name is taken. Twice with the same id is as good as once. */
export async function insertPost(db: Db, { id, gridId, name, longitude, latitude, radiusMetres }: PostRow): Promise<PostRow | undefined> {
  await db.query(
    `/* volunteers.insertPost */ INSERT INTO duty_post (id, grid_id, name, longitude, latitude, radius_metres) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [id, gridId, name, longitude, latitude, radiusMetres],
  );
  const { rowCount } = await db.query('/* volunteers.hasPost */ SELECT FROM duty_post WHERE id = $1', [id]);
  return rowCount ? { id, gridId, name, longitude, latitude, radiusMetres } : undefined;
}

/** Details of a shift, as entered by its planner. */
export interface ShiftText {
  teamId: string;
  postId: string;
  title: string;
  description: string;
  skills: readonly VolunteerSkill[];
  capacity: number;
  routeId?: string | null;
}

/** Makes shifts at these beginnings; those that are there already, by id or by series and beginning, stay as they are. */
export async function insertShifts(
  db: Db,
  shifts: readonly { id: string; startsAt: Date; endsAt: Date }[],
  { teamId, postId, title, description, skills, capacity, routeId = null, seriesId }: ShiftText & { seriesId: string | null },
): Promise<ShiftRow[]> {
  const { rows } = await db.query<ShiftRow>(
    `/* volunteers.insertShifts */
     INSERT INTO shift AS s (id, starts_at, ends_at, team_id, post_id, series_id, title, description, skills, capacity, route_id)
     SELECT n.id, n.starts_at, n.ends_at, $4, $5, $6, $7, $8, $9::text[]::volunteer_skill[], $10, $11::uuid
     FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS n (id, starts_at, ends_at)
     ON CONFLICT DO NOTHING RETURNING ${SHIFT}`,
    [
      shifts.map(({ id }) => id),
      shifts.map(({ startsAt }) => startsAt),
      shifts.map(({ endsAt }) => endsAt),
      teamId,
      postId,
      seriesId,
      title,
      description,
      skills,
      capacity,
      routeId,
    ],
  );
  return rows;
}

export interface SeriesRow extends ShiftText {
  id: string;
  skills: VolunteerSkill[];
  rule: string;
  firstStartsAt: Date;
  minutes: number;
  skipsHolidays: boolean;
  madeUntil: Date;
  endedAt: Date | null;
}

const SERIES = `id, team_id AS "teamId", post_id AS "postId", route_id AS "routeId", title, description, skills::text[] AS skills, capacity, rule, first_starts_at AS "firstStartsAt",
  minutes, skips_holidays AS "skipsHolidays", made_until AS "madeUntil", ended_at AS "endedAt"`;

/** Undefined: there is one of this id already. */
export async function insertSeries(db: Db, series: Omit<SeriesRow, 'endedAt'>): Promise<SeriesRow | undefined> {
  const { rows } = await db.query<SeriesRow>(
    `/* volunteers.insertSeries */
     INSERT INTO shift_series (id, team_id, post_id, title, description, skills, capacity, rule, first_starts_at, minutes, skips_holidays, made_until, route_id)
     VALUES ($1, $2, $3, $4, $5, $6::text[]::volunteer_skill[], $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (id) DO NOTHING RETURNING ${SERIES}`,
    [
      series.id,
      series.teamId,
      series.postId,
      series.title,
      series.description,
      series.skills,
      series.capacity,
      series.rule,
      series.firstStartsAt,
      series.minutes,
      series.skipsHolidays,
      series.madeUntil,
      series.routeId ?? null,
    ],
  );
  return rows[0];
}

/** All shifts of a series, earliest first. */
export async function readShiftsOfSeries(db: Db, seriesId: string): Promise<ShiftRow[]> {
  const { rows } = await db.query<ShiftRow>(
    `/* volunteers.readShiftsOfSeries */ SELECT ${SHIFT} FROM shift s WHERE s.series_id = $1 ORDER BY s.starts_at`,
    [seriesId],
  );
  return rows;
}

/** Locks a series that goes on and has not been made up to there; undefined: there is nothing to do. */
export async function lockUnfinishedSeries(db: Db, until: Date): Promise<SeriesRow | undefined> {
  const { rows } = await db.query<SeriesRow>(
    `/* volunteers.lockUnfinishedSeries */ SELECT ${SERIES} FROM shift_series WHERE ended_at IS NULL AND made_until < $1
     ORDER BY made_until LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [until],
  );
  return rows[0];
}

export async function moveSeries(db: Db, id: string, madeUntil: Date): Promise<void> {
  await db.query('/* volunteers.moveSeries */ UPDATE shift_series SET made_until = $2 WHERE id = $1', [id, madeUntil]);
}

/** Ends a series. Returns its shifts to come that take place, or undefined when it had ended. */
export async function endSeries(db: Db, id: string, now: Date): Promise<string[] | undefined> {
  const { rowCount } = await db.query(
    '/* volunteers.endSeries */ UPDATE shift_series SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL',
    [id, now],
  );
  if (!rowCount) return undefined;
  const { rows } = await db.query<{ id: string }>(
    `/* volunteers.readShiftsToCome */ SELECT id FROM shift WHERE series_id = $1 AND starts_at > $2 AND cancelled_at IS NULL ORDER BY starts_at`,
    [id, now],
  );
  return rows.map((row) => row.id);
}

/** Sends shifts of these teams on a route that is in force until then, but for those named. */
export async function sendOnRoute(
  db: Db,
  {
    routeId,
    teamIds,
    now,
    until,
    except,
  }: { routeId: string; teamIds: readonly string[]; now: Date; until: Date; except: readonly string[] },
): Promise<void> {
  await db.query(
    `/* volunteers.sendOnRoute */ UPDATE shift SET route_id = $1
     WHERE team_id = ANY($2::uuid[]) AND cancelled_at IS NULL AND ends_at > $3 AND starts_at < $4 AND id <> ALL($5::uuid[])`,
    [routeId, teamIds, now, until, except],
  );
}

/** Shifts to come on a route walk what their series walks, or nothing. */
export async function recallFromRoute(db: Db, routeId: string, now: Date): Promise<void> {
  await db.query(
    `/* volunteers.recallFromRoute */ UPDATE shift s SET route_id = (SELECT x.route_id FROM shift_series x WHERE x.id = s.series_id)
     WHERE s.route_id = $1 AND s.starts_at > $2`,
    [routeId, now],
  );
}

/** A route is walked no more: not by series, nor by shifts to come. */
export async function forgetRoute(db: Db, routeId: string, now: Date): Promise<void> {
  await db.query('/* volunteers.forgetRoute */ UPDATE shift_series SET route_id = NULL WHERE route_id = $1', [routeId]);
  await db.query('/* volunteers.forgetRouteToCome */ UPDATE shift SET route_id = NULL WHERE route_id = $1 AND starts_at > $2', [
    routeId,
    now,
  ]);
}
