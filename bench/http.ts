// GraphQL over HTTP beside bare node:http and beside other servers as documented: the hot list read, and votes cast by residents
// who are signed in. Server CPU a request, and requests a second.
import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { readStation } from '@xieshou/schema/commons/grids/store.ts';
import { encodeId } from '@xieshou/schema/frame/relay/global-id.ts';
import pg from 'pg';
import { connectTo } from '../api/database/connect.ts';
import { prepareStation } from '../api/database/station.ts';
import { answerOf, order } from './child.ts';
import { PEERS, type Peer } from './peers.ts';
import { ask, openSockets, requestOf } from './wire.ts';

/** `floor`: node:http; the peers: over the same schema, without limits and without looking up who asks. */
export type HttpSide = 'floor' | 'ours' | Peer;
const SIDES: readonly HttpSide[] = ['floor', 'ours', ...PEERS];
export const HTTP_LOADS = ['read', 'uncached', 'vote'] as const;
type HttpLoad = (typeof HTTP_LOADS)[number];

export interface HttpMeasurement {
  microsecondsPerRequest: number;
  requestsPerSecond: number;
}

const CLIENTS = 64;
const VOTERS = 50_000;
const ISSUES = 20;
const LIST = requestOf({
  query: '{ hotList(first: 20) { edges { rank previousRank node { id title voteCount heat category { code } } } } }',
});
const VOTE = 'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }';
const VOTED = '"__typename":"HotIssueVoteSuccess"';

export interface HttpBench {
  measure(side: HttpSide, load: HttpLoad, seconds: number): Promise<HttpMeasurement>;
  close(): Promise<void>;
}

/** Fills an empty database, starts the servers and warms them up. */
export async function openHttpBench(databaseUrl: string): Promise<HttpBench> {
  const issues = await makeVoters(databaseUrl);
  const child = fork(join(import.meta.dirname, 'http-server.ts'), [], {
    env: { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: '' },
  });
  const ports = await answerOf<Record<HttpSide, number>>(child);
  const turn = (text: string) => order<{ cpu: number }>(child, text);
  // The floor shows the same bytes, extensions and all.
  const [first] = await openSockets(1, ports.ours);
  await turn(await ask(first as Socket, LIST));
  first?.destroy();
  let ballots = 0;
  const nextBallot = (): Buffer => {
    const n = ballots++;
    const issue = Math.floor(n / VOTERS);
    if (issue >= ISSUES) throw new Error('every voter has voted for everything');
    return requestOf({ query: VOTE, variables: { id: issues[(n + issue) % ISSUES] } }, `bench-${n % VOTERS}`);
  };
  const measure = async (side: HttpSide, load: HttpLoad, seconds: number): Promise<HttpMeasurement> => {
    // Fresh ones: servers close what was quiet while the others had their turn.
    const sockets = await openSockets(CLIENTS, ports[side]);
    await turn(load === 'uncached' ? 'uncached' : 'cached');
    const { cpu: before } = await turn('cpu');
    const started = performance.now();
    const end = started + seconds * 1000;
    let count = 0;
    await Promise.all(
      sockets.map(async (socket) => {
        while (performance.now() < end) {
          const answer = await ask(socket, load === 'vote' ? nextBallot() : LIST);
          if (load === 'vote' && !answer.includes(VOTED)) throw new Error(`no figures: a vote was answered with ${answer}`);
          count += 1;
        }
      }),
    );
    const elapsed = (performance.now() - started) / 1000;
    const { cpu: after } = await turn('cpu');
    for (const socket of sockets) socket.destroy();
    return { microsecondsPerRequest: (after - before) / count, requestsPerSecond: Math.round(count / elapsed) };
  };
  try {
    for (const side of SIDES) {
      for (const load of HTTP_LOADS) await measure(side, load, 0.25);
    }
  } catch (error) {
    child.kill(); // it would outlive its database
    throw error;
  }
  return {
    measure,
    async close() {
      child.kill();
      await refuseUnlessWhole(databaseUrl, ballots);
    },
  };
}

/** Residents with a session each. Answers the public ids of the issues. */
async function makeVoters(url: string): Promise<string[]> {
  const database = await connectTo(url, { databaseConnections: 2 });
  try {
    await prepareStation(database, { stationName: 'Bench', halfLifeHours: 48 });
    const [station, category] = await Promise.all([readStation(database.prisma), database.prisma.category.findFirstOrThrow()]);
    return await withOwner(url, async (owner) => {
      await owner.query(
        `CREATE TABLE bench_voter AS SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS user_id FROM generate_series(0, ${VOTERS - 1}) n;
         GRANT SELECT ON bench_voter TO PUBLIC;
         INSERT INTO auth_user (id, name, email, updated_at) SELECT user_id, 'bench', n || '@bench.invalid', now() FROM bench_voter;
         INSERT INTO resident (id, name, real_name_status, user_id) SELECT id, 'bench', 'VERIFIED', user_id FROM bench_voter;
         INSERT INTO session (id, token, user_id, updated_at, expires_at)
           SELECT gen_random_uuid(), encode(sha256(('bench-' || n)::bytea), 'hex'), user_id, now(), now() + interval '1 day' FROM bench_voter;
         INSERT INTO hot_issue (id, station_id, category_id, title)
           SELECT gen_random_uuid(), '${station.id}', '${category.id}', '夜间停车无灯，路口 ' || n || ' 号常有争执' FROM generate_series(0, ${ISSUES - 1}) n;
         ANALYZE`,
      );
      const { rows } = await owner.query<{ id: string }>('SELECT id FROM hot_issue ORDER BY id');
      return rows.map(({ id }) => encodeId('HotIssue', id));
    });
  } finally {
    await database.close();
  }
}

/** A figure of lost votes is none. */
async function refuseUnlessWhole(url: string, ballots: number): Promise<void> {
  const { rows } = await withOwner(url, (owner) =>
    owner.query<{ votes: number; counted: number }>(
      'SELECT (SELECT count(*)::int FROM vote) AS votes, (SELECT sum(vote_count)::int FROM hot_issue) AS counted',
    ),
  );
  if (rows[0]?.votes !== ballots || rows[0].counted !== ballots)
    throw new Error(`${ballots} votes were acknowledged, ${rows[0]?.votes} stored, ${rows[0]?.counted} counted: no figures`);
}

async function withOwner<Result>(url: string, use: (owner: pg.Pool) => Promise<Result>): Promise<Result> {
  const owner = new pg.Pool({ connectionString: url, max: 1 });
  try {
    return await use(owner);
  } finally {
    await owner.end();
  }
}
