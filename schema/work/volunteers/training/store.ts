// All reads and writes of courses, their sessions, who has a place in them and who has passed.
import type pg from 'pg';

type Db = Pick<pg.ClientBase, 'query'>;

export interface CourseRow {
  id: string;
  name: string;
  description: string;
  validMonths: number | null;
}

const COURSE = 'id, name, description, valid_months AS "validMonths"';

export async function listCourses(db: Db): Promise<CourseRow[]> {
  const { rows } = await db.query<CourseRow>(`/* volunteers.listCourses */ SELECT ${COURSE} FROM training_course ORDER BY created_at, id`);
  return rows;
}

export async function readCourses(db: Db, ids: readonly string[]): Promise<CourseRow[]> {
  const { rows } = await db.query<CourseRow>(
    `/* volunteers.readCourses */ SELECT ${COURSE} FROM training_course WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

export interface CertificateRow {
  id: string;
  courseId: string;
  volunteerId: string;
  issuedAt: Date;
  expiresAt: Date | null;
}

const CERTIFICATE = `id, course_id AS "courseId", volunteer_id AS "volunteerId", issued_at AS "issuedAt", expires_at AS "expiresAt"`;

/** Certificates of volunteers, the latest first. */
export async function readCertificates(db: Db, volunteerIds: readonly string[]): Promise<CertificateRow[]> {
  const { rows } = await db.query<CertificateRow>(
    `/* volunteers.readCertificates */ SELECT ${CERTIFICATE} FROM training_certificate WHERE volunteer_id = ANY($1::uuid[]) ORDER BY issued_at DESC, id`,
    [volunteerIds],
  );
  return rows;
}

export async function insertCertificate(db: Db, certificate: CertificateRow & { staffId: string }): Promise<void> {
  const { id, courseId, volunteerId, issuedAt, expiresAt, staffId } = certificate;
  await db.query(
    `/* volunteers.insertCertificate */ INSERT INTO training_certificate (id, course_id, volunteer_id, issued_at, expires_at, issued_by_id)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
    [id, courseId, volunteerId, issuedAt, expiresAt, staffId],
  );
}

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

export const SESSION = `s.id, s.course_id AS "courseId", s.place, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.capacity, s.joined, s.cancelled_at AS "cancelledAt"`;

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
