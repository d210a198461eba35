// Photos and voice notes of tickets: who may add one, to what, and who sees it.
import type pg from 'pg';
import type { AttachmentKind } from '../../../prisma/client/enums.ts';
import { may } from '../../frame/access/may.ts';
import type { Viewer } from '../../frame/access/viewer.ts';
import { actorOf } from '../../frame/actor.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { enumOf } from '../../frame/enums.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import type { TicketRow } from './store.ts';
import { readTickets } from './store.ts';
import { subjectOf } from './visibility.ts';

type Db = Pick<pg.ClientBase, 'query'>;

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
