// Every change of a ticket and the event that tells of it, in one transaction: what is acknowledged is in both.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { Priority, TicketSource } from '../../../prisma/client/enums.ts';
import type { Site } from '../../commons/places/site.ts';
import { type Actor, SYSTEM } from '../../frame/actor.ts';
import { dueAtOf, type Sla } from './clocks.ts';
import { type Act, type NewEvent, type NextInLine, nextMomentOf, pass, perform, reported, type TicketState } from './life-cycle.ts';
import { lockTickets, readTickets, type TicketRow } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Taken by whoever writes events, until the commit: so positions rise in the order of commits, and who has read up to one has missed none before it. */
const EVENT_ORDER_LOCK = 7_150_826;

/** Writes events of tickets whose rows this transaction has locked. Take no further row locks after it. */
export async function appendEvents(
  db: Db,
  entries: readonly { id?: string; ticketId: string; seq: number; event: NewEvent; actor: Actor; at: Date }[],
): Promise<void> {
  await db.query('/* tickets.lockEventOrder */ SELECT pg_advisory_xact_lock($1)', [EVENT_ORDER_LOCK]);
  const rows = entries.map(({ id, ticketId, seq, event, actor, at }) => ({
    id: id ?? uuid(),
    ticket_id: ticketId,
    seq,
    at,
    kind: event.kind,
    from_status: event.fromStatus,
    to_status: event.toStatus,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_title: actor.title,
    detail: event.detail,
  }));
  await db.query(
    `/* tickets.appendEvents */
     INSERT INTO ticket_event (id, ticket_id, seq, at, kind, from_status, to_status, actor_kind, actor_id, actor_title, detail)
     SELECT id, ticket_id, seq, at, kind, from_status, to_status, actor_kind, actor_id, actor_title, detail
     FROM json_populate_recordset(NULL::ticket_event, $1::json)`,
    [JSON.stringify(rows)],
  );
}

/** Whether there is an event of this id: the same act, sent again. */
export async function isTold(db: Db, eventId: string): Promise<boolean> {
  const { rowCount } = await db.query('/* tickets.isTold */ SELECT FROM ticket_event WHERE id = $1', [eventId]);
  return rowCount === 1;
}

/** What events have made of a ticket, as columns of its row; the category is set apart, by its code. */
export function stateColumns(ticket: TicketState) {
  return {
    status: ticket.status,
    priority: ticket.priority,
    grid_id: ticket.gridId,
    community_id: ticket.communityId,
    assignee_id: ticket.assigneeId,
    called_ids: ticket.calledIds,
    version: ticket.version,
    last_seq: ticket.lastSeq,
    merged_into_id: ticket.mergedIntoId,
    result: ticket.result,
    rating: ticket.rating,
    rating_comment: ticket.ratingComment,
    is_false_alarm: ticket.isFalseAlarm,
    appealed_at: ticket.appealedAt,
    urged_at: ticket.urgedAt,
    reopen_count: ticket.reopenCount,
    escalation_level: ticket.escalationLevel,
    waiting_since: ticket.waitingSince,
    clocks: ticket.clocks,
    due_at: dueAtOf(ticket.clocks, ticket.priority),
    next_alert_at: nextMomentOf(ticket),
    triaged_at: ticket.triagedAt,
    dispatched_at: ticket.dispatchedAt,
    accepted_at: ticket.acceptedAt,
    arrived_at: ticket.arrivedAt,
    resolved_at: ticket.resolvedAt,
    ended_at: ticket.endedAt,
  };
}

/** Stores what events have made of a ticket. */
export async function saveState(db: Db, id: string, ticket: TicketState): Promise<void> {
  const row = stateColumns(ticket);
  const columns = Object.keys(row).join(', ');
  await db.query(
    `/* tickets.saveState */
     UPDATE ticket SET category_id = (SELECT id FROM category WHERE code = $3),
       (${columns}) = (SELECT ${columns} FROM json_populate_record(NULL::ticket, $2::json))
     WHERE id = $1`,
    [id, JSON.stringify(row), ticket.category],
  );
}

/** A report before it is a ticket. */
export interface Report {
  id: string;
  stationId: string;
  place: { gridId: string; communityId: string } | null;
  category: { id: string; code: string };
  priority: Priority;
  source: TicketSource;
  description: string;
  address: string;
  point: { longitude: number; latitude: number } | null;
  /** The building it is at; left out: none is known. */
  site?: Site | null;
  isAnonymous: boolean;
  reporterId: string | null;
  finderId: string | null;
  keyId: string | null;
}

export const factsOf = ({ category: { code: category }, priority, place, reporterId }: Report) => ({
  category,
  priority,
  place,
  reporterId,
});

/** What a report says, as columns of its ticket's row. */
export function reportColumns(report: Report, number: string, at: Date) {
  return {
    id: report.id,
    number,
    station_id: report.stationId,
    category_id: report.category.id,
    source: report.source,
    description: report.description,
    address: report.address,
    longitude: report.point?.longitude,
    latitude: report.point?.latitude,
    building_id: report.site?.buildingId,
    entrance_id: report.site?.entranceId,
    building_metres: report.site?.metres,
    is_anonymous: report.isAnonymous,
    reporter_id: report.reporterId,
    finder_id: report.finderId,
    key_id: report.keyId,
    created_at: at,
  };
}

/** The day a number counts in. */
const NUMBER_ZONE = 'Asia/Shanghai';
/** The number of a day's ticket, in SQL. */
const numberSql = (day: string, count: string) =>
  `'GD-' || to_char(${day}, 'YYYYMMDD') || '-' || lpad(${count}::text, greatest(4, length(${count}::text)), '0')`;

/** Makes the ticket of a report, with its number, clocks and first event. Null when there is one of this id already: the same report again. */
export async function openTicket(db: Db, report: Report, actor: Actor, sla: Sla): Promise<{ ticket: TicketRow; now: Date } | null> {
  const { rows: known } = await db.query('/* tickets.isKnown */ SELECT FROM ticket WHERE id = $1', [report.id]);
  if (known.length > 0) return null;
  const { rows: days } = await db.query<{ number: string; now: Date }>(
    `/* tickets.nextNumber */
     INSERT INTO ticket_day AS d (day, last) VALUES ((clock_timestamp() AT TIME ZONE $1)::date, 1)
     ON CONFLICT (day) DO UPDATE SET last = d.last + 1
     RETURNING ${numberSql('day', 'last')} AS number,
       clock_timestamp()::timestamptz(3) AS now`,
    [NUMBER_ZONE],
  );
  const { number, now } = days[0] as { number: string; now: Date };
  const row = { ...reportColumns(report, number, now), ...stateColumns(reported(factsOf(report), now, sla)) };
  const columns = Object.keys(row).join(', ');
  const { rowCount } = await db.query(
    `/* tickets.insert */
     INSERT INTO ticket (${columns}) SELECT ${columns} FROM json_populate_record(NULL::ticket, $1::json) ON CONFLICT (id) DO NOTHING`,
    [JSON.stringify(row)],
  );
  if (rowCount === 0) return null;
  if (report.reporterId) await follow(db, report.id, report.reporterId);
  const event: NewEvent = { kind: 'REPORTED', fromStatus: null, toStatus: 'SUBMITTED', detail: { source: report.source } };
  await appendEvents(db, [{ ticketId: report.id, seq: 1, event, actor, at: now }]);
  const [ticket] = await readTickets(db, [report.id]);
  return { ticket: ticket as TicketRow, now };
}

/** Does an act to a ticket that this transaction has locked, and that the table allows. */
export async function carryOut(
  db: Db,
  before: TicketRow,
  { act, actor, at, sla, more = {} }: { act: Act; actor: Actor; at: Date; sla: Sla; more?: NewEvent['detail'] },
): Promise<void> {
  const { ticket, event } = perform(act, before, at, sla);
  await saveState(db, before.id, ticket);
  const told = { ...event, detail: { ...event.detail, ...more } };
  await appendEvents(db, [{ ticketId: before.id, seq: ticket.lastSeq, event: told, actor, at }]);
}

/** Numbers of tickets reported at these times, in the same order; numbers of a day go on behind those it has. */
export async function takeNumbers(db: Db, times: readonly Date[]): Promise<string[]> {
  const { rows } = await db.query<{ number: string }>(
    `/* tickets.takeNumbers */
     WITH wanted AS (
       SELECT place, (at AT TIME ZONE $2)::date AS day, row_number() OVER (PARTITION BY (at AT TIME ZONE $2)::date ORDER BY at, place) AS n
       FROM unnest($1::timestamptz[]) WITH ORDINALITY AS t (at, place)
     ), taken AS (
       INSERT INTO ticket_day AS d (day, last) SELECT day, count(*) FROM wanted GROUP BY day ORDER BY day
       ON CONFLICT (day) DO UPDATE SET last = d.last + excluded.last RETURNING day, last
     )
     SELECT ${numberSql('day', '(last - (SELECT count(*) FROM wanted o WHERE o.day = w.day) + n)')} AS number
     FROM wanted w JOIN taken USING (day) ORDER BY place`,
    [times, NUMBER_ZONE],
  );
  return rows.map(({ number }) => number);
}

/** Whether the resident follows the ticket only now. */
export async function follow(db: Db, ticketId: string, residentId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    '/* tickets.follow */ INSERT INTO ticket_follower (ticket_id, resident_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [ticketId, residentId],
  );
  return rowCount === 1;
}

/** The followers of a ticket follow the one it was merged into. */
export async function passFollowersOn(db: Db, fromId: string, toId: string): Promise<void> {
  await db.query(
    `/* tickets.passFollowersOn */ INSERT INTO ticket_follower (ticket_id, resident_id)
     SELECT $2, resident_id FROM ticket_follower WHERE ticket_id = $1 ON CONFLICT DO NOTHING`,
    [fromId, toId],
  );
}

/** Tickets to which time has something to do, longest overdue first. */
export async function readDue(db: Db, limit: number, except: readonly string[] = []): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `/* tickets.readDue */ SELECT id FROM ticket WHERE next_alert_at <= clock_timestamp() AND id <> ALL($2::uuid[])
     ORDER BY next_alert_at LIMIT $1`,
    [limit, except],
  );
  return rows.map(({ id }) => id);
}

/** When time has something to do next, in milliseconds from now; null: nothing is due. */
export async function readNextAlertIn(db: Db): Promise<number | null> {
  const { rows } = await db.query<{ ms: number | null }>(
    '/* tickets.readNextAlertIn */ SELECT (extract(epoch FROM min(next_alert_at) - clock_timestamp()) * 1000)::float8 AS ms FROM ticket WHERE next_alert_at IS NOT NULL',
  );
  return rows[0]?.ms ?? null;
}

/**
 * Lets time do its work on a ticket whose moment has come; safe to call twice, by several servers: the row's lock decides. Returns whether anything rang.
 * @param lineFor who could be called to it; asked for emergencies alone
 */
export async function letTimePass(
  db: Db,
  ticketId: string,
  lineFor: (ticket: TicketRow) => Promise<readonly NextInLine[]>,
): Promise<boolean> {
  const { tickets, now } = await lockTickets(db, [ticketId]);
  const before = tickets.get(ticketId);
  if (!before) return false;
  const line = before.priority === 'P1' && before.status === 'DISPATCHED' ? await lineFor(before) : [];
  const { ticket, events } = pass(before, now, line);
  await saveState(db, ticketId, ticket);
  if (events.length === 0) return false;
  const first = before.lastSeq + 1;
  await appendEvents(
    db,
    events.map((event, index) => ({ ticketId, seq: first + index, event, actor: SYSTEM, at: now })),
  );
  return true;
}
