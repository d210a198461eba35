// The front door: who may knock, with what, how often; what an answer carries; the same request twice.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryThrottle } from '../../api/doors/throttle.ts';
import { post, raw, send } from '../support/attack.ts';
import { gridIds } from '../support/people.ts';
import { ask, PLENTY, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ publicOrigins: ['https://app.example'] });
});
afterAll(() => server.stop());

const VOTE = 'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }';
const STATION = JSON.stringify({ query: '{ station { name } }' });
const votes = async () => (await server.database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM vote')).rows[0]?.n;

async function anIssue(): Promise<string> {
  const { data } = await ask(server, '{ hotList(first: 1, order: NEW) { edges { node { id } } } }');
  return data.hotList.edges[0].node.id;
}

describe('another site', () => {
  it('cannot make a signed-in browser change anything: forms, text, other types, GET', async () => {
    const cookie = `xieshou_session=${await signIn(server, 'RESIDENT', 11)}`;
    const variables = { id: await anIssue() };
    const json = JSON.stringify({ query: VOTE, variables });
    const before = await votes();
    const encoded = `query=${encodeURIComponent(VOTE)}&variables=${encodeURIComponent(JSON.stringify(variables))}`;
    const attempts: [string, RequestInit & { path?: string }][] = [
      ['a form', { headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, body: encoded }],
      ['a text form', { headers: { cookie, 'content-type': 'text/plain' }, body: json }],
      [
        'a multipart form',
        {
          headers: { cookie, 'content-type': 'multipart/form-data; boundary=x' },
          body: `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${json}\r\n--x--`,
        },
      ],
      ['application/graphql', { headers: { cookie, 'content-type': 'application/graphql' }, body: VOTE }],
      ['no type', { headers: { cookie }, body: new Blob([json]) }],
      ['GET', { method: 'GET', headers: { cookie }, path: `graphql?${encoded}` }],
      ['its origin', { headers: { cookie, 'content-type': 'application/json', origin: 'https://evil.example' }, body: json }],
      ['origin null', { headers: { cookie, 'content-type': 'application/json', origin: 'null' }, body: json }],
      ['cross-site metadata', { headers: { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' }, body: json }],
      ['PUT', { method: 'PUT', headers: { cookie, 'content-type': 'application/json' }, body: json }],
    ];
    for (const [name, init] of attempts) {
      const { status, answer } = await send(server, init);
      expect(status, name).toBeGreaterThanOrEqual(400);
      expect(status, name).toBeLessThan(500);
      expect(answer.data ?? null, name).toBeNull();
    }
    expect(await votes()).toBe(before);
    // The same from our own page goes through: the attempts failed for what they were.
    const own = await send(server, {
      headers: { cookie, 'content-type': 'application/json', origin: server.address.slice(0, -1) },
      body: json,
    });
    expect(own.answer.data.hotIssueVote.__typename).toBe('HotIssueVoteSuccess');
  });

  it('reads nothing: CORS is open to the named origin alone, EventSource included', async () => {
    const allowed = await send(server, { headers: { 'content-type': 'application/json', origin: 'https://app.example' }, body: STATION });
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://app.example']);
    const preflight = await send(server, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-credentials')]).toEqual([204, 'true']);
    for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'null', 'http://app.example']) {
      const foreign = await send(server, { headers: { 'content-type': 'application/json', origin }, body: STATION });
      expect([foreign.status, foreign.headers.get('access-control-allow-origin')], origin).toEqual([403, null]);
      expect(foreign.answer.errors?.[0]).toMatchObject({
        message: '不允许从这个网站访问接口。',
        extensions: { code: 'FORBIDDEN', requestId: expect.any(String) },
      });
      expect((await send(server, { method: 'OPTIONS', headers: { origin } })).status, origin).toBe(403);
    }
    const events = await send(server, {
      method: 'GET',
      path: `graphql?query=${encodeURIComponent('subscription { hotListUpdated { at } }')}`,
      headers: { accept: 'text/event-stream', origin: 'https://evil.example' },
    });
    expect(events.status).toBe(403);
  });
});

describe('a body', () => {
  it('beyond 256 KB is refused with 413 before it is parsed, told or untold how long it is', async () => {
    const big = JSON.stringify({ query: '{ station { name } }', variables: { x: 'x'.repeat(5_000_000) } });
    const told = await post(server, big);
    expect([told.status, told.answer.errors?.[0]?.message]).toEqual([413, '请求内容过大，最多 256 KB。']);
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(big));
        controller.close();
      },
    });
    const untold = await send(server, {
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit).catch(() => ({ status: 0 }));
    expect([413, 0]).toContain(untold.status); // answered, or cut off while it still sent
    expect((await post(server, STATION)).status).toBe(200);
  });

  it('that is compressed, no JSON, no object, or a batch is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect((await send(server, { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: bomb })).status).toBe(
      415,
    );
    for (const body of [
      '{',
      '',
      'null',
      '[]',
      '"x"',
      '42',
      `[${STATION},${STATION}]`,
      '{"query":42}',
      '{"query":"{ station { name } }","variables":"x"}',
      '{"query":"{ station { name } }","operationName":7}',
    ]) {
      const { status, answer } = await post(server, body);
      expect(status, body).toBe(400);
      expect(answer.errors?.[0]?.message, body).toMatch(/\p{Script=Han}/u);
      expect(answer.errors?.[0]?.extensions, body).toMatchObject({
        code: expect.stringMatching(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/),
        requestId: expect.any(String),
      });
    }
  });

  it('whose headers never end is cut off within 20 s', async () => {
    const { ms } = await raw(server, 'POST /graphql HTTP/1.1\r\nHost: x\r\n', { everyMs: 500, drip: 'x-a: b\r\n' });
    expect(ms).toBeLessThan(21_000);
  }, 30_000);
});

describe('every answer', () => {
  it('carries the security headers, and HSTS only where TLS stands before us', async () => {
    for (const path of ['', 'graphql', 'healthz', 'nowhere.js']) {
      const response = await fetch(`${server.address}${path}`);
      expect(Object.fromEntries(response.headers), path).toMatchObject({
        'content-security-policy': expect.stringMatching(/default-src 'self'.*frame-ancestors 'none'/),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'permissions-policy': 'camera=(self), geolocation=(self), microphone=(self)',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
      expect(response.headers.get('strict-transport-security')).toBeNull();
    }
    const proxied = await startTestServer({ databaseUrl: server.databaseUrl, proxies: 1 });
    const secure = await fetch(proxied.address, { headers: { 'x-forwarded-proto': 'https' } });
    expect(secure.headers.get('strict-transport-security')).toContain('max-age=31536000');
    const cookie = await post(
      proxied,
      { query: 'mutation { demoSignIn(input: { persona: RESIDENT }) { __typename } }' },
      { 'x-forwarded-proto': 'https' },
    );
    expect(cookie.headers.get('set-cookie')).toContain('; Secure');
    await proxied.stop();
  });

  it('carries a request id: the caller’s own when it is sane, never its tricks', async () => {
    expect((await post(server, STATION, { 'x-request-id': 'my-id.1' })).headers.get('x-request-id')).toBe('my-id.1');
    for (const trick of ['a b', 'x'.repeat(200), '<script>', '$x{y}']) {
      expect((await post(server, STATION, { 'x-request-id': trick })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('hides what went wrong inside: no stack, no SQL, no path, but the id of the operator’s log line', async () => {
    const broken = await startTestServer();
    const { query } = broken.database.pool;
    Object.assign(broken.database.pool, {
      query: () => Promise.reject(new Error('relation "secret_table" does not exist at /srv/secret.ts:1')),
    });
    const { text, answer, status } = await post(
      broken,
      { query: '{ hotList(first: 1) { edges { node { title } } } }' },
      { 'x-request-id': 'find-me' },
    );
    Object.assign(broken.database.pool, { query });
    await broken.stop();
    expect(status).toBeLessThan(600);
    expect(text).not.toMatch(/secret|relation|stack|\.ts/);
    expect(answer.errors?.[0]).toMatchObject({
      message: '服务暂时不可用，请稍后再试。',
      extensions: { code: 'INTERNAL', requestId: 'find-me' },
    });
  });
});

describe('the leaky bucket', () => {
  it('gives points back at its rate, never more than it holds, and refuses what is not there', async () => {
    let now = 0;
    const throttle = new MemoryThrottle(() => now);
    const allowance = { maximumAvailable: 100, restoreRate: 10 };
    expect((await throttle.take('a', 80, allowance)).status.currentlyAvailable).toBe(20);
    expect(await throttle.take('a', 50, allowance)).toMatchObject({ retryAfterSeconds: 3 });
    now = 3000;
    expect(await throttle.take('a', 50, allowance)).toMatchObject({ retryAfterSeconds: null, status: { currentlyAvailable: 0 } });
    now = 1_000_000;
    expect((await throttle.take('a', 1, allowance)).status.currentlyAvailable).toBe(99);
    expect((await throttle.giveBack('a', 1000, allowance)).currentlyAvailable).toBe(100);
    expect((await throttle.take('b', 100, allowance)).retryAfterSeconds).toBeNull();
  });

  it('answers 429 with Retry-After, headers and the documented code, and lets others through', async () => {
    const small = await startTestServer({ databaseUrl: server.databaseUrl, proxies: 1, rates: { anonymous: 10, person: 50, key: 50 } });
    const list = { query: '{ hotList(first: 20) { edges { node { title } } } }' };
    const answers = [];
    for (let n = 0; n < 8; n++) answers.push(await post(small, list, { 'x-forwarded-for': '198.51.100.1' }));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(3);
    const [first] = refused;
    expect(first?.answer.errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: expect.any(Number),
      cost: { requestedQueryCost: 41, actualQueryCost: null },
    });
    expect(first?.answer.errors?.[0]?.message).toMatch(/^请求太频繁，请 \d+ 秒后再试。$/);
    expect(Number(first?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(first?.headers.get('x-ratelimit-limit')).toBe('100');
    expect(first?.headers.get('x-ratelimit-resource')).toBe('graphql');
    expect((await post(small, list, { 'x-forwarded-for': '198.51.100.2' })).status).toBe(200);
    const token = await signIn({ address: small.address }, 'RESIDENT', 12).catch(() => null);
    expect(
      token === null || (await post(small, list, { authorization: `Bearer ${token}`, 'x-forwarded-for': '198.51.100.1' })).status,
    ).not.toBe(429);
    await small.stop();
  });

  it('charges a subscription for its first answer, and gives the rest back', async () => {
    const usual = await startTestServer({ databaseUrl: server.databaseUrl, rates: { ...PLENTY, person: 5000 } });
    const token = await signIn(usual, 'OFFICER', 3);
    const remaining = async () => (await ask(usual, '{ rateLimit { remaining } }', {}, { token })).data.rateLimit.remaining;
    const before = await remaining();
    const stream = subscribe(usual, 'subscription { patrolPlansUpdated { id runs { visits { pointId } } } }', {}, token);
    await stream.next();
    expect(before - (await remaining())).toBeLessThan(100); // nine hundred were asked for; there are hardly any
    await stream.end();
    await usual.stop();
  });

  it('is asked for with rateLimit', async () => {
    const { data } = await ask(server, '{ rateLimit { limit cost remaining resetAt } }', {}, { token: server.demoKey as string });
    expect(data.rateLimit).toMatchObject({ limit: 10 * PLENTY.key, cost: expect.any(Number) });
    expect(data.rateLimit.remaining).toBeLessThanOrEqual(10 * PLENTY.key);
  });
});

describe('an Idempotency-Key', () => {
  const raise = (title: string) => ({
    query: 'mutation ($input: HotIssueCreateInput!) { hotIssueCreate(input: $input) { ... on HotIssueCreateSuccess { hotIssue { id } } } }',
    variables: { input: { title, category: 'other', location: { longitude: 0, latitude: 0 } } },
  });
  const count = async (title: string) =>
    (await server.database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM hot_issue WHERE title = $1', [title])).rows[0]?.n;

  it('makes 64 requests at once one effect and one answer, over HTTP and WebSocket alike', async () => {
    const token = await signIn(server, 'RESIDENT', 13);
    const title = '同一个请求只提一次';
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'double-tap-0001' };
    const answers = await Promise.all(Array.from({ length: 64 }, () => post(server, raise(title), headers)));
    expect(new Set(answers.map(({ answer }) => answer.data.hotIssueCreate.hotIssue.id)).size).toBe(1);
    expect(await count(title)).toBe(1);
    const { greeted } = await import('../support/attack.ts');
    const socket = await greeted(server, { authorization: `Bearer ${token}` });
    socket.send({ id: '1', type: 'subscribe', payload: { ...raise(title), extensions: { idempotencyKey: 'double-tap-0001' } } });
    const { payload } = (await socket.next()) as { payload: { data: { hotIssueCreate: { hotIssue: { id: string } } } } };
    socket.close();
    expect(payload.data.hotIssueCreate.hotIssue.id).toBe(answers[0]?.answer.data.hotIssueCreate.hotIssue.id);
    expect(await count(title)).toBe(1);
  });

  it('used for another request is a conflict; somebody else’s is their own; a day later it is free', async () => {
    const [one, other] = [await signIn(server, 'RESIDENT', 14), await signIn(server, 'RESIDENT', 15)];
    const with_ = (token: string, title: string) =>
      post(server, raise(title), { authorization: `Bearer ${token}`, 'idempotency-key': 'key-of-both-1' });
    await with_(one, '第一件事情是这样');
    const conflict = await with_(one, '第二件事情不一样');
    expect([conflict.status, conflict.answer.errors?.[0]?.extensions.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    expect(await count('第二件事情不一样')).toBe(0);
    expect((await with_(other, '第二件事情不一样')).answer.data.hotIssueCreate.hotIssue.id).toBeTruthy();
    await server.database.pool.query(`UPDATE idempotency_record SET created_at = now() - interval '25 hours'`);
    expect((await with_(one, '隔天又提的一件事')).answer.data.hotIssueCreate.hotIssue.id).toBeTruthy();
  });

  it('of a wrong form is refused; an answer with an error is not kept', async () => {
    const token = await signIn(server, 'RESIDENT', 16);
    const bad = await post(server, raise('形式不对的键不行'), { authorization: `Bearer ${token}`, 'idempotency-key': 'x' });
    expect([bad.status, bad.answer.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    const officerOnly = {
      query: 'mutation ($g: ID!) { dutyEnd(input: { dutyId: $g }) { __typename } }',
      variables: { g: [...(await gridIds(server)).values()][0] },
    };
    for (let n = 0; n < 2; n++) {
      const refused = await post(server, officerOnly, { authorization: `Bearer ${token}`, 'idempotency-key': 'refused-each-time' });
      expect(refused.answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('keeps answers encrypted: a temporary password is not readable in the table', async () => {
    const token = await signIn(server, 'ADMIN');
    const { answer } = await post(
      server,
      {
        query:
          'mutation { staffCreate(input: { login: "idem.potent", name: "a", title: "b", role: GRID_WORKER }) { ... on StaffCreateSuccess { temporaryPassword } } }',
      },
      { authorization: `Bearer ${token}`, 'idempotency-key': 'create-staff-1' },
    );
    const { rows } = await server.database.pool.query<{ text: string }>(
      `SELECT encode(response, 'escape') AS text FROM idempotency_record`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ text }) => text?.includes(answer.data.staffCreate.temporaryPassword))).toBe(false);
  });
});
