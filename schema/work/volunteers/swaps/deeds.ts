// Places that change hands with consent: one asks, the other answers, and both sides change in one transaction or not at all.
import type pg from 'pg';
import type { Refusal } from '../../../frame/refusals.ts';
import { inTransaction } from '../../../frame/transaction.ts';
import { readAttendance } from '../attendance/store.ts';
import { refusals, type UnfitName } from '../refusals.ts';
import { insertSignup, lockShift, lockSignup, readOverlap, readUnfit, removeSignup } from '../shifts/deeds.ts';
import { tellOfShift } from '../shifts/news.ts';
import type { ShiftRow } from '../shifts/store.ts';
import { closeSwap, lockSwap, SWAP, type SwapRow } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Why nothing can be swapped, apart from what each lacks. */
type Unswappable = Refusal<'ShiftNotOpenError' | 'ShiftNotJoinedError' | 'PlaceWaitedForError'>;
type Asked = { swap: SwapRow } | Refusal<'NotFoundError' | 'ConflictError'> | Unswappable;

/** Asks another for a swap. Twice with the same id is as good as once. */
export function askSwap(
  pool: pg.Pool,
  { id, shiftId, askerId, otherShiftId, otherId, now }: Omit<SwapRow, 'status' | 'askedAt'> & { now: Date },
): Promise<Asked> {
  return inTransaction(pool, async (client): Promise<Asked> => {
    const shifts = await lockShifts(client, shiftId, otherShiftId);
    if (!shifts) return refusals.shiftNotFound;
    const asked = await client.query<SwapRow>(`/* swaps.readById */ SELECT ${SWAP} FROM shift_swap w WHERE w.id = $1`, [id]);
    if (asked.rows[0]) return { swap: asked.rows[0] };
    const refusal = await findObstacle(client, { ...shifts, askerId, otherId, now });
    if (refusal) return refusal;
    const { rows } = await client.query<SwapRow>(
      `/* swaps.ask */ INSERT INTO shift_swap AS w (id, shift_id, asker_id, other_shift_id, other_id, asked_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING RETURNING ${SWAP}`,
      [id, shiftId, askerId, otherShiftId, otherId, now],
    );
    if (!rows[0]) return refusals.swapAsked;
    await tellOfShift(client, [otherId], { kind: 'SWAP_ASKED', shift: shifts.shift, occasion: id }, now);
    return { swap: rows[0] };
  });
}

type Unexchangeable = Unswappable | Refusal<UnfitName | 'ShiftOverlapError'>;
type Answered = { swap: SwapRow } | Refusal<'NotFoundError' | 'ConflictError'> | Unexchangeable;

interface Answer {
  id: string;
  volunteerId: string;
  isAccepted: boolean;
  now: Date;
}

/** Answers a swap request: both places change, or neither. */
export async function answerSwap(pool: pg.Pool, answer: Answer): Promise<Answered> {
  return answerOnce(pool, answer).catch((error: { constraint?: string }) => {
    // One of them has just joined another shift at that time and the constraint has kept it, which is seen by now.
    if (error.constraint !== 'shift_signup_no_overlap') throw error;
    return answerOnce(pool, answer);
  });
}

async function answerOnce(pool: pg.Pool, { id, volunteerId, isAccepted, now }: Answer): Promise<Answered> {
  const { rows } = await pool.query<SwapRow>(`/* swaps.readById */ SELECT ${SWAP} FROM shift_swap w WHERE w.id = $1`, [id]);
  const known = rows[0];
  if (known?.otherId !== volunteerId) return refusals.swapNotFound;
  return inTransaction(pool, async (client): Promise<Answered> => {
    const shifts = await lockShifts(client, known.shiftId, known.otherShiftId);
    const swap = await lockSwap(client, id);
    if (!shifts || !swap) return refusals.swapNotFound;
    const { askerId, otherId } = swap;
    const status = isAccepted ? 'ACCEPTED' : 'DECLINED';
    const answered: Answered = { swap: { ...swap, status } };
    if (swap.status !== 'ASKED') return swap.status === status ? answered : refusals.swapAnswered;
    if (isAccepted) {
      const refusal = await exchange(client, { ...shifts, askerId, otherId, now });
      if (refusal) return refusal;
    }
    await closeSwap(client, { id, status, now }); // after `removeSignup`, which takes back what is open about a place
    const kind = isAccepted ? 'SWAP_ACCEPTED' : 'SWAP_DECLINED';
    await tellOfShift(client, [askerId], { kind, shift: shifts.shift, occasion: id }, now);
    return answered;
  });
}

interface Shifts {
  shift: ShiftRow;
  otherShift: ShiftRow | null;
}

/** Both shifts, locked in the order of their ids, so that two swaps wait for each other instead of both waiting. */
async function lockShifts(db: Db, shiftId: string, otherShiftId: string | null): Promise<Shifts | undefined> {
  const locked = new Map<string, ShiftRow>();
  for (const id of otherShiftId ? [shiftId, otherShiftId].sort() : [shiftId]) {
    const shift = await lockShift(db, id);
    if (!shift) return undefined;
    locked.set(id, shift);
  }
  return { shift: locked.get(shiftId) as ShiftRow, otherShift: otherShiftId ? (locked.get(otherShiftId) as ShiftRow) : null };
}

type Sides = Shifts & { askerId: string; otherId: string; now: Date };

/** Why a swap cannot be, apart from what each lacks; null: it can. */
async function findObstacle(db: Db, { shift, otherShift, askerId, otherId, now }: Sides): Promise<Unswappable | null> {
  for (const one of [shift, otherShift]) {
    if (one?.cancelledAt) return refusals.cancelled;
    if (one && one.startsAt <= now) return refusals.begun;
  }
  const given = await lockSignup(db, shift.id, askerId);
  if (given?.status !== 'JOINED') return refusals.notJoined;
  if (await readAttendance(db, given.id)) return refusals.begun; // checked in early
  if (otherShift) {
    const back = await lockSignup(db, otherShift.id, otherId);
    if (back?.status !== 'JOINED') return refusals.otherNotJoined;
    return (await readAttendance(db, back.id)) ? refusals.begun : null;
  }
  // Who waits comes before who is asked: leaving gives the place to them.
  const { rowCount } = await db.query(
    `/* swaps.findWaiting */ SELECT FROM shift_signup WHERE shift_id = $1 AND status = 'WAITING' AND volunteer_id <> $2 LIMIT 1`,
    [shift.id, otherId],
  );
  return rowCount ? refusals.placeWaitedFor : null;
}

/** Exchanges or hands over locked places; null: it is done. */
async function exchange(client: pg.PoolClient, sides: Sides): Promise<Unexchangeable | null> {
  const { shift, otherShift, askerId, otherId, now } = sides;
  const refusal = await findObstacle(client, sides);
  if (refusal) return refusal;
  // Who takes which, for what.
  const moves = [
    { volunteerId: otherId, takes: shift, gives: otherShift },
    ...(otherShift ? [{ volunteerId: askerId, takes: otherShift, gives: shift }] : []),
  ];
  for (const { volunteerId, takes, gives } of moves) {
    if ((await lockSignup(client, takes.id, volunteerId))?.status === 'JOINED') return refusals.overlap(takes);
    const unfit = await readUnfit(client, takes.id, volunteerId);
    if (unfit) return unfit;
    const other = await readOverlap(client, takes, volunteerId, gives?.id);
    if (other) return refusals.overlap(other);
  }
  for (const [{ id }, volunteerId] of [[shift, askerId] as const, ...(otherShift ? [[otherShift, otherId] as const] : [])]) {
    const signup = await lockSignup(client, id, volunteerId);
    if (signup) await removeSignup(client, { signupId: signup.id, isShortNotice: false, now });
  }
  for (const { volunteerId, takes } of moves) await insertSignup(client, { shift: takes, volunteerId, status: 'JOINED', now });
  return null;
}
