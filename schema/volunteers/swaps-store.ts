// Places that change hands with consent: one asks, the other answers, and both sides change in one transaction or not at all.
import type pg from 'pg';
import type { SwapStatus } from '../../prisma/client/enums.ts';
import type { Refusal } from '../frame/refusals.ts';
import { inTransaction } from '../transaction.ts';
import { readAttendance } from './attendance.ts';
import { refusals, type UnfitName } from './refusals.ts';
import { insertSignup, lockShift, lockSignup, readOverlap, readUnfit, removeSignup } from './roster.ts';
import { tellOfShift } from './shift-news.ts';
import type { ShiftRow } from './shifts-store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface SwapRow {
  id: string;
  shiftId: string;
  askerId: string;
  /** Null: the place is handed over, nothing comes back. */
  otherShiftId: string | null;
  otherId: string;
  status: SwapStatus;
  askedAt: Date;
}

const SWAP = `w.id, w.shift_id AS "shiftId", w.asker_id AS "askerId", w.other_shift_id AS "otherShiftId", w.other_id AS "otherId", w.status, w.asked_at AS "askedAt"`;

/** Open questions about each shift that somebody has asked or is asked. */
export async function readOpenSwaps(db: Db, shiftIds: readonly string[], volunteerId: string, now: Date): Promise<SwapRow[]> {
  const { rows } = await db.query<SwapRow>(
    `/* swaps.readOpen */ SELECT ${SWAP} FROM shift_swap w JOIN shift s ON s.id = w.shift_id LEFT JOIN shift o ON o.id = w.other_shift_id
     WHERE w.status = 'ASKED' AND (w.shift_id = ANY($1::uuid[]) OR w.other_shift_id = ANY($1::uuid[])) AND (w.asker_id = $2 OR w.other_id = $2)
       AND s.starts_at > $3 AND s.cancelled_at IS NULL AND (o.id IS NULL OR (o.starts_at > $3 AND o.cancelled_at IS NULL))
     ORDER BY w.asked_at, w.id`,
    [shiftIds, volunteerId, now],
  );
  return rows;
}

/** Somebody who could take a place. */
export interface PartnerRow {
  volunteerId: string;
  /** The shift that they would give for it; null: they are free. */
  shiftId: string | null;
}

/** Volunteers who could come to a shift: able, trained, insured, not in it, and free at its time; those of its team first. $1: the shift. */
const FREE_FOR = `FROM volunteer v JOIN shift s ON s.id = $1 JOIN team t ON t.id = s.team_id
   LEFT JOIN team_member m ON m.team_id = t.id AND m.volunteer_id = v.resident_id
   WHERE v.status = 'ACTIVE' AND s.skills <@ v.skills
     AND (t.course_id IS NULL OR EXISTS (SELECT FROM training_certificate k WHERE k.volunteer_id = v.resident_id AND k.course_id = t.course_id
       AND k.issued_at <= s.starts_at AND (k.expires_at IS NULL OR k.expires_at >= s.ends_at)))
     AND (NOT t.needs_insurance OR EXISTS (SELECT FROM insurance i WHERE i.volunteer_id = v.resident_id AND i.starts_at <= s.starts_at AND i.ends_at >= s.ends_at))
     AND NOT EXISTS (SELECT FROM shift_signup u WHERE u.volunteer_id = v.resident_id AND u.status <> 'LEFT'
       AND tstzrange(u.starts_at, u.ends_at) && tstzrange(s.starts_at, s.ends_at))`;

/** Who could come to a shift that they are not in, those of the team first. */
export async function readFree(db: Db, shiftId: string, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `/* swaps.readFree */ SELECT v.resident_id AS id ${FREE_FOR} ORDER BY m.team_id IS NULL, v.resident_id LIMIT $2`,
    [shiftId, limit],
  );
  return rows.map(({ id }) => id);
}

/** With whom somebody could exchange their place: those with one in another shift of the same team, to come within four weeks, that does not lie across any of theirs. */
export async function readExchanges(
  db: Db,
  { id, teamId, startsAt, endsAt }: ShiftRow,
  volunteerId: string,
  now: Date,
): Promise<PartnerRow[]> {
  const { rows } = await db.query<PartnerRow>(
    `/* swaps.readExchanges */ SELECT u.volunteer_id AS "volunteerId", u.shift_id AS "shiftId" FROM shift s JOIN shift_signup u ON u.shift_id = s.id AND u.status = 'JOINED'
     WHERE s.team_id = $2 AND s.id <> $1 AND s.cancelled_at IS NULL AND s.starts_at > $3 AND s.starts_at < $3::timestamptz + interval '28 days'
       AND u.volunteer_id <> $4
       AND NOT EXISTS (SELECT FROM shift_signup a WHERE a.volunteer_id = $4 AND a.status <> 'LEFT' AND a.shift_id <> $1
         AND tstzrange(a.starts_at, a.ends_at) && tstzrange(s.starts_at, s.ends_at))
       AND NOT EXISTS (SELECT FROM shift_signup b WHERE b.volunteer_id = u.volunteer_id AND b.status <> 'LEFT' AND b.shift_id <> s.id
         AND tstzrange(b.starts_at, b.ends_at) && tstzrange($5, $6))
     ORDER BY s.starts_at, u.position LIMIT 50`,
    [id, teamId, now, volunteerId, startsAt, endsAt],
  );
  return rows;
}

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

/** Takes a question back. Undefined: it is not theirs, or was answered. */
export async function withdrawSwap(db: Db, { id, askerId, now }: { id: string; askerId: string; now: Date }): Promise<SwapRow | undefined> {
  const { rows } = await db.query<SwapRow>(
    `/* swaps.withdraw */ UPDATE shift_swap w SET status = 'WITHDRAWN', answered_at = coalesce(w.answered_at, $3)
     WHERE w.id = $1 AND w.asker_id = $2 AND w.status IN ('ASKED', 'WITHDRAWN') RETURNING ${SWAP}`,
    [id, askerId, now],
  );
  return rows[0];
}

async function lockSwap(db: Db, id: string): Promise<SwapRow | undefined> {
  const { rows } = await db.query<SwapRow>(`/* swaps.lock */ SELECT ${SWAP} FROM shift_swap w WHERE w.id = $1 FOR UPDATE`, [id]);
  return rows[0];
}

async function closeSwap(db: Db, { id, status, now }: { id: string; status: SwapStatus; now: Date }): Promise<void> {
  await db.query('/* swaps.close */ UPDATE shift_swap SET status = $2, answered_at = $3 WHERE id = $1', [id, status, now]);
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
