// Photos and voice notes of tickets: who may add one, to what, and who sees it.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { AttachmentKind } from '../../prisma/client/enums.ts';
import { may } from '../access/may.ts';
import type { Viewer } from '../access/viewer.ts';
import { actorOf } from '../actor.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { enumOf } from '../frame/enums.ts';
import { encodeId } from '../relay/global-id.ts';
import { inTransaction, oneAtATime } from '../transaction.ts';
import type { TicketRow } from './store.ts';
import { readTickets } from './store.ts';
import { subjectOf } from './visibility.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Files that come with one report, note or result. */
export const MOST_ATTACHMENTS = 5;
/** Sent and not yet part of anything, by one person, at most. */
const MOST_LOOSE = 20;
/** A file that belongs to nothing goes after a day; it is taken into a ticket only well before. */
const LOOSE_FOR = `interval '24 hours'`;
const TAKEN_WITHIN = `interval '20 hours'`;

interface AttachmentRow {
  id: string;
  ticketId: string;
  kind: AttachmentKind;
  fileName: string;
  width: number | null;
  height: number | null;
  createdAt: Date;
  /** It came with the result. */
  isAfter: boolean;
}

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
    `/* attachments.countLoose */ SELECT count(*)::int AS n FROM attachment
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
      `/* attachments.insert */
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
  const { rowCount } = await db.query(`/* attachments.areLoose */ SELECT FROM attachment WHERE id = ANY($1::uuid[]) AND ${LOOSE}`, [
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
    `/* attachments.attach */ UPDATE attachment SET ticket_id = $3, seq = $4 WHERE id = ANY($1::uuid[]) AND ${LOOSE}`,
    [ids, uploaderOf(viewer).id, ticketId, seq],
  );
  if (rowCount !== ids.length) throw new Error('a file was attached twice at the same moment');
}

const COLUMNS = `a.id, a.ticket_id AS "ticketId", a.kind, a.file_name AS "fileName", a.width, a.height, a.created_at AS "createdAt",
  coalesce(e.kind = 'RESOLVED', false) AS "isAfter"`;
const FROM = 'FROM attachment a LEFT JOIN ticket_event e ON e.ticket_id = a.ticket_id AND e.seq = a.seq';

/** Attachments of a ticket that the viewer may see, in the order they came. */
export async function attachmentsOf(ticket: TicketRow, context: Context): Promise<AttachmentRow[]> {
  const { loaders, services } = context;
  const byTicket = loaders.loader<string, AttachmentRow[]>('attachments', async (ids) => {
    const { rows } = await services.pool.query<AttachmentRow>(
      `/* attachments.read */ SELECT ${COLUMNS} ${FROM} WHERE a.ticket_id = ANY($1::uuid[]) ORDER BY a.seq, a.created_at, a.id`,
      [ids],
    );
    const grouped = Map.groupBy(rows, ({ ticketId }) => ticketId);
    return ids.map((id) => grouped.get(id) ?? []);
  });
  return (await byTicket.load(ticket.id)).filter((attachment) => isVisible(attachment, ticket, context));
}

/** The result is for all who follow it; what was reported, for those who may see its photos. */
function isVisible({ isAfter }: AttachmentRow, ticket: TicketRow, context: Pick<Context, 'viewer'>): boolean {
  return may(context, isAfter ? 'ticket.read' : 'ticket.readPhotos', subjectOf(ticket));
}

/** The type of a file that the viewer may load; null: it is not there for them. Its uploader sees it before it is part of a ticket. */
export async function mayLoad(db: Db, fileName: string, viewer: Viewer | null): Promise<{ mimeType: string } | null> {
  const { rows } = await db.query<AttachmentRow & { mimeType: string; uploaderId: string }>(
    `/* attachments.readFile */ SELECT ${COLUMNS}, a.mime_type AS "mimeType", a.uploader_id AS "uploaderId" ${FROM} WHERE a.file_name = $1`,
    [fileName],
  );
  const [attachment] = rows;
  if (!attachment || !viewer) return null;
  if (attachment.ticketId === null) return attachment.uploaderId === actorOf(viewer).id ? attachment : null;
  const [ticket] = await readTickets(db, [attachment.ticketId]);
  return ticket && isVisible(attachment, ticket, { viewer }) ? attachment : null;
}

/** Takes a photo that the viewer has sent for something other than a ticket; its file is from now on whatever the caller makes it. Null: it is not there, or taken. */
export async function takePhoto(db: Db, viewer: Viewer | null, id: string): Promise<string | null> {
  const { rows } = await db.query<{ fileName: string }>(
    `/* attachments.takePhoto */ DELETE FROM attachment WHERE id = $1 AND uploader_id = $2 AND ticket_id IS NULL AND kind = 'PHOTO'
       AND created_at > now() - ${TAKEN_WITHIN} RETURNING file_name AS "fileName"`,
    [id, uploaderOf(viewer).id],
  );
  return rows[0]?.fileName ?? null;
}

/** Lets go of a photo that was taken so: nobody sees it any more, and the sweep removes it. */
export async function releasePhoto(db: Db, fileName: string): Promise<void> {
  await db.query(
    `/* attachments.releasePhoto */ INSERT INTO attachment (id, kind, file_name, mime_type, byte_length, uploader_kind, uploader_id, created_at)
     VALUES ($1, 'PHOTO', $2, 'image/webp', 0, 'SYSTEM', '00000000-0000-0000-0000-000000000000', 'epoch')`,
    [uuid(), fileName],
  );
}

/** Files that have belonged to nothing for a day, at most `limit`. */
export async function readStale(db: Db, limit: number): Promise<{ id: string; fileName: string }[]> {
  const { rows } = await db.query<{ id: string; fileName: string }>(
    `/* attachments.readStale */ SELECT id, file_name AS "fileName" FROM attachment
     WHERE ticket_id IS NULL AND created_at < now() - ${LOOSE_FOR} ORDER BY created_at LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Forgets a file that was removed. */
export async function forgetStale(db: Db, id: string): Promise<void> {
  await db.query('/* attachments.forget */ DELETE FROM attachment WHERE id = $1 AND ticket_id IS NULL', [id]);
}

const AttachmentKindEnum = enumOf<AttachmentKind>('AttachmentKind', '附件的种类 / Kind of an attachment', {
  PHOTO: '照片 / Photo',
  VOICE: '语音 / Voice note',
});

export const Attachment = builder.objectRef<AttachmentRow>('Attachment').implement({
  description: '照片或语音 / A photo or voice note',
  fields: (t) => ({
    id: t.id({ description: '编号 / ID', resolve: ({ id }) => encodeId('Attachment', id) }),
    kind: t.field({ type: AttachmentKindEnum, description: '种类 / Kind', resolve: ({ kind }) => kind }),
    url: t.string({
      description: '地址，带上同样的登录取用 / Path of the file, for the same viewer',
      resolve: ({ fileName }) => `/uploads/${fileName}`,
    }),
    width: t.exposeInt('width', { nullable: true, description: '宽，像素 / Width in pixels' }),
    height: t.exposeInt('height', { nullable: true, description: '高，像素 / Height in pixels' }),
    isAfter: t.exposeBoolean('isAfter', { description: '是否处置后所拍 / Whether it shows the result' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '何时上传 / Uploaded at' }),
  }),
});
