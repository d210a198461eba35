// Twenty-two people act on the same fifty tickets at once: each deed once, nothing lost, everybody hears the same.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chance } from '../../api/demo/chance.ts';
import { encodeId } from '../../schema/frame/relay/global-id.ts';
import { tries } from '../support/length.ts';
import { type Stream, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';
import { act, alarm, IN_GRID_3, report } from '../support/tickets.ts';

const SECONDS = tries('XIESHOU_TEST_SECONDS', { short: 3, long: 6 });
/** A busy machine takes longer to do as much. */
const ENOUGH = SECONDS * 10;
const TICKETS = 50;
const ACTS = [
  'Triage',
  'Dispatch',
  'Accept',
  'Decline',
  'Depart',
  'Arrive',
  'Resolve',
  'Transfer',
  'Note',
  'Escalate',
  'Ask',
  'Reopen',
] as const;
/** What officers do; the desk does the rest, too. */
const HANDLING = ACTS.filter((name) => !/Transfer|Escalate|Reopen/.test(name));
const INPUTS: Partial<Record<(typeof ACTS)[number], object>> = {
  Decline: { reason: '走不开' },
  Resolve: { result: '已处置' },
  Note: { text: '备注' },
  Escalate: { reason: '请上级关注' },
  Ask: { text: '请补充' },
  Reopen: { reason: '又发生了' },
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Heard {
  sequence: string;
  seq: number;
  ticket: { id: string };
}

function listenTo(token: string, until: Promise<string>): { heard: Promise<Heard[]>; stream: Stream } {
  const stream = subscribe(server, 'subscription { ticketEvents(after: "0") { sequence seq ticket { id } } }', {}, token);
  const heard = (async () => {
    const events: Heard[] = [];
    let last: string | null = null;
    void until.then((sequence) => {
      last = sequence;
    });
    for (;;) {
      const { data } = await stream.next();
      events.push(data.ticketEvents);
      if (last !== null && BigInt(data.ticketEvents.sequence) > BigInt(last)) return events;
    }
  })();
  return { heard, stream };
}

describe('two dispatchers and twenty officers', () => {
  it(`act on the same ${TICKETS} tickets for ${SECONDS} s`, { timeout: (SECONDS + 60) * 1000 }, async () => {
    const residents = await Promise.all(Array.from({ length: 10 }, (_, index) => signIn(server, 'RESIDENT', index)));
    const tickets: string[] = [];
    for (let index = 0; index < TICKETS; index++) tickets.push((await report(server, residents[index % 10] as string)).ticket.id);
    const officers = await Promise.all(Array.from({ length: 20 }, (_, index) => signIn(server, 'OFFICER', index)));
    const dispatchers = await Promise.all([0, 1].map((index) => signIn(server, 'DISPATCHER', index)));
    const finished = Promise.withResolvers<string>();
    const listeners = [...dispatchers, ...dispatchers].map((token) => listenTo(token, finished.promise));

    const accepted: string[] = [];
    const refused = new Map<string, number>();
    const end = performance.now() + SECONDS * 1000;
    await Promise.all(
      [...dispatchers, ...officers].map(async (token, who) => {
        const random = chance(who + 1);
        while (performance.now() < end || accepted.length <= ENOUGH) {
          const [id, name] = [random.pick(tickets), random.pick(who < 2 ? ACTS : HANDLING)];
          const grid = { gridId: encodeId('Grid', random.pick(grids)), reason: '转办' };
          const answer = await act(server, token, name, id, name === 'Transfer' ? grid : INPUTS[name]);
          if (answer.__typename === `Ticket${name}Success`) accepted.push(`${id} ${answer.ticket.version}`);
          else refused.set(answer.__typename, (refused.get(answer.__typename) ?? 0) + 1);
        }
      }),
    );
    const { pool } = server.database;
    const { rows: events } = await pool.query<{ position: string; seq: number; ticketId: string }>(
      'SELECT position::text, seq, ticket_id AS "ticketId" FROM ticket_event e ORDER BY e.position',
    );
    const last = events.at(-1)?.position as string;
    finished.resolve(last);
    // One more event ends what the listeners wait for.
    await alarm(server, residents[0] as string, { location: IN_GRID_3 });

    console.log(`${accepted.length} acts accepted, refused: ${JSON.stringify(Object.fromEntries(refused))}`);
    expect([...refused.keys()].every((name) => /^(TransitionError|ForbiddenError|NotFoundError|ValidationError)$/.test(name))).toBe(true);
    // Each accepted act has a version of its own, and the versions of a ticket are all there.
    expect(new Set(accepted).size).toBe(accepted.length);
    const { rows: stored } = await pool.query<{ id: string; version: number; lastSeq: number; events: number; gaps: number }>(
      `SELECT t.id, t.version, t.last_seq AS "lastSeq", count(*)::int AS events, (max(e.seq) - count(*))::int AS gaps
       FROM ticket t JOIN ticket_event e ON e.ticket_id = t.id GROUP BY t.id`,
    );
    for (const { lastSeq, events: count, gaps } of stored) expect([lastSeq, gaps]).toEqual([count, 0]);
    const versions = stored.filter(({ id }) => tickets.includes(gid(id))).reduce((sum, { version }) => sum + version - 1, 0);
    expect(versions).toBe(accepted.length);
    // Every listener's list is the table's.
    const table = events.map(({ position, seq, ticketId }) => `${position} ${seq} ${ticketId}`);
    for (const { heard, stream } of listeners) {
      const list = (await heard)
        .filter(({ sequence }) => BigInt(sequence) <= BigInt(last))
        .map(({ sequence, seq, ticket }) => `${sequence} ${seq} ${Buffer.from(ticket.id, 'base64url').toString().slice(7)}`);
      expect(list).toEqual(table);
      await stream.end();
    }
  });
});

const gid = (id: string) => encodeId('Ticket', id);
let grids: string[] = [];
beforeAll(async () => {
  const { pool } = server.database;
  grids = (await pool.query<{ id: string }>('SELECT id FROM grid')).rows.map(({ id }) => id);
  // All of them serve grid 3 as well.
  await pool.query(
    `INSERT INTO duty (id, grid_id, staff_id, starts_at)
     SELECT gen_random_uuid(), (SELECT id FROM grid WHERE code = '3'), id, now() - interval '1 day' FROM staff_profile WHERE role = 'OFFICER'`,
  );
});
