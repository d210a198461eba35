// How tickets begin: a report, a one-tap alarm, a neighbour's "me too".
import { residentOf } from '../access/callers.ts';
import { actorOf, SYSTEM } from '../actor.ts';
import type { Context } from '../context.ts';
import { secondsUntilAnother } from '../daily-limit.ts';
import { areLoose, attach, MOST_ATTACHMENTS } from '../files/store.ts';
import { dateTime, flag, group, id, optional, plain, row, scalar, text, type ValuesOf } from '../frame/inputs.ts';
import { mutation } from '../frame/mutation.ts';
import { Invalid, isRefusal, RateLimited, type Refusal, rateLimited } from '../frame/refusals.ts';
import { GeoPointInput } from '../grids/graph.ts';
import { category, type Point, point } from '../grids/inputs.ts';
import { gridGone } from '../grids/refusals.ts';
import { isOnEarth, toCentimetres } from '../grids/rules.ts';
import { findGridAt, type Grid, readCategories, readStation } from '../grids/store.ts';
import { planWalkedBy } from '../patrols/plans.ts';
import { markFound } from '../patrols/plans-store.ts';
import { insertFinding, readPointsById } from '../patrols/store.ts';
import { findingTopics } from '../patrols/topics.ts';
import { type StaffStep, type Step, staffWalkingAt, walkingAt } from '../patrols/walking.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import type { Sla } from './clocks.ts';
import { TICKETS_TOPIC } from './event-tail.ts';
import { suggestFor } from './graph.ts';
import { files, ticketNow } from './inputs.ts';
import { appendEvents, carryOut, follow, openTicket, type Report, saveState } from './journal.ts';
import { isOpen } from './life-cycle.ts';
import { ticketLoader } from './loaders.ts';
import { FindingPlaceMissing, refusals, ticketGone } from './refusals.ts';
import { type Suggestion, whoAnswers } from './routing.ts';
import { lockTickets, readTickets, type TicketRow } from './store.ts';

const MOST_WORDS = 2000;

const globalId = (says: string) => optional(scalar('ID', says));
const FINDING = {
  shiftId: globalId('志愿者：班次编号 / For volunteers: ID of the shift'),
  planId: globalId('民警、网格员：计划编号 / For staff: ID of the plan'),
  pointId: globalId('巡逻点；不填为两点之间 / Point of the route; omitted: between two points'),
  at: optional(dateTime('没有网络时发现的，补传其时间；不填为现在 / When it happened, if it was recorded offline; omitted: now')),
};
type Finding = ValuesOf<typeof FINDING>;
const finding = group(
  'PatrolFindingInput',
  {
    type: '巡逻中发现的：在哪个班次或计划、哪个点；不在巡逻的照常受理 / Found on a patrol: the shift or plan, and the point; from anyone not on patrol it is treated as an ordinary report',
    says: '巡逻中发现的；没有位置时用巡逻点的位置 / Found on a patrol; without a position the point’s is used',
  },
  FINDING,
);

mutation('ticketCreate', {
  says: '上报一件事，位置优先；没有位置用网格；都没有由指挥室处理。带同一个 Idempotency-Key 重复提交得到同一张回执；合作应用必须带 / Reports something. The grid comes from the position, otherwise gridId; otherwise the dispatch desk handles it. Repeating it with the same Idempotency-Key returns the same receipt; partners must send one',
  may: 'ticket.report',
  input: {
    category: category('类别代码，见 categories / Code of a category'),
    description: text(0, MOST_WORDS, '情况 / Description', { isMultiline: true }),
    location: optional(point('位置 / Position')),
    gridId: optional(row<Grid>('Grid', '网格，没有位置时用 / The grid, when there is no position', gridGone)),
    address: text(0, 120, '地址 / Address'),
    attachmentIds: files('已上传的照片、语音，最多 5 个，见 POST /uploads / Files uploaded before through POST /uploads, at most 5'),
    isAnonymous: flag(false, '是否匿名 / Whether to stay anonymous'),
    patrol: optional(finding),
  },
  done: '已受理 / Received',
  gives: ticketNow,
  refuses: [FindingPlaceMissing, RateLimited],
  async do({ category: kind, description, address, location, gridId: grid, attachmentIds, patrol, ...input }, context) {
    const { services, viewer } = context;
    // A program that retries without one would report twice; a browser's page always has one.
    if (viewer?.kind === 'partner' && !context.hasRequestKey) return refusals.keyNeeded;
    if (!(await areLoose(services.pool, viewer, attachmentIds, context.requestUuid))) return refusals.filesUnknown(MOST_ATTACHMENTS);
    if (patrol && !patrol.pointId && !location && !grid) return refusals.placeMissing;
    const onPatrol = patrol ? await patrolOf(patrol, context) : null;
    const given = {
      ...(await placeOf(location ?? (await pointOf(onPatrol, context)), context)),
      ...(grid && !location ? { place: { gridId: grid.id, communityId: grid.communityId } } : {}),
      category: kind,
      priority: kind.defaultPriority,
      source: viewer?.kind === 'staff' ? 'PATROL' : viewer?.kind === 'partner' ? 'PARTNER' : 'RESIDENT',
      description,
      address,
      isAnonymous: viewer?.kind === 'resident' && input.isAnonymous,
    } as const;
    return receive(given, context, { attachmentIds, onPatrol });
  },
});

mutation('ticketAlarm', {
  says: '一键报警：自动派给本网格值守民警。未处置前再按，位置与文字补到同一张单上。不能代替 110 / One-tap alarm, dispatched immediately to the officer on duty. Pressing it again before it is resolved adds the position and text to the same ticket. Does not replace 110',
  may: 'ticket.report',
  // An alarm is never refused for how it is written: what cannot be kept is left out.
  input: {
    location: plain<Point | null | undefined>((t) =>
      t.field({ type: GeoPointInput, description: '位置；没有也照样报警 / Position; an alarm without one is still accepted' }),
    ),
    text: scalar('String', '情况，可不填，最多 2000 字 / Details, may be empty', { otherwise: '' }),
    pressedAt: optional(
      dateTime(
        '何时按下；没有网络、过后才送达时告诉接警的人 / When it was pressed: tells the person responding that the alarm was recorded offline and arrived late',
      ),
    ),
  },
  done: '警情已送达 / Alarm received',
  gives: ticketNow,
  refuses: [Invalid],
  async do({ location, text: said, pressedAt }, context) {
    const { services } = context;
    const words = personText({ min: 0, max: MOST_WORDS, isMultiline: true }).safeParse(said);
    const kind = (await readCategories(services.prisma)).find(({ code }) => code === 'other');
    if (!kind) throw new Error('the category "other" is missing');
    const received = await receive(
      {
        ...(await placeOf(location && isOnEarth(location) ? location : null, context)),
        category: kind,
        priority: 'P1',
        source: 'ALARM',
        description: `${words.success ? words.data : ''}${lateness(pressedAt, services)}`,
        address: '',
        isAnonymous: false,
      },
      context,
    );
    if (isRefusal(received)) throw new Error('an alarm was counted among the reports');
    return received;
  },
});

/** An alarm that takes longer was kept on a phone without a network. */
const LATE_MS = 2 * 60_000;

/** When a late alarm was pressed, for the person responding; empty for others. */
function lateness(pressedAt: Date | null | undefined, { clock, settings: { timeZone } }: Context['services']): string {
  if (!pressedAt || clock.now().getTime() - pressedAt.getTime() < LATE_MS) return '';
  const format = new Intl.DateTimeFormat('zh-CN', { timeZone, month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  return `（${format.format(pressedAt)} 按下，当时没有网络 / pressed then, without a network）`;
}

/** Where somebody says that they are on their patrol. */
type OnPatrol = { shift: Step } | { plan: StaffStep };

/** The patrol that somebody says they are on; null: the ids are none, or not theirs. */
async function patrolOf({ shiftId, planId, pointId, at }: Finding, context: Context): Promise<OnPatrol | null> {
  const { viewer, services } = context;
  const receivedAt = services.clock.now();
  const step = { pointId: pointId ? decodeIdOf('PatrolPoint', pointId) : null, at: at ?? receivedAt, receivedAt };
  if (viewer?.kind === 'staff' && planId) {
    const plan = await planWalkedBy(planId, context);
    return plan && { plan: { plan, staffId: viewer.staffId, ...step } };
  }
  const id = shiftId ? decodeIdOf('Shift', shiftId) : null;
  return id && viewer?.kind === 'resident' ? { shift: { shiftId: id, volunteerId: viewer.residentId, ...step } } : null;
}

const stepOf = (patrol: OnPatrol | null) => (patrol ? ('plan' in patrol ? patrol.plan : patrol.shift) : null);

async function pointOf(patrol: OnPatrol | null, { services: { pool } }: Context) {
  const pointId = stepOf(patrol)?.pointId;
  return pointId ? ((await readPointsById(pool, [pointId]))[0] ?? null) : null;
}

async function placeOf(given: Point | null, { services: { prisma } }: Context) {
  const point = given && toCentimetres(given);
  const [station, grid] = await Promise.all([readStation(prisma), point && findGridAt(prisma, point)]);
  return { stationId: station.id, point, place: grid && { gridId: grid.id, communityId: grid.communityId } };
}

type Received = Omit<Report, 'id' | 'reporterId' | 'finderId' | 'keyId'>;

/**
 * Makes the ticket; an urgent one is dispatched to the officer on duty in the same transaction. The same report again answers the first
 * ticket; a resident who has reported too much today is told when to come back, but an alarm is never refused.
 */
async function receive(
  received: Received,
  context: Context,
  { attachmentIds = [], onPatrol = null }: { attachmentIds?: readonly string[]; onPatrol?: OnPatrol | null } = {},
): Promise<{ ticket: TicketRow } | Refusal<'RateLimitedError'>> {
  const { services, viewer, requestUuid } = context;
  const reporterId = viewer?.kind === 'resident' ? viewer.residentId : null;
  const full: Report = {
    ...received,
    id: requestUuid,
    reporterId,
    finderId: viewer?.kind === 'staff' ? viewer.staffId : null,
    keyId: viewer?.kind === 'partner' ? viewer.keyId : null,
  };
  const { point, place, priority, source } = received;
  const task = { gridId: place?.gridId ?? null, longitude: point?.longitude ?? null, latitude: point?.latitude ?? null };
  const answering = priority === 'P1' ? whoAnswers(await suggestFor(task, context)) : null;
  let hotIssueId: string | null = null;
  const ticket = await inTransaction<TicketRow | Refusal<'RateLimitedError'>>(services.pool, async (client) => {
    const running = source === 'ALARM' && reporterId ? await runningAlarm(client, reporterId) : null;
    if (running && running !== full.id) return addToAlarm(client, running, full, context);
    const walking =
      onPatrol && ('plan' in onPatrol ? await staffWalkingAt(client, onPatrol.plan) : await walkingAt(client, onPatrol.shift));
    const isFinding = walking !== null && !isRefusal(walking);
    if (source === 'RESIDENT' && reporterId && !isFinding) {
      const limit = { personId: reporterId, id: full.id, most: services.settings.daily.reports };
      const seconds = await secondsUntilAnother(client, 'report', limit);
      if (seconds !== null) return rateLimited(seconds);
    }
    const opened = await openTicket(client, isFinding ? { ...full, source: 'PATROL' } : full, actorOf(viewer), services.settings.sla);
    if (isFinding) {
      await insertFinding(client, { ticketId: full.id, runId: walking.run.id, pointId: walking.point?.id ?? null });
      if (opened) hotIssueId = await markFound(client, { routeId: walking.run.routeId, ticketId: full.id, at: services.clock.now() });
    }
    if (opened) await attach(client, viewer, attachmentIds, full.id, 1);
    if (opened && answering) await sendAtOnce(client, opened, answering, services.settings.sla);
    return (await readTickets(client, [full.id]))[0] as TicketRow;
  });
  if (isRefusal(ticket)) return ticket;
  const found = onPatrol ? findingTopics('shift' in onPatrol ? onPatrol.shift.shiftId : null, hotIssueId) : [];
  services.live.touch([TICKETS_TOPIC, ...found]);
  return { ticket };
}

type Client = Parameters<typeof openTicket>[0];

/** The alarm of this person that nobody has answered for yet: two taps are one alarm. Holds the person's row, so that they cannot open two at once. */
async function runningAlarm(client: Client, residentId: string): Promise<string | null> {
  await client.query('/* tickets.lockReporter */ SELECT FROM resident WHERE id = $1 FOR NO KEY UPDATE', [residentId]);
  const { rows } = await client.query<{ id: string }>(
    `/* tickets.readRunningAlarm */ SELECT id FROM ticket
     WHERE reporter_id = $1 AND source = 'ALARM' AND ended_at IS NULL AND status <> 'RESOLVED' ORDER BY created_at DESC LIMIT 1`,
    [residentId],
  );
  return rows[0]?.id ?? null;
}

async function addToAlarm(client: Client, id: string, { point, description }: Report, { viewer, services }: Context): Promise<TicketRow> {
  const { tickets, now } = await lockTickets(client, [id]);
  const before = tickets.get(id) as TicketRow;
  if (!isOpen(before.status)) return before;
  const act = { kind: 'note', text: description, byReporter: true } as const;
  await carryOut(client, before, { act, actor: actorOf(viewer), at: now, sla: services.settings.sla, more: { point } });
  return (await readTickets(client, [id]))[0] as TicketRow;
}

/** Dispatches an urgent ticket automatically. */
export async function sendAtOnce(
  client: Client,
  { ticket: before, now }: { ticket: TicketRow; now: Date },
  { candidate, reason }: Suggestion,
  sla: Sla,
): Promise<void> {
  const { id: assigneeId, title: assigneeTitle } = candidate;
  const act = { kind: 'dispatch', assigneeId, assigneeTitle, because: reason } as const;
  await carryOut(client, before, { act, actor: SYSTEM, at: now, sla });
}

mutation('ticketFollow', {
  says: '“我也遇到”：不另立一单，进展一样告知 / “Me too”: follows the existing ticket instead of creating another',
  may: 'ticket.follow',
  input: { ticketId: id('Ticket', '事件编号，见 ticketsNearby / ID, see ticketsNearby', ticketGone) },
  done: '已关注 / Following',
  gives: ticketNow,
  refuses: [],
  async do({ ticketId }, context) {
    const { services, viewer } = context;
    const { residentId } = residentOf(context);
    const ticket = await inTransaction(services.pool, (client) => joinIn(client, ticketId, residentId, viewer));
    if (!ticket) return refusals.notFound;
    services.live.touch([TICKETS_TOPIC]);
    ticketLoader(context).clear(ticket.id).prime(ticket.id, ticket);
    return { ticket };
  },
});

/** Null: not there, or not for neighbours. */
async function joinIn(client: Client, id: string, residentId: string, viewer: Context['viewer']): Promise<TicketRow | null> {
  const { tickets, now } = await lockTickets(client, [id]);
  const ticket = tickets.get(id);
  const isTheirs = ticket?.followerIds.includes(residentId);
  if (!ticket || (!isTheirs && (ticket.isSensitive || ticket.source === 'ALARM' || !isOpen(ticket.status)))) return null;
  if (isTheirs || !(await follow(client, id, residentId))) return ticket;
  const seq = ticket.lastSeq + 1;
  await saveState(client, id, { ...ticket, lastSeq: seq });
  const event = { kind: 'FOLLOWED', fromStatus: ticket.status, toStatus: ticket.status, detail: {} } as const;
  await appendEvents(client, [{ ticketId: id, seq, event, actor: actorOf(viewer), at: now }]);
  return (await readTickets(client, [id]))[0] as TicketRow;
}
