// Whom to send to a ticket, and whom to call, as things stand now.
import { type Grid, readAllGrids } from '../../commons/grids/store.ts';
import type { Context } from '../../frame/context.ts';
import type { Services } from '../../frame/services.ts';
import type { NextInLine } from './life-cycle.ts';
import { lineOf, type Suggestion, suggest } from './routing.ts';
import { type Candidate, readCandidates, type TicketRow } from './store.ts';

type Placed = Pick<TicketRow, 'gridId' | 'longitude' | 'latitude'> & { category?: string };

/** Everybody who could go, best first. */
export async function suggestFor(ticket: Placed, context: Pick<Context, 'services' | 'gazetteer'>): Promise<Suggestion[]> {
  return suggestAmong(await readCandidates(context.services.pool, ticket.category ? [ticket.category] : []), ticket, context);
}

/** The same, of candidates who have been read. */
export async function suggestAmong(candidates: readonly Candidate[], ticket: Placed, { gazetteer }: Pick<Context, 'gazetteer'>) {
  return ranked(candidates, ticket, await gazetteer.find(({ grids }) => [...grids.values()]));
}

/** Who is called to an emergency that nobody has accepted, the first first. */
export async function lineFor(ticket: Placed, { pool, prisma }: Pick<Services, 'pool' | 'prisma'>): Promise<NextInLine[]> {
  const [candidates, grids] = await Promise.all([readCandidates(pool, []), readAllGrids(prisma)]);
  return lineOf(ranked(candidates, ticket, grids));
}

function ranked(candidates: readonly Candidate[], { gridId, longitude, latitude, category }: Placed, grids: readonly Grid[]): Suggestion[] {
  const point = longitude !== null && latitude !== null ? { longitude, latitude } : null;
  const middles = grids.map(({ id, west, east, south, north }) => ({
    id,
    middle:
      west === null || east === null || south === null || north === null
        ? null
        : { longitude: (west + east) / 2, latitude: (south + north) / 2 },
  }));
  return suggest(candidates, { gridId, point, category: category ?? null }, middles);
}
