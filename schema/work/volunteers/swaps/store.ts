// All reads and writes of swap requests, and who could take a place.
import type pg from 'pg';
import type { SwapStatus } from '../../../../prisma/client/enums.ts';
import type { ShiftRow } from '../shifts/store.ts';

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

export const SWAP = `w.id, w.shift_id AS "shiftId", w.asker_id AS "askerId", w.other_shift_id AS "otherShiftId", w.other_id AS "otherId", w.status, w.asked_at AS "askedAt"`;

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

/** Takes a question back. Undefined: it is not theirs, or was answered. */
export async function withdrawSwap(db: Db, { id, askerId, now }: { id: string; askerId: string; now: Date }): Promise<SwapRow | undefined> {
  const { rows } = await db.query<SwapRow>(
    `/* swaps.withdraw */ UPDATE shift_swap w SET status = 'WITHDRAWN', answered_at = coalesce(w.answered_at, $3)
     WHERE w.id = $1 AND w.asker_id = $2 AND w.status IN ('ASKED', 'WITHDRAWN') RETURNING ${SWAP}`,
    [id, askerId, now],
  );
  return rows[0];
}

export async function lockSwap(db: Db, id: string): Promise<SwapRow | undefined> {
  const { rows } = await db.query<SwapRow>(`/* swaps.lock */ SELECT ${SWAP} FROM shift_swap w WHERE w.id = $1 FOR UPDATE`, [id]);
  return rows[0];
}

export async function closeSwap(db: Db, { id, status, now }: { id: string; status: SwapStatus; now: Date }): Promise<void> {
  await db.query('/* swaps.close */ UPDATE shift_swap SET status = $2, answered_at = $3 WHERE id = $1', [id, status, now]);
}
