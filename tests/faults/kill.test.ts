// What was acknowledged is there, whatever kills the server.

import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { readOwner } from '../../api/database/lock.ts';
import { encodeId } from '../../schema/frame/relay/global-id.ts';
import { tries } from '../support/length.ts';
import { type ServerProcess, scratchFolder, startProcess } from '../support/process.ts';
import { ask, signIn } from '../support/server.ts';
import { countersAndRows } from '../support/town.ts';

const VOTE = 'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }';
const ISSUE_KEY = `mutation { partnerKeyCreate(input: { partnerName: "断电测试", name: "断电测试", scopes: [HOTLIST_READ], wholeStation: true }) {
  ... on PartnerKeyCreateSuccess { key } } }`;
const ROUNDS = tries('XIESHOU_TEST_KILLS', { short: 2, long: 5 });

describe('kill -9 of the server', () => {
  const { folder, remove } = scratchFolder();
  let server: ServerProcess | undefined;
  afterAll(async () => {
    await server?.end();
    remove();
  });

  it(`${ROUNDS} times under load: every acknowledged vote and key is there, counters equal rows`, {
    timeout: 36_000 * ROUNDS,
  }, async () => {
    const acknowledged = new Set<string>();
    const keys: string[] = [];
    let resident = 0;
    for (let round = 0; round < ROUNDS; round++) {
      server = await startProcess(['--data', folder]);
      const { data } = await ask(server, '{ hotList(first: 100) { edges { node { id status } } } }');
      const issues: string[] = data.hotList.edges
        .filter(({ node }: { node: { status: string } }) => node.status === 'OPEN')
        .map(({ node }: { node: { id: string } }) => node.id);
      const tokens = await Promise.all(Array.from({ length: 8 }, () => signIn(server as ServerProcess, 'RESIDENT', resident++)));
      const before = acknowledged.size;
      const enough = Promise.withResolvers<void>();
      const load = tokens.map(async (token, voter) => {
        for (const id of issues) {
          const answer = await ask(server as ServerProcess, VOTE, { id }, { token }).catch(() => null);
          if (answer?.data?.hotIssueVote.__typename !== 'HotIssueVoteSuccess') return;
          acknowledged.add(`${resident - 8 + voter} ${id}`);
          // Eight people have some 400 votes to cast: more would never be enough.
          if (acknowledged.size - before >= 100 + 20 * (round % 10)) enough.resolve();
        }
      });
      const admin = await signIn(server, 'ADMIN');
      const issuing = (async () => {
        for (;;) {
          const answer = await ask(server as ServerProcess, ISSUE_KEY, {}, { token: admin }).catch(() => null);
          if (!answer?.data) return;
          keys.push(answer.data.partnerKeyCreate.key);
        }
      })();
      await enough.promise;
      await server.end('SIGKILL');
      await Promise.all([...load, issuing]);
    }

    server = await startProcess(['--data', folder]);
    const owner = await readOwner(folder);
    const pool = new pg.Pool({ connectionString: owner?.databaseUrl });
    const indexOf = new Map(
      (await pool.query<{ id: string }>(`SELECT id FROM resident WHERE phone LIKE '+86100%' AND NOT is_volunteer ORDER BY phone`)).rows.map(
        ({ id }, index) => [id, index],
      ),
    );
    const { rows: votes } = await pool.query<{ resident: string; issue: string }>(
      'SELECT resident_id AS resident, hot_issue_id AS issue FROM vote',
    );
    const stored = new Set(votes.map(({ resident: id, issue }) => `${indexOf.get(id)} ${encodeId('HotIssue', issue)}`));
    expect(acknowledged.size).toBeGreaterThan(ROUNDS * 100);
    expect(keys.length).toBeGreaterThan(ROUNDS);
    for (const token of keys) expect((await ask(server, '{ viewer { name } }', {}, { token })).data?.viewer).toEqual({ name: '断电测试' });
    // Each deed and its record are one transaction.
    const { rows: records } = await pool.query(
      `SELECT FROM partner_key k WHERE name = '断电测试' AND NOT EXISTS (SELECT FROM access_log l WHERE l.action = 'key.create' AND l.detail->>'keyId' = k.id::text)`,
    );
    expect(records).toEqual([]);
    expect([...acknowledged].filter((vote) => !stored.has(vote))).toEqual([]);
    for (const { voteCount, times } of await countersAndRows({ pool })) expect(voteCount).toBe(times.length);
    await pool.end();
  });
});
