// Two servers on one database, 64 people voting through both: no deadlock, nothing lost, one of them killed on the way.

import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { encodeId } from '../../schema/frame/relay/global-id.ts';
import { makeDatabase } from '../support/database.ts';
import { type ServerProcess, startProcess } from '../support/process.ts';
import { ask, signIn } from '../support/server.ts';
import { countersAndRows } from '../support/town.ts';

const vote = (kind: 'Vote' | 'Unvote') =>
  `mutation ($id: ID!) { hotIssue${kind}(input: { hotIssueId: $id }) { __typename ... on HotIssue${kind}Success { hotIssue { id } } } }`;
const CLIENTS = 64;

const servers: ServerProcess[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.end()));
});

it('two servers share a ballot box: nothing deadlocks, nothing acknowledged is lost when one is killed', { timeout: 240_000 }, async () => {
  const url = await makeDatabase('demo');
  const rates = { XIESHOU_RATE_ANONYMOUS: '1000000', XIESHOU_RATE_PERSON: '1000000' };
  for (let n = 0; n < 2; n++) servers.push(await startProcess([], { DATABASE_URL: url, ...rates }));
  const [first, second] = servers as [ServerProcess, ServerProcess];
  const { data } = await ask(first, '{ hotList(first: 100) { edges { node { id status } } } }');
  const issues: string[] = data.hotList.edges
    .filter(({ node }: { node: { status: string } }) => node.status === 'OPEN')
    .map(({ node }: { node: { id: string } }) => node.id);
  const tokens = await Promise.all(Array.from({ length: CLIENTS }, (_, index) => signIn(first, 'RESIDENT', index)));

  /** What each client has been told last about each issue; absent where an answer never came. */
  const told = new Map<string, boolean>();
  let acknowledged = 0;
  const halfway = Promise.withResolvers<void>();
  const load = tokens.map(async (token, client) => {
    // In an order of their own: batches that lock in the order of arrival would deadlock.
    const mine = issues.map((_, index) => issues[(index * (client % 2 ? 1 : issues.length - 1) + client) % issues.length] as string);
    for (const [index, id] of [...mine, ...mine].entries()) {
      const kind = (index + client) % 3 === 0 ? 'Unvote' : 'Vote';
      const server = index % 2 ? first : second;
      const key = `${client} ${id}`;
      const answer = await ask(server, vote(kind), { id }, { token }).catch(() => null);
      const result = answer?.data?.[`hotIssue${kind}`]?.__typename;
      if (result === `HotIssue${kind}Success`) {
        told.set(key, kind === 'Vote');
        acknowledged += 1;
      } else told.delete(key); // it may have been stored, or not
      if (acknowledged === CLIENTS * issues.length) halfway.resolve();
    }
  });
  await halfway.promise;
  await second.end('SIGKILL');
  await Promise.all(load);

  const pool = new pg.Pool({ connectionString: url });
  try {
    const { rows: people } = await pool.query<{ id: string }>(
      `SELECT id FROM resident WHERE phone LIKE '+86100%' AND NOT is_volunteer ORDER BY phone LIMIT ${CLIENTS}`,
    );
    const { rows: votes } = await pool.query<{ resident: string; issue: string }>(
      'SELECT resident_id AS resident, hot_issue_id AS issue FROM vote',
    );
    const stored = new Set(votes.map(({ resident, issue }) => `${resident} ${encodeId('HotIssue', issue)}`));
    const wrong = [...told].filter(([key, isCast]) => {
      const [client, id] = key.split(' ');
      return stored.has(`${people[Number(client)]?.id} ${id}`) !== isCast;
    });
    expect(told.size).toBeGreaterThan(CLIENTS * 5);
    expect(wrong).toEqual([]);
    for (const { voteCount, times } of await countersAndRows({ pool })) expect(voteCount).toBe(times.length);
    const { rows } = await pool.query<{ deadlocks: string }>('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
    expect(Number(rows[0]?.deadlocks)).toBe(0);
  } finally {
    await pool.end();
  }
});
