// Batched reads of tickets; what a ticket's row brings with it is not read again.
import type { Context } from '../context.ts';
import { inOrder } from '../frame/batches.ts';
import { type Candidate, readCandidates, readLastEvents, readTickets, type TicketEventRow, type TicketRow } from './store.ts';

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
