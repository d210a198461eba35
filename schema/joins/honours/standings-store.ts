// How teams, volunteers and grids are doing in a span of time, by numbers whose definitions stand beside them.
import type pg from 'pg';
import type { Span } from './records.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface TeamStandingRow {
  teamId: string;
  /** Shifts that took place. */
  shiftCount: number;
  placeCount: number;
  /** Places that were taken when they began. */
  joinedCount: number;
  /** Of these, those who came. */
  cameCount: number;
  /** Different people who came. */
  peopleCount: number;
  minutes: number;
  /** Check-outs that nobody made. */
  forgottenCount: number;
  /** Places given up within 12 hours before the beginning. */
  shortNoticeCount: number;
  averageRating: number | null;
}

/** All teams with their sums of the shifts that began in the span and are over, most minutes first. */
export async function readTeamStandings(db: Db, { from, until }: Span, now: Date): Promise<TeamStandingRow[]> {
  const { rows } = await db.query<TeamStandingRow>(
    `/* honours.readTeamStandings */
     WITH held AS (SELECT id, team_id, capacity, joined FROM shift WHERE starts_at >= $1 AND starts_at < $2 AND ends_at <= $3 AND cancelled_at IS NULL),
     places AS (SELECT team_id, count(*)::int AS shifts, sum(capacity)::int AS places, sum(joined)::int AS joined FROM held GROUP BY team_id),
     people AS (
       SELECT h.team_id, count(a.signup_id)::int AS came, count(DISTINCT u.volunteer_id) FILTER (WHERE a.signup_id IS NOT NULL)::int AS people,
         coalesce(sum(a.minutes), 0)::int AS minutes, count(*) FILTER (WHERE a.out_method = 'RULE')::int AS forgotten,
         count(*) FILTER (WHERE u.is_short_notice)::int AS short_notice, avg(a.rating)::float8 AS rating
       FROM held h JOIN shift_signup u ON u.shift_id = h.id LEFT JOIN attendance a ON a.signup_id = u.id GROUP BY h.team_id
     )
     SELECT t.id AS "teamId", coalesce(p.shifts, 0) AS "shiftCount", coalesce(p.places, 0) AS "placeCount", coalesce(p.joined, 0) AS "joinedCount",
       coalesce(q.came, 0) AS "cameCount", coalesce(q.people, 0) AS "peopleCount", coalesce(q.minutes, 0) AS minutes,
       coalesce(q.forgotten, 0) AS "forgottenCount", coalesce(q.short_notice, 0) AS "shortNoticeCount", q.rating AS "averageRating"
     FROM team t LEFT JOIN places p ON p.team_id = t.id LEFT JOIN people q ON q.team_id = t.id ORDER BY minutes DESC, t.created_at, t.id`,
    [from, until, now],
  );
  return rows;
}

export interface VolunteerStandingRow {
  volunteerId: string;
  minutes: number;
}

/** Who has served most in the span, of those who want to be named. */
export async function readVolunteerStandings(db: Db, { from, until }: Span, limit: number): Promise<VolunteerStandingRow[]> {
  const { rows } = await db.query<VolunteerStandingRow>(
    `/* honours.readVolunteerStandings */
     SELECT u.volunteer_id AS "volunteerId", sum(a.minutes)::int AS minutes FROM volunteer v JOIN shift_signup u ON u.volunteer_id = v.resident_id
       JOIN attendance a ON a.signup_id = u.id AND a.minutes > 0
     WHERE v.is_named AND v.status = 'ACTIVE' AND u.starts_at >= $1 AND u.starts_at < $2
     GROUP BY u.volunteer_id ORDER BY minutes DESC, u.volunteer_id LIMIT $3`,
    [from, until, limit],
  );
  return rows;
}

export interface GridKpiRow {
  gridId: string;
  ticketCount: number;
  /** Of these, those of which no step took longer than it may. */
  onTimeCount: number;
  endedCount: number;
  reopenedCount: number;
  medianArrivalMinutes: number | null;
  averageRating: number | null;
  volunteerMinutes: number;
}

/** Grids with what was reported in them in the span, and the service at their posts; those with most tickets first. */
export async function readGridKpis(db: Db, { from, until }: Span): Promise<GridKpiRow[]> {
  const { rows } = await db.query<GridKpiRow>(
    `/* honours.readGridKpis */
     WITH reported AS (
       SELECT t.grid_id, count(*)::int AS tickets,
         count(*) FILTER (WHERE NOT EXISTS (SELECT FROM ticket_event e WHERE e.ticket_id = t.id AND e.kind = 'CLOCK_BREACHED'))::int AS on_time,
         count(t.ended_at)::int AS ended, count(*) FILTER (WHERE t.reopen_count > 0)::int AS reopened,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.arrived_at - t.created_at) / 60)::float8 AS arrival, avg(t.rating)::float8 AS rating
       FROM ticket t WHERE t.created_at >= $1 AND t.created_at < $2 AND t.grid_id IS NOT NULL GROUP BY t.grid_id
     ), served AS (
       SELECT p.grid_id, sum(a.minutes)::int AS minutes FROM shift s JOIN duty_post p ON p.id = s.post_id JOIN shift_signup u ON u.shift_id = s.id
         JOIN attendance a ON a.signup_id = u.id WHERE s.starts_at >= $1 AND s.starts_at < $2 GROUP BY p.grid_id
     )
     SELECT g.id AS "gridId", coalesce(r.tickets, 0) AS "ticketCount", coalesce(r.on_time, 0) AS "onTimeCount", coalesce(r.ended, 0) AS "endedCount",
       coalesce(r.reopened, 0) AS "reopenedCount", r.arrival AS "medianArrivalMinutes", r.rating AS "averageRating", coalesce(s.minutes, 0) AS "volunteerMinutes"
     FROM grid g LEFT JOIN reported r ON r.grid_id = g.id LEFT JOIN served s ON s.grid_id = g.id ORDER BY "ticketCount" DESC, g.code`,
    [from, until],
  );
  return rows;
}

/** The figures of a month: of a grid, or of all together. */
export interface KpiMonthRow extends Omit<GridKpiRow, 'gridId'> {
  /** As 2026-11. */
  month: string;
  gridId: string | null;
}

/** Month by month, of each grid and of all together, the earliest first. The span begins and ends with a month. */
export async function readKpiTrend(db: Db, { from, until }: Span, timeZone: string): Promise<KpiMonthRow[]> {
  const { rows } = await db.query<KpiMonthRow>(
    `/* honours.readKpiTrend */
     WITH ticket_of AS (
       SELECT t.*, to_char(t.created_at AT TIME ZONE $3, 'YYYY-MM') AS month,
         NOT EXISTS (SELECT FROM ticket_event e WHERE e.ticket_id = t.id AND e.kind = 'CLOCK_BREACHED') AS on_time
       FROM ticket t WHERE t.created_at >= $1 AND t.created_at < $2 AND t.grid_id IS NOT NULL
     ), reported AS (
       SELECT month, grid_id, count(*)::int AS tickets, count(*) FILTER (WHERE on_time)::int AS on_time, count(ended_at)::int AS ended,
         count(*) FILTER (WHERE reopen_count > 0)::int AS reopened,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM arrived_at - created_at) / 60)::float8 AS arrival, avg(rating)::float8 AS rating
       FROM ticket_of GROUP BY GROUPING SETS ((month, grid_id), (month))
     ), served AS (
       SELECT to_char(s.starts_at AT TIME ZONE $3, 'YYYY-MM') AS month, p.grid_id, a.minutes
       FROM shift s JOIN duty_post p ON p.id = s.post_id JOIN shift_signup u ON u.shift_id = s.id JOIN attendance a ON a.signup_id = u.id
       WHERE s.starts_at >= $1 AND s.starts_at < $2 AND p.grid_id IS NOT NULL
     ), hours AS (SELECT month, grid_id, sum(minutes)::int AS minutes FROM served GROUP BY GROUPING SETS ((month, grid_id), (month))),
     months AS (SELECT to_char(m, 'YYYY-MM') AS month
       FROM generate_series(($1 AT TIME ZONE $3), ($2 AT TIME ZONE $3) - interval '1 day', interval '1 month') m),
     parts AS (SELECT id, code FROM grid UNION ALL SELECT NULL, '')
     SELECT m.month, g.id AS "gridId", coalesce(r.tickets, 0) AS "ticketCount", coalesce(r.on_time, 0) AS "onTimeCount",
       coalesce(r.ended, 0) AS "endedCount", coalesce(r.reopened, 0) AS "reopenedCount", r.arrival AS "medianArrivalMinutes",
       r.rating AS "averageRating", coalesce(h.minutes, 0) AS "volunteerMinutes"
     FROM months m CROSS JOIN parts g
       LEFT JOIN reported r ON r.month = m.month AND r.grid_id IS NOT DISTINCT FROM g.id
       LEFT JOIN hours h ON h.month = m.month AND h.grid_id IS NOT DISTINCT FROM g.id
     ORDER BY m.month, g.code`,
    [from, until, timeZone],
  );
  return rows;
}
