// Reads of who comes to urgent tickets, and of who came before. Statements carry their names.
import type pg from 'pg';
import type { PastArrival } from './arrivals.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** How far away people were when they accepted these tickets, by their ids; of those whose phone said so. */
export async function readAcceptedFrom(db: Db, ticketIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ ticketId: string; metres: number }>({
    name: 'tickets.readAcceptedFrom',
    text: `/* tickets.readAcceptedFrom */ SELECT DISTINCT ON (ticket_id) ticket_id AS "ticketId", (detail->>'metres')::int AS metres
      FROM ticket_event WHERE ticket_id = ANY($1::uuid[]) AND kind = 'ACCEPTED' ORDER BY ticket_id, seq DESC`,
    values: [ticketIds],
  });
  return new Map(rows.filter(({ metres }) => metres !== null).map(({ ticketId, metres }) => [ticketId, metres]));
}

/** The latest arrivals at urgent tickets of each community since a time, at most `limit` of each. */
export async function readArrivals(
  db: Db,
  communityIds: readonly string[],
  { since, limit }: { since: Date; limit: number },
): Promise<(PastArrival & { communityId: string })[]> {
  const { rows } = await db.query<PastArrival & { communityId: string }>({
    name: 'tickets.readArrivals',
    text: `/* tickets.readArrivals */ SELECT c.id AS "communityId", t.grid_id AS "gridId", t.seconds, t.metres
      FROM unnest($1::uuid[]) c(id), LATERAL (
        SELECT grid_id, extract(epoch FROM arrived_at - accepted_at)::float8 AS seconds,
          (SELECT (e.detail->>'metres')::int FROM ticket_event e WHERE e.ticket_id = ticket.id AND e.kind = 'ACCEPTED' ORDER BY e.seq DESC LIMIT 1) AS metres
        FROM ticket
        WHERE community_id = c.id AND created_at > $2 AND priority = 'P1' AND arrived_at >= accepted_at
        ORDER BY created_at DESC LIMIT $3
      ) t`,
    values: [communityIds, since, limit],
  });
  return rows;
}

/** Phones of staff, by their ids; of those who have one. */
export async function readPhones(db: Db, staffIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; phone: string }>(
    '/* tickets.readPhones */ SELECT id, phone FROM staff_profile WHERE id = ANY($1::uuid[]) AND phone IS NOT NULL',
    [staffIds],
  );
  return new Map(rows.map(({ id, phone }) => [id, phone]));
}
