// The planner: proposes a day's patrols from hot issues, from what was reported where and when, and one in ten anywhere. People approve.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { PlanSource, TicketSource } from '../../../prisma/client/enums.ts';
import { type GeoPoint, metresBetween } from '../../commons/grids/rules.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { wallClock } from '../../ground/calendar.ts';
import { windowsOf } from './hours.ts';
import { insertPlan } from './plan-deeds.ts';
import type { NewPlan } from './plans-store.ts';
import { walkingOrder } from './route-order.ts';
import type { NewPoint } from './store.ts';
import { demandOf, shareOut, type TargetReason } from './targeting.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** So far back reports are looked at. */
const LOOKED_BACK_DAYS = 60;
/** Proposals a day, of issues and of reports. */
const MOST_ISSUES = 3;
const PATROLS_A_DAY = 5;
const MOST_POINTS = 6;
/** Reports closer together are one place. */
const ONE_PLACE_METRES = 120;
/** Where all lies so close that it makes no route, they are told apart from here on. */
const CLOSER_METRES = 45;
const USUAL_POINTS = 3;
const RADIUS_METRES = 80;
const LOCK = 7_150_830;

interface Reported {
  gridId: string;
  at: Date;
  source: TicketSource;
  longitude: number | null;
  latitude: number | null;
}

interface Grid {
  id: string;
  name: string;
  posts: { name: string; longitude: number; latitude: number }[];
}

interface HotIssue {
  id: string;
  gridId: string;
  title: string;
  categoryId: string;
  longitude: number | null;
  latitude: number | null;
}

/** Proposes the patrols of the day that `now` lies in, once, whichever server does; answers how many are new. */
export async function propose(pool: pg.Pool, { now, timeZone }: { now: Date; timeZone: string }): Promise<number> {
  const day = wallClock(now, timeZone).toISOString().slice(0, 10);
  if (await hasProposed(pool, day)) return 0;
  const [grids, reports, issues, heatShares] = await Promise.all([
    readGrids(pool),
    readReports(pool, now),
    readIssues(pool, now),
    readHeatShares(pool),
  ]);
  if (grids.length === 0) return 0;
  const places = { reports: reports.filter(({ source }) => source !== 'PATROL'), timeZone };
  const plans = issues.flatMap((issue) => {
    const grid = grids.find(({ id }) => id === issue.gridId);
    return grid ? [planFor({ source: 'HOT_ISSUE', grid, issue }, places)] : [];
  });
  const demand = demandOf(
    { gridIds: grids.map(({ id }) => id), reports: reports.map((one) => ({ ...one, at: one.at.getTime() })), heatShares },
    now.getTime(),
  );
  const sources: Record<TargetReason, PlanSource> = { DEMAND: 'REPORTS', RANDOM: 'RANDOM' };
  for (const { gridId, reason } of shareOut(demand, PATROLS_A_DAY, Math.random)) {
    const grid = grids.find(({ id }) => id === gridId) as Grid;
    plans.push(planFor({ source: sources[reason], grid, issue: null }, places));
  }
  return inTransaction(pool, async (client) => {
    await client.query('/* planner.lock */ SELECT pg_advisory_xact_lock($1)', [LOCK]);
    if (await hasProposed(client, day)) return 0; // another server was first
    let made = 0;
    for (const plan of plans) {
      const stored = await insertPlan(client, { ...plan, id: uuid(), proposedOn: day, proposedAt: now, authorId: null });
      if (stored) made += 1;
    }
    return made;
  });
}

async function hasProposed(db: Db, day: string): Promise<boolean> {
  const { rowCount } = await db.query('/* planner.hasProposed */ SELECT FROM patrol_plan WHERE proposed_on = $1 LIMIT 1', [day]);
  return (rowCount ?? 0) > 0;
}

type Proposal = Omit<NewPlan, 'id' | 'proposedOn' | 'proposedAt' | 'authorId'>;

/** A plan past the places where most was reported; for an issue past its own place first. */
function planFor(
  { source, grid, issue }: { source: PlanSource; grid: Grid; issue: HotIssue | null },
  { reports, timeZone }: { reports: readonly Reported[]; timeZone: string },
): Proposal {
  const near = reports.filter(({ gridId }) => gridId === grid.id);
  const first: NewPoint[] =
    issue?.longitude != null && issue.latitude != null ? [{ ...pointAt(issue.title.slice(0, 30), issue as GeoPoint) }] : [];
  const points = placesOf(near, ONE_PLACE_METRES, first);
  for (const post of grid.posts) if (points.length < 2 || source === 'RANDOM') addPlace(points, pointAt(post.name, post), ONE_PLACE_METRES);
  if (points.length < USUAL_POINTS) points.push(...placesOf(near, CLOSER_METRES, points).slice(points.length, USUAL_POINTS));
  return {
    gridId: grid.id,
    hotIssueId: issue?.id ?? null,
    source,
    title: (issue ? issue.title : grid.name).slice(0, 40),
    windows: windowsOf(near.map(({ at }) => wallClock(at, timeZone).getUTCHours())),
    points: points.length >= 2 ? named(walkingOrder(points.slice(0, MOST_POINTS))) : [],
  };
}

/** Where something was reported is called by its number: an address, or what it was, would tell whoever walks, and voters, about somebody. */
const named = (points: readonly NewPoint[]) => points.map((point, index) => ({ ...point, name: point.name || `${index + 1} 号点` }));

const pointAt = (name: string, { longitude, latitude }: GeoPoint): NewPoint => ({ name, longitude, latitude, radiusMetres: RADIUS_METRES });

function addPlace(points: NewPoint[], place: NewPoint, apart: number): void {
  if (points.every((other) => metresBetween(other, place) > apart)) points.push(place);
}

/** Some places, then where most was reported, the busiest first; each stands for what lies around it. */
function placesOf(reports: readonly Reported[], apart: number, first: readonly NewPoint[]): NewPoint[] {
  const located = reports.flatMap(({ longitude, latitude, ...report }) =>
    longitude !== null && latitude !== null ? [{ ...report, longitude, latitude }] : [],
  );
  const busy = located
    .map((report) => ({ report, around: located.filter((other) => metresBetween(report, other) <= apart).length }))
    .sort((a, b) => b.around - a.around || b.report.at.getTime() - a.report.at.getTime());
  const places = [...first];
  for (const { report } of busy) {
    if (places.length >= MOST_POINTS) break;
    addPlace(places, pointAt('', report), apart);
  }
  return places;
}

async function readGrids(db: Db): Promise<Grid[]> {
  const { rows } = await db.query<Grid>(
    `/* planner.readGrids */ SELECT g.id, g.name, coalesce((SELECT json_agg(json_build_object('name', p.name, 'longitude', p.longitude, 'latitude', p.latitude) ORDER BY p.name)
       FROM duty_post p WHERE p.grid_id = g.id), '[]') AS posts FROM grid g WHERE g.boundary IS NOT NULL ORDER BY g.id`,
  );
  return rows;
}

async function readReports(db: Db, now: Date): Promise<Reported[]> {
  const { rows } = await db.query<Reported>(
    `/* planner.readReports */ SELECT t.grid_id AS "gridId", t.created_at AS at, t.source, t.longitude, t.latitude FROM ticket t
     WHERE t.created_at > $1 AND t.created_at <= $2 AND t.grid_id IS NOT NULL AND NOT t.is_false_alarm AND t.status NOT IN ('REJECTED', 'CANCELLED', 'MERGED')`,
    [new Date(now.getTime() - LOOKED_BACK_DAYS * 86_400_000), now],
  );
  return rows;
}

/** The hottest open issues that no patrol follows yet; frozen ones wait for a person. */
async function readIssues(db: Db, now: Date): Promise<HotIssue[]> {
  const { rows } = await db.query<HotIssue>(
    `/* planner.readIssues */ SELECT h.id, h.grid_id AS "gridId", h.title, h.category_id AS "categoryId", h.longitude, h.latitude FROM hot_issue h
     WHERE h.closed_at IS NULL AND NOT h.is_frozen AND h.status IN ('OPEN', 'PATROLLING') AND h.grid_id IS NOT NULL AND h.vote_count > 0
       AND NOT EXISTS (SELECT FROM patrol_plan p WHERE p.hot_issue_id = h.id AND (p.status = 'PROPOSED' OR (p.status = 'APPROVED' AND p.expires_at > $1)))
     ORDER BY h.heat_order DESC, h.vote_count DESC, h.created_at, h.id LIMIT ${MOST_ISSUES}`,
    [now],
  );
  return rows;
}

/** Which share of the street's heat each grid's open issues have; frozen ones have none. */
async function readHeatShares(db: Db): Promise<Map<string, number>> {
  const { rows } = await db.query<{ gridId: string; share: number }>(
    `/* planner.readHeat */ WITH hot AS (
       SELECT grid_id, exp(greatest(heat - max(heat) OVER (), -700)) AS weight FROM hot_issue
       WHERE closed_at IS NULL AND NOT is_frozen AND grid_id IS NOT NULL AND heat > '-Infinity')
     SELECT grid_id AS "gridId", sum(weight) / sum(sum(weight)) OVER () AS share FROM hot GROUP BY grid_id`,
  );
  return new Map(rows.map(({ gridId, share }) => [gridId, share]));
}
