// What people and partners see of tickets: types and queries.
import { ActorKind, Priority, TicketEventKind, TicketSource, TicketStatus } from '../../prisma/client/enums.ts';
import { staffOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { reachOf } from '../access/rules.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { problem } from '../errors/problems.ts';
import { wordsIn } from '../errors/words.ts';
import { Category, checkedPoint, GeoPointInput, Grid, StaffRoleEnum } from '../grids/graph.ts';
import type { Category as CategoryRow, Grid as GridRow } from '../grids/store.ts';
import { maskName, maskPhone } from '../people/masks.ts';
import { decodeIdOf, encodeId } from '../relay/global-id.ts';
import { connectionOf, decodeCursor, encodeCursor, Node, nodeId, pageOf, pageSize, registerNode, visibleNode } from '../relay/graph.ts';
import { type ClockKind, type SlaState, slaOf } from './clocks.ts';
import { ACTS, type ActKind, isAllowed, LIFE_CYCLE } from './life-cycle.ts';
import { lastEvents, ticketLoader } from './loaders.ts';
import { type SuggestionReason, suggest } from './routing.ts';
import type { TicketEventRow, TicketRow } from './store.ts';
import * as store from './store.ts';
import { subjectOf } from './visibility.ts';

/** An enum of the graph with a description a value. */
function enumOf<Value extends string>(name: string, description: string, values: Record<Value, string>) {
  return builder.enumType(name, {
    description,
    values: Object.fromEntries(Object.entries<string>(values).map(([value, text]) => [value, { description: text }])) as {
      [Name in Value]: { description: string };
    },
  });
}

export const PriorityEnum = enumOf<Priority>('TicketPriority', '优先级，P1 最急 / Priority, P1 most urgent', {
  [Priority.P1]: '警情：立即出动 / Alarm: at once',
  [Priority.P2]: '紧急：当班处理 / Urgent: this shift',
  [Priority.P3]: '一般：一天内 / Normal: within a day',
  [Priority.P4]: '较缓：三天内 / Low: within three days',
});

const TicketStatusEnum = enumOf<TicketStatus>('TicketStatus', '事件的状态 / Where a ticket stands', {
  [TicketStatus.SUBMITTED]: '已上报 / Reported',
  [TicketStatus.TRIAGED]: '已分流 / Triaged',
  [TicketStatus.DISPATCHED]: '已派单 / Dispatched',
  [TicketStatus.ACCEPTED]: '已接单 / Accepted',
  [TicketStatus.EN_ROUTE]: '赶赴中 / On the way',
  [TicketStatus.ON_SCENE]: '已到场 / On scene',
  [TicketStatus.IN_MEDIATION]: '调解中 / In mediation',
  [TicketStatus.RESOLVED]: '已处置，待确认 / Resolved, to be confirmed',
  [TicketStatus.CLOSED]: '已办结 / Closed',
  [TicketStatus.REJECTED]: '不予受理 / Rejected',
  [TicketStatus.MERGED]: '已并案 / Merged into another',
  [TicketStatus.CANCELLED]: '已撤回 / Withdrawn',
});

const TicketSourceEnum = enumOf<TicketSource>('TicketSource', '来源 / Where a ticket comes from', {
  [TicketSource.RESIDENT]: '居民上报 / A resident’s report',
  [TicketSource.ALARM]: '一键报警 / One-tap alarm',
  [TicketSource.PATROL]: '巡查发现 / Found on patrol',
  [TicketSource.PARTNER]: '合作应用 / A partner program',
  [TicketSource.IMPORT]: '历史导入 / Imported',
});

const TicketEventKindEnum = enumOf<TicketEventKind>('TicketEventKind', '事件经过的种类 / What happened to a ticket', {
  [TicketEventKind.REPORTED]: '已上报 / Reported',
  [TicketEventKind.TRIAGED]: '已分流 / Triaged',
  [TicketEventKind.REJECTED]: '不予受理 / Rejected',
  [TicketEventKind.APPEALED]: '上报人申诉 / The reporter appealed',
  [TicketEventKind.MERGED]: '并入另一事件 / Merged into another',
  [TicketEventKind.ABSORBED]: '并入了另一事件 / Another was merged into it',
  [TicketEventKind.DISPATCHED]: '已派单 / Dispatched',
  [TicketEventKind.ACCEPTED]: '已接单 / Accepted',
  [TicketEventKind.DECLINED]: '退回派单 / Declined',
  [TicketEventKind.DEPARTED]: '已出发 / Departed',
  [TicketEventKind.ARRIVED]: '已到场 / Arrived',
  [TicketEventKind.RESOLVED]: '已处置 / Resolved',
  [TicketEventKind.MEDIATION_OPENED]: '转入调解 / Referred to mediation',
  [TicketEventKind.CONFIRMED]: '上报人已确认 / The reporter confirmed',
  [TicketEventKind.CLOSED]: '七天无异议，自动办结 / Closed after seven silent days',
  [TicketEventKind.REOPENED]: '重新办理 / Reopened',
  [TicketEventKind.TRANSFERRED]: '已转办 / Transferred',
  [TicketEventKind.ESCALATED]: '已升级 / Escalated',
  [TicketEventKind.WITHDRAWN]: '上报人撤回 / The reporter withdrew it',
  [TicketEventKind.NOTED]: '补充说明 / A note was added',
  [TicketEventKind.ASKED]: '请上报人补充，计时暂停 / The reporter was asked, the clocks stand still',
  [TicketEventKind.URGED]: '催办 / Urged',
  [TicketEventKind.FOLLOWED]: '又有居民遇到 / Another neighbour has the same trouble',
  [TicketEventKind.CLOCK_WARNED]: '时限将到 / A deadline comes near',
  [TicketEventKind.CLOCK_BREACHED]: '已超时 / A deadline has passed',
});

const SlaStateEnum = enumOf<SlaState>('SlaState', '时限状态 / How a ticket stands with its nearest deadline', {
  NONE: '不计时 / No clock runs',
  ON_TIME: '正常 / On time',
  HALF_USED: '已过半 / Half of the time is used',
  DUE_SOON: '将到时 / Four fifths are used',
  BREACHED: '已超时 / Past the deadline',
  PAUSED: '等待上报人，暂停 / Waits for the reporter',
});

/** The words of each act, for programs; the mutation `ticketAccept` does `accept`. */
const ACT_WORDS: Record<ActKind, string> = {
  triage: '分流 / Triage',
  reject: '不予受理 / Reject',
  appeal: '申诉 / Appeal',
  merge: '并案 / Merge',
  dispatch: '派单 / Dispatch',
  accept: '接单 / Accept',
  decline: '退回 / Decline',
  depart: '出发 / Depart',
  arrive: '到场 / Arrive',
  resolve: '处置完成 / Resolve',
  mediate: '转调解 / Refer to mediation',
  endMediation: '调解结束 / End the mediation',
  confirm: '确认并评价 / Confirm and rate',
  close: '自动办结 / Close by time',
  reopen: '重新办理 / Reopen',
  transfer: '转办 / Transfer',
  escalate: '升级 / Escalate',
  withdraw: '撤回 / Withdraw',
  note: '补充 / Add a note',
  ask: '请上报人补充 / Ask the reporter',
  urge: '催办 / Urge',
};

/** SCREAMING_SNAKE_CASE of an act's name. */
export const actName = (kind: ActKind) => kind.replace(/[A-Z]/g, '_$&').toUpperCase();

export const TicketActEnum = builder.enumType('TicketAct', {
  description: '对事件能做的事 / What can be done with a ticket',
  values: Object.fromEntries(ACTS.map((kind) => [actName(kind), { description: ACT_WORDS[kind] }])) as {
    [Name in string]: { description: string };
  },
});

const Reporter = builder.objectRef<NonNullable<TicketRow['reporter']>>('TicketReporter').implement({
  description: '上报人，只给经办的人 / Who reported it, for those who handle it',
  fields: (t) => ({
    name: t.exposeString('name', { description: '姓名 / Name' }),
    phone: t.exposeString('phone', { nullable: true, description: '电话 / Phone' }),
  }),
});

const TicketAssignee = builder.objectRef<NonNullable<TicketRow['assignee']>>('TicketAssignee').implement({
  description: '经办人 / Who handles it',
  fields: (t) => ({
    id: t.id({ description: '工作人员编号 / Id of the member of staff', resolve: ({ id }) => encodeId('Staff', id) }),
    title: t.exposeString('title', { description: '称呼，如 王警官 / How neighbours address them' }),
    role: t.field({ type: StaffRoleEnum, description: '角色 / Role', resolve: ({ role }) => role as never }),
  }),
});

const TicketLocation = builder.objectRef<{ longitude: number; latitude: number }>('TicketLocation').implement({
  description: '位置，WGS 84；合作应用看到的精确到约 100 米 / The place, WGS 84; to about 100 m for partners',
  fields: (t) => ({
    longitude: t.exposeFloat('longitude', { description: '经度 / Longitude in degrees' }),
    latitude: t.exposeFloat('latitude', { description: '纬度 / Latitude in degrees' }),
  }),
});

const SUGGESTION_REASONS: Record<SuggestionReason, string> = {
  SERVES_GRID: '正在这个网格值守 / On duty in this grid',
  NEAREST: '值守中，离得近 / On duty, near',
  ESTATE: '物业 / Property management',
};

const AssigneeSuggestion = builder.objectRef<ReturnType<typeof suggest>[number]>('AssigneeSuggestion').implement({
  description: '建议派给谁、为什么 / Whom to send, and why',
  fields: (t) => ({
    assignee: t.field({ type: TicketAssignee, description: '人选 / Whom', resolve: ({ candidate }) => candidate }),
    reason: t.field({
      type: enumOf<SuggestionReason>('AssigneeSuggestionReason', '建议的理由 / Why somebody is suggested', SUGGESTION_REASONS),
      description: '理由 / Why',
      resolve: ({ reason }) => reason,
    }),
    metres: t.exposeInt('metres', { nullable: true, description: '到其网格中心的距离，米 / Metres from the middle of their grid' }),
    openCount: t.int({ description: '手上未结的事件 / Their open tickets', resolve: ({ candidate }) => candidate.openCount }),
  }),
});

export const Ticket = builder.objectRef<TicketRow>('Ticket');
export const TicketEvent = builder.objectRef<TicketEventRow & { ticket?: TicketRow }>('TicketEvent');

Ticket.implement({
  description: '事件：从上报到反馈的一件事 / A report on its way to the answer',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Ticket')),
    number: t.exposeString('number', { description: '受理编号，如 GD-20261123-0042 / Receipt number' }),
    status: t.field({ type: TicketStatusEnum, description: '状态 / Status', resolve: ({ status }) => status }),
    priority: t.field({ type: PriorityEnum, description: '优先级 / Priority', resolve: ({ priority }) => priority }),
    category: t.field({
      type: Category,
      description: '类别 / Category',
      resolve: ({ categoryId: id, category: code, categoryNames: { zh, en } }) => ({ id, code, nameZh: zh, nameEn: en }) as CategoryRow,
    }),
    source: t.field({ type: TicketSourceEnum, description: '来源 / Source', resolve: ({ source }) => source }),
    description: t.string({
      nullable: true,
      description: '上报的内容；只是关注的居民看不到 / What the report says; null for those who only follow it',
      resolve: (ticket, _args, context) => (may(context, 'ticket.readContent', subjectOf(ticket)) ? ticket.description : null),
    }),
    address: t.string({
      nullable: true,
      description: '地址；只是关注的居民看不到 / Address; null for those who only follow it',
      resolve: (ticket, _args, context) => (may(context, 'ticket.readContent', subjectOf(ticket)) ? ticket.address : null),
    }),
    location: t.field({
      type: TicketLocation,
      nullable: true,
      description: '位置 / The place',
      resolve: (ticket, _args, context) => placeFor(ticket, context),
    }),
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '所在网格；空为指挥室直管 / Its grid; null: the dispatcher’s desk',
      resolve: ({ gridPlace }) => gridPlace as GridRow | null,
    }),
    isAnonymous: t.exposeBoolean('isAnonymous', { description: '是否匿名 / Whether reported anonymously' }),
    reporter: t.field({
      type: Reporter,
      nullable: true,
      description: '上报人；匿名或无权查看为空 / Who reported it; null when anonymous or not visible',
      resolve: (ticket, _args, context) => reporterFor(ticket, context),
    }),
    assignee: t.field({
      type: TicketAssignee,
      nullable: true,
      description: '经办人 / Who handles it',
      resolve: ({ assignee }) => assignee,
    }),
    followerCount: t.int({
      description: '上报与关注的居民数 / Residents who reported or joined it',
      resolve: ({ followerIds }) => followerIds.length,
    }),
    result: t.exposeString('result', { nullable: true, description: '处置结果 / What was done' }),
    rating: t.exposeInt('rating', { nullable: true, description: '评价 1–5 / Rating 1–5' }),
    ratingComment: t.exposeString('ratingComment', { nullable: true, description: '评价的话 / Words of the rating' }),
    isFalseAlarm: t.exposeBoolean('isFalseAlarm', { description: '是否误报 / Whether it was a false alarm' }),
    mergedInto: t.field({
      type: Ticket,
      nullable: true,
      description: '并入的事件 / The ticket it was merged into',
      resolve: ({ mergedIntoId }, _args, context) => (mergedIntoId ? ticketLoader(context).load(mergedIntoId) : null),
    }),
    version: t.exposeInt('version', { description: '版本，作 expectedVersion 用 / Version, for expectedVersion' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: '最近的时限 / The nearest deadline' }),
    slaState: t.field({
      type: SlaStateEnum,
      description: '时限状态 / State of the nearest deadline',
      resolve: (ticket, _args, context) => slaNow(ticket, context).state,
    }),
    remainingSeconds: t.int({
      nullable: true,
      description: '距最近时限的秒数，超时为负 / Seconds to the nearest deadline, negative beyond it',
      resolve: (ticket, _args, context) => slaNow(ticket, context).remainingSeconds,
    }),
    clocks: t.field({ type: [TicketClock], description: '在走的时限 / The clocks that run', resolve: (ticket) => [...ticket.clocks] }),
    escalationLevel: t.exposeInt('escalationLevel', { description: '升级到第几级，0 为未升级 / Level of escalation, 0: none' }),
    reopenCount: t.exposeInt('reopenCount', { description: '重新办理的次数 / How often it was reopened' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '上报时间 / When it was reported' }),
    arrivedAt: t.expose('arrivedAt', { type: 'DateTime', nullable: true, description: '到场时间 / When somebody arrived' }),
    resolvedAt: t.expose('resolvedAt', { type: 'DateTime', nullable: true, description: '处置时间 / When it was resolved' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: '办结时间 / When it ended' }),
    viewerCan: t.field({
      type: [TicketActEnum],
      description: '当前的人此刻能做什么 / What the viewer may do now',
      resolve: (ticket, _args, context) => actsOf(ticket, context).map(actName),
    }),
    lastEvents: t.field({
      type: [TicketEvent],
      description: '最近的经过，最新在前 / What happened last, newest first',
      args: { first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / How many, 1–100' }) },
      extensions: { listSize: 3 },
      resolve: async (ticket, { first }, context) => {
        const events = await lastEvents(context, ticket.id, pageSize(first ?? 20, context));
        return events.map((event) => ({ ...event, ticket }));
      },
    }),
    suggestedAssignees: t.field({
      type: [AssigneeSuggestion],
      description: '建议派给谁，最合适的在前，最多 5 个 / Whom to send, best first, at most 5',
      authScopes: (ticket) => ({ may: { action: 'ticket.direct', subject: subjectOf(ticket) } }),
      resolve: async (ticket, _args, context) => (await suggestFor(ticket, context)).slice(0, 5),
    }),
  }),
});

const CLOCK_WORDS: Record<ClockKind, string> = {
  TRIAGE: '分流 / Triage',
  ACCEPT: '接单 / Acceptance',
  ARRIVE: '到场 / Arrival',
  RESOLVE: '处置 / Resolution',
};
const ClockKindEnum = enumOf<ClockKind>('TicketClockKind', '时限的种类 / What a clock waits for', CLOCK_WORDS);

const TicketClock = builder.objectRef<TicketRow['clocks'][number]>('TicketClock').implement({
  description: '一个时限 / One clock of a ticket',
  fields: (t) => ({
    kind: t.field({ type: ClockKindEnum, description: '等什么 / What it waits for', resolve: ({ kind }) => kind }),
    limitSeconds: t.int({ description: '时限，秒 / Its limit in seconds', resolve: ({ limitMs }) => Math.round(limitMs / 1000) }),
    isPaused: t.exposeBoolean('isPaused', { description: '是否暂停 / Whether it stands still' }),
  }),
});

const slaNow = ({ clocks, priority }: TicketRow, { services: { clock } }: Context) => slaOf(clocks, priority, clock.now());

/** What the viewer may do with a ticket now. */
export function actsOf(ticket: TicketRow, context: Context): ActKind[] {
  const subject = subjectOf(ticket);
  const now = context.services.clock.now();
  return ACTS.filter((kind) => {
    const { right } = LIFE_CYCLE[kind];
    return right !== null && isAllowed(kind, ticket, now) && may(context, right, subject);
  });
}

/** Exact for whoever handles or reported it, to 0.001 degrees (some 100 m) for partners. */
function placeFor(ticket: TicketRow, context: Context) {
  const { longitude, latitude } = ticket;
  if (longitude === null || latitude === null || !may(context, 'ticket.readContent', subjectOf(ticket))) return null;
  if (context.viewer?.kind !== 'partner') return { longitude, latitude };
  const round = (degrees: number) => Math.round(degrees * 1000) / 1000;
  return { longitude: round(longitude), latitude: round(latitude) };
}

function reporterFor(ticket: TicketRow, context: Context) {
  const { reporter, isAnonymous } = ticket;
  if (!reporter || !may(context, 'ticket.readReporter', subjectOf(ticket))) return null;
  const { viewer } = context;
  const isSelf = viewer?.kind === 'resident' && viewer.residentId === reporter.id;
  if (isAnonymous && !isSelf) return null;
  // The desk sees that somebody can be called; who handles it sees whom.
  const isWhole = isSelf || (viewer?.kind === 'staff' && viewer.role !== 'COMMANDER');
  return isWhole ? reporter : { ...reporter, name: maskName(reporter.name), phone: reporter.phone && maskPhone(reporter.phone) };
}

/** Whom to send to a ticket. */
export async function suggestFor(
  ticket: Pick<TicketRow, 'gridId' | 'longitude' | 'latitude'>,
  { services: { pool, prisma } }: Pick<Context, 'services'>,
) {
  const [candidates, grids] = await Promise.all([
    store.readCandidates(pool),
    prisma.grid.findMany({ select: { id: true, west: true, east: true, south: true, north: true } }),
  ]);
  const { gridId, longitude, latitude } = ticket;
  const point = longitude !== null && latitude !== null ? { longitude, latitude } : null;
  return suggest(
    candidates,
    { gridId, point },
    grids.map(({ id, west, east, south, north }) => ({
      id,
      middle:
        west === null || east === null || south === null || north === null
          ? null
          : { longitude: (west + east) / 2, latitude: (south + north) / 2 },
    })),
  );
}

const ActorKindEnum = enumOf<ActorKind>('TicketActorKind', '谁做的 / Who acted', {
  [ActorKind.RESIDENT]: '居民 / A resident',
  [ActorKind.STAFF]: '工作人员 / Staff',
  [ActorKind.PARTNER]: '合作应用 / A partner program',
  [ActorKind.SYSTEM]: '系统 / The system',
});

const Actor = builder.objectRef<TicketEventRow>('Actor').implement({
  description: '做这件事的人：居民不具名 / Who acted; residents are not named',
  fields: (t) => ({
    kind: t.field({ type: ActorKindEnum, description: '种类 / Kind', resolve: ({ actorKind }) => actorKind }),
    title: t.string({
      nullable: true,
      description: '称呼，如 王警官 / How they are addressed',
      resolve: ({ actorTitle }) => actorTitle || null,
    }),
  }),
});

/** What of an event's words is for those who may read the report. */
const TEXTS = ['reason', 'text', 'result', 'comment'] as const;

TicketEvent.implement({
  description: '事件的一步经过 / One thing that happened to a ticket',
  fields: (t) => ({
    sequence: t.string({
      description: '全局次序，断线后作 after 用 / Place in the order of all events; send it as `after` to go on',
      resolve: ({ position }) => position,
    }),
    seq: t.exposeInt('seq', { description: '本事件内的序号，从 1 开始不间断 / Number within the ticket, from 1 without a gap' }),
    at: t.expose('at', { type: 'DateTime', description: '时间 / When' }),
    kind: t.field({ type: TicketEventKindEnum, description: '种类 / What happened', resolve: ({ kind }) => kind }),
    fromStatus: t.field({
      type: TicketStatusEnum,
      nullable: true,
      description: '之前的状态 / Status before',
      resolve: ({ fromStatus }) => fromStatus,
    }),
    toStatus: t.field({ type: TicketStatusEnum, description: '之后的状态 / Status after', resolve: ({ toStatus }) => toStatus }),
    actor: t.field({
      type: Actor,
      nullable: true,
      description: '谁做的；系统为空 / Who; null for the system',
      resolve: (event) => (event.actorKind === 'SYSTEM' ? null : event),
    }),
    text: t.string({
      nullable: true,
      description: '说明：理由、结果或补充的话 / Reason, result or note',
      resolve: async (event, _args, context) => {
        const ticket = await ticketOf(event, context);
        if (!may(context, 'ticket.readContent', subjectOf(ticket))) return null;
        const key = TEXTS.find((name) => typeof event.detail[name] === 'string');
        return key ? String(event.detail[key]) : null;
      },
    }),
    ticket: t.field({ type: Ticket, description: '所属事件 / The ticket', resolve: (event, _args, context) => ticketOf(event, context) }),
  }),
});

async function ticketOf(event: TicketEventRow & { ticket?: TicketRow }, context: Context): Promise<TicketRow> {
  return event.ticket ?? ((await ticketLoader(context).load(event.ticketId)) as TicketRow);
}

registerNode('Ticket', (id, context) => ticketLoader(context).load(id), { action: 'ticket.read', subjectOf });

const TicketConnection = connectionOf(Ticket, 'Ticket', { zh: '事件', en: 'tickets' });

const TicketFilterInput = builder.inputType('TicketFilter', {
  description: '只看哪些事件；不填为全部可见 / Which tickets; none: all that are visible',
  fields: (t) => ({
    statuses: t.field({ type: [TicketStatusEnum], description: '状态 / Statuses' }),
    priorities: t.field({ type: [PriorityEnum], description: '优先级 / Priorities' }),
    categories: t.stringList({ description: '类别代码 / Codes of categories' }),
    gridId: t.id({ description: '网格 / Grid' }),
    isMine: t.boolean({ description: '派给我的，或我上报、关注的 / Handed to the viewer, or reported or joined by them' }),
    isOpen: t.boolean({ description: '是否还要处理 / Whether work is left' }),
    isOverdue: t.boolean({ description: '只看超时的 / Past their deadline only' }),
    createdFrom: t.field({ type: 'DateTime', description: '此时起上报 / Reported at or after' }),
    createdUntil: t.field({ type: 'DateTime', description: '此时前上报 / Reported before' }),
  }),
});

const TicketOrderEnum = enumOf<store.TicketOrder>('TicketOrder', '排序 / Order of tickets', {
  CREATED: '最新上报在前 / Newest first',
  DUE: '时限最近在前 / Nearest deadline first',
});

const Nearby = builder.objectRef<store.NearbyRow>('NearbyTicket').implement({
  description: '附近相同的事件，不含个人信息 / A ticket of the same kind nearby, without anything personal',
  fields: (t) => ({
    id: t.id({ description: '事件编号，用于 ticketFollow / Id, for ticketFollow', resolve: ({ id }) => encodeId('Ticket', id) }),
    status: t.field({ type: TicketStatusEnum, description: '状态 / Status', resolve: ({ status }) => status }),
    followerCount: t.exposeInt('followerCount', { description: '已有多少居民遇到 / How many neighbours have it' }),
    metres: t.int({ description: '距离，米 / Distance in metres', resolve: ({ metres }) => Math.round(metres) }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '最早上报 / First reported' }),
  }),
});

/** What is written otherwise is nothing's number or code. */
const NUMBER_FORM = /^GD-\d{8}-\d{4,9}$/;
const CODE_FORM = /^[a-z_]{1,40}$/;
/** Reports of the same kind this near are probably about the same thing. */
const NEARBY_METRES = 120;

builder.queryFields((t) => ({
  tickets: t.field({
    type: TicketConnection,
    description: '看得见的事件 / The tickets the viewer may see',
    authScopes: { may: 'ticket.read' },
    args: {
      filter: t.arg({ type: TicketFilterInput, description: '只看哪些 / Which' }),
      orderBy: t.arg({ type: TicketOrderEnum, defaultValue: 'CREATED', description: '排序 / Order' }),
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100，默认 20 / How many, 1–100, default 20' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start behind this cursor' }),
    },
    resolve: async (_root, args, context) => {
      const first = pageSize(args.first ?? 20, context);
      const order = args.orderBy ?? 'CREATED';
      const rows = await store.readPage(context.services.pool, {
        reach: reachOf(context.viewer, 'ticket.read'),
        filter: filterOf(args.filter ?? {}, context),
        order,
        limit: first + 1,
        after: args.after ? positionOf(args.after, context) : null,
      });
      for (const row of rows) ticketLoader(context).prime(row.id, row);
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
    description: '凭受理编号查事件；没有或无权查看为空 / A ticket by its number; null when absent or not visible',
    args: { number: t.arg.string({ required: true, description: '受理编号 / Receipt number' }) },
    resolve: async (_root, { number }, context) => {
      const written = number.trim().toUpperCase();
      const id = NUMBER_FORM.test(written) ? await store.readTicketId(context.services.pool, written) : null;
      return id ? visibleNode<TicketRow>('Ticket', encodeId('Ticket', id), context) : null;
    },
  }),
  ticketsNearby: t.field({
    type: [Nearby],
    description: '上报前先看：附近同类未结事件，最多 3 个 / Before reporting: open tickets of the kind nearby, at most 3',
    authScopes: { may: 'ticket.report' },
    args: {
      category: t.arg.string({ required: true, description: '类别代码 / Code of the category' }),
      location: t.arg({ type: GeoPointInput, required: true, description: '位置 / The place' }),
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
  if (args.gridId && !gridId) throw problem('BAD_USER_INPUT', wordsIn(context.language).gridNotFound);
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
  const [time, id] = decodeCursor(cursor, 2, context);
  const at = time === '' ? null : new Date(String(time));
  if ((at && Number.isNaN(at.getTime())) || !/^[0-9a-f-]{36}$/.test(String(id))) {
    throw problem('BAD_USER_INPUT', wordsIn(context.language).cursorInvalid);
  }
  return { at, id: String(id) };
}
