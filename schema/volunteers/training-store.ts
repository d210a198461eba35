// Trainings at a time and a place: nobody beyond the last place, and a certificate for everyone who attended.
import type pg from 'pg';
import { v5 as uuidOf } from 'uuid';
import type { Refusal } from '../frame/refusals.ts';
import { inTransaction } from '../transaction.ts';
import { refusals } from './refusals.ts';
import type { CourseRow } from './store.ts';
import { insertCertificate } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface SessionRow {
  id: string;
  courseId: string;
  place: string;
  startsAt: Date;
  endsAt: Date;
  capacity: number;
  joined: number;
  cancelledAt: Date | null;
}

const SESSION = `s.id, s.course_id AS "courseId", s.place, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.capacity, s.joined, s.cancelled_at AS "cancelledAt"`;

export async function readSessions(db: Db, ids: readonly string[]): Promise<SessionRow[]> {
  const { rows } = await db.query<SessionRow>(
    `/* training.readSessions */ SELECT ${SESSION} FROM training_session s WHERE s.id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

/** Sessions that end after a moment, earliest first: at most a hundred. */
export async function listSessions(db: Db, from: Date): Promise<SessionRow[]> {
  const { rows } = await db.query<SessionRow>(
    `/* training.listSessions */ SELECT ${SESSION} FROM training_session s WHERE s.starts_at > $1::timestamptz - interval '16 hours' AND s.ends_at > $1
     ORDER BY s.starts_at, s.id LIMIT 100`,
    [from],
  );
  return rows;
}

export interface EnrolmentRow {
  sessionId: string;
  volunteerId: string;
  wasThere: boolean | null;
}

/** Who has a place in each session, in the order they came. */
export async function readEnrolments(db: Db, sessionIds: readonly string[]): Promise<EnrolmentRow[]> {
  const { rows } = await db.query<EnrolmentRow>(
    `/* training.readEnrolments */ SELECT session_id AS "sessionId", volunteer_id AS "volunteerId", was_there AS "wasThere" FROM training_signup
     WHERE session_id = ANY($1::uuid[]) ORDER BY signed_up_at, volunteer_id`,
    [sessionIds],
  );
  return rows;
}

/** Adds a course. Undefined: the name is taken. Twice with the same id is as good as once. */
export async function insertCourse(db: Db, { id, name, description, validMonths }: CourseRow): Promise<CourseRow | undefined> {
  const { rowCount } = await db.query(
    `/* training.insertCourse */ WITH made AS (
       INSERT INTO training_course (id, name, description, valid_months) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id
     ) SELECT FROM made UNION ALL SELECT FROM training_course WHERE id = $1`,
    [id, name, description, validMonths],
  );
  return rowCount ? { id, name, description, validMonths } : undefined;
}

/** Makes a session. Twice with the same id is as good as once. */
export async function insertSession(db: Db, session: Omit<SessionRow, 'joined' | 'cancelledAt'>): Promise<SessionRow> {
  const { id, courseId, place, startsAt, endsAt, capacity } = session;
  await db.query(
    `/* training.insertSession */ INSERT INTO training_session (id, course_id, place, starts_at, ends_at, capacity) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO NOTHING`,
    [id, courseId, place, startsAt, endsAt, capacity],
  );
  return (await readSessions(db, [id]))[0] as SessionRow;
}

/** Cancels a session before it begins. Undefined: it has begun, or was cancelled. */
export async function cancelSession(db: Db, id: string, now: Date): Promise<SessionRow | undefined> {
  const { rows } = await db.query<SessionRow>(
    `/* training.cancelSession */ UPDATE training_session s SET cancelled_at = $2 WHERE s.id = $1 AND s.cancelled_at IS NULL AND s.starts_at > $2 RETURNING ${SESSION}`,
    [id, now],
  );
  return rows[0];
}

interface Changed {
  session: SessionRow;
}

async function lockSession(db: Db, id: string): Promise<SessionRow> {
  const { rows } = await db.query<SessionRow>(
    `/* training.lockSession */ SELECT ${SESSION} FROM training_session s WHERE s.id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  return rows[0] as SessionRow;
}

async function countJoined(db: Db, id: string, change: number): Promise<Changed> {
  const { rows } = await db.query<SessionRow>(
    `/* training.countJoined */ UPDATE training_session s SET joined = joined + $2 WHERE s.id = $1 RETURNING ${SESSION}`,
    [id, change],
  );
  return { session: rows[0] as SessionRow };
}

/** Takes a place in an existing session. Anyone who has one keeps it. */
export function enrol(pool: pg.Pool, { sessionId, volunteerId, now }: { sessionId: string; volunteerId: string; now: Date }) {
  return inTransaction<Changed | Refusal<'TrainingNotOpenError' | 'TrainingFullError'>>(pool, async (client) => {
    const session = await lockSession(client, sessionId);
    const mine = (await readEnrolments(client, [sessionId])).some((other) => other.volunteerId === volunteerId);
    if (mine) return { session };
    if (session.cancelledAt || session.startsAt <= now) return refusals.sessionBegun;
    if (session.joined >= session.capacity) return refusals.sessionFull;
    await client.query('/* training.enrol */ INSERT INTO training_signup (session_id, volunteer_id, signed_up_at) VALUES ($1, $2, $3)', [
      ...[sessionId, volunteerId, now],
    ]);
    return countJoined(client, sessionId, 1);
  });
}

/** Gives a place up. */
export function withdraw(pool: pg.Pool, { sessionId, volunteerId, now }: { sessionId: string; volunteerId: string; now: Date }) {
  return inTransaction<Changed | Refusal<'TrainingNotOpenError' | 'NotFoundError'>>(pool, async (client) => {
    const session = await lockSession(client, sessionId);
    if (session.cancelledAt || session.startsAt <= now) return refusals.sessionBegun;
    const { rowCount } = await client.query(
      '/* training.withdraw */ DELETE FROM training_signup WHERE session_id = $1 AND volunteer_id = $2',
      [...[sessionId, volunteerId]],
    );
    return rowCount ? countJoined(client, sessionId, -1) : refusals.notEnrolled;
  });
}

/** Certificates of a session are its own: marked twice, somebody has one; marked absent after all, none. */
const certificateId = (sessionId: string, volunteerId: string) => uuidOf(volunteerId, sessionId);

export interface Mark {
  sessionId: string;
  volunteerId: string;
  wasThere: boolean;
  now: Date;
  staffId: string;
  /** Until when the certificate is good, from the session's end. */
  expiryOf(endsAt: Date): Date | null;
}

/** Records attendance of a session that has begun: anyone who attended gets the certificate. */
export function markPresence(pool: pg.Pool, { sessionId, volunteerId, wasThere, now, staffId, expiryOf }: Mark) {
  return inTransaction<Changed | Refusal<'TrainingNotOpenError' | 'NotFoundError'>>(pool, async (client) => {
    const session = await lockSession(client, sessionId);
    if (session.cancelledAt || session.startsAt > now) return refusals.sessionNotBegun;
    const { rowCount } = await client.query(
      '/* training.mark */ UPDATE training_signup SET was_there = $3 WHERE session_id = $1 AND volunteer_id = $2',
      [sessionId, volunteerId, wasThere],
    );
    if (!rowCount) return refusals.notEnrolled;
    const id = certificateId(sessionId, volunteerId);
    await client.query('/* training.takeCertificate */ DELETE FROM training_certificate WHERE id = $1', [id]);
    const { courseId, endsAt } = session;
    if (wasThere) await insertCertificate(client, { id, courseId, volunteerId, issuedAt: endsAt, expiresAt: expiryOf(endsAt), staffId });
    return { session };
  });
}
