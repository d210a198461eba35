// The WebSocket door: every documented close code, seen by graphql-ws' own client or by hand; limits of a socket.
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { LIMITS } from '../../api/doors/limits.ts';
import { makeKey } from '../../schema/commons/partners/rules.ts';
import { greeted, openSocket } from '../support/attack.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const LIVE = 'subscription { hotListUpdated(first: 1) { at } }';

describe('a socket is closed with', () => {
  it('4400 after what is no message of the protocol', async () => {
    const socket = await openSocket(server);
    socket.send('no JSON');
    expect((await socket.closed).code).toBe(4400);
    const other = await openSocket(server);
    other.send({ type: 'made_up' });
    expect((await other.closed).code).toBe(4400);
  });

  it('4401 after subscribing before the greeting', async () => {
    const socket = await openSocket(server);
    socket.send({ id: '1', type: 'subscribe', payload: { query: LIVE } });
    expect(await socket.closed).toMatchObject({ code: 4401 });
  });

  it('4401 and the reason for a key that does not hold', async () => {
    const socket = await openSocket(server);
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${makeKey().key}` } });
    expect(await socket.closed).toEqual({ code: 4401, reason: 'KEY_UNKNOWN' });
  });

  it('4406 without the sub-protocol', async () => {
    const none = await openSocket(server, { protocols: [] });
    expect((await none.closed).code).toBe(4406);
    await expect(openSocket(server, { protocols: ['graphql-ws'] })).rejects.toThrow('subprotocol');
  });

  it('4408 when it does not greet within 5 s', async () => {
    const startedAt = performance.now();
    const socket = await openSocket(server);
    expect((await socket.closed).code).toBe(4408);
    expect(performance.now() - startedAt).toBeLessThan(7000);
  });

  it('4409 after the same id twice', async () => {
    const socket = await greeted(server);
    for (let n = 0; n < 2; n++) socket.send({ id: 'same', type: 'subscribe', payload: { query: LIVE } });
    expect((await socket.closed).code).toBe(4409);
  });

  it('4429 after greeting twice, and at the 21st subscription', async () => {
    const twice = await greeted(server);
    twice.send({ type: 'connection_init' });
    expect((await twice.closed).code).toBe(4429);
    const many = await greeted(server);
    for (let n = 0; n <= LIMITS.subscriptionsPerSocket; n++) many.send({ id: String(n), type: 'subscribe', payload: { query: LIVE } });
    expect(await many.closed).toEqual({ code: 4429, reason: 'TOO_MANY_SUBSCRIPTIONS' });
  });

  it('1009 after a message beyond 64 KB', async () => {
    const socket = await greeted(server);
    socket.send({ id: '1', type: 'subscribe', payload: { query: LIVE, variables: { x: 'x'.repeat(LIMITS.messageBytes) } } });
    expect((await socket.closed).code).toBe(1009);
  });

  it('1001 when the server ends', async () => {
    const ending = await startTestServer({ databaseUrl: server.databaseUrl });
    const socket = await greeted(ending);
    await ending.stop();
    expect((await socket.closed).code).toBe(1001);
  });

  it('graphql-ws’ own client sees the same code and stops for good', async () => {
    const closed = await new Promise<{ code: number; reason: string }>((resolve) => {
      const client = createClient({
        url: `${server.address.replace('http', 'ws')}graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 5,
        shouldRetry: (event) => (event as { code?: number }).code !== 4401,
        connectionParams: { authorization: `Bearer ${makeKey().key}` },
      });
      client.subscribe(
        { query: LIVE },
        { next: () => {}, complete: () => {}, error: (event) => resolve(event as { code: number; reason: string }) },
      );
    });
    expect(closed).toMatchObject({ code: 4401, reason: 'KEY_UNKNOWN' });
  });
});

describe('an upgrade', () => {
  it('from another site is refused, signed in or not (CSWSH)', async () => {
    const cookie = `xieshou_session=${await signIn(server, 'RESIDENT', 20)}`;
    for (const origin of ['https://evil.example', 'null', `${server.address.slice(0, -1)}.evil.example`]) {
      await expect(openSocket(server, { headers: { origin, cookie } })).rejects.toThrow('403');
    }
    const own = await openSocket(server, { headers: { origin: server.address.slice(0, -1), cookie } });
    own.close();
  });

  it('is refused beyond the sockets of one address', async () => {
    const crowded = await startTestServer({ databaseUrl: server.databaseUrl, proxies: 1 });
    const headers = { 'x-forwarded-for': '198.51.100.20' };
    const sockets = await Promise.all(Array.from({ length: LIMITS.socketsPerAddress }, () => openSocket(crowded, { headers })));
    await expect(openSocket(crowded, { headers })).rejects.toThrow('429');
    (await openSocket(crowded, { headers: { 'x-forwarded-for': '198.51.100.21' } })).close();
    sockets[0]?.close();
    await sockets[0]?.closed;
    // The place of the one that left is free, as soon as the server has heard of it.
    for (let n = 0; ; n++) {
      const next = await openSocket(crowded, { headers }).catch(() => null);
      if (next) break;
      if (n > 200) throw new Error('the place stays taken');
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const socket of sockets) socket.close();
    await crowded.stop();
  });

  it('elsewhere than /graphql is refused', async () => {
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}elsewhere`, 'graphql-transport-ws');
    const status = await new Promise((resolve) =>
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode)).on('error', () => {}),
    );
    expect(status).toBe(404);
  });
});
