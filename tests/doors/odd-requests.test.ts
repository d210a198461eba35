// What no client sends: raw requests, upgrades and frames, made from a seed. None ends the process, none is a 5xx.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chance } from '../../api/demo/chance.ts';
import { raw } from '../support/attack.ts';
import { tries } from '../support/length.ts';
import { ask, startTestServer, type TestServer } from '../support/server.ts';

const REQUESTS = tries('XIESHOU_TEST_ODD', { short: 2_000, long: 5_000 });
const SEED = 20261128;
const AT_ONCE = 32;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

type Chance = ReturnType<typeof chance>;

const TARGETS = [
  '/',
  '//',
  '///',
  'http://',
  'http://x',
  '/graphql',
  '//graphql',
  '/graphql?',
  '/graphql?query=%7B__typename%7D',
  '*',
  'x',
  '',
  '/uploads/../../etc/passwd',
  '/uploads/%2e%2e%2f',
  '/%',
  '/%00',
  '/exports/tickets.csv?from=%',
  '/calendar/x',
  '/certificates/..',
  '/readyz',
  '/schema.graphql',
  '/exports/hot-list.csv?from=-271821-04-20',
  '/exports/service.csv?from=+275760-09-13',
  '/\\',
  '/?#',
  'http://[',
  'ws://x:99999/graphql',
  '/graphql/../graphql',
  `/${'a'.repeat(9000)}`,
  '/exports/tickets.geojson?from=0000-01-01',
];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'CONNECT', 'PATCH', 'get', 'X', ''];
const HEADERS = [
  'Connection: Upgrade\r\nUpgrade: websocket',
  'Connection: Upgrade',
  'Upgrade: h2c',
  'Upgrade: websocket',
  'Connection: close',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13',
  'Sec-WebSocket-Version: 99',
  'Sec-WebSocket-Key: x',
  'Sec-WebSocket-Protocol: graphql-transport-ws',
  'Sec-WebSocket-Protocol: ,,',
  'Content-Type: application/json',
  'Content-Type: x',
  'Content-Length: -1',
  'Content-Length: 9',
  'Content-Length: 99999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: x',
  'Origin: null',
  'Origin: http://',
  'Host:',
  'Host: [',
  'Cookie: xieshou_session=%',
  'Cookie: =;=;',
  'Authorization: Bearer ',
  'Accept: */*',
  'Accept: text/event-stream',
  'Accept-Language: q=;,;;q=x',
  'X-Forwarded-For: ,',
  'Idempotency-Key: x',
  'Range: bytes=9-1',
  'If-None-Match: "',
  'X-Device-Id: ../../',
  'Expect: 100-continue',
  'Expect: x',
  'Access-Control-Request-Method: \u00ff',
  `X: ${'y'.repeat(5000)}`,
  ': x',
  'x',
];
const BODIES = [
  '',
  '{}',
  '[]',
  'null',
  '{"query":1}',
  '{"query":"{"}',
  '0\r\n\r\n',
  '5\r\nhello\r\n0\r\n\r\n',
  'ffffffff\r\n',
  '\u0000',
  '{"query":"{__typename}"}',
];

function oddRequest(random: Chance): string {
  const some = <Item>(items: readonly Item[], most: number) =>
    Array.from({ length: Math.floor(random.next() * (most + 1)) }, () => random.pick(items));
  const host = random.next() < 0.9 ? ['Host: x'] : [];
  const version = random.next() < 0.9 ? 'HTTP/1.1' : random.pick(['HTTP/1.0', 'HTTP/9.9', 'HTTP', '']);
  const head = [`${random.pick(METHODS)} ${random.pick(TARGETS)} ${version}`, ...host, ...some(HEADERS, 6)].join('\r\n');
  const text = `${head}\r\n\r\n${random.pick(BODIES)}`;
  if (random.next() < 0.9) return text;
  const at = Math.floor(random.next() * text.length);
  return text.slice(0, at) + random.pick(['\u0000', '\r\n', '\u00ff', ' ', ':']) + text.slice(at);
}

/** One WebSocket frame as a client masks it, right or wrong. */
function oddFrame(random: Chance): Buffer {
  const messages = [
    '',
    '{}',
    'null',
    '[',
    '{"type":"ping"}',
    '{"type":"connection_init","payload":[]}',
    '{"type":"connection_init","payload":{"authorization":1}}',
    '{"id":"","type":"subscribe"}',
    '{"id":"1","type":"subscribe","payload":{"query":"subscription { hotListUpdated { at } }"}}',
    '\ud800',
    '{"id":"1","type":"complete"}',
    '{"id":1,"type":"subscribe","payload":{}}',
    '{"type":"next","id":"1","payload":{}}',
    '"'.repeat(500),
  ];
  const payload = Buffer.from(random.pick(messages));
  const opcode = random.pick([0, 1, 1, 1, 2, 3, 8, 9, 10, 15]);
  const first = (random.next() < 0.9 ? 0x80 : 0) | (random.next() < 0.1 ? 0x70 : 0) | opcode;
  const length = random.next() < 0.9 ? payload.length : random.pick([0, 125, 126, 127]);
  const head = length < 126 ? [length] : length === 126 ? [126, 0xff, 0xff] : [127, 0xff, 0, 0, 0, 0, 0, 0, 1];
  const isMasked = random.next() < 0.95;
  head[0] = (head[0] as number) | (isMasked ? 0x80 : 0);
  const mask = isMasked ? [0, 0, 0, 0] : [];
  return Buffer.concat([Buffer.from([first, ...head, ...mask]), payload]);
}

/** Sends bytes, closes when the other side is quiet or has closed; answers what came back. */
function exchange(bytes: Buffer | string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes));
    socket.setTimeout(1500, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      // A whole answer is enough: the server may keep the connection for a next request.
      if (/^HTTP\/1\.1 [2345]/.test(text)) socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

async function many(count: number, one: () => Promise<void>): Promise<void> {
  let left = count;
  const run = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
}

it('an upgrade to no address is refused with 400', async () => {
  for (const target of ['//', '///', 'http://', 'http://[']) {
    const { text } = await raw(server, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    expect([target, text.split('\r\n')[0]]).toEqual([target, 'HTTP/1.1 400 Bad Request']);
  }
});

it(`of ${REQUESTS} odd requests and frames none is a 5xx, and the server goes on`, { timeout: 300_000 }, async () => {
  const random = chance(SEED);
  const statuses = new Map<string, number>();
  const wrong: string[] = [];
  await many(Math.ceil(REQUESTS * 0.75), async () => {
    const request = oddRequest(random);
    const status = /^HTTP\/1\.1 (\d{3})/.exec(await exchange(request))?.[1] ?? 'closed';
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status.startsWith('5')) wrong.push(`${status} ${JSON.stringify(request.slice(0, 300))}`);
  });
  await many(Math.floor(REQUESTS * 0.25), async () => {
    const upgrade = `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`;
    const frames = Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => oddFrame(random));
    await exchange(Buffer.concat([Buffer.from(upgrade), ...frames]));
  });
  console.log(
    [...statuses]
      .sort()
      .map(([status, n]) => `${n} × ${status}`)
      .join(', '),
  );
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(statuses.size).toBeGreaterThan(4);
  expect((await ask(server, '{ __typename }')).data).toEqual({ __typename: 'Query' });
});
