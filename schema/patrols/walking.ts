// Walking a route: somebody who is checked in was at a point, or has found something there.
import type pg from 'pg';
import { metresBetween } from '../grids/rules.ts';
import { inTransaction } from '../transaction.ts';
import { isCredible, readAttendance, readServedShift } from '../volunteers/attendance.ts';
import { isWithin } from '../volunteers/presence.ts';
import { lockSignup } from '../volunteers/roster.ts';
import { beginRun, insertVisit, type PointRow, type RunRow, readPoints } from './store.ts';

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
}

export type Visited = { outcome: 'visited' } | NotWalking;

/** Notes that somebody was at a point. Too far away is kept and marked, not refused: they walk for us. Twice is as good as once. */
export function visit(pool: pg.Pool, { position, ...step }: VisitRequest): Promise<Visited> {
  return inTransaction(pool, async (client): Promise<Visited> => {
    const walking = await walkingAt(client, step);
    if (walking.outcome !== 'walking') return walking;
    const point = walking.point as PointRow;
    const distance = position && Math.round(metresBetween(point, position));
    const isFar = distance !== null && position !== null && !isWithin(distance, point.radiusMetres, position.accuracyMetres);
    const { pointId, at, receivedAt } = step;
    await insertVisit(client, { runId: walking.run.id, pointId, at, receivedAt, distance, isFar });
    return { outcome: 'visited' };
  });
}
