// Subscribers that never read cost bounded memory, and nobody else's time; in the end they are let go.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { makeDatabase } from '../support/database.ts';
import { type ServerProcess, startProcess } from '../support/process.ts';
import { ask, signIn, subscribe } from '../support/server.ts';

const SOCKETS = 2;
const SUBSCRIPTIONS = 20;
const STREAMS = 4;
/** Kernel buffers are full after a few seconds; the rest of the time tells whether ours grow instead. */
const ROUNDS = 40;

/** About 70 KB a push. */
const BIG = `subscription { hotListUpdated(first: 100) { version entries { rank previousRank hotIssue { id title description status voteCount heat createdAt viewerCan { vote close } hourlyVotes(hours: 168) grid { id code name community { id name } } category { id code nameZh nameEn } } } } }`;

/** Ten times as much, for streams: they carry one subscription each. */
const BIGGER = BIG.replace('hourlyVotes(hours: 168)', Array.from({ length: 20 }, (_, n) => `h${n}: hourlyVotes(hours: 168)`).join(' '));

let server: ServerProcess;
let said = '';
beforeAll(async () => {
  server = await startProcess([], {
    XIESHOU_PING_SECONDS: '5',
    DATABASE_URL: await makeDatabase('demo'),
    XIESHOU_RATE_ANONYMOUS: '1000000',
    XIESHOU_RATE_PERSON: '1000000',
    NODE_OPTIONS: '--max-old-space-size=192', // garbage is not what is measured here
  });
  server.child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
});
afterAll(async () => {
  await server.end();
});

const memoryMb = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1]) / 1024;

/** A WebSocket with subscriptions that reads nothing from now on. */
function deafSocket(): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}graphql`, 'graphql-transport-ws');
    socket.on('error', reject);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.once('message', () => {
      for (let id = 0; id < SUBSCRIPTIONS; id++)
        socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query: BIG } }));
      socket.pause();
      resolve(socket);
    });
  });
}

/** A stream of server-sent events that reads nothing. */
function deafStream(): Socket {
  const body = JSON.stringify({ query: BIGGER });
  const { port } = new URL(server.address);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  socket.pause();
  socket.on('error', () => {});
  return socket;
}

it('does not slow the others down, nor fill the memory, and is closed', async () => {
  const token = await signIn(server, 'RESIDENT', 5);
  const { data } = await ask(server, '{ hotList(first: 1, order: NEW) { edges { node { id } } } }');
  const id = data.hotList.edges[0].node.id;
  const healthy = subscribe(server, 'subscription ($id: ID!) { hotIssueUpdated(id: $id) { voteCount } }', { id });
  const { data: before } = await healthy.next();
  const deaf = await Promise.all(Array.from({ length: SOCKETS }, deafSocket));
  const streams = Array.from({ length: STREAMS }, deafStream);
  const ended = [...deaf, ...streams].map((socket) => new Promise((resolve) => socket.on('close', resolve)));

  /** Changes what they all watch, and waits until it has been seen: a state may come twice, or late. */
  const change = async (round: number) => {
    const mutation = round % 2 ? 'hotIssueUnvote' : 'hotIssueVote';
    const voteCount = before.hotIssueUpdated.voteCount + (round % 2 ? 0 : 1);
    await ask(server, `mutation ($id: ID!) { ${mutation}(input: { hotIssueId: $id }) { __typename } }`, { id }, { token });
    while ((await healthy.next()).data.hotIssueUpdated.voteCount !== voteCount);
  };
  const latencies: number[] = [];
  let settled = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    expect(await change(round).then(() => 'served', String)).toBe('served'); // a server whose memory is full is gone
    latencies.push(performance.now() - startedAt);
    if (round === ROUNDS / 2) settled = memoryMb();
  }
  const grown = memoryMb() - settled;
  const later = latencies.slice(ROUNDS / 2).toSorted((a, b) => a - b);
  console.log(
    `the others wait ${later[Math.floor(later.length / 2)]?.toFixed(0)} ms, at most ${later.at(-1)?.toFixed(0)} ms; memory ${settled.toFixed(0)} MB, then ${grown.toFixed(0)} MB more`,
  );
  expect(grown).toBeLessThan(100);
  expect(memoryMb()).toBeLessThan(500);
  expect(later.at(-1)).toBeLessThan(1000);
  // They answer no ping and take nothing: the server ends them as soon as there is more for them than the kernel takes. One
  // that came late has little yet, so the hot list goes on. A socket that reads nothing cannot see its own end: the
  // server's side is asked.
  const { port } = new URL(server.address);
  for (let round = ROUNDS; clogged(Number(port)) > 0; round++) await change(round);
  await healthy.end();
  for (const socket of [...deaf, ...streams]) socket.resume();
  await Promise.all(ended);
  expect(said).not.toContain('MaxListenersExceededWarning');
}, 180_000); // what is promised is asked above: this only ends what hangs

/** Established connections of a local port whose data nobody takes, as the kernel lists them at the server's end. */
function clogged(port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .filter((line) => {
      const [, address = '', , state, queues = ''] = line.trim().split(/\s+/);
      return address.endsWith(local) && state === '01' && !queues.startsWith('00000000');
    }).length;
}
