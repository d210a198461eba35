// Asking for tickets: lists with filters and order, one by its number, those nearby.

import { checkedPoint, GeoPointInput } from '../../commons/grids/graph.ts';
import { gridGone } from '../../commons/grids/refusals.ts';
import { staffOf } from '../../frame/access/callers.ts';
import { reachOf } from '../../frame/access/rules.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { enumOf } from '../../frame/enums.ts';
import { problem } from '../../frame/errors/problems.ts';
import { columnsBelow } from '../../frame/look-ahead.ts';
import { decodeIdOf, encodeId } from '../../frame/relay/global-id.ts';
import { connectionOf, decodeCursor, encodeCursor, pageOf, pageSize, visibleNode } from '../../frame/relay/graph.ts';
import { speechOf } from '../../frame/speech.ts';
import { PriorityEnum, TicketStatusEnum } from './enums.ts';
import { Ticket } from './graph.ts';
import type { TicketRow } from './store.ts';
import * as store from './store.ts';

const TicketConnection = connectionOf(Ticket, 'Ticket', { zh: '事件', en: 'tickets' });

const TicketFilterInput = builder.inputType('TicketFilter', {
  description: '只看哪些事件；不填为全部可见 / Filter for tickets; omitted: all visible tickets',
  fields: (t) => ({
    statuses: t.field({ type: [TicketStatusEnum], description: '状态 / Statuses' }),
    priorities: t.field({ type: [PriorityEnum], description: '优先级 / Priorities' }),
    categories: t.stringList({ description: '类别代码 / Codes of categories' }),
    gridId: t.id({ description: '网格 / Grid' }),
    isMine: t.boolean({ description: '派给我的，或我上报、关注的 / Assigned to the viewer, or reported or followed by them' }),
    isOpen: t.boolean({ description: '是否还要处理 / Only tickets that are open, or only those that are not' }),
    isOverdue: t.boolean({ description: '只看超时的 / Only overdue tickets' }),
    createdFrom: t.field({ type: 'DateTime', description: '此时起上报 / Reported at or after' }),
    createdUntil: t.field({ type: 'DateTime', description: '此时前上报 / Reported before' }),
  }),
});

const TicketOrderEnum = enumOf<store.TicketOrder>('TicketOrder', '排序 / Order of tickets', {
  CREATED: '最新上报在前 / Newest first',
  DUE: '时限最近在前 / Nearest deadline first',
});

const Nearby = builder.objectRef<store.NearbyRow>('NearbyTicket').implement({
  description: '附近相同的事件，不含个人信息 / A similar ticket nearby, without personal data',
  fields: (t) => ({
    id: t.id({ description: '事件编号，用于 ticketFollow / ID, for ticketFollow', resolve: ({ id }) => encodeId('Ticket', id) }),
    status: t.field({ type: TicketStatusEnum, description: '状态 / Status', resolve: ({ status }) => status }),
    followerCount: t.int({
      nullable: true,
      description: '已有多少居民遇到；少于 5 人为空 / Number of residents affected; null below 5',
      resolve: ({ followerCount }) => (followerCount < FEW ? null : followerCount),
    }),
    metres: t.int({
      description: '大约多远，米 / Approximate distance in metres',
      resolve: ({ metres }) => Math.round(metres / 10) * 10,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '最早上报 / First reported' }),
  }),
});

/** What is written otherwise is nothing's number or code. */
const NUMBER_FORM = /^GD-\d{8}-\d{4,9}$/;
const CODE_FORM = /^[a-z_]{1,40}$/;
/** Fewer than so many could lead to a person. */
const FEW = 5;
/** Reports of the same kind this near are probably about the same thing. */
const NEARBY_METRES = 120;

builder.queryFields((t) => ({
  tickets: t.field({
    type: TicketConnection,
    description: '看得见的事件 / Tickets the viewer may see',
    authScopes: { may: 'ticket.read' },
    args: {
      filter: t.arg({ type: TicketFilterInput, description: '只看哪些 / Filter' }),
      orderBy: t.arg({ type: TicketOrderEnum, defaultValue: 'CREATED', description: '排序 / Order' }),
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100，默认 20 / Number of tickets, 1–100, default 20' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (_root, args, context, info) => {
      const first = pageSize(args.first ?? 20, context);
      const order = args.orderBy ?? 'CREATED';
      const rows = await store.readPage(context.services.pool, {
        reach: reachOf(context.viewer, 'ticket.read'),
        filter: filterOf(args.filter ?? {}, context),
        order,
        limit: first + 1,
        after: args.after ? positionOf(args.after, context) : null,
        columns: columnsBelow(info, 'Ticket'),
      });
      const timeOf = (row: TicketRow) => (order === 'CREATED' ? row.createdAt : row.dueAt);
      return pageOf(
        rows.map((node) => ({ cursor: encodeCursor([timeOf(node)?.toISOString() ?? '', node.id]), node })),
        first,
        Boolean(args.after),
      );
    },
  }),
  ticketByNumber: t.field({
    type: Ticket,
    nullable: true,
    description: '凭受理编号查事件；没有或无权查看为空 / A ticket by its number; null: not found or not visible',
    args: { number: t.arg.string({ required: true, description: '受理编号 / Receipt number' }) },
    resolve: async (_root, { number }, context) => {
      const written = number.trim().toUpperCase();
      const id = NUMBER_FORM.test(written) ? await store.readTicketId(context.services.pool, written) : null;
      return id ? visibleNode<TicketRow>('Ticket', encodeId('Ticket', id), context) : null;
    },
  }),
  ticketsNearby: t.field({
    type: [Nearby],
    description: '上报前先看：附近同类未结事件，最多 3 个 / To check before reporting: open tickets of the same category nearby, at most 3',
    authScopes: { may: 'ticket.report' },
    args: {
      category: t.arg.string({ required: true, description: '类别代码 / Code of the category' }),
      location: t.arg({ type: GeoPointInput, required: true, description: '位置 / Position' }),
    },
    resolve: async (_root, { category, location }, context) => {
      const point = checkedPoint(location, context);
      return CODE_FORM.test(category) ? store.readNearby(context.services.pool, { category, point, metres: NEARBY_METRES }) : [];
    },
  }),
}));

type FilterArgs = typeof TicketFilterInput.$inferInput;

function filterOf(args: FilterArgs, context: Context): store.TicketFilter {
  const gridId = args.gridId ? decodeIdOf('Grid', args.gridId) : null;
  if (args.gridId && !gridId) throw problem('BAD_USER_INPUT', gridGone(speechOf(context)));
  return {
    ...(args.statuses ? { statuses: args.statuses } : {}),
    ...(args.priorities ? { priorities: args.priorities } : {}),
    ...(args.categories ? { categories: args.categories.filter((code) => CODE_FORM.test(code)) } : {}),
    ...(gridId ? { gridId } : {}),
    ...(args.isMine ? mine(context) : {}),
    ...(args.isOpen != null ? { isOpen: args.isOpen } : {}),
    ...(args.isOverdue ? { isOverdue: true } : {}),
    ...(args.createdFrom ? { createdFrom: args.createdFrom } : {}),
    ...(args.createdUntil ? { createdUntil: args.createdUntil } : {}),
  };
}

function mine(context: Context): store.TicketFilter {
  return context.viewer?.kind === 'resident' ? { followerId: context.viewer.residentId } : { assigneeId: staffOf(context).staffId };
}

function positionOf(cursor: string, context: Context): store.TicketPosition {
  const [at, id] = decodeCursor(cursor, ['time?', 'uuid'], context);
  return { at, id };
}
