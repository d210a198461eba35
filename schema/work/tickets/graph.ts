// What people and partners see of tickets: the types.

import { look } from '../../commons/audit/look.ts';
import { Category, Grid, StaffRoleEnum } from '../../commons/grids/graph.ts';
import type { Category as CategoryRow, Grid as GridRow } from '../../commons/grids/store.ts';
import { Place, placeOf } from '../../commons/places/graph.ts';
import { buildingLoader } from '../../commons/places/loaders.ts';
import { may } from '../../frame/access/may.ts';
import { builder, SHARED } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { columnsBelow, reads } from '../../frame/look-ahead.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import { Node, nodeId, pageSize, registerNode } from '../../frame/relay/graph.ts';
import { maskName, maskPhone } from '../../ground/masks.ts';
import { Attachment, attachmentsOf } from './attachments.ts';
import { arrivalFor, ExpectedArrivalType, handlerPhoneLoader, isUnderWay } from './awaited.ts';
import { slaOf } from './clocks.ts';
import * as enums from './enums.ts';
import { ACTS, type ActKind, isAllowed, isOpen, LIFE_CYCLE, needsPhoto } from './life-cycle.ts';
import { candidateLoader, lastEvents, openAtBuilding, ticketLoader } from './loaders.ts';
import type { suggest } from './routing.ts';
import type { TicketEventRow, TicketRow } from './store.ts';
import { suggestAmong } from './suggesting.ts';
import { subjectOf } from './visibility.ts';

export const Reporter = builder.objectRef<NonNullable<TicketRow['reporter']>>('TicketReporter').implement({
  description: '上报人，只给经办的人 / The reporter, only for people handling the ticket',
  fields: (t) => ({
    name: t.exposeString('name', { description: '姓名 / Name' }),
    phone: t.exposeString('phone', { nullable: true, description: '电话 / Phone' }),
  }),
});

const TicketAssignee = builder.objectRef<NonNullable<TicketRow['assignee']>>('TicketAssignee').implement({
  description: '经办人 / The person handling the ticket',
  fields: (t) => ({
    id: t.id({ description: '工作人员编号 / ID of the staff member', resolve: ({ id }) => encodeId('Staff', id) }),
    title: t.exposeString('title', { description: '称呼，如 王警官 / Title, as residents address them' }),
    role: t.field({ type: StaffRoleEnum, description: '角色 / Role', resolve: ({ role }) => role as never }),
  }),
});

const TicketLocation = builder.objectRef<{ longitude: number; latitude: number }>('TicketLocation').implement({
  description: '位置，WGS 84；合作应用看到的精确到约 100 米 / Position, WGS 84; accurate to about 100 m for partners',
  fields: (t) => ({
    longitude: t.exposeFloat('longitude', { description: '经度 / Longitude in degrees' }),
    latitude: t.exposeFloat('latitude', { description: '纬度 / Latitude in degrees' }),
  }),
});

const AssigneeSuggestion = builder.objectRef<ReturnType<typeof suggest>[number]>('AssigneeSuggestion').implement({
  description: '建议派给谁、为什么 / A suggested assignee, and the reason',
  fields: (t) => ({
    assignee: t.field({ type: TicketAssignee, description: '人选 / The staff member', resolve: ({ candidate }) => candidate }),
    reason: t.field({
      type: enums.SuggestionReasonEnum,
      description: '理由 / Reason for the suggestion',
      resolve: ({ reason }) => reason,
    }),
    metres: t.exposeInt('metres', { nullable: true, description: '到其网格中心的距离，米 / Metres from the centre of their grid' }),
    openCount: t.int({ description: '手上未结的事件 / Their open tickets', resolve: ({ candidate }) => candidate.openCount }),
    practice: t.int({
      description: '一年内办结的同类事件 / Similar tickets they have resolved within a year',
      resolve: ({ practice }) => practice,
    }),
  }),
});

export const Ticket = builder.objectRef<TicketRow>('Ticket');
export const TicketEvent = builder.objectRef<TicketEventRow & { ticket?: TicketRow }>('TicketEvent');

Ticket.implement({
  description: '事件：从上报到反馈的一件事 / A ticket: a report and its handling',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ ...nodeId('Ticket'), extensions: { ...SHARED, ...reads<TicketRow>('id') } }),
    number: t.exposeString('number', { description: '受理编号，如 GD-20261123-0042 / Receipt number' }),
    status: t.expose('status', { type: enums.TicketStatusEnum, description: '状态 / Status' }),
    priority: t.expose('priority', { type: enums.PriorityEnum, description: '优先级 / Priority' }),
    category: t.field({
      extensions: reads<TicketRow>('categoryId', 'category', 'categoryNames'),
      type: Category,
      description: '类别 / Category',
      resolve: ({ categoryId: id, category: code, categoryNames: { zh, en } }) => ({ id, code, nameZh: zh, nameEn: en }) as CategoryRow,
    }),
    source: t.expose('source', { type: enums.TicketSourceEnum, description: '来源 / Source' }),
    description: t.string({
      extensions: reads<TicketRow>('description'),
      nullable: true,
      description: '上报的内容；只是关注的居民看不到 / Text of the report; null for people who only follow it',
      resolve: (ticket, _args, context) => (may(context, 'ticket.readContent', subjectOf(ticket)) ? ticket.description : null),
    }),
    address: t.string({
      extensions: reads<TicketRow>('address'),
      nullable: true,
      description: '地址；只是关注的居民和合作应用看不到 / Address; null for people who only follow it, and for partners',
      resolve: (ticket, _args, context) => (may(context, 'ticket.readAddress', subjectOf(ticket)) ? ticket.address : null),
    }),
    location: t.field({
      extensions: reads<TicketRow>('longitude', 'latitude'),
      type: TicketLocation,
      nullable: true,
      description: '位置 / Position',
      resolve: (ticket, _args, context) => placeFor(ticket, context),
    }),
    grid: t.field({
      extensions: reads<TicketRow>('gridPlace'),
      type: Grid,
      nullable: true,
      description: '所在网格；空为指挥室直管 / Its grid; null: handled by the dispatch desk',
      resolve: ({ gridPlace }) => gridPlace as GridRow | null,
    }),
    place: t.field({
      extensions: reads<TicketRow>('buildingId', 'entranceId', 'buildingMetres', 'address'),
      type: Place,
      nullable: true,
      description:
        '在哪里，一句话；只是关注的居民和合作应用只看到网格 / Where it is, in words; only the grid for people who only follow it, and for partners',
      resolve: (ticket, _args, context) => addressFor(ticket, context),
    }),
    openNearby: t.field({
      extensions: { listSize: 5, ...reads<TicketRow>('buildingId') },
      type: [Ticket],
      description:
        '同一栋楼其他未结的事件，看得到地址的才列，最急在前，最多 5 件 / Other open tickets at the same building whose address the viewer may see, the most urgent first, at most 5',
      resolve: (ticket, _args, context) =>
        ticket.buildingId && may(context, 'ticket.readAddress', subjectOf(ticket))
          ? openAtBuilding(ticket.id, ticket.buildingId, context)
          : [],
    }),
    isAnonymous: t.exposeBoolean('isAnonymous', { description: '是否匿名 / Whether it was reported anonymously' }),
    reporter: t.field({
      extensions: reads<TicketRow>('reporter', 'isAnonymous', 'priority', 'status'),
      type: Reporter,
      nullable: true,
      description: '上报人；匿名或无权查看为空 / The reporter; null when anonymous or not visible',
      resolve: (ticket, _args, context) => reporterFor(ticket, context),
    }),
    assignee: t.expose('assignee', { type: TicketAssignee, nullable: true, description: '经办人 / The person handling it' }),
    followerCount: t.int({
      extensions: reads<TicketRow>('followerIds'),
      description: '上报与关注的居民数 / Number of residents who reported or follow it',
      resolve: ({ followerIds }) => followerIds.length,
    }),
    result: t.exposeString('result', { nullable: true, description: '处置结果 / Result' }),
    rating: t.exposeInt('rating', { nullable: true, description: '评价 1–5 / Rating 1–5' }),
    ratingComment: t.string({
      extensions: reads<TicketRow>('ratingComment'),
      nullable: true,
      description: '评价的话；只是关注的居民看不到 / Comment on the rating; null for people who only follow it',
      resolve: (ticket, _args, context) => (may(context, 'ticket.readContent', subjectOf(ticket)) ? ticket.ratingComment : null),
    }),
    isFalseAlarm: t.exposeBoolean('isFalseAlarm', { description: '是否误报 / Whether it was a false alarm' }),
    mergedInto: t.field({
      extensions: reads<TicketRow>('mergedIntoId'),
      type: Ticket,
      nullable: true,
      description: '并入的事件；无权查看为空 / The ticket it was merged into; null when not visible',
      resolve: async ({ mergedIntoId }, _args, context) => {
        const into = mergedIntoId ? await ticketLoader(context).load(mergedIntoId) : null;
        return into && may(context, 'ticket.read', subjectOf(into)) ? into : null;
      },
    }),
    attachments: t.field({
      extensions: reads<TicketRow>(),
      type: [Attachment],
      description: '看得见的照片与语音，按先后 / Photos and voice notes the viewer may see, in order of upload',
      resolve: (ticket, _args, context) => attachmentsOf(ticket, context),
    }),
    needsPhoto: t.boolean({
      extensions: reads<TicketRow>('category'),
      description: '处置时是否要附照片 / Whether a photo of the result is required',
      resolve: ({ category }) => needsPhoto(category),
    }),
    version: t.exposeInt('version', { description: '版本，作 expectedVersion 用 / Version, to send as expectedVersion' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: '最近的时限 / The nearest deadline' }),
    slaState: t.field({
      extensions: reads<TicketRow>('clocks', 'priority'),
      type: enums.SlaStateEnum,
      description: '时限状态 / State of the nearest deadline',
      resolve: (ticket, _args, context) => slaNow(ticket, context).state,
    }),
    remainingSeconds: t.int({
      extensions: reads<TicketRow>('clocks', 'priority'),
      nullable: true,
      description: '距最近时限的秒数，超时为负 / Seconds to the nearest deadline, negative when overdue',
      resolve: (ticket, _args, context) => slaNow(ticket, context).remainingSeconds,
    }),
    limitSeconds: t.int({
      extensions: reads<TicketRow>('clocks', 'priority'),
      nullable: true,
      description: '最近时限的总长，秒 / Length of the nearest deadline in seconds',
      resolve: (ticket, _args, context) => slaNow(ticket, context).limitSeconds,
    }),
    clocks: t.field({
      extensions: reads<TicketRow>('clocks'),
      type: [TicketClock],
      description: '在走的时限 / Clocks that are running',
      resolve: (ticket) => [...ticket.clocks],
    }),
    escalationLevel: t.exposeInt('escalationLevel', { description: '升级到第几级，0 为未升级 / Escalation level; 0: not escalated' }),
    reopenCount: t.exposeInt('reopenCount', { description: '重新办理的次数 / Number of times it was reopened' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '上报时间 / When it was reported' }),
    arrivedAt: t.expose('arrivedAt', { type: 'DateTime', nullable: true, description: '到场时间 / When someone arrived on scene' }),
    acceptedAt: t.expose('acceptedAt', { type: 'DateTime', nullable: true, description: '接单时间 / When it was accepted' }),
    expectedArrival: t.field({
      extensions: reads<TicketRow>('status', 'priority', 'acceptedAt'),
      type: ExpectedArrivalType,
      nullable: true,
      description:
        '紧急事件接单后，大约多久到；没接单、已到、以往太少时为空 / How long until somebody arrives at an urgent ticket; null: not accepted, there already, or too few came before',
      resolve: (ticket, _args, context) => arrivalFor(ticket, context),
    }),
    handlerPhone: t.string({
      extensions: reads<TicketRow>('assignee', 'priority', 'status', 'acceptedAt'),
      nullable: true,
      description:
        '紧急时给接单的民警打电话的号码，只给上报人，办结前 / Phone of whoever has accepted an urgent ticket, for its reporter, while it is open',
      resolve: ({ assignee, ...ticket }, _args, context) =>
        assignee && isUnderWay(ticket) && may(context, 'ticket.callHandler', subjectOf(ticket))
          ? handlerPhoneLoader(context).load(assignee.id)
          : null,
    }),
    resolvedAt: t.expose('resolvedAt', { type: 'DateTime', nullable: true, description: '处置时间 / When it was resolved' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: '办结时间 / When it was closed' }),
    viewerCan: t.field({
      extensions: reads<TicketRow>('status', 'appealedAt', 'endedAt', 'escalationLevel', 'waitingSince', 'urgedAt'),
      type: [enums.TicketActEnum],
      description: '当前的人此刻能做什么 / What the viewer may do now',
      resolve: (ticket, _args, context) => actsOf(ticket, context).map(enums.actName),
    }),
    viewerMayReveal: t.boolean({
      extensions: reads<TicketRow>('isAnonymous'),
      description: '当前的人可否查看匿名上报的人 / Whether the viewer may reveal an anonymous reporter',
      resolve: (ticket, _args, context) =>
        ticket.isAnonymous && ticket.reporterId !== null && may(context, 'ticket.revealReporter', subjectOf(ticket)),
    }),
    falseAlarmCount: t.int({
      extensions: reads<TicketRow>('falseAlarmCount'),
      nullable: true,
      description:
        '一键报警的人此前 90 天误报的次数，给经办的人；再多也照样到场 / Number of false alarms by the same person in the 90 days before; for people handling the alarm, who must respond regardless',
      resolve: (ticket, _args, context) => (may(context, 'ticket.ask', subjectOf(ticket)) ? ticket.falseAlarmCount : null),
    }),
    viewerMayCall: t.boolean({
      extensions: reads<TicketRow>('reporter'),
      description: '当前的人可否经中转号码联系上报人 / Whether the viewer may call the reporter through the relay',
      resolve: (ticket, _args, context) =>
        context.services.relay !== null && Boolean(ticket.reporter?.phone) && may(context, 'ticket.call', subjectOf(ticket)),
    }),
    viewerMayShare: t.boolean({
      extensions: reads<TicketRow>(),
      description: '当前的人可否分享 / Whether the viewer may share it',
      resolve: (ticket, _args, context) => may(context, 'ticket.answer', subjectOf(ticket)),
    }),
    lastEvents: t.field({
      type: [TicketEvent],
      description: '最近的经过，最新在前 / Latest events, newest first',
      args: { first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of events, 1–100' }) },
      extensions: { listSize: 3, ...reads<TicketRow>() },
      resolve: async (ticket, { first }, context, info) => {
        const events = await lastEvents(context, ticket.id, pageSize(first ?? 20, context), columnsBelow(info, 'TicketEvent'));
        return events.map((event) => ({ ...event, ticket }));
      },
    }),
    suggestedAssignees: t.field({
      extensions: reads<TicketRow>('category', 'longitude', 'latitude'),
      type: [AssigneeSuggestion],
      description:
        '建议派给谁：最合适的 5 人在前，物业在后 / Suggested assignees: the best 5 people first, then property managers, at most 5',
      authScopes: (ticket) => ({ may: { action: 'ticket.direct', subject: subjectOf(ticket) } }),
      resolve: async (ticket, _args, context) => {
        const all = await suggestAmong(await candidateLoader(context).load(ticket.category), ticket, context);
        const isEstate = ({ reason }: { reason: string }) => reason === 'ESTATE';
        return [...all.filter((one) => !isEstate(one)).slice(0, 5), ...all.filter(isEstate).slice(0, 5)];
      },
    }),
  }),
});

const TicketClock = builder.objectRef<TicketRow['clocks'][number]>('TicketClock').implement({
  description: '一个时限 / A clock of a ticket',
  fields: (t) => ({
    kind: t.field({
      type: enums.ClockKindEnum,
      description: '等什么 / The step it is waiting for',
      resolve: ({ kind }) => kind as enums.TicketClockKind,
    }),
    limitSeconds: t.int({ description: '时限，秒 / Time limit in seconds', resolve: ({ limitMs }) => Math.round(limitMs / 1000) }),
    isPaused: t.exposeBoolean('isPaused', { description: '是否暂停 / Whether it is paused' }),
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

/** The address for whoever handles or reported it; for others the grid. */
async function addressFor(ticket: TicketRow, context: Context) {
  const { gridId, buildingId, entranceId, buildingMetres: metres, address: words } = ticket;
  if (!may(context, 'ticket.readAddress', subjectOf(ticket)))
    return placeOf({ building: null, entrance: null, metres: null, words: '', gridId });
  const building = buildingId ? await buildingLoader(context).load(buildingId) : null;
  const entrance = building?.entrances.find(({ id }) => id === entranceId) ?? null;
  return placeOf({ building, entrance, metres, words, gridId });
}

/** Exact for whoever handles or reported it, to 0.001 degrees (some 100 m) for partners. */
function placeFor(ticket: TicketRow, context: Context) {
  const { longitude, latitude } = ticket;
  if (longitude === null || latitude === null || !may(context, 'ticket.readContent', subjectOf(ticket))) return null;
  if (may(context, 'ticket.readAddress', subjectOf(ticket))) return { longitude, latitude };
  const round = (degrees: number) => Math.round(degrees * 1000) / 1000;
  return { longitude: round(longitude), latitude: round(latitude) };
}

/** The reporter, whole for whoever needs to reach them, on record; masked for the others. */
async function reporterFor(ticket: TicketRow, context: Context) {
  const { reporter, isAnonymous, priority, status } = ticket;
  const subject = subjectOf(ticket);
  if (!reporter || !may(context, 'ticket.readReporter', subject)) return null;
  const { viewer } = context;
  const isSelf = viewer?.kind === 'resident' && viewer.residentId === reporter.id;
  if (isAnonymous && !isSelf) return null;
  if (!may(context, 'ticket.readReporterFull', { ...subject, isUrgent: priority === 'P1' && isOpen(status) }))
    return { ...reporter, name: maskName(reporter.name), phone: reporter.phone && maskPhone(reporter.phone) };
  await look(context, 'resident.readFull', reporter.id);
  return reporter;
}

const Actor = builder.objectRef<TicketEventRow>('Actor').implement({
  description: '做这件事的人：居民不具名 / The actor; residents are not named',
  fields: (t) => ({
    kind: t.field({ type: enums.ActorKindEnum, description: '种类 / Kind', resolve: ({ actorKind }) => actorKind }),
    title: t.string({
      nullable: true,
      description: '称呼，如 王警官 / Title, as residents address them',
      resolve: ({ actorTitle }) => actorTitle || null,
    }),
  }),
});

/** What of an event's words is for those who may read the report. */
const TEXTS = ['reason', 'text', 'result', 'comment', 'staffTitle'] as const;

TicketEvent.implement({
  description: '事件的一步经过 / An event of a ticket',
  fields: (t) => ({
    sequence: t.exposeString('position', {
      description: '全局次序，断线后作 after 用 / Position in the order of all events; send it as `after` to continue',
    }),
    seq: t.exposeInt('seq', { description: '本事件内的序号，从 1 开始不间断 / Number within the ticket, from 1 without gaps' }),
    at: t.expose('at', { type: 'DateTime', description: '时间 / Time of the event' }),
    kind: t.expose('kind', { type: enums.TicketEventKindEnum, description: '种类 / Kind of event' }),
    fromStatus: t.expose('fromStatus', {
      type: enums.TicketStatusEnum,
      nullable: true,
      description: '之前的状态 / Status before the event',
    }),
    toStatus: t.expose('toStatus', { type: enums.TicketStatusEnum, description: '之后的状态 / Status after the event' }),
    actor: t.field({
      extensions: reads<TicketEventRow>('actorKind', 'actorTitle'),
      type: Actor,
      nullable: true,
      description: '谁做的；系统为空 / The actor; null for the system',
      resolve: (event) => (event.actorKind === 'SYSTEM' ? null : event),
    }),
    text: t.string({
      extensions: reads<TicketEventRow>('detail'),
      nullable: true,
      description: '说明：理由、结果、补充的话，或呼叫了谁 / Reason, result, note, or who was called',
      resolve: async (event, _args, context) => {
        const ticket = await ticketOf(event, context);
        if (!may(context, 'ticket.readContent', subjectOf(ticket))) return null;
        const key = TEXTS.find((name) => typeof event.detail[name] === 'string');
        return key ? String(event.detail[key]) : null;
      },
    }),
    ticket: t.field({
      extensions: reads<TicketEventRow>(),
      type: Ticket,
      description: '所属事件 / The ticket',
      resolve: (event, _args, context) => ticketOf(event, context),
    }),
  }),
});

async function ticketOf(event: TicketEventRow & { ticket?: TicketRow }, context: Context): Promise<TicketRow> {
  return event.ticket ?? ((await ticketLoader(context).load(event.ticketId)) as TicketRow);
}

registerNode('Ticket', (id, context) => ticketLoader(context).load(id), { action: 'ticket.read', subjectOf });
