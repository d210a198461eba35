// The servers of the HTTP bench in one process: bare node:http, ours, and others as documented over the same schema. Tells their ports; answers with the CPU of the process, in microseconds.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Context, Loaders } from '@xieshou/schema/frame/context.ts';
import { decodeIdOf } from '@xieshou/schema/frame/relay/global-id.ts';
import { readConfig } from '../api/config.ts';
import { startServer } from '../api/server.ts';
import { openPeers } from './peers.ts';

const RATES = { XIESHOU_RATE_ANONYMOUS: '1000000', XIESHOU_RATE_PERSON: '1000000' };
const server = await startServer(readConfig(['--port', '0', '--no-demo'], { ...process.env, ...RATES }));
const { house } = server;
const { rows } = await house.services.pool.query<{ n: number; id: string; userId: string }>(
  'SELECT n, id, user_id AS "userId" FROM bench_voter ORDER BY n',
);

/** Nobody checks who holds it. */
const voterOf = (token: string | null) => rows[Number(token?.split('-')[1])];

/** A list from memory, a vote into the same ballot box: all that must be done, and nothing else. */
function openFloor() {
  let list = Buffer.alloc(0);
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as { variables?: { id: string } };
      const body = variables ? await vote(request, variables.id) : list;
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) });
      response.end(body);
    });
  });
  const vote = async ({ headers }: IncomingMessage, id: string) => {
    const residentId = voterOf(headers.authorization?.slice(7) ?? null)?.id as string;
    const outcome = await house.hotList.ballotBox.cast({ residentId, hotIssueId: decodeIdOf('HotIssue', id) as string });
    return JSON.stringify({ data: { hotIssueVote: { __typename: outcome === 'changed' ? 'HotIssueVoteSuccess' : outcome } } });
  };
  return { http, show: (body: string) => (list = Buffer.from(body)) };
}

/** Whoever says who they are. */
function contextOf(token: string | null): Context {
  const voter = voterOf(token);
  return {
    services: house.services,
    gazetteer: house.gazetteer,
    hotList: house.hotList,
    tickets: house.tickets,
    viewer: voter
      ? {
          kind: 'resident',
          sessionId: voter.id,
          userId: voter.userId,
          residentId: voter.id,
          name: 'bench',
          homeGridId: null,
          isVolunteer: false,
          captainOf: [],
          realNameStatus: 'VERIFIED',
        }
      : null,
    language: 'zh',
    requestId: 'bench',
    requestUuid: '',
    uuidFor: () => crypto.randomUUID(),
    hasRequestKey: false,
    sessionDoor: { token: null, remember() {}, async forget() {} },
    device: { address: '127.0.0.1', userAgent: '', origin: null, name: null },
    rate: { limit: 0, cost: 0, remaining: 0, resetAt: new Date(0) },
    loaders: new Loaders(),
  };
}

const floor = openFloor();
const peers = await openPeers(contextOf);
const read = house.snapshots.read.bind(house.snapshots);
/** `cpu` asks, `cached` and `uncached` choose whether snapshots are kept; anything else is the list that the floor shows. */
process.on('message', (order: string) => {
  if (order === 'cached') house.snapshots.read = read;
  else if (order === 'uncached') house.snapshots.read = (_key, execute) => execute();
  else if (order !== 'cpu') floor.show(order);
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system });
});
process.once('disconnect', () => process.exit());
floor.http.listen(0, '127.0.0.1', () => process.send?.({ ...peers, ours: server.port, floor: (floor.http.address() as AddressInfo).port }));
