// Batched reads of tickets; what a ticket's row brings with it is not read again.

import { may } from '../../frame/access/may.ts';
import { reachOf } from '../../frame/access/rules.ts';
import { grouped, inOrder } from '../../frame/batches.ts';
import type { Context } from '../../frame/context.ts';
import {
  type Candidate,
  readCandidates,
  readLastEvents,
  readOpenAtBuilding,
  readTickets,
  type TicketEventRow,
  type TicketRow,
} from './store.ts';
import { subjectOf } from './visibility.ts';

export const ticketLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, TicketRow | null>('ticket', async (ids) => inOrder(ids, await readTickets(pool, ids)));

/** The last events of a ticket, newest first, with the columns that the document asks for. */
export function lastEvents(
  { loaders, services: { pool } }: Context,
  ticketId: string,
  limit: number,
  columns: ReadonlySet<string> | null,
): Promise<TicketEventRow[]> {
  const byTicket = loaders.loader<string, TicketEventRow[]>(`ticketEvents ${limit} ${columns && [...columns]}`, async (ids) => {
    const events = Map.groupBy(await readLastEvents(pool, ids, limit, columns), (event) => event.ticketId);
    return ids.map((id) => events.get(id) ?? []);
  });
  return byTicket.load(ticketId);
}

/** Who could be sent, with their practice in a category: read once for all tickets of a list. */
export const candidateLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, Candidate[]>('candidates', async (categories) => {
    const candidates = await readCandidates(pool, categories);
    return categories.map(() => candidates);
  });

const MOST_AT_BUILDING = 5;

/** Other open tickets at the building of a ticket, of which the viewer may know the address: the most urgent first, at most 5. */
export function openAtBuilding(ticketId: string, buildingId: string, context: Context): Promise<TicketRow[]> {
  const { loaders, viewer, services } = context;
  const byTicket = loaders.loader<string, TicketRow[]>('openAtBuilding', async (keys) => {
    const tickets = keys.map((key) => ({ id: key.slice(0, UUID_LETTERS), buildingId: key.slice(UUID_LETTERS) }));
    const rows = await readOpenAtBuilding(services.pool, tickets, reachOf(viewer, 'ticket.readAddress'), MOST_AT_BUILDING);
    // A neighbour follows more than they may know the address of.
    const known = rows.filter((row) => may(context, 'ticket.readAddress', subjectOf(row)));
    return grouped(
      tickets.map(({ id }) => id),
      known,
      ({ besideId }) => besideId,
    );
  });
  return byTicket.load(`${ticketId}${buildingId}`);
}

const UUID_LETTERS = 36;
