// Tickets as people report and handle them through the API.
import { randomUUID } from 'node:crypto';
import type { RunningServer } from '../../api/server.ts';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { ringDue } from '../../schema/work/tickets/jobs.ts';
import { type Answer, ask } from './server.ts';

type Server = Pick<RunningServer, 'address'>;

/** In the middle of grid 3 of the demo town, where the stories play. */
export const IN_GRID_3 = { longitude: 116.0295, latitude: 38.4587 };
/** In the middle of grid 12. */
export const IN_GRID_12 = { longitude: 116.0257, latitude: 38.4532 };
/** In the middle of grid 13. */
export const IN_GRID_13 = { longitude: 116.0295, latitude: 38.4532 };
/** In no grid. */
export const NOWHERE = { longitude: 0, latitude: 0 };

const TICKET = `id number status priority version source dueAt slaState followerCount escalationLevel viewerCan isFalseAlarm description
  category { code } grid { code } assignee { id title } reporter { name phone } result rating`;
const ANSWER = `__typename
  ... on Error { code message }
  ... on ValidationError { fieldErrors { path code message } }
  ... on ConflictError { current { id ... on Ticket { version status } } }
  ... on TransitionError { allowed ticket { id status version } }`;

/** What a mutation answers, whatever it is. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape; what they expect is the check
export type Outcome = any;

/** Reports something; noise in grid 3 unless said otherwise. */
export async function report(server: Server, token: string, input: object = {}, key?: string): Promise<Outcome> {
  const { data, errors } = await ask(
    server,
    `mutation ($input: TicketCreateInput!) { ticketCreate(input: $input) { __typename ... on Error { code message }
      ... on ValidationError { fieldErrors { path code } } ... on TicketCreateSuccess { ticket { ${TICKET} } } } }`,
    { input: { category: 'noise', description: '楼下半夜装货', location: IN_GRID_3, ...input } },
    { token, ...(key ? { headers: { 'idempotency-key': key } } : {}) },
  );
  return data?.ticketCreate ?? errors;
}

/** Presses the alarm. */
export async function alarm(server: Server, token: string, input: object = { location: IN_GRID_3 }): Promise<Outcome> {
  const { data } = await ask(
    server,
    `mutation ($input: TicketAlarmInput!) { ticketAlarm(input: $input) { ... on TicketAlarmSuccess { ticket { ${TICKET} } } } }`,
    { input },
    { token, headers: { 'idempotency-key': randomUUID() } },
  );
  return data.ticketAlarm;
}

/** Does something to a ticket: `act(server, token, 'Accept', id)`. */
export async function act(server: Server, token: string, name: string, ticketId: string, input: object = {}): Promise<Outcome> {
  const { data, errors }: Answer = await ask(
    server,
    `mutation ($input: Ticket${name}Input!) { x: ticket${name}(input: $input) { ${ANSWER} ... on Ticket${name}Success { ticket { ${TICKET} } } } }`,
    { input: { ticketId, ...input } },
    { token },
  );
  return data?.x ?? errors;
}

/** One ticket as somebody sees it, with what happened; null when they do not. */
export async function look(server: Server, token: string | undefined, id: string): Promise<Outcome> {
  const { data } = await ask(
    server,
    `query ($id: ID!) { node(id: $id) { ... on Ticket { ${TICKET} address location { longitude latitude }
      lastEvents(first: 50) { seq kind text fromStatus toStatus actor { kind title } } } } }`,
    { id },
    { token },
  );
  return data.node;
}

/** Five lamps in each grid that somebody has reported, fifty metres apart, one a day until a moment. */
export async function reportEverywhere(server: Pick<RunningServer, 'database'>, now: Date): Promise<void> {
  await server.database.pool.query(
    `INSERT INTO ticket (id, number, station_id, community_id, grid_id, category_id, priority, source, description, address, longitude, latitude, created_at)
       SELECT gen_random_uuid(), 'GD-19990101-' || lpad(g.code, 3, '0') || n, g.station_id, g.community_id, g.id, (SELECT id FROM category WHERE code = 'lighting'), 'P4', 'RESIDENT', '', '3 号楼 502', $1::float8 + n * 0.0006, $2, $3::timestamptz - n * interval '1 day'
       FROM (SELECT g.id, g.code, g.community_id, c.station_id FROM grid g JOIN community c ON c.id = g.community_id) g, generate_series(1, 5) n`,
    [IN_GRID_3.longitude - 0.004, IN_GRID_3.latitude, now],
  );
}

/** Lets a ticket be so much older, as far as its clocks go, and rings those that are due. */
export async function letWait({ database, house }: Pick<RunningServer, 'database' | 'house'>, ticketId: string, ms: number): Promise<void> {
  await database.pool.query(
    `UPDATE ticket SET next_alert_at = now(), clocks = (
       SELECT jsonb_agg(jsonb_set(c, '{since}', to_jsonb(to_char(((c->>'since')::timestamptz - $2 * interval '1 ms') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))))
       FROM jsonb_array_elements(clocks) c)
     WHERE id = $1`,
    [decodeIdOf('Ticket', ticketId), ms],
  );
  await ringDue(house.services);
}
