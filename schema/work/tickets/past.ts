// Tickets of the past with their own times: they live through the same table and clocks as those of today, only faster.
import type pg from 'pg';
import type { TicketStatus } from '../../../prisma/client/enums.ts';
import { type Actor, SYSTEM } from '../../frame/actor.ts';
import { type Sla, STANDARD_SLA } from './clocks.ts';
import { appendEvents, factsOf, type Report, reportColumns, stateColumns, takeNumbers } from './journal.ts';
import { type Act, isAllowed, type NewEvent, nextMomentOf, pass, perform, reported, type TicketState } from './life-cycle.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** An act that somebody has done. */
export interface PastStep {
  act: Act;
  actor: Actor;
  at: Date;
}

interface PastEvent {
  seq: number;
  event: NewEvent;
  actor: Actor;
  at: Date;
}

/** A ticket with its whole history. */
export interface PastTicket {
  report: Report;
  ticket: TicketState;
  events: PastEvent[];
}

/**
 * Lets a report live through what people did to it, its clocks ringing in between, until a moment.
 * Steps the table does not allow as the ticket then stands are left out: nobody could have done them.
 */
export function relive(
  report: Report,
  actor: Actor,
  at: Date,
  steps: readonly PastStep[],
  until: Date,
  sla: Sla = STANDARD_SLA,
): PastTicket {
  let ticket = reported(factsOf(report), at, sla);
  const events: PastEvent[] = [{ seq: 1, event: firstEvent(report), actor, at }];
  const liveUntil = (moment: Date) => {
    for (let next = nextMomentOf(ticket); next && next <= moment; next = nextMomentOf(ticket)) {
      const passed = pass(ticket, next);
      const first = ticket.lastSeq + 1;
      for (const [index, event] of passed.events.entries()) events.push({ seq: first + index, event, actor: SYSTEM, at: next });
      ticket = passed.ticket;
    }
  };
  for (const step of steps) {
    if (step.at > until) break;
    liveUntil(step.at);
    if (!isAllowed(step.act.kind, ticket, step.at)) continue;
    const done = perform(step.act, ticket, step.at, sla);
    ticket = done.ticket;
    events.push({ seq: ticket.lastSeq, event: done.event, actor: step.actor, at: step.at });
  }
  liveUntil(until);
  return { report, ticket, events };
}

/** A ticket of which only the outcome is on record: one event says so, and no screen is told of it. Without an outcome it is open, and its clocks run. */
export function recorded(
  report: Report,
  at: Date,
  outcome: { status: TicketStatus; endedAt: Date } | null,
  until: Date,
  sla: Sla,
): PastTicket {
  if (!outcome) return relive(report, SYSTEM, at, [], until, sla);
  const { status, endedAt } = outcome;
  const first = firstEvent(report);
  const before = reported(factsOf(report), at);
  const ticket: TicketState = { ...before, status, endedAt, clocks: [], version: 2, lastSeq: 2 };
  const event: NewEvent = { kind: 'IMPORTED', fromStatus: before.status, toStatus: status, detail: { isPast: true } };
  return {
    report,
    ticket,
    events: [
      { seq: 1, event: { ...first, detail: { ...first.detail, isPast: true } }, actor: SYSTEM, at },
      { seq: 2, event, actor: SYSTEM, at: endedAt },
    ],
  };
}

const firstEvent = ({ source }: Report): NewEvent => ({ kind: 'REPORTED', fromStatus: null, toStatus: 'SUBMITTED', detail: { source } });

/** Writes tickets of the past with numbers of their days, and their events in the order of time. */
export async function storePast(db: Db, tickets: readonly PastTicket[]): Promise<void> {
  if (tickets.length === 0) return;
  const numbers = await takeNumbers(
    db,
    tickets.map(({ ticket }) => ticket.createdAt),
  );
  const { rows: categories } = await db.query<{ id: string; code: string }>('/* past.readCategories */ SELECT id, code FROM category');
  const categoryIds = new Map(categories.map(({ id, code }) => [code, id]));
  const rows = tickets.map(({ report, ticket }, index) => ({
    ...reportColumns(report, numbers[index] as string, ticket.createdAt),
    ...stateColumns(ticket),
    category_id: categoryIds.get(ticket.category),
  }));
  const columns = Object.keys(rows[0] as object).join(', ');
  await db.query(
    `/* past.insertTickets */ INSERT INTO ticket (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::ticket, $1::json)`,
    [JSON.stringify(rows)],
  );
  await db.query(
    `/* past.insertFollowers */ INSERT INTO ticket_follower (ticket_id, resident_id, since)
     SELECT id, reporter_id, created_at FROM json_populate_recordset(NULL::ticket, $1::json) WHERE reporter_id IS NOT NULL`,
    [JSON.stringify(rows)],
  );
  const events = tickets.flatMap(({ report, events }) => events.map((event) => ({ ...event, ticketId: report.id })));
  await appendEvents(
    db,
    events.sort((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq),
  );
}
