// kill -9 while voters are told of a step: after the restart each has been told of each step exactly once.
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { readOwner } from '../../api/database/lock.ts';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { tries } from '../support/length.ts';
import { type ServerProcess, scratchFolder, startProcess } from '../support/process.ts';
import { ask, raiseIssue, signIn } from '../support/server.ts';

const ROUNDS = tries('XIESHOU_TEST_KILLS', { short: 1, long: 2 });
const VOTERS = 8000;

const ANSWER = 'mutation ($input: HotIssueAnswerInput!) { hotIssueAnswer(input: $input) { __typename ... on Error { code } } }';

describe('kill -9 of the server while voters are told', () => {
  const { folder, remove } = scratchFolder();
  let server: ServerProcess | undefined;
  afterAll(async () => {
    await server?.end();
    remove();
  });

  async function open(): Promise<{ running: ServerProcess; pool: pg.Pool }> {
    server = await startProcess(['--data', folder, '--no-simulator'], { XIESHOU_RATE_PERSON: '100000' });
    const pool = new pg.Pool({ connectionString: (await readOwner(folder))?.databaseUrl });
    pool.on('error', () => {}); // it ends with the server
    return { running: server, pool };
  }

  /** Everybody who votes for an issue has an account, as people of the app do. */
  async function makeVoters(pool: pg.Pool, hotIssueId: string): Promise<void> {
    await pool.query(
      `WITH person AS (SELECT gen_random_uuid() AS id FROM generate_series(1, $2)), account AS (
         INSERT INTO auth_user (id, name, email) SELECT id, '断电试验', id || '@xieshou.invalid' FROM person RETURNING id
       ), resident AS (
         INSERT INTO resident (id, name, real_name_status, user_id, created_at) SELECT id, '断电试验', 'VERIFIED', id, now() - interval '1 year' FROM account RETURNING id
       ) INSERT INTO vote (hot_issue_id, resident_id, cast_at) SELECT $1, id, now() - interval '2 days' FROM resident`,
      [hotIssueId, VOTERS],
    );
    await pool.query(
      'UPDATE hot_issue SET vote_count = (SELECT count(*) FROM vote WHERE hot_issue_id = $1 AND is_counted), heat = 1 WHERE id = $1',
      [hotIssueId],
    );
  }

  /** Waits until so many are told; the count is read as fast as the database answers. */
  async function untilTold(pool: pg.Pool, hotIssueId: string, count: number): Promise<void> {
    for (;;) {
      const { rows } = await pool.query<{ told: number }>('SELECT count(*)::int AS told FROM notice WHERE subject_id = $1', [hotIssueId]);
      if ((rows[0]?.told ?? 0) >= count) return;
    }
  }

  it(`${ROUNDS} times: nobody is left out, nobody is told twice`, { timeout: 60_000 * (ROUNDS + 1) }, async () => {
    let issue: { globalId: string; id: string } | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      const { running, pool } = await open();
      const commander = await signIn(running, 'COMMANDER');
      const globalId = await raiseIssue(running, await signIn(running, 'RESIDENT'), { title: `断电试验第${round}件` });
      issue = { globalId, id: decodeIdOf('HotIssue', globalId) as string };
      await makeVoters(pool, issue.id);
      const input = { hotIssueId: globalId, text: '今晚起每晚巡两次。', status: 'PATROLLING' };
      expect((await ask(running, ANSWER, { input }, { token: commander })).data.hotIssueAnswer.__typename).toBe('HotIssueAnswerSuccess');
      // Each round at another moment of the telling.
      await untilTold(pool, issue.id, (VOTERS * (round + 1)) / (ROUNDS + 2));
      await running.end('SIGKILL');
      await pool.end().catch(() => {});
      const killedAt = new Date();
      const after = await open();
      await untilTold(after.pool, issue.id, VOTERS);
      const { rows } = await after.pool.query<{ people: number; notices: number; isInterrupted: boolean }>(
        `SELECT count(DISTINCT user_id)::int AS people, count(*)::int AS notices,
           bool_or(at < $2) AND bool_or(at > $2) AS "isInterrupted" FROM notice WHERE subject_id = $1`,
        [issue.id, killedAt],
      );
      expect(rows[0]).toEqual({ people: VOTERS, notices: VOTERS, isInterrupted: true });
      await after.pool.end();
      await server?.end();
    }
  });
});
