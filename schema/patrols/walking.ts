// Walking a route: somebody who is checked in was at a point, or has found something there.
import type pg from 'pg';
import { metresBetween } from '../grids/rules.ts';
import { inTransaction } from '../transaction.ts';
import { isCredible, readAttendance, readServedShift } from '../volunteers/attendance.ts';
import { isWithin } from '../volunteers/presence.ts';
import { lockSignup } from '../volunteers/roster.ts';
import { isInForce } from './plan-rules.ts';
import { markWalked, type PlanRow } from './plans-store.ts';
import { beginRun, insertVisit, type PointRow, type RunRow, readPoints, staffRunAt } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface Step {
  shiftId: string;
  volunteerId: string;
  /** Null: between the points. */
  pointId: string | null;
  /** When it was, by the phone; it may have been without a network since. */
  at: Date;
  receivedAt: Date;
}

type NotWalking = { outcome: 'not-found' } | { outcome: 'not-joined' } | { outcome: 'not-checked-in' } | { outcome: 'time-wrong' };

export type Walking = { outcome: 'walking'; run: RunRow; point: PointRow | null } | NotWalking;

/** The run that somebody is on at a moment: checked in then, on a route, at one of its points. In the caller's transaction. */
export async function walkingAt(db: Db, { shiftId, volunteerId, pointId, at, receivedAt }: Step): Promise<Walking> {
  const signup = await lockSignup(db, shiftId, volunteerId);
  const shift = await readServedShift(db, shiftId);
  if (!shift?.routeId) return { outcome: 'not-found' };
  if (signup?.status !== 'JOINED') return { outcome: 'not-joined' };
  const attendance = await readAttendance(db, signup.id);
  if (!attendance) return { outcome: 'not-checked-in' };
  const isOut = attendance.outAt !== null && at > attendance.outAt;
  if (!isCredible(at, receivedAt) || at < attendance.inAt || isOut || at > shift.endsAt) return { outcome: 'time-wrong' };
  const points = await readPoints(db, [shift.routeId]);
  const point = points.find(({ id }) => id === pointId) ?? null;
  if (pointId && !point) return { outcome: 'not-found' };
  return { outcome: 'walking', run: await beginRun(db, { routeId: shift.routeId, signupId: signup.id, at }), point };
}

export interface VisitRequest extends Step {
  pointId: string;
  position: { longitude: number; latitude: number; accuracyMetres: number } | null;
  /** They have shown the code that hangs there. */
  isByCode: boolean;
}

export type Visited = { outcome: 'visited'; hotIssueId: string | null } | NotWalking;

/** Notes that somebody was at a point. Too far away is kept and marked, not refused: they walk for us. Twice is as good as once. */
export function visit(pool: pg.Pool, step: VisitRequest): Promise<Visited> {
  return inTransaction(pool, async (client): Promise<Visited> => {
    const walking = await walkingAt(client, step);
    if (walking.outcome !== 'walking') return walking;
    const hotIssueId = await noteVisit(client, walking.run, walking.point as PointRow, step);
    return { outcome: 'visited', hotIssueId };
  });
}

type Noted = Pick<VisitRequest, 'position' | 'isByCode' | 'at' | 'receivedAt'>;

/** Notes a visit with its distance. Returns the issue of the plan that was walked first by it, if it is one. */
async function noteVisit(db: Db, run: RunRow, point: PointRow, { position, isByCode, at, receivedAt }: Noted): Promise<string | null> {
  const distance = position && Math.round(metresBetween(point, position));
  const isFar = !isByCode && distance !== null && position !== null && !isWithin(distance, point.radiusMetres, position.accuracyMetres);
  await insertVisit(db, { runId: run.id, pointId: point.id, at, receivedAt, distance, isFar, isByCode });
  return isFar ? null : markWalked(db, run.routeId, at);
}

export interface StaffStep {
  plan: Pick<PlanRow, 'routeId' | 'status' | 'expiresAt'>;
  staffId: string;
  /** Null: between the points. */
  pointId: string | null;
  at: Date;
  receivedAt: Date;
}

export type StaffWalking =
  | { outcome: 'walking'; run: RunRow; point: PointRow | null }
  | { outcome: 'not-found' | 'expired' | 'time-wrong' | 'elsewhere' };

/** The run of a member of staff on a plan at a moment; it begins where there is none. In the caller's transaction. */
export async function staffWalkingAt(db: Db, { plan, staffId, pointId, at, receivedAt }: StaffStep): Promise<StaffWalking> {
  if (!plan.routeId) return { outcome: 'not-found' };
  if (!isInForce(plan, at)) return { outcome: 'expired' };
  if (!isCredible(at, receivedAt)) return { outcome: 'time-wrong' };
  const point = pointId ? ((await readPoints(db, [plan.routeId])).find(({ id }) => id === pointId) ?? null) : null;
  if (pointId && !point) return { outcome: 'not-found' };
  const run = await staffRunAt(db, { routeId: plan.routeId, staffId, at });
  return run ? { outcome: 'walking', run, point } : { outcome: 'elsewhere' };
}

/** Begins a run of a member of staff, or notes that they were at a point. Twice is as good as once. */
export function staffVisit(pool: pg.Pool, step: StaffStep & Pick<VisitRequest, 'position' | 'isByCode'>) {
  return inTransaction(pool, async (client) => {
    const walking = await staffWalkingAt(client, step);
    if (walking.outcome !== 'walking') return walking;
    const hotIssueId = walking.point ? await noteVisit(client, walking.run, walking.point, step) : null;
    return { outcome: 'visited' as const, run: walking.run, hotIssueId };
  });
}
