// PostgreSQL ends connections in the middle of transactions: the process lives, nothing acknowledged is lost or there twice.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adminUrl } from '../support/database.ts';
import { type Answer, ask, signIn, startTestServer, type TestServer } from '../support/server.ts';

const SECONDS = Number(process.env.XIESHOU_TEST_CUT_SECONDS ?? 5);
const WRITERS = 24;

let server: TestServer;
let admin: pg.Pool;
beforeAll(async () => {
  server = await startTestServer();
  admin = new pg.Pool({ connectionString: adminUrl(), max: 1 });
});
afterAll(async () => {
  await server.stop();
  await admin.end();
});

const REPORT = `mutation ($text: String!) { ticketCreate(input: { category: "noise", description: $text, location: { longitude: 121.47, latitude: 31.23 } }) {
  __typename ... on TicketCreateSuccess { ticket { id } } } }`;

it(`${SECONDS} s of cuts under ${WRITERS} writers: none lost, none twice, no exit, answers afterwards`, {
  timeout: 60_000 + SECONDS * 1000,
}, async () => {
  const tokens = await Promise.all(Array.from({ length: WRITERS }, (_, index) => signIn(server, 'RESIDENT', index)));
  const acknowledged = new Set<string>();
  const codes = new Map<string, number>();
  let isOver = false;
  let cut = 0;
  let slowest = 0;
  const write = async (token: string, writer: number) => {
    for (let n = 0; !isOver; n++) {
      const text = `断开 ${writer}-${n}`;
      const begun = performance.now();
      // The same key again: whether the first was stored is unknown to whoever got no answer.
      const headers = { 'idempotency-key': `cut-${writer}-${n}-key` };
      let answer: Answer = {};
      for (let tries = 0; !answer.data?.ticketCreate && tries < 200; tries++) {
        answer = await ask(server, REPORT, { text }, { token, headers });
        const code = answer.errors?.[0]?.extensions.code;
        if (code) codes.set(code, (codes.get(code) ?? 0) + 1);
      }
      slowest = Math.max(slowest, performance.now() - begun);
      expect(answer.data?.ticketCreate.__typename).toBe('TicketCreateSuccess');
      acknowledged.add(text);
    }
  };
  const writing = Promise.all(tokens.map(write));
  for (const until = performance.now() + SECONDS * 1000; performance.now() < until; ) {
    const { rowCount } = await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid() AND query NOT LIKE 'LISTEN%'`,
      [new URL(server.databaseUrl).pathname.slice(1)],
    );
    cut += rowCount ?? 0;
    await delay(200); // how often it strikes: nothing is awaited
  }
  isOver = true;
  await writing;
  const { rows } = await server.database.pool.query<{ description: string; times: number }>(
    `SELECT description, count(*)::int AS times FROM ticket WHERE description LIKE '断开 %' GROUP BY description`,
  );
  console.log(
    `${cut} connections cut, ${acknowledged.size} acknowledged, slowest ${slowest.toFixed(0)} ms; refused: ${[...codes].map(([code, n]) => `${n} × ${code}`)}`,
  );
  const stored = new Map(rows.map(({ description, times }) => [description, times]));
  expect([...acknowledged].filter((text) => !stored.has(text))).toEqual([]);
  expect([...stored].filter(([, times]) => times !== 1)).toEqual([]);
  expect(cut).toBeGreaterThan(SECONDS * 10);
  expect(slowest).toBeLessThan(20_000); // no key waits for silence to be free
  expect([...codes.keys()].filter((code) => code !== 'UNAVAILABLE')).toEqual([]);
  expect((await ask(server, '{ __typename station { id } }')).errors).toBeUndefined();
});
