// Tickets: the board's first page beside a hundred times as many tickets, and how long an alarm takes to every screen.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import WebSocket from 'ws';
import { connectTo } from '../api/database/connect.ts';
import { prepareStation } from '../api/database/station.ts';
import { reachOf } from '../schema/frame/access/rules.ts';
import type { StaffViewer } from '../schema/frame/access/viewer.ts';
import { readLastEvents, readPage, type TicketOrder } from '../schema/work/tickets/store.ts';
import { answerOf } from './child.ts';

/** Still open, in either table: a street has so many whatever lies in its archive. */
const OPEN = 300;
const FIRST_PAGE = 50;

const dispatcher: StaffViewer = {
  kind: 'staff',
  sessionId: '',
  userId: '',
  staffId: uuid(),
  name: '',
  title: '',
  role: 'DISPATCHER',
  dutyGridIds: [],
  hasSecondFactor: true,
  isConfirmed: true,
  lacksSecondFactor: false,
};

/** Fills a database with tickets of three events each, all but the newest ended. The pool is the owner's. */
export async function openArchive(url: string, count: number): Promise<pg.Pool> {
  const database = await connectTo(url, { databaseConnections: 1 });
  await prepareStation(database, { stationName: 'bench', halfLifeHours: 48 });
  await database.close();
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  await pool.query(
    `INSERT INTO ticket (id, number, station_id, category_id, priority, status, source, description, created_at, ended_at, due_at, last_seq)
     SELECT gen_random_uuid(), 'GD-20260101-' || lpad(n::text, 7, '0'), (SELECT id FROM station LIMIT 1),
       (SELECT id FROM category ORDER BY sort_order OFFSET n % 18 LIMIT 1), 'P3',
       (CASE WHEN n > $2 THEN 'CLOSED' ELSE 'SUBMITTED' END)::ticket_status, 'RESIDENT', '压测', now() - n * interval '1 minute',
       CASE WHEN n > $2 THEN now() END, CASE WHEN n <= $2 THEN now() + n * interval '1 minute' END, 3
     FROM generate_series(1, $1::int) n`,
    [count, OPEN],
  );
  await pool.query(
    `INSERT INTO ticket_event (id, ticket_id, seq, kind, from_status, to_status, actor_kind, actor_title)
     SELECT gen_random_uuid(), t.id, seq, (CASE seq WHEN 1 THEN 'REPORTED' ELSE 'NOTED' END)::ticket_event_kind,
       CASE seq WHEN 1 THEN NULL ELSE 'SUBMITTED'::ticket_status END, 'SUBMITTED', 'SYSTEM', ''
     FROM ticket t CROSS JOIN generate_series(1, 3) seq`,
  );
  await pool.query('VACUUM ANALYZE ticket, ticket_event');
  return pool;
}

/** Milliseconds of one first page with its last three events, the median of `times`. */
export async function measureBoard(pool: pg.Pool, order: TicketOrder, times: number): Promise<number> {
  const samples: number[] = [];
  for (let round = 0; round < times; round++) {
    const start = performance.now();
    const filter = order === 'DUE' ? { isOpen: true } : {};
    const page = await readPage(pool, {
      reach: reachOf(dispatcher, 'ticket.read'),
      filter,
      order,
      limit: FIRST_PAGE,
      after: null,
      columns: null,
    });
    const events = await readLastEvents(
      pool,
      page.map(({ id }) => id),
      3,
      null,
    );
    samples.push(performance.now() - start);
    if (page.length !== FIRST_PAGE || events.length !== 3 * FIRST_PAGE) throw new Error('not a whole page: no figures');
  }
  return samples.sort((a, b) => a - b)[Math.floor(times / 2)] as number;
}

const SUBSCRIBERS = 200;
/** As a board asks: enough to show the ticket. From the newest event on, so that nobody misses any while connecting. */
const EVENTS =
  'subscription ($after: String) { ticketEvents(after: $after) { kind ticket { id number status priority category { nameZh } grid { name } } } }';
const IN_GRID_3 = { longitude: 116.0295, latitude: 38.4587 };

/**
 * Milliseconds from pressing an alarm to each of the subscribers hearing of it, of all alarms and subscribers, sorted.
 * One is the officer's phone, the others are boards.
 */
export async function measureAlarm(databaseUrl: string, alarms: number): Promise<number[]> {
  const child = fork(join(import.meta.dirname, 'server.ts'), ['--demo'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: '' },
  });
  try {
    const port = await answerOf<number>(child);
    const ask = async <Data>(query: string, variables: object, token?: string) => {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify({ query, variables }),
      });
      return ((await response.json()) as { data: Data }).data;
    };
    const signIn = async (persona: string, index: number) => {
      const query =
        'mutation ($p: Persona!, $i: Int) { demoSignIn(input: { persona: $p, index: $i }) { ... on DemoSignInSuccess { token } } }';
      return (await ask<{ demoSignIn: { token: string } }>(query, { p: persona, i: index })).demoSignIn.token;
    };
    const boards = await Promise.all([0, 1].map((index) => signIn('DISPATCHER', index)));
    const officer = await signIn('OFFICER', 2);
    const [newest] = (await ask<{ ticketHistory: { sequence: string }[] }>('{ ticketHistory(first: 1) { sequence } }', {}, boards[0]))
      .ticketHistory;
    const after = newest?.sequence;
    const heardAt = new Map<string, number[]>();
    let onHeard = () => {};
    const clients = Array.from({ length: SUBSCRIBERS }, (_, index) =>
      createClient({
        url: `ws://127.0.0.1:${port}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${index === 0 ? officer : boards[index % 2]}` },
      }),
    );
    for (const client of clients) {
      client.subscribe<{ ticketEvents: { kind: string; ticket: { id: string } } }>(
        { query: EVENTS, variables: { after } },
        {
          next({ data }) {
            if (data?.ticketEvents.kind !== 'DISPATCHED') return;
            const { id } = data.ticketEvents.ticket;
            heardAt.set(id, [...(heardAt.get(id) ?? []), performance.now()]);
            onHeard();
          },
          error: () => {},
          complete: () => {},
        },
      );
    }
    const raise = 'mutation ($p: GeoPointInput) { ticketAlarm(input: { location: $p }) { ... on TicketAlarmSuccess { ticket { id } } } }';
    const delays: number[] = [];
    // The first one also tells that everybody listens.
    for (let index = 0; index <= alarms; index++) {
      const token = await signIn('RESIDENT', index);
      const pressed = performance.now();
      const { id } = (await ask<{ ticketAlarm: { ticket: { id: string } } }>(raise, { p: IN_GRID_3 }, token)).ticketAlarm.ticket;
      await new Promise<void>((resolve) => {
        onHeard = () => {
          if ((heardAt.get(id)?.length ?? 0) >= SUBSCRIBERS) resolve();
        };
        onHeard();
      });
      if (index > 0) delays.push(...(heardAt.get(id) as number[]).map((at) => at - pressed));
    }
    await Promise.all(clients.map((client) => client.dispose()));
    return delays.sort((a, b) => a - b);
  } finally {
    child.kill();
  }
}
