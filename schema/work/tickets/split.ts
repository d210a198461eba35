// Two troubles in one report: the other becomes a ticket of its own, of the same place and reporter.

import { category } from '../../commons/grids/inputs.ts';
import { actorOf } from '../../frame/actor.ts';
import type { Context } from '../../frame/context.ts';
import { text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, Invalid, isRefusal } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { refusalNow } from './act-mutation.ts';
import { Ticket } from './graph.ts';
import { expectedVersion, onTicket, ticketId } from './inputs.ts';
import { carryOut, openTicket } from './journal.ts';
import { ticketLoader } from './loaders.ts';
import { refusals, Transition } from './refusals.ts';
import { lockTickets, readTickets, type TicketRow } from './store.ts';
import { TICKETS_TOPIC } from './topics.ts';

mutation('ticketSplit', {
  says: '拆分：另一件事另立一单，同一地点、同一上报人 / Splits off part of a ticket as a new one with the same position and reporter',
  may: onTicket('ticket.direct'),
  input: {
    ticketId,
    expectedVersion,
    category: category('新一单的类别代码 / Category of the new ticket'),
    description: text(1, 1000, '新一单的内容 / Text of the new ticket', { isMultiline: true }),
  },
  done: '已拆分 / Split',
  gives: gives<{ ticket: TicketRow; part: TicketRow }>((t) => ({
    ticket: t.expose('ticket', { type: Ticket, description: '原来的事件 / The ticket as it is now' }),
    part: t.expose('part', { type: Ticket, description: '新立的事件 / The new ticket' }),
  })),
  refuses: [Invalid, Conflict, Transition],
  async do({ ticketId: { id }, ...part }, context) {
    const { pool, live } = context.services;
    const done = await inTransaction(pool, (client) => split(client, id, part, context));
    if (isRefusal(done)) return done;
    live.touch([TICKETS_TOPIC]);
    ticketLoader(context).clear(id).prime(id, done.ticket);
    return done;
  },
});

type Client = Parameters<typeof openTicket>[0];

interface Part {
  category: Parameters<typeof openTicket>[1]['category'] & { defaultPriority: TicketRow['priority'] };
  description: string;
  expectedVersion: number | null | undefined;
}

async function split(client: Client, id: string, { category: kind, description, expectedVersion: seenVersion }: Part, context: Context) {
  const { tickets, now } = await lockTickets(client, [id]);
  const before = tickets.get(id);
  if (!before) return refusals.notFound;
  const refusal = refusalNow(before, 'split', seenVersion, context, now);
  if (refusal) return refusal;
  const { gridId, communityId, longitude, latitude, reporterId, stationId, source, address, isAnonymous, finderId, keyId } = before;
  const { buildingId, entranceId, buildingMetres: metres } = before;
  const actor = actorOf(context.viewer);
  const { sla } = context.services.settings;
  const partId = context.requestUuid;
  const opened = await openTicket(
    client,
    {
      id: partId,
      stationId,
      category: kind,
      priority: kind.defaultPriority,
      description,
      address,
      isAnonymous,
      reporterId,
      finderId,
      keyId,
      source: source === 'ALARM' ? 'RESIDENT' : source,
      place: gridId && communityId ? { gridId, communityId } : null,
      point: longitude !== null && latitude !== null ? { longitude, latitude } : null,
      site: buildingId ? { buildingId, entranceId, metres } : null,
    },
    actor,
    sla,
  );
  // The same request again: the part is there, and so is the event.
  if (opened) await carryOut(client, before, { act: { kind: 'split', partId, partNumber: opened.ticket.number }, actor, at: now, sla });
  const rows = await readTickets(client, [id, partId]);
  const row = (wanted: string) => rows.find((ticket) => ticket.id === wanted) as TicketRow;
  return { ticket: row(id), part: row(partId) };
}
