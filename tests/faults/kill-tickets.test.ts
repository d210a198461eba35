// kill -9 while people work on tickets: what was acknowledged is there once, subscribers go on where they were, clocks ring once.
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { readOwner } from '../../api/database/lock.ts';
import { chance } from '../../api/demo/chance.ts';
import { tries } from '../support/length.ts';
import { type ServerProcess, scratchFolder, startProcess } from '../support/process.ts';
import { type Stream, signIn, subscribe } from '../support/server.ts';
import { act, report } from '../support/tickets.ts';

const ROUNDS = tries('XIESHOU_TEST_KILLS', { short: 1, long: 3 });
const ACTS = ['Dispatch', 'Accept', 'Arrive', 'Note', 'Ask', 'Escalate'] as const;
const INPUTS: Record<string, object> = { Note: { text: '备注' }, Ask: { text: '请补充' }, Escalate: { reason: '请上级关注' } };

/** Goes through all events across restarts: each time from the last sequence it has seen. */
class Follower {
  seen: { sequence: string; seq: number; ticketId: string }[] = [];
  #stream: Stream | null = null;
  #reading: Promise<void> = Promise.resolve();

  start(server: ServerProcess, token: string): void {
    const stream = subscribe(
      server,
      'subscription ($after: String) { ticketEvents(after: $after) { sequence seq ticket { id } } }',
      { after: this.seen.at(-1)?.sequence ?? '0' },
      token,
    );
    this.#stream = stream;
    this.#reading = (async () => {
      for (;;) {
        const { data } = await stream.next();
        const { sequence, seq, ticket } = data.ticketEvents;
        this.seen.push({ sequence, seq, ticketId: Buffer.from(ticket.id, 'base64url').toString().slice(7) });
      }
    })().catch(() => {}); // the server is gone
  }

  async stop(): Promise<void> {
    await this.#stream?.end();
    await this.#reading;
  }

  async reach(sequence: string): Promise<void> {
    while (BigInt(this.seen.at(-1)?.sequence ?? '0') < BigInt(sequence)) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('kill -9 of the server while people work on tickets', () => {
  const { folder, remove } = scratchFolder();
  let server: ServerProcess | undefined;
  afterAll(async () => {
    await server?.end();
    remove();
  });

  it(`${ROUNDS} times: no acknowledged act is lost, no event comes twice or not at all, clocks ring once`, {
    timeout: 60_000 * ROUNDS,
  }, async () => {
    const acknowledged: string[] = [];
    const reported: string[] = [];
    const follower = new Follower();
    for (let round = 0; round < ROUNDS; round++) {
      server = await startProcess(['--data', folder], { XIESHOU_RATE_PERSON: '100000' });
      const running = server;
      const people = await Promise.all([
        ...[0, 1].map((index) => signIn(running, 'DISPATCHER', index)),
        ...Array.from({ length: 6 }, () => signIn(running, 'OFFICER', 2)),
      ]);
      const residents = await Promise.all(Array.from({ length: 3 }, (_, index) => signIn(running, 'RESIDENT', index)));
      follower.start(running, people[0] as string);
      const before = acknowledged.length;
      const enough = Promise.withResolvers<void>();
      const load = [
        ...residents.map(async (token) => {
          for (;;) {
            const answer = await report(running, token).catch(() => null);
            if (!answer?.ticket) return void enough.resolve();
            reported.push(answer.ticket.id);
          }
        }),
        ...people.map(async (token, who) => {
          const random = chance(round * 10 + who);
          for (;;) {
            const id = random.pick(reported.length > 0 ? reported.slice(-40) : ['bm9uZQ']);
            const name = random.pick(ACTS);
            const answer = await act(running, token, name, id, INPUTS[name]).catch(() => null);
            if (!answer?.__typename) return void enough.resolve();
            if (answer.__typename === `Ticket${name}Success`)
              acknowledged.push(`${Buffer.from(id, 'base64url').toString().slice(7)} ${answer.ticket.version}`);
            if (acknowledged.length - before > 60 + 10 * round) enough.resolve();
          }
        }),
      ];
      await enough.promise;
      const pool = new pg.Pool({ connectionString: (await readOwner(folder))?.databaseUrl });
      // Half an hour and more has passed for some of them: their clocks are due as the power goes.
      await pool.query(
        `UPDATE ticket SET next_alert_at = now(), clocks = (
           SELECT coalesce(jsonb_agg(jsonb_set(c, '{since}', to_jsonb('2026-01-01T00:00:00.000Z'::text))), '[]') FROM jsonb_array_elements(clocks) c)
         WHERE id IN (SELECT id FROM ticket WHERE clocks <> '[]' AND waiting_since IS NULL ORDER BY created_at DESC LIMIT 5)`,
      );
      await pool.end();
      await running.end('SIGKILL');
      await Promise.all([...load, follower.stop()]);
    }

    server = await startProcess(['--data', folder], { XIESHOU_RATE_PERSON: '100000' });
    const dispatcher = await signIn(server, 'DISPATCHER');
    follower.start(server, dispatcher);
    const pool = new pg.Pool({ connectionString: (await readOwner(folder))?.databaseUrl });
    const last = (await report(server, await signIn(server, 'RESIDENT', 0))).ticket.number;
    const { rows: events } = await pool.query<{ position: string; seq: number; ticketId: string; number: string }>(
      `SELECT e.position::text, e.seq, e.ticket_id AS "ticketId", t.number FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id ORDER BY e.position`,
    );
    const end = events.findLastIndex(({ number }) => number === last);
    await follower.reach(events[end]?.position as string);
    await follower.stop();

    const { rows: tickets } = await pool.query<{ id: string; version: number; lastSeq: number; count: number; max: number }>(
      `SELECT t.id, t.version, t.last_seq AS "lastSeq", count(*)::int AS count, max(e.seq) AS max FROM ticket t JOIN ticket_event e ON e.ticket_id = t.id GROUP BY t.id`,
    );
    const versions = new Map(tickets.map(({ id, version }) => [id, version]));
    expect(reported.length).toBeGreaterThan(ROUNDS);
    expect(reported.filter((id) => !versions.has(Buffer.from(id, 'base64url').toString().slice(7)))).toEqual([]);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(acknowledged.filter((one) => (versions.get(one.slice(0, 36)) ?? 0) < Number(one.slice(37)))).toEqual([]);
    for (const { lastSeq, count, max } of tickets) expect([count, max]).toEqual([lastSeq, lastSeq]);
    const table = events.slice(0, end + 1).map(({ position, seq, ticketId }) => `${position} ${seq} ${ticketId}`);
    expect(follower.seen.slice(0, table.length).map(({ sequence, seq, ticketId }) => `${sequence} ${seq} ${ticketId}`)).toEqual(table);
    const { rows: rung } = await pool.query<{ times: number }>(
      `SELECT count(*)::int AS times FROM ticket_event
       WHERE ticket_id = ANY($1::uuid[]) AND (kind IN ('CLOCK_WARNED', 'CLOCK_BREACHED') OR (kind = 'ESCALATED' AND actor_kind = 'SYSTEM'))
       GROUP BY ticket_id, detail->>'clock', coalesce(detail->>'share', detail->>'level')`,
      [reported.map((id) => Buffer.from(id, 'base64url').toString().slice(7))],
    );
    expect(rung.length).toBeGreaterThan(0);
    expect(rung.filter(({ times }) => times !== 1)).toEqual([]);
    await pool.end();
  });
});
