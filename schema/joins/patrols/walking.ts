// Walking a route: somebody who is checked in was at a point, or has found something there.
import type pg from 'pg';
import { metresBetween } from '../../commons/grids/rules.ts';
import { isRefusal, type Refusal } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { isCredible, isWithin } from '../../work/volunteers/attendance/rules.ts';
import { readAttendance, readServedShift } from '../../work/volunteers/attendance/store.ts';
import { refusals as volunteerRefusals } from '../../work/volunteers/refusals.ts';
import { lockSignup } from '../../work/volunteers/shifts/deeds.ts';
import { markWalked } from './plan-deeds.ts';
import { isInForce } from './plan-rules.ts';
import type { PlanRow } from './plans-store.ts';
import { refusals } from './refusals.ts';
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

/** A run, and at which of its points; null: between them. */
export interface Walking {
  run: RunRow;
  point: PointRow | null;
}

type NotWalking = Refusal<'NotFoundError' | 'ShiftNotJoinedError' | 'NotCheckedInError' | 'CheckInTimeError'>;

/** The run that somebody is on at a moment: checked in then, on a route, at one of its points. In the caller's transaction. */
export async function walkingAt(db: Db, { shiftId, volunteerId, pointId, at, receivedAt }: Step): Promise<Walking | NotWalking> {
  const signup = await lockSignup(db, shiftId, volunteerId);
  const shift = await readServedShift(db, shiftId);
  if (!shift?.routeId) return refusals.routeNotFound;
  if (signup?.status !== 'JOINED') return volunteerRefusals.notJoined;
  const attendance = await readAttendance(db, signup.id);
  if (!attendance) return refusals.notCheckedIn;
  const isOut = attendance.outAt !== null && at > attendance.outAt;
  if (!isCredible(at, receivedAt) || at < attendance.inAt || isOut || at > shift.endsAt) return refusals.outsideService;
  const points = await readPoints(db, [shift.routeId]);
  const point = points.find(({ id }) => id === pointId) ?? null;
  if (pointId && !point) return refusals.pointNotFound;
  return { run: await beginRun(db, { routeId: shift.routeId, signupId: signup.id, at }), point };
}

export interface VisitRequest extends Step {
  pointId: string;
  position: { longitude: number; latitude: number; accuracyMetres: number } | null;
  /** They have shown the code that hangs there. */
  isByCode: boolean;
}

/**
 * Notes that somebody was at a point. Too far away is kept and marked, not refused: they walk for us. Twice is as good as
 * once. Returns the issue whose plan was walked first by it.
 */
export function visit(pool: pg.Pool, step: VisitRequest) {
  return inTransaction<{ hotIssueId: string | null } | NotWalking>(pool, async (client) => {
    const walking = await walkingAt(client, step);
    if (isRefusal(walking)) return walking;
    return { hotIssueId: await noteVisit(client, walking.run, walking.point as PointRow, step) };
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

type NotOnPlan = Refusal<'NotFoundError' | 'PlanNotInForceError' | 'CheckInTimeError' | 'ConflictError'>;

/** The run of a member of staff on a plan at a moment; it begins where there is none. In the caller's transaction. */
export async function staffWalkingAt(db: Db, { plan, staffId, pointId, at, receivedAt }: StaffStep): Promise<Walking | NotOnPlan> {
  if (!plan.routeId) return refusals.pointNotFound;
  if (!isInForce(plan, at)) return refusals.notInForce;
  if (!isCredible(at, receivedAt)) return refusals.timeWrong;
  const point = pointId ? ((await readPoints(db, [plan.routeId])).find(({ id }) => id === pointId) ?? null) : null;
  if (pointId && !point) return refusals.pointNotFound;
  const run = await staffRunAt(db, { routeId: plan.routeId, staffId, at });
  return run ? { run, point } : refusals.elsewhere;
}

/** Begins a run of a member of staff, or notes that they were at a point. Twice is as good as once. */
export function staffVisit(pool: pg.Pool, step: StaffStep & Pick<VisitRequest, 'position' | 'isByCode'>) {
  return inTransaction<{ run: RunRow; hotIssueId: string | null } | NotOnPlan>(pool, async (client) => {
    const walking = await staffWalkingAt(client, step);
    if (isRefusal(walking)) return walking;
    const hotIssueId = walking.point ? await noteVisit(client, walking.run, walking.point, step) : null;
    return { run: walking.run, hotIssueId };
  });
}
