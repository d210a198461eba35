// Check-in and check-out: one of each a place, proved by a code or a position, and paid once in the same transaction.
import type pg from 'pg';
import type { CheckInMethod } from '../../../../prisma/client/enums.ts';
import { metresBetween } from '../../../commons/grids/rules.ts';
import { type LockedAccount, lockAccount, post } from '../../../commons/points/ledger.ts';
import { expiryOf } from '../../../commons/points/rules.ts';
import { type Actor, SYSTEM } from '../../../frame/actor.ts';
import { isRefusal, type Refusal } from '../../../frame/refusals.ts';
import type { Stamp } from '../../../frame/services.ts';
import { inTransaction } from '../../../frame/transaction.ts';
import { codeOf } from '../../../ground/codes.ts';
import { countedSpan, type Earning, earningOf, type Span } from '../pay/rules.ts';
import { type PayRuleRow, readPayRule } from '../pay/store.ts';
import { refusals, type UnfitName } from '../refusals.ts';
import { lockSignup, readUnfit } from '../shifts/deeds.ts';
import { listPosts, type PostRow, type ShiftRow, type SignupRow } from '../shifts/store.ts';
import { CLOSE_AFTER_MS, EARLY_MS, isCredible, isWithin, judgeCode, type MakeCode } from './rules.ts';
import { ATTENDANCE, type AttendanceRow, readAttendance, readServedShift, type ServedShift } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Letters of a check-in code: 30 bits, and good for half a minute. */
export const CHECK_IN_LETTERS = 6;

/** Makes the codes of this deployment. */
export const codesOf =
  (stamp: Stamp): MakeCode =>
  ({ kind, id }, window) =>
    codeOf(stamp(`${kind}:${id}:${window}`), CHECK_IN_LETTERS);

/** How somebody shows that they are there: one of the two will do. */
interface Evidence {
  code: string | null;
  position: { longitude: number; latitude: number; accuracyMetres: number } | null;
}

interface Proof {
  method: Exclude<CheckInMethod, 'RULE'>;
  code: string;
  distance: number | null;
}

type Unproved = Refusal<
  'ValidationError' | 'CheckInCodeWrongError' | 'CheckInCodeExpiredError' | 'CheckInElsewhereError' | 'CheckInTooFarError'
>;

export interface CheckRequest {
  shiftId: string;
  volunteerId: string;
  evidence: Evidence;
  /** When it happened, by the phone; it may have been without a network since. */
  at: Date;
  receivedAt: Date;
  make: MakeCode;
}

export interface Checked {
  signup: SignupRow;
  attendance: AttendanceRow;
}

type CheckedIn =
  | Checked
  | Refusal<'NotFoundError' | 'ShiftNotOpenError' | 'ShiftNotJoinedError' | 'CheckInTimeError' | UnfitName>
  | Unproved;

type CheckedOut =
  | Checked
  | Refusal<
      'NotFoundError' | 'ShiftNotJoinedError' | 'NotCheckedInError' | 'CheckInTimeError' | 'CheckInCodeUsedError' | 'CheckOutClosedError'
    >
  | Unproved;

/** Checks somebody in. Twice is as good as once. */
export function checkIn(pool: pg.Pool, request: CheckRequest): Promise<CheckedIn> {
  const { shiftId, volunteerId, at, receivedAt } = request;
  return inTransaction(pool, async (client): Promise<CheckedIn> => {
    const signup = await lockSignup(client, shiftId, volunteerId);
    const shift = await readServedShift(client, shiftId);
    if (!shift) return refusals.shiftNotFound;
    if (shift.cancelledAt) return refusals.cancelled;
    if (signup?.status !== 'JOINED') return refusals.notJoined;
    const known = await readAttendance(client, signup.id);
    if (known) return { signup, attendance: known };
    if (!isCredible(at, receivedAt)) return refusals.timeWrong;
    const opensAt = new Date(shift.startsAt.getTime() - EARLY_MS);
    if (at < opensAt) return refusals.tooEarly(opensAt);
    if (at >= shift.endsAt) return refusals.over;
    const unfit = await readUnfit(client, shiftId, volunteerId);
    if (unfit) return unfit;
    const proof = await prove(client, shift, request);
    if (isRefusal(proof)) return proof;
    const { rows } = await client.query<AttendanceRow>(
      `/* volunteers.checkIn */ INSERT INTO attendance AS a (signup_id, in_at, in_method, in_code, in_distance, in_received_at)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${ATTENDANCE}`,
      [signup.id, at, proof.method, proof.code, proof.distance, receivedAt],
    );
    return { signup, attendance: rows[0] as AttendanceRow };
  });
}

/** Checks somebody out, and pays what they have earned, in one transaction. Twice is as good as once. */
export function checkOut(pool: pg.Pool, request: CheckRequest & { actor: Actor; timeZone: string }): Promise<CheckedOut> {
  const { shiftId, volunteerId, at, receivedAt, actor, timeZone } = request;
  return inTransaction(pool, async (client): Promise<CheckedOut> => {
    const account = await lockAccount(client, volunteerId);
    const signup = await lockSignup(client, shiftId, volunteerId);
    const shift = await readServedShift(client, shiftId);
    if (!shift) return refusals.shiftNotFound;
    if (!signup) return refusals.notJoined;
    const attendance = await readAttendance(client, signup.id);
    if (!attendance) return refusals.notCheckedIn;
    if (attendance.outAt) return attendance.outMethod === 'RULE' ? refusals.checkOutClosed : { signup, attendance };
    if (!isCredible(at, receivedAt) || at < attendance.inAt) return refusals.timeWrong;
    if (at.getTime() > shift.endsAt.getTime() + CLOSE_AFTER_MS) return refusals.checkOutClosed;
    if (request.evidence.code && request.evidence.code === attendance.inCode) return refusals.codeUsed;
    const proof = await prove(client, shift, request);
    if (isRefusal(proof)) return proof;
    const { method, distance } = proof;
    const closed = await close(client, account, { shift, attendance, at, receivedAt, method, distance, actor, timeZone });
    return { signup, attendance: closed };
  });
}

async function prove(
  db: Db,
  shift: ServedShift,
  { volunteerId, evidence: { code, position }, at, make }: CheckRequest,
): Promise<Proof | Unproved> {
  const posts = await listPosts(db);
  const own = posts.find(({ id }) => id === shift.postId) as PostRow;
  const distance = position && Math.round(metresBetween(own, position));
  if (code) {
    const ofPost = judgeCode({ kind: 'POST', id: own.id }, code, at, make);
    const ofCaptain = judgeCode({ kind: 'CAPTAIN', id: shift.id }, code, at, make);
    // Whoever may have the code shown could read it at home.
    if (ofPost === 'valid' && (await isCaptain(db, volunteerId))) return refusals.codeOwn;
    if (ofCaptain === 'valid' && shift.captainId === volunteerId) return refusals.codeOwn;
    if (ofPost === 'valid') return { method: 'POST_CODE', code, distance };
    if (ofCaptain === 'valid') return { method: 'CAPTAIN_CODE', code, distance };
    if (ofPost === 'expired' || ofCaptain === 'expired') return refusals.codeExpired;
    const other = posts.find(({ id }) => id !== own.id && judgeCode({ kind: 'POST', id }, code, at, make) !== 'unknown');
    return other ? refusals.codeElsewhere(other) : refusals.codeWrong;
  }
  if (!position || distance === null) return refusals.noEvidence;
  const { radiusMetres } = own;
  return isWithin(distance, radiusMetres, position.accuracyMetres)
    ? { method: 'POSITION', code: '', distance }
    : refusals.tooFar({ metres: distance, radiusMetres });
}

async function isCaptain(db: Db, volunteerId: string): Promise<boolean> {
  const { rowCount } = await db.query('/* volunteers.isCaptain */ SELECT FROM team WHERE captain_id = $1 LIMIT 1', [volunteerId]);
  return rowCount === 1;
}

interface Closing {
  shift: ServedShift;
  attendance: AttendanceRow;
  at: Date;
  receivedAt: Date;
  method: CheckInMethod;
  distance: number | null;
  actor: Actor;
  timeZone: string;
}

/** What a presence earns, by the rule that held when the shift began. */
export async function payFor(db: Db, shift: ServedShift, presence: Span, timeZone: string): Promise<Pay> {
  const rule = await readPayRule(db, shift.kind, shift.startsAt);
  const span = countedSpan(shift, presence);
  return { rule, earning: earningOf(rule ?? { pointsPerHour: 0, nightPerHour: 0, leastMinutes: 0 }, span, timeZone) };
}

export interface Pay {
  /** Undefined: nothing was published for that kind of team yet, and nothing is earned. */
  rule: PayRuleRow | undefined;
  earning: Earning;
}

/** Pays a shift into a locked account, once under each reference. */
export async function payShift(
  db: Db,
  account: LockedAccount,
  {
    shift,
    pay: { rule, earning },
    reference,
    actor,
    timeZone,
  }: { shift: ShiftRow; pay: Pay; reference: string; actor: Actor; timeZone: string },
): Promise<void> {
  if (earning.points === 0) return;
  const { pointsPerHour = 0, nightPerHour = 0 } = rule ?? {};
  await post(db, account, {
    kind: 'SHIFT',
    reference,
    amount: earning.points,
    house: 'ISSUED',
    actor,
    note: shift.title,
    detail: { shiftId: shift.id, ...earning, pointsPerHour, nightPerHour },
    expiresAt: expiryOf(account.now, timeZone),
  });
}

/** Closes a locked attendance and pays it. */
async function close(db: Db, account: LockedAccount, closing: Closing): Promise<AttendanceRow> {
  const { shift, attendance, at, receivedAt, method, distance, actor, timeZone } = closing;
  const { signupId, inAt } = attendance;
  const pay = await payFor(db, shift, { startsAt: inAt, endsAt: at }, timeZone);
  const { rule, earning } = pay;
  const { rows } = await db.query<AttendanceRow>(
    `/* volunteers.checkOut */ UPDATE attendance a SET out_at = $2, out_method = $3, out_distance = $4, out_received_at = $5, minutes = $6,
       night_minutes = $7, points = $8, rule_id = $9 WHERE a.signup_id = $1 RETURNING ${ATTENDANCE}`,
    [signupId, at, method, distance, receivedAt, earning.minutes, earning.nightMinutes, earning.points, rule?.id ?? null],
  );
  await payShift(db, account, { shift, pay, reference: payReference(signupId, 0), actor, timeZone });
  return rows[0] as AttendanceRow;
}

/** Under which reference a place is paid: once at the check-out, and anew after each correction. */
export const payReference = (signupId: string, corrections: number) =>
  corrections === 0 ? `shift:${signupId}` : `shift:${signupId}:${corrections}`;

/** Whose attendance the clock has closed, and in which shift. */
export interface ForgottenCheckOut {
  shiftId: string;
  volunteerId: string;
}

/** Closes some of the attendances that nobody has closed: at the end of their shifts, by rule, and shown as such. */
export async function closeForgotten(
  pool: pg.Pool,
  { now, timeZone, limit }: { now: Date; timeZone: string; limit: number },
): Promise<ForgottenCheckOut[]> {
  const { rows } = await pool.query<ForgottenCheckOut>(
    `/* volunteers.readForgotten */ SELECT u.shift_id AS "shiftId", u.volunteer_id AS "volunteerId"
     FROM attendance a JOIN shift_signup u ON u.id = a.signup_id WHERE a.out_at IS NULL AND u.ends_at < $1 ORDER BY a.in_at LIMIT $2`,
    [new Date(now.getTime() - CLOSE_AFTER_MS), limit],
  );
  const closed: ForgottenCheckOut[] = [];
  for (const row of rows) {
    const isClosed = await inTransaction(pool, async (client) => {
      const account = await lockAccount(client, row.volunteerId);
      const signup = await lockSignup(client, row.shiftId, row.volunteerId);
      const attendance = signup && (await readAttendance(client, signup.id));
      const shift = await readServedShift(client, row.shiftId);
      if (!shift || !attendance || attendance.outAt) return false;
      await close(client, account, {
        shift,
        attendance,
        at: shift.endsAt,
        receivedAt: now,
        method: 'RULE',
        distance: null,
        actor: SYSTEM,
        timeZone,
      });
      return true;
    });
    if (isClosed) closed.push(row);
  }
  return closed;
}
