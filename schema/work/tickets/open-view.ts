// What everybody may see of tickets: the list and map of what the street works on, and one ticket by a shared link. Nothing
// personal: no words, no address, places to some 100 m, few neighbours not counted.
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { ActorKind, TicketEventKind, TicketStatus } from '../../../prisma/client/enums.ts';
import { Category, Grid } from '../../commons/grids/graph.ts';
import { categoryLoader, gridLoader } from '../../commons/grids/loaders.ts';
import { gridGone } from '../../commons/grids/refusals.ts';
import { hashToken } from '../../commons/people/tokens.ts';
import { builder } from '../../frame/builder.ts';
import { problem } from '../../frame/errors/problems.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { connectionOf, pageByTime, pageSize, timePosition } from '../../frame/relay/graph.ts';
import { speechOf } from '../../frame/speech.ts';
import { ActorKindEnum, TicketEventKindEnum, TicketStatusEnum } from './enums.ts';
import { onTicket, ticketId } from './inputs.ts';
import { IS_PUBLIC } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Counts below this are not told. */
const FEW = 5;
/** How far back the public list goes. */
const SHOWN_FOR = `interval '90 days'`;

interface PublicRow {
  id: string;
  status: TicketStatus;
  categoryId: string;
  gridId: string | null;
  longitude: number | null;
  latitude: number | null;
  followerCount: number;
  createdAt: Date;
  resolvedAt: Date | null;
}

const PublicLocation = builder.objectRef<{ longitude: number; latitude: number }>('PublicLocation').implement({
  description: '大致位置，精确到约 100 米 / Approximate position, accurate to about 100 m',
  fields: (t) => ({
    longitude: t.exposeFloat('longitude', { description: '经度 / Longitude in degrees' }),
    latitude: t.exposeFloat('latitude', { description: '纬度 / Latitude in degrees' }),
  }),
});

const PublicTicket = builder.objectRef<PublicRow>('PublicTicket').implement({
  description: '公开的事件：不含任何个人信息 / A public ticket, without personal data',
  fields: (t) => ({
    id: t.id({
      description: '公开列表中的编号 / ID in the public list',
      resolve: ({ id }) => Buffer.from(`PublicTicket:${id}`).toString('base64url'),
    }),
    status: t.field({ type: TicketStatusEnum, description: '状态 / Status', resolve: ({ status }) => status }),
    category: t.field({
      type: Category,
      description: '类别 / Category',
      resolve: ({ categoryId }, _args, context) => categoryLoader(context).existing(categoryId),
    }),
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '所在网格 / Its grid',
      resolve: ({ gridId }, _args, context) => (gridId ? gridLoader(context).existing(gridId) : null),
    }),
    location: t.field({
      type: PublicLocation,
      nullable: true,
      description: '大致位置 / Approximate position',
      resolve: ({ longitude, latitude }) =>
        longitude === null || latitude === null ? null : { longitude: roughly(longitude), latitude: roughly(latitude) },
    }),
    followerCount: t.int({
      nullable: true,
      description: `多少居民遇到；少于 ${FEW} 人不显示 / Number of residents affected; null below ${FEW}`,
      resolve: ({ followerCount }) => (followerCount < FEW ? null : followerCount),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '上报时间 / When it was reported' }),
    resolvedAt: t.expose('resolvedAt', { type: 'DateTime', nullable: true, description: '处置时间 / When it was resolved' }),
  }),
});

/** 0.001 degrees. */
const roughly = (degrees: number) => Math.round(degrees * 1000) / 1000;

const PublicTicketConnection = connectionOf(PublicTicket, 'PublicTicket', { zh: '公开的事件', en: 'public tickets' });

const COLUMNS = `t.id, t.status, t.category_id AS "categoryId", t.grid_id AS "gridId", t.longitude, t.latitude,
  (SELECT count(*)::int FROM ticket_follower f WHERE f.ticket_id = t.id) AS "followerCount", t.created_at AS "createdAt", t.resolved_at AS "resolvedAt"`;

interface PublicPage {
  gridId: string | null;
  limit: number;
  after: { at: Date; id: string } | null;
}

async function readPublic(db: Db, { gridId, limit, after }: PublicPage): Promise<PublicRow[]> {
  const { rows } = await db.query<PublicRow>(
    `/* tickets.readPublic */ SELECT ${COLUMNS} FROM ticket t
     WHERE ${IS_PUBLIC} AND t.created_at > now() - ${SHOWN_FOR} AND ($1::uuid IS NULL OR t.grid_id = $1)
       AND ($2::timestamptz IS NULL OR (t.created_at, t.id) < ($2, $3::uuid))
     ORDER BY t.created_at DESC, t.id DESC LIMIT $4`,
    [gridId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

builder.queryField('publicTickets', (t) =>
  t.field({
    type: PublicTicketConnection,
    description: '街道正在办的事：近 90 天不敏感的事件，最新在前 / Public tickets of the last 90 days, except sensitive ones, newest first',
    authScopes: { may: 'ticket.readPublic' },
    args: {
      gridId: t.arg.id({ description: '只看一个网格 / Only this grid' }),
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of tickets, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (_root, { gridId: globalId, first, after }, context) => {
      const gridId = globalId ? decodeIdOf('Grid', globalId) : null;
      if (globalId && !gridId) throw problem('BAD_USER_INPUT', gridGone(speechOf(context)));
      const size = pageSize(first ?? 20, context);
      const rows = await readPublic(context.services.pool, { gridId, limit: size + 1, after: after ? timePosition(after, context) : null });
      return pageByTime(rows, { first: size, after, timeOf: ({ createdAt }) => createdAt });
    },
  }),
);

interface SharedStep {
  at: Date;
  kind: TicketEventKind;
  actorKind: ActorKind;
}

interface SharedRow extends PublicRow {
  number: string;
  dueAt: Date | null;
  steps: SharedStep[];
}

const SharedStepType = builder.objectRef<SharedStep>('SharedStep').implement({
  description: '一步经过，只说角色 / An event; only the role of the actor',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: '时间 / Time of the event', resolve: ({ at }) => new Date(at) }),
    kind: t.field({ type: TicketEventKindEnum, description: '种类 / Kind of event', resolve: ({ kind }) => kind }),
    actorKind: t.field({
      type: ActorKindEnum,
      description: '谁：居民、工作人员、系统 / Kind of actor: a resident, staff or the system',
      resolve: ({ actorKind }) => actorKind,
    }),
  }),
});

const SharedTicket = builder.objectRef<SharedRow>('SharedTicket').implement({
  description: '凭分享链接看到的事件：进展，不含任何个人信息 / A ticket opened through a shared link: its progress, without personal data',
  fields: (t) => ({
    number: t.exposeString('number', { description: '受理编号 / Receipt number' }),
    status: t.field({ type: TicketStatusEnum, description: '状态 / Status', resolve: ({ status }) => status }),
    category: t.field({
      type: Category,
      description: '类别 / Category',
      resolve: ({ categoryId }, _args, context) => categoryLoader(context).existing(categoryId),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '上报时间 / When it was reported' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: '最近的时限 / The nearest deadline' }),
    steps: t.expose('steps', { type: [SharedStepType], description: '经过，最新在前 / Events, newest first' }),
  }),
});

/** What is no step of the way: reminders, neighbours who joined. */
const UNSHARED: readonly TicketEventKind[] = ['FOLLOWED', 'CLOCK_WARNED', 'CLOCK_BREACHED', 'NOTED', 'ASKED', 'URGED'];

builder.queryField('sharedTicket', (t) =>
  t.field({
    type: SharedTicket,
    nullable: true,
    description: '凭分享链接查看进展；没有或已收回为空 / A ticket by the secret of its shared link; null: not found or revoked',
    authScopes: { may: 'ticket.readPublic' },
    args: { token: t.arg.string({ required: true, description: '链接里的密文 / Secret of the link' }) },
    resolve: async (_root, { token }, { services: { pool } }) => {
      const { rows } = await pool.query<SharedRow>(
        `/* tickets.readShared */ SELECT ${COLUMNS}, t.number, t.due_at AS "dueAt",
           (SELECT coalesce(json_agg(json_build_object('at', e.at, 'kind', e.kind, 'actorKind', e.actor_kind) ORDER BY e.seq DESC), '[]')
            FROM ticket_event e WHERE e.ticket_id = t.id AND NOT e.kind = ANY($2::ticket_event_kind[])) AS steps
         FROM ticket_share s JOIN ticket t ON t.id = s.ticket_id WHERE s.token_hash = $1`,
        [hashToken(token), UNSHARED],
      );
      return rows[0] ?? null;
    },
  }),
);

mutation('ticketShare', {
  says: '生成分享链接：任何人可看进展，看不到个人信息 / Creates a link with which anyone can see the progress, without personal data',
  may: onTicket('ticket.answer'),
  input: { ticketId },
  done: '分享链接，只显示这一次 / The link, shown only once',
  gives: gives<{ path: string }>((t) => ({ path: t.exposeString('path', { description: '本站路径，如 /t/… / Path on this site' }) })),
  refuses: [],
  async do({ ticketId: ticket }, { services: { pool } }) {
    const token = randomBytes(16).toString('base64url');
    await pool.query('/* tickets.share */ INSERT INTO ticket_share (id, ticket_id, token_hash) VALUES ($1, $2, $3)', [
      uuid(),
      ticket.id,
      hashToken(token),
    ]);
    return { path: `/t/${token}` };
  },
});

mutation('ticketUnshare', {
  says: '收回全部分享链接 / Revokes all shared links',
  may: onTicket('ticket.answer'),
  input: { ticketId },
  names: { input: 'TicketShareInput' },
  done: '分享已收回 / Links revoked',
  gives: gives<{ count: number }>((t) => ({
    count: t.exposeInt('count', { description: '收回了几个链接 / Number of links revoked' }),
  })),
  refuses: [],
  async do({ ticketId: ticket }, { services: { pool } }) {
    const { rowCount } = await pool.query('/* tickets.unshare */ DELETE FROM ticket_share WHERE ticket_id = $1', [ticket.id]);
    return { count: rowCount ?? 0 };
  },
});
