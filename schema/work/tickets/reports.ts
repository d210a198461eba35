// How tickets begin: a report, a one-tap alarm, a neighbour's "me too".

import { areLoose, attach, MOST_ATTACHMENTS } from '../../commons/files/store.ts';
import { GeoPointInput } from '../../commons/grids/graph.ts';
import { category, type Point, point } from '../../commons/grids/inputs.ts';
import { gridLoader } from '../../commons/grids/loaders.ts';
import { gridGone } from '../../commons/grids/refusals.ts';
import { isOnEarth, toCentimetres } from '../../commons/grids/rules.ts';
import { findGridAt, type Grid, readCategories, readStation } from '../../commons/grids/store.ts';
import { type NamedPlace, namedPlace } from '../../commons/places/named.ts';
import { buildingGone, entranceGone } from '../../commons/places/refusals.ts';
import { siteAt, siteOf, spotOf } from '../../commons/places/site.ts';
import type { BuildingRow, EntranceRow } from '../../commons/places/store.ts';
import { residentOf } from '../../frame/access/callers.ts';
import { actorOf, SYSTEM } from '../../frame/actor.ts';
import type { Context } from '../../frame/context.ts';
import { secondsUntilAnother } from '../../frame/daily-limit.ts';
import { dateTime, flag, id, optional, plain, row, scalar, text } from '../../frame/inputs.ts';
import { mutation } from '../../frame/mutation.ts';
import { Invalid, isRefusal, RateLimited, type Refusal, rateLimited } from '../../frame/refusals.ts';
import { visibleNode } from '../../frame/relay/graph.ts';
import { personText } from '../../frame/text.ts';
import { inTransaction } from '../../frame/transaction.ts';
import type { Sla } from './clocks.ts';
import { files, ticketNow } from './inputs.ts';
import { appendEvents, carryOut, follow, openTicket, type Report, saveState } from './journal.ts';
import { isOpen } from './life-cycle.ts';
import { ticketLoader } from './loaders.ts';
import { type Origin, originFields, saidOrigin } from './origins.ts';
import { FindingPlaceMissing, refusals, ticketGone } from './refusals.ts';
import { type Suggestion, whoAnswers } from './routing.ts';
import { lockTickets, readTickets, type TicketRow } from './store.ts';
import { suggestFor } from './suggesting.ts';
import { TICKETS_TOPIC } from './topics.ts';

const MOST_WORDS = 2000;
const MOST_ADDRESS = 120;

/** Emergencies and what patrols find are not counted. */
const REPORTED = { name: 'report', rows: "ticket WHERE source = 'RESIDENT' AND reporter_id", madeAt: 'created_at' };

const REPORT = {
  category: category('类别代码，见 categories / Code of a category'),
  description: text(0, MOST_WORDS, '情况 / Description', { isMultiline: true }),
  location: optional(point('位置 / Position')),
  gridId: optional(row<Grid>('Grid', '网格，没有位置时用 / The grid, when there is no position', gridGone)),
  buildingId: optional(
    row<BuildingRow>(
      'Building',
      '哪栋楼，见 buildings；不填按位置找最近的 / The building, see buildings; omitted: the nearest one',
      buildingGone,
    ),
  ),
  entranceId: optional(row<EntranceRow>('BuildingEntrance', '哪个门口 / The entrance', entranceGone)),
  address: text(0, MOST_ADDRESS, '地址 / Address'),
  attachmentIds: files('已上传的照片、语音，最多 5 个，见 POST /uploads / Files uploaded before through POST /uploads, at most 5'),
  isAnonymous: flag(false, '是否匿名 / Whether to stay anonymous'),
};

mutation('ticketCreate', {
  says: '上报一件事，先看指明的楼，再看位置，再看网格；都没有由指挥室处理。带同一个 Idempotency-Key 重复提交得到同一张回执；合作应用必须带 / Reports something. The grid comes from the building named, otherwise the position, otherwise gridId; otherwise the dispatch desk handles it. Repeating it with the same Idempotency-Key returns the same receipt; partners must send one',
  may: 'ticket.report',
  input: Object.assign(originFields, REPORT) as typeof REPORT,
  done: '已受理 / Received',
  gives: ticketNow,
  refuses: [FindingPlaceMissing, RateLimited],
  async do(input, context) {
    const { category: kind, description, address, location, gridId: grid, attachmentIds } = input;
    const { services, viewer } = context;
    // A program that retries without one would report twice; a browser's page always has one.
    if (viewer?.kind === 'partner' && !context.hasRequestKey) return refusals.keyNeeded;
    if (!(await areLoose(services.pool, viewer, attachmentIds, context.requestUuid))) return refusals.filesUnknown(MOST_ATTACHMENTS);
    const named = await namedPlace(input.buildingId, input.entranceId, context);
    if (isRefusal(named)) return named;
    const said = saidOrigin(input);
    if (said && !said.isPlaced && !location && !grid && !named) return refusals.placeMissing;
    const origin = (await said?.find(context)) ?? null;
    const given = {
      ...(await placeOf(location ?? origin?.point ?? null, named, context)),
      ...(grid && !location && !named ? { place: { gridId: grid.id, communityId: grid.communityId } } : {}),
      category: kind,
      priority: kind.defaultPriority,
      source: viewer?.kind === 'staff' ? 'PATROL' : viewer?.kind === 'partner' ? 'PARTNER' : 'RESIDENT',
      description,
      address,
      isAnonymous: viewer?.kind === 'resident' && input.isAnonymous,
    } as const;
    return receive(given, context, { attachmentIds, origin });
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
    buildingId: plain<string | null | undefined>((t) =>
      t.id({ description: '哪栋楼；没有的不算 / The building; one that is not found is left out' }),
    ),
    entranceId: plain<string | null | undefined>((t) =>
      t.id({ description: '哪个门口；没有的不算 / The entrance; one that is not found is left out' }),
    ),
    address: scalar('String', '地址，可不填，最多 120 字 / Address, may be empty', { otherwise: '' }),
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
  async do({ location, buildingId, entranceId, address: where, text: said, pressedAt }, context) {
    const { services } = context;
    const words = personText({ min: 0, max: MOST_WORDS, isMultiline: true }).safeParse(said);
    const address = personText({ min: 0, max: MOST_ADDRESS }).safeParse(where);
    const [building, entrance] = await Promise.all([
      buildingId ? visibleNode<BuildingRow>('Building', buildingId, context) : null,
      entranceId ? visibleNode<EntranceRow>('BuildingEntrance', entranceId, context) : null,
    ]);
    const named = await namedPlace(building, entrance, context);
    const kind = (await readCategories(services.prisma)).find(({ code }) => code === 'other');
    if (!kind) throw new Error('the category "other" is missing');
    const received = await receive(
      {
        ...(await placeOf(location && isOnEarth(location) ? location : null, isRefusal(named) ? null : named, context)),
        category: kind,
        priority: 'P1',
        source: 'ALARM',
        description: `${words.success ? words.data : ''}${lateness(pressedAt, services)}`,
        address: address.success ? address.data : '',
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

/** Where it is. A building that somebody has named counts before the one that is nearest to their phone. */
async function placeOf(given: Point | null, named: NamedPlace | null, context: Context) {
  const { pool, prisma } = context.services;
  const spot = given ?? (named && spotOf(named.building, named.entrance));
  const point = spot && toCentimetres(spot);
  const [station, grid, site] = await Promise.all([
    readStation(prisma),
    named ? gridLoader(context).load(named.building.gridId) : point && findGridAt(prisma, point),
    named ? siteOf(named.building, named.entrance) : point && siteAt(pool, point),
  ]);
  return { stationId: station.id, point, site, place: grid && { gridId: grid.id, communityId: grid.communityId } };
}

type Received = Omit<Report, 'id' | 'reporterId' | 'finderId' | 'keyId'>;

/**
 * Makes the ticket; an urgent one is dispatched to the officer on duty in the same transaction. The same report again answers the first
 * ticket; a resident who has reported too much today is told when to come back, but an alarm is never refused.
 */
async function receive(
  received: Received,
  context: Context,
  { attachmentIds = [], origin = null }: { attachmentIds?: readonly string[]; origin?: Origin | null } = {},
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
  const topics: string[] = [TICKETS_TOPIC];
  const ticket = await inTransaction<TicketRow | Refusal<'RateLimitedError'>>(services.pool, async (client) => {
    const running = source === 'ALARM' && reporterId ? await runningAlarm(client, reporterId) : null;
    if (running && running !== full.id) return addToAlarm(client, running, full, context);
    const begun = (await origin?.begin(client)) ?? null;
    if (source === 'RESIDENT' && reporterId && !begun) {
      const limit = { personId: reporterId, id: full.id, most: services.settings.reportsADay };
      const seconds = await secondsUntilAnother(client, REPORTED, limit);
      if (seconds !== null) return rateLimited(seconds);
    }
    const opened = await openTicket(client, begun ? { ...full, source: begun.source } : full, actorOf(viewer), services.settings.sla);
    if (begun) topics.push(...(await begun.reported(client, full.id, opened !== null)));
    if (opened) await attach(client, viewer, attachmentIds, full.id, 1);
    if (opened && answering) await sendAtOnce(client, opened, answering, services.settings.sla);
    return (await readTickets(client, [full.id]))[0] as TicketRow;
  });
  if (isRefusal(ticket)) return ticket;
  services.live.touch(topics);
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
