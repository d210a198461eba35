// What volunteers are told about their shifts and papers, by whoever changes them and by the clock.
import type pg from 'pg';
import { tell } from '../../../commons/notices/store.ts';
import type { NoticeKind } from '../../../modules.ts';
import type { ShiftRow } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface ShiftNews {
  kind: NoticeKind;
  shift: Pick<ShiftRow, 'id' | 'title' | 'startsAt'>;
  /** Told once for each; blank where it happens once. */
  occasion?: string;
  reason?: string;
}

/** Tells volunteers something about a shift. */
export function tellOfShift(
  db: Db,
  volunteerIds: readonly string[],
  { kind, shift, occasion = '', reason = '' }: ShiftNews,
  now: Date,
): Promise<void> {
  const detail = { title: shift.title, at: shift.startsAt.toISOString(), reason };
  return tell(db, volunteerIds, { kind, subjectId: shift.id, occasion, detail }, now);
}

/** How long before its beginning a shift is brought to mind: a day, while leaving still does no harm, and the last hour. */
const REMINDERS = { day: 24 * 3_600_000, hour: 3_600_000 } as const;
/** How long before a paper lapses its owner is told. */
const LAPSES_WITHIN_MS = 30 * 86_400_000;

/** Tells everybody what is due by now, once, in one order, so that two servers wait for each other. Returns the people told. */
export async function remind(db: Db, now: Date): Promise<string[]> {
  const told = new Set<string>();
  for (const [occasion, ahead] of Object.entries(REMINDERS)) {
    // Who has signed up later than that has it in mind.
    const { rows } = await db.query<ShiftNews['shift'] & { volunteerIds: string[] }>(
      `/* shiftNews.readDue */ SELECT s.id, s.title, s.starts_at AS "startsAt", array_agg(u.volunteer_id)::text[] AS "volunteerIds"
       FROM shift_signup u JOIN shift s ON s.id = u.shift_id
       WHERE s.starts_at > $1 AND s.starts_at <= $2 AND u.status = 'JOINED' AND u.signed_up_at < s.starts_at - $3 * interval '1 millisecond'
         AND NOT EXISTS (SELECT FROM notice n JOIN resident r ON r.user_id = n.user_id
           WHERE r.id = u.volunteer_id AND n.kind = 'SHIFT_REMINDER' AND n.subject_id = s.id AND n.occasion = $4)
       GROUP BY s.id ORDER BY s.id`,
      [now, new Date(now.getTime() + ahead), ahead, occasion],
    );
    for (const { volunteerIds, ...shift } of rows) {
      await tellOfShift(db, volunteerIds, { kind: 'SHIFT_REMINDER', shift, occasion }, now);
      for (const id of volunteerIds) told.add(id);
    }
  }
  for (const id of await warnOfLapses(db, now)) told.add(id);
  return [...told];
}

/** Insurance and training that end soon, where nothing later is there. */
const LAPSING = {
  INSURANCE_LAPSES: `SELECT i.id, i.volunteer_id, i.insurer AS title, i.ends_at FROM insurance i WHERE i.ends_at > $1 AND i.ends_at <= $2
     AND NOT EXISTS (SELECT FROM insurance o WHERE o.volunteer_id = i.volunteer_id AND o.ends_at > i.ends_at)`,
  TRAINING_LAPSES: `SELECT k.id, k.volunteer_id, c.name AS title, k.expires_at AS ends_at FROM training_certificate k JOIN training_course c ON c.id = k.course_id
     WHERE k.expires_at > $1 AND k.expires_at <= $2 AND NOT EXISTS (SELECT FROM training_certificate o
       WHERE o.volunteer_id = k.volunteer_id AND o.course_id = k.course_id AND (o.expires_at IS NULL OR o.expires_at > k.expires_at))`,
} as const satisfies Partial<Record<NoticeKind, string>>;

async function warnOfLapses(db: Db, now: Date): Promise<string[]> {
  const told: string[] = [];
  for (const [kind, lapsing] of Object.entries(LAPSING) as [keyof typeof LAPSING, string][]) {
    const { rows } = await db.query<{ id: string; volunteerId: string; title: string; endsAt: Date }>(
      `/* shiftNews.readLapsing */ SELECT l.id, l.volunteer_id AS "volunteerId", l.title, l.ends_at AS "endsAt" FROM (${lapsing}) l
       JOIN volunteer v ON v.resident_id = l.volunteer_id AND v.status = 'ACTIVE'
       WHERE NOT EXISTS (SELECT FROM notice n WHERE n.kind = $3 AND n.subject_id = l.id) ORDER BY l.id`,
      [now, new Date(now.getTime() + LAPSES_WITHIN_MS), kind],
    );
    for (const { id, volunteerId, title, endsAt } of rows) {
      await tell(db, [volunteerId], { kind, subjectId: id, detail: { title, at: endsAt.toISOString() } }, now);
      told.push(volunteerId);
    }
  }
  return told;
}
