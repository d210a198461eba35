// Files that people have sent: loose until they become part of something. Their bytes are in the house's store of files.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { AttachmentKind } from '../../../prisma/client/enums.ts';
import type { Viewer } from '../../frame/access/viewer.ts';
import { actorOf } from '../../frame/actor.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import { inTransaction, oneAtATime } from '../../frame/transaction.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Files that come with one report, note or result. */
export const MOST_ATTACHMENTS = 5;
/** Sent and not yet part of anything, by one person, at most. */
const MOST_LOOSE = 20;
/** A file that belongs to nothing goes after a day; it is taken into a ticket only well before. */
const LOOSE_FOR = `interval '24 hours'`;
const TAKEN_WITHIN = `interval '20 hours'`;

/** A file as the server has remade and stored it. */
export interface StoredFile {
  kind: AttachmentKind;
  fileName: string;
  mimeType: string;
  byteLength: number;
  width: number | null;
  height: number | null;
}

const uploaderOf = (viewer: Viewer | null) => {
  const { kind, id } = actorOf(viewer);
  if (id === null) throw new Error('nobody has sent it');
  return { kind, id };
};

/** Whether the person may send another file now: before it is read. `rememberUpload` decides. */
export async function mayUpload(db: Db, viewer: Viewer): Promise<boolean> {
  const { id } = uploaderOf(viewer);
  const { rows } = await db.query<{ n: number }>(
    `/* files.countLoose */ SELECT count(*)::int AS n FROM attachment
     WHERE uploader_id = $1 AND ticket_id IS NULL AND created_at > now() - interval '1 hour'`,
    [id],
  );
  return (rows[0]?.n ?? 0) < MOST_LOOSE;
}

/** Remembers a stored file. Returns its public id; null: others sent at the same time have used up what the person may send. */
export async function rememberUpload(pool: pg.Pool, viewer: Viewer, file: StoredFile): Promise<string | null> {
  const { kind, id: uploaderId } = uploaderOf(viewer);
  const id = uuid();
  return inTransaction(pool, async (client) => {
    await oneAtATime(client, `upload ${uploaderId}`);
    if (!(await mayUpload(client, viewer))) return null;
    await client.query(
      `/* files.insert */
       INSERT INTO attachment (id, kind, file_name, mime_type, byte_length, width, height, uploader_kind, uploader_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, file.kind, file.fileName, file.mimeType, file.byteLength, file.width, file.height, kind, uploaderId],
    );
    return encodeId('Attachment', id);
  });
}

/** What may become part of a ticket's event: the viewer's own, sent lately, and part of nothing else. */
const LOOSE = `uploader_id = $2 AND created_at > now() - ${TAKEN_WITHIN} AND (ticket_id IS NULL OR ticket_id = $3)`;

/** Whether all of these may still become part of a ticket, or are part of it already. */
export async function areLoose(db: Db, viewer: Viewer | null, ids: readonly string[], ticketId: string): Promise<boolean> {
  if (ids.length === 0) return true;
  const { rowCount } = await db.query(`/* files.areLoose */ SELECT FROM attachment WHERE id = ANY($1::uuid[]) AND ${LOOSE}`, [
    ids,
    uploaderOf(viewer).id,
    ticketId,
  ]);
  return rowCount === ids.length;
}

/** Makes files part of a ticket's event. @throws when one has just become part of something else: nothing is to be kept then */
export async function attach(db: Db, viewer: Viewer | null, ids: readonly string[], ticketId: string, seq: number): Promise<void> {
  if (ids.length === 0) return;
  const { rowCount } = await db.query(
    `/* files.attach */ UPDATE attachment SET ticket_id = $3, seq = $4 WHERE id = ANY($1::uuid[]) AND ${LOOSE}`,
    [ids, uploaderOf(viewer).id, ticketId, seq],
  );
  if (rowCount !== ids.length) throw new Error('a file was attached twice at the same moment');
}

/** Takes a photo that the viewer has sent for something other than a ticket; its file is from now on whatever the caller makes it. Null: it is not there, or taken. */
export async function takePhoto(db: Db, viewer: Viewer | null, id: string): Promise<string | null> {
  const { rows } = await db.query<{ fileName: string }>(
    `/* files.takePhoto */ DELETE FROM attachment WHERE id = $1 AND uploader_id = $2 AND ticket_id IS NULL AND kind = 'PHOTO'
       AND created_at > now() - ${TAKEN_WITHIN} RETURNING file_name AS "fileName"`,
    [id, uploaderOf(viewer).id],
  );
  return rows[0]?.fileName ?? null;
}

/** Lets go of a photo that was taken so: nobody sees it any more, and the sweep removes it. */
export async function releasePhoto(db: Db, fileName: string): Promise<void> {
  await db.query(
    `/* files.releasePhoto */ INSERT INTO attachment (id, kind, file_name, mime_type, byte_length, uploader_kind, uploader_id, created_at)
     VALUES ($1, 'PHOTO', $2, 'image/webp', 0, 'SYSTEM', '00000000-0000-0000-0000-000000000000', 'epoch')`,
    [uuid(), fileName],
  );
}

/** Files that have belonged to nothing for a day, at most `limit`. */
export async function readStale(db: Db, limit: number): Promise<{ id: string; fileName: string }[]> {
  const { rows } = await db.query<{ id: string; fileName: string }>(
    `/* files.readStale */ SELECT id, file_name AS "fileName" FROM attachment
     WHERE ticket_id IS NULL AND created_at < now() - ${LOOSE_FOR} ORDER BY created_at LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Forgets a file that was removed. */
export async function forgetStale(db: Db, id: string): Promise<void> {
  await db.query('/* files.forget */ DELETE FROM attachment WHERE id = $1 AND ticket_id IS NULL', [id]);
}
