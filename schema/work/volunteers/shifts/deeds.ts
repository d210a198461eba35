// Who is in a shift: nobody beyond its last place, nobody in two at once, and who waits moves up in the order they came.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { VolunteerSkill } from '../../../../prisma/client/enums.ts';
import { isRefusal, type Refusal } from '../../../frame/refusals.ts';
import { inTransaction } from '../../../frame/transaction.ts';
import { NOTICE_MS } from '../attendance/rules.ts';
import { refusals, type UnfitName } from '../refusals.ts';
import { tellOfShift } from './news.ts';
import { SHIFT, type ShiftRow, SIGNUP, type SignupRow } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Somebody's place in a shift. */
export interface Place {
  signup: SignupRow;
  shift: ShiftRow;
}

type Joined = Place | Refusal<'NotFoundError' | 'ShiftNotOpenError' | 'ShiftFullError' | 'ShiftOverlapError' | UnfitName>;

/** `told`: who has a notice of it. */
type Left = (Place & { promoted: string[]; told: string[] }) | Refusal<'NotFoundError' | 'ShiftNotJoinedError' | 'ShiftNotOpenError'>;

/** Locks a shift: anyone who wants a place in it, or gives one up, waits. */
export async function lockShift(db: Db, id: string): Promise<ShiftRow | undefined> {
  const { rows } = await db.query<ShiftRow>(`/* volunteers.lockShift */ SELECT ${SHIFT} FROM shift s WHERE s.id = $1 FOR NO KEY UPDATE`, [
    id,
  ]);
  return rows[0];
}

/** Somebody's place, locked: it is not given up while they check in. */
export async function lockSignup(db: Db, shiftId: string, volunteerId: string): Promise<SignupRow | undefined> {
  const { rows } = await db.query<SignupRow>(
    `/* volunteers.lockSignup */ SELECT ${SIGNUP} FROM shift_signup u WHERE u.shift_id = $1 AND u.volunteer_id = $2 AND u.status <> 'LEFT'
     FOR NO KEY UPDATE`,
    [shiftId, volunteerId],
  );
  return rows[0];
}

/** What somebody lacks for a shift; null: nothing. Training and insurance must hold until its end. */
export async function readUnfit(db: Db, shiftId: string, volunteerId: string): Promise<Refusal<UnfitName> | null> {
  const { rows } = await db.query<{ skills: VolunteerSkill[]; course: string | null; isInsured: boolean }>(
    `/* volunteers.readUnfit */
     SELECT array(SELECT unnest(s.skills) EXCEPT SELECT unnest(v.skills))::text[] AS skills,
       (SELECT c.name FROM training_course c WHERE c.id = t.course_id AND NOT EXISTS (
         SELECT FROM training_certificate k WHERE k.volunteer_id = v.resident_id AND k.course_id = c.id
           AND k.issued_at <= s.starts_at AND (k.expires_at IS NULL OR k.expires_at >= s.ends_at))) AS course,
       NOT t.needs_insurance OR EXISTS (
         SELECT FROM insurance i WHERE i.volunteer_id = v.resident_id AND i.starts_at <= s.starts_at AND i.ends_at >= s.ends_at) AS "isInsured"
     FROM shift s JOIN team t ON t.id = s.team_id JOIN volunteer v ON v.resident_id = $2 WHERE s.id = $1`,
    [shiftId, volunteerId],
  );
  const { skills, course, isInsured } = rows[0] as (typeof rows)[number];
  if (skills.length > 0) return refusals.skillMissing(skills);
  if (course !== null) return refusals.trainingMissing(course);
  return isInsured ? null : refusals.insuranceMissing;
}

/** A shift of somebody's that lies across this one; neither this one nor the one that they would give for it. */
export async function readOverlap(
  db: Db,
  { id, startsAt, endsAt }: ShiftRow,
  volunteerId: string,
  givenId: string | null = null,
): Promise<ShiftRow | undefined> {
  const { rows } = await db.query<ShiftRow>(
    `/* volunteers.readOverlap */ SELECT ${SHIFT} FROM shift_signup u JOIN shift s ON s.id = u.shift_id
     WHERE u.volunteer_id = $1 AND u.status <> 'LEFT' AND u.shift_id <> $2 AND u.shift_id IS DISTINCT FROM $5
       AND tstzrange(u.starts_at, u.ends_at) && tstzrange($3, $4) LIMIT 1`,
    [volunteerId, id, startsAt, endsAt, givenId],
  );
  return rows[0];
}

export interface JoinRequest {
  shiftId: string;
  volunteerId: string;
  /** Whether a place in the wait-list will do. */
  mayWait: boolean;
  now: Date;
}

/** Takes a place for a volunteer, or one in the wait-list. Anyone who has one keeps it. */
export async function join(pool: pg.Pool, request: JoinRequest): Promise<Joined> {
  const attempt = () => inTransaction(pool, (client) => joinLocked(client, request));
  return attempt().catch((error: { constraint?: string }) => {
    // Two joined at the same moment and the constraint has kept one, which is seen by now.
    if (error.constraint !== 'shift_signup_no_overlap') throw error;
    return attempt();
  });
}

async function joinLocked(client: pg.PoolClient, { shiftId, volunteerId, mayWait, now }: JoinRequest): Promise<Joined> {
  const shift = await lockShift(client, shiftId);
  if (!shift) return refusals.shiftNotFound;
  if (shift.cancelledAt) return refusals.cancelled;
  const mine = await lockSignup(client, shiftId, volunteerId);
  if (mine) return { signup: mine, shift };
  if (shift.startsAt <= now) return refusals.begun;
  const unfit = await readUnfit(client, shiftId, volunteerId);
  if (unfit) return unfit;
  const other = await readOverlap(client, shift, volunteerId);
  if (other) return refusals.overlap(other);
  // A free place is nobody's who has just come while others wait: `promote` has filled it for them.
  const status = shift.joined < shift.capacity ? 'JOINED' : 'WAITING';
  if (status === 'WAITING' && !mayWait) return refusals.full;
  const signup = await insertSignup(client, { shift, volunteerId, status, now });
  const joined = status === 'JOINED' ? await countJoined(client, shiftId, 1) : shift.joined;
  return { signup, shift: { ...shift, joined } };
}

/** Gives somebody a place in a locked shift that they have none in, or one in its wait-list. */
export async function insertSignup(
  db: Db,
  { shift, volunteerId, status, now }: { shift: ShiftRow; volunteerId: string; status: 'JOINED' | 'WAITING'; now: Date },
): Promise<SignupRow> {
  const { rows } = await db.query<SignupRow>(
    `/* volunteers.join */
     INSERT INTO shift_signup AS u (id, shift_id, volunteer_id, status, starts_at, ends_at, signed_up_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (shift_id, volunteer_id) DO UPDATE SET status = excluded.status, position = nextval('shift_signup_position_seq'),
       signed_up_at = excluded.signed_up_at, promoted_at = NULL, left_at = NULL, is_short_notice = false
     RETURNING ${SIGNUP}`,
    [uuid(), shift.id, volunteerId, status, shift.startsAt, shift.endsAt, now],
  );
  return rows[0] as SignupRow;
}

async function countJoined(db: Db, shiftId: string, change: number): Promise<number> {
  const { rows } = await db.query<{ joined: number }>(
    '/* volunteers.countJoined */ UPDATE shift SET joined = joined + $2 WHERE id = $1 RETURNING joined',
    [shiftId, change],
  );
  return rows[0]?.joined ?? 0;
}

/** Gives a place up, or one in the wait-list; who waits longest gets it. */
export const leave = (pool: pg.Pool, leaving: Leaving): Promise<Left> => inTransaction(pool, (client) => leaveShift(client, leaving));

interface Leaving {
  shiftId: string;
  volunteerId: string;
  now: Date;
}

async function leaveShift(client: pg.PoolClient, { shiftId, volunteerId, now }: Leaving): Promise<Left> {
  const shift = await lockShift(client, shiftId);
  if (!shift) return refusals.shiftNotFound;
  const mine = await lockSignup(client, shiftId, volunteerId);
  if (!mine) return refusals.notJoined;
  const hadPlace = mine.status === 'JOINED';
  if (hadPlace && shift.startsAt <= now) return refusals.begun;
  const isShortNotice = hadPlace && shift.startsAt.getTime() - now.getTime() < NOTICE_MS;
  const signup = await removeSignup(client, { signupId: mine.id, isShortNotice, now });
  if (!signup) return refusals.begun; // checked in early
  const joined = hadPlace ? await countJoined(client, shiftId, -1) : shift.joined;
  const promoted = await promote(client, { ...shift, joined }, now);
  const captains = isShortNotice && promoted.length === 0 ? await tellCaptain(client, shift, { volunteerId, now }) : [];
  const told = [...promoted, ...captains];
  return { signup, shift: { ...shift, joined: joined + promoted.length }, promoted, told };
}

/** Ends somebody's locked place, and what they have asked others about it. Undefined: they have checked in. */
export async function removeSignup(
  db: Db,
  { signupId, isShortNotice, now }: { signupId: string; isShortNotice: boolean; now: Date },
): Promise<SignupRow | undefined> {
  const { rows } = await db.query<SignupRow>(
    `/* volunteers.leave */ UPDATE shift_signup u SET status = 'LEFT', left_at = $2, is_short_notice = $3 WHERE u.id = $1
       AND NOT EXISTS (SELECT FROM attendance a WHERE a.signup_id = u.id) RETURNING ${SIGNUP}`,
    [signupId, now, isShortNotice],
  );
  const left = rows[0];
  if (left)
    await db.query(
      `/* volunteers.withdrawSwaps */ UPDATE shift_swap SET status = 'WITHDRAWN', answered_at = $3
       WHERE status = 'ASKED' AND ((shift_id = $1 AND asker_id = $2) OR (other_shift_id = $1 AND other_id = $2))`,
      [left.shiftId, left.volunteerId, now],
    );
  return left;
}

/** Tells the captain of a gap that somebody else has left late. Returns the people told. */
async function tellCaptain(db: Db, shift: ShiftRow, { volunteerId, now }: { volunteerId: string; now: Date }): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    '/* volunteers.readCaptain */ SELECT captain_id AS id FROM team WHERE id = $1 AND captain_id <> $2',
    [shift.teamId, volunteerId],
  );
  const captains = rows.map(({ id }) => id);
  await tellOfShift(db, captains, { kind: 'SHIFT_LEFT_LATE', shift, occasion: `${volunteerId}:${now.toISOString()}` }, now);
  return captains;
}

/** Gives up every place of somebody's in shifts to come, in the caller's transaction. Returns in which, and who was told. */
export async function leaveAll(
  client: pg.PoolClient,
  { volunteerId, now }: { volunteerId: string; now: Date },
): Promise<{ shiftIds: string[]; told: string[] }> {
  // In one order, so that two who leave wait for each other.
  const { rows } = await client.query<{ shiftId: string }>(
    `/* volunteers.readPlacesToCome */ SELECT shift_id AS "shiftId" FROM shift_signup WHERE volunteer_id = $1 AND status <> 'LEFT' AND starts_at > $2
     ORDER BY shift_id`,
    [volunteerId, now],
  );
  const told: string[] = [];
  for (const { shiftId } of rows) {
    const left = await leaveShift(client, { shiftId, volunteerId, now });
    if (!isRefusal(left)) told.push(...left.told);
  }
  return { shiftIds: rows.map(({ shiftId }) => shiftId), told };
}

/** Fills the free places of a locked shift from its wait-list, first come first. Returns the volunteers moved up. */
async function promote(db: Db, shift: ShiftRow, now: Date): Promise<string[]> {
  const { id, capacity, joined, startsAt } = shift;
  if (joined >= capacity || startsAt <= now) return [];
  const { rows } = await db.query<{ volunteerId: string }>(
    `/* volunteers.promote */ UPDATE shift_signup SET status = 'JOINED', promoted_at = $3 WHERE id IN (
       SELECT id FROM shift_signup WHERE shift_id = $1 AND status = 'WAITING' ORDER BY position LIMIT $2) RETURNING volunteer_id AS "volunteerId"`,
    [id, capacity - joined, now],
  );
  if (rows.length > 0) await countJoined(db, id, rows.length);
  const promoted = rows.map(({ volunteerId }) => volunteerId);
  await tellOfShift(db, promoted, { kind: 'SHIFT_PROMOTED', shift, occasion: now.toISOString() }, now);
  return promoted;
}

type Changed =
  | { shift: ShiftRow; promoted: string[] }
  | Refusal<'NotFoundError' | 'ShiftNotOpenError' | 'ConflictError' | 'ShiftCapacityError'>;

/** Changes what a shift says and how many it takes; who waits moves up. Its time stays: people have planned for it. */
export function change(
  pool: pg.Pool,
  {
    shiftId,
    expectedVersion,
    title,
    description,
    capacity,
    now,
  }: { shiftId: string; expectedVersion: number; title: string; description: string; capacity: number; now: Date },
): Promise<Changed> {
  return inTransaction(pool, async (client): Promise<Changed> => {
    const shift = await lockShift(client, shiftId);
    if (!shift) return refusals.shiftNotFound;
    if (shift.cancelledAt) return refusals.cancelled;
    if (shift.version !== expectedVersion) return refusals.shiftChanged;
    if (capacity < shift.joined) return refusals.capacity(shift.joined);
    const { rows } = await client.query<ShiftRow>(
      `/* volunteers.changeShift */ UPDATE shift s SET title = $2, description = $3, capacity = $4, version = version + 1 WHERE s.id = $1 RETURNING ${SHIFT}`,
      [shiftId, title, description, capacity],
    );
    const changed = rows[0] as ShiftRow;
    const promoted = await promote(client, changed, now);
    return { shift: { ...changed, joined: changed.joined + promoted.length }, promoted };
  });
}

/** `volunteerIds`: who had a place. */
type Cancelled = { shift: ShiftRow; volunteerIds: string[] } | Refusal<'NotFoundError' | 'ShiftNotOpenError'>;

/** Calls a shift off; everybody's place goes. Not once somebody has checked in. */
export function cancelShift(pool: pg.Pool, request: { shiftId: string; reason: string; now: Date }): Promise<Cancelled> {
  return inTransaction(pool, (client) => cancelLocked(client, request));
}

/** The same within a transaction. */
export async function cancelLocked(
  client: Db,
  { shiftId, reason, now }: { shiftId: string; reason: string; now: Date },
): Promise<Cancelled> {
  const shift = await lockShift(client, shiftId);
  if (!shift) return refusals.shiftNotFound;
  if (shift.cancelledAt) return refusals.cancelled;
  await client.query(`/* volunteers.lockSignups */ SELECT FROM shift_signup WHERE shift_id = $1 AND status <> 'LEFT' FOR NO KEY UPDATE`, [
    shiftId,
  ]);
  const { rowCount } = await client.query(
    '/* volunteers.findAttendance */ SELECT FROM attendance a JOIN shift_signup u ON u.id = a.signup_id WHERE u.shift_id = $1 LIMIT 1',
    [shiftId],
  );
  if (rowCount || shift.endsAt <= now) return refusals.hasCheckedIn;
  const left = await client.query<{ volunteerId: string }>(
    `/* volunteers.emptyShift */ UPDATE shift_signup SET status = 'LEFT', left_at = $2 WHERE shift_id = $1 AND status <> 'LEFT' RETURNING volunteer_id AS "volunteerId"`,
    [shiftId, now],
  );
  const { rows } = await client.query<ShiftRow>(
    `/* volunteers.cancelShift */ UPDATE shift s SET cancelled_at = $2, cancel_reason = $3, joined = 0, version = version + 1 WHERE s.id = $1 RETURNING ${SHIFT}`,
    [shiftId, now, reason],
  );
  const volunteerIds = left.rows.map(({ volunteerId }) => volunteerId);
  await tellOfShift(client, volunteerIds, { kind: 'SHIFT_CANCELLED', shift, reason }, now);
  return { shift: rows[0] as ShiftRow, volunteerIds };
}
