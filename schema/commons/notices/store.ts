// All SQL of notices: what one person is told, once for each occasion, in the transaction of what it tells of.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { NoticeKind } from '../../modules.ts';
import type { NoticeDetail } from './words.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface NoticeRow {
  id: string;
  kind: NoticeKind;
  subjectId: string;
  detail: NoticeDetail;
  at: Date;
  seenAt: Date | null;
}

const NOTICE = 'n.id, n.kind, n.subject_id AS "subjectId", n.detail, n.at, n.seen_at AS "seenAt"';

/** Something to tell. */
export interface News {
  kind: NoticeKind;
  /** Id of what it is about. */
  subjectId: string;
  /** Told once for each; blank where it happens once. */
  occasion?: string;
  detail: NoticeDetail;
}

/** Notifies residents. Anyone already notified of the same occasion, or without an account any more, is skipped. Touch `noticeTopics` after the commit. */
export async function tell(
  db: Db,
  residentIds: readonly string[],
  { kind, subjectId, occasion = '', detail }: News,
  at: Date,
): Promise<void> {
  if (residentIds.length === 0) return;
  await db.query(
    `/* notices.tell */ INSERT INTO notice (id, user_id, kind, subject_id, occasion, detail, at)
     SELECT told.id, r.user_id, $3, $4, $5, $6, $7 FROM unnest($1::uuid[], $2::uuid[]) AS told (id, resident_id)
     JOIN resident r ON r.id = told.resident_id WHERE r.user_id IS NOT NULL ORDER BY r.user_id ON CONFLICT DO NOTHING`,
    [residentIds.map(() => uuid()), residentIds, kind, subjectId, occasion, JSON.stringify(detail), at],
  );
}

/** Notifies staff, as `tell` does residents. Staff who have never signed in are skipped. */
export async function tellStaff(
  db: Db,
  staffIds: readonly string[],
  { kind, subjectId, occasion = '', detail }: News,
  at: Date,
): Promise<void> {
  await db.query(
    `/* notices.tellStaff */ INSERT INTO notice (id, user_id, kind, subject_id, occasion, detail, at)
     SELECT told.id, p.user_id, $3, $4, $5, $6, $7 FROM unnest($1::uuid[], $2::uuid[]) AS told (id, staff_id)
     JOIN staff_profile p ON p.id = told.staff_id WHERE p.user_id IS NOT NULL ORDER BY p.user_id ON CONFLICT DO NOTHING`,
    [staffIds.map(() => uuid()), staffIds, kind, subjectId, occasion, JSON.stringify(detail), at],
  );
}

/** Beyond this it only matters that there is much. */
const MOST_UNREAD = 99;

export interface NoticeFeed {
  unreadCount: number;
  notices: NoticeRow[];
}

/** What somebody was told, newest first. */
export async function readNotices(db: Db, userId: string, limit: number): Promise<NoticeFeed> {
  const { rows: notices } = await db.query<NoticeRow>(
    `/* notices.read */ SELECT ${NOTICE} FROM notice n WHERE n.user_id = $1 ORDER BY n.at DESC, n.id DESC LIMIT $2`,
    [userId, limit],
  );
  const { rows: counts } = await db.query<{ n: number }>(
    `/* notices.countUnread */ SELECT count(*)::int AS n FROM (SELECT FROM notice WHERE user_id = $1 AND seen_at IS NULL LIMIT ${MOST_UNREAD}) unread`,
    [userId],
  );
  return { notices, unreadCount: counts[0]?.n ?? 0 };
}

/** Remembers that somebody has seen some of what they were told. */
export async function markSeen(db: Db, userId: string, ids: readonly string[], now: Date): Promise<void> {
  await db.query('/* notices.markSeen */ UPDATE notice SET seen_at = $3 WHERE user_id = $1 AND id = ANY($2::uuid[]) AND seen_at IS NULL', [
    userId,
    ids,
    now,
  ]);
}

/** A browser to wake for a notice. */
export interface NoticePush extends Pick<NoticeRow, 'id' | 'kind' | 'subjectId' | 'detail'> {
  subscriptionId: string;
  language: 'zh' | 'en';
}

/** Takes the oldest notices that no browser was woken for; what is older than an hour is old news and wakes nobody. They are taken for good when the transaction commits. */
export async function takeUnpushed(db: Db, limit: number, now: Date): Promise<{ taken: number; pushes: NoticePush[] }> {
  const { rows } = await db.query<{ id: string }>(
    `/* notices.takeUnpushed */ UPDATE notice SET pushed_at = $2 WHERE id IN (
       SELECT id FROM notice WHERE pushed_at IS NULL ORDER BY at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING id`,
    [limit, now],
  );
  if (rows.length === 0) return { taken: 0, pushes: [] };
  const { rows: pushes } = await db.query<NoticePush>(
    `/* notices.readPushes */ SELECT n.id, n.kind, n.subject_id AS "subjectId", n.detail, p.id AS "subscriptionId", p.language
     FROM notice n JOIN push_subscription p ON p.user_id = n.user_id
     WHERE n.id = ANY($1::uuid[]) AND n.seen_at IS NULL AND n.at > $2::timestamptz - interval '1 hour' ORDER BY n.at`,
    [rows.map(({ id }) => id), now],
  );
  return { taken: rows.length, pushes };
}

/** Forgets what somebody was told: it belonged to what they are no more. */
export async function forgetNotices(db: Db, userId: string): Promise<void> {
  await db.query('/* notices.forget */ DELETE FROM notice WHERE user_id = $1', [userId]);
}
