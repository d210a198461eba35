// Trainings at a time and a place: nobody beyond the last place, and a certificate for everyone who attended.
import type pg from 'pg';
import { v5 as uuidOf } from 'uuid';
import type { Refusal } from '../../../frame/refusals.ts';
import { inTransaction } from '../../../frame/transaction.ts';
import { refusals } from '../refusals.ts';
import { insertCertificate, readEnrolments, SESSION, type SessionRow } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

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
      sessionId,
      volunteerId,
      now,
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
      [sessionId, volunteerId],
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
