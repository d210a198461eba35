// The database cuts every connection while pages watch for emergencies: the next alarm rings on all of them.

import { createClient } from 'graphql-ws';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { adminUrl } from '../support/database.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';
import { alarm } from '../support/tickets.ts';

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

it('an alarm rings on a page whose subscription was read into a cut', { timeout: 60_000 }, async () => {
  const token = await signIn(server, 'DISPATCHER');
  const client = createClient({
    url: `${server.address.replace('http', 'ws')}graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: () => Promise.resolve(),
  });
  const shown = new Set<string>();
  let wake = () => {};
  const failed = Promise.withResolvers<unknown>();
  client.subscribe<{ urgentTickets: { number: string }[] }>(
    { query: 'subscription { urgentTickets { number status } }' },
    {
      next({ data, errors }) {
        if (errors) failed.resolve(errors);
        for (const { number } of data?.urgentTickets ?? []) shown.add(number);
        wake();
      },
      error: failed.resolve,
      complete: () => failed.resolve('completed'),
    },
  );
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      wake = () => isSo() && resolve();
      wake();
    });
  const first = (await alarm(server, await signIn(server, 'RESIDENT', 0))).ticket;
  await until(() => shown.has(first.number));
  // Every read of urgent tickets fails for a moment.
  const { pool } = server.house.services;
  const { query } = pool;
  let failures = 0;
  const failing = (...args: unknown[]) => {
    if (JSON.stringify(args[0]).includes('tickets.readUrgent') && failures < 3) {
      failures += 1;
      return Promise.reject(new Error('terminating connection due to administrator command'));
    }
    return Reflect.apply(query, pool, args);
  };
  Object.assign(pool, { query: failing });
  const second = (await alarm(server, await signIn(server, 'RESIDENT', 1))).ticket;
  await Promise.race([until(() => shown.has(second.number)), failed.promise.then((why) => Promise.reject(new Error(JSON.stringify(why))))]);
  expect(failures).toBeGreaterThan(0);
  await client.dispose();
});
