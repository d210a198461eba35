// What the hot list moved in a month: counted by the definitions, by grid and together, as JSON and as CSV; the picture before and after of real reports.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { monthAt } from '../../schema/joins/honours/stars.ts';
import { ask, raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, IN_GRID_3, IN_GRID_12, report } from '../support/tickets.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let server: TestServer;
let commander: string;
let resident: string;
beforeAll(async () => {
  server = await startTestServer();
  [commander, resident] = await Promise.all([signIn(server, 'COMMANDER'), signIn(server, 'RESIDENT', 3)]);
});
afterAll(() => server?.stop());

const query = (text: string, values: unknown[] = []) => server.database.pool.query(text, values);

/** An issue that was owed an answer from a moment on, and what came of it, in hours after. */
async function owed(location: object, openedAt: Date, came: { answered?: number; patrolled?: number; solved?: number }): Promise<string> {
  const globalId = await raiseIssue(server, resident, { title: `考核用的议题 ${openedAt.getTime()}`, location });
  const id = decodeIdOf('HotIssue', globalId);
  const at = (hours: number | undefined) => (hours === undefined ? null : new Date(openedAt.getTime() + hours * HOUR));
  const { rows } = await query('SELECT id FROM staff_profile LIMIT 1');
  await query(
    `INSERT INTO answer_duty (hot_issue_id, reason, rank, votes, opened_at, clocks, due_at, answered_at) VALUES ($1, 'VOTES', 1, 20, $2, '[]', $3, $4)`,
    [id, openedAt, at(24), at(came.answered)],
  );
  if (came.patrolled !== undefined)
    await query(`INSERT INTO hot_issue_step (id, hot_issue_id, kind, at, detail) VALUES (gen_random_uuid(), $1, 'PATROLLED', $2, '{}')`, [
      id,
      at(came.patrolled),
    ]);
  if (came.solved !== undefined)
    await query(
      `INSERT INTO hot_issue_answer (id, hot_issue_id, ordinal, at, author_id, signature, text, status) VALUES (gen_random_uuid(), $1, 1, $2, $3, '王警官', '已装灯', 'SOLVED')`,
      [id, at(came.solved), rows[0].id],
    );
  return globalId;
}

describe('the measures of a month', () => {
  const FIELDS = 'grid { code } dutyCount answeredCount onTimeCount medianHoursToAnswer medianHoursToPatrol medianHoursToStatus';
  beforeAll(async () => {
    await query('DELETE FROM answer_duty');
    await owed(IN_GRID_3, new Date('2026-03-02T02:00:00Z'), { answered: 2, patrolled: 12, solved: 112 });
    await owed(IN_GRID_3, new Date('2026-03-03T02:00:00Z'), { answered: 30, patrolled: 34 });
    await owed(IN_GRID_3, new Date('2026-03-04T02:00:00Z'), {});
    await owed(IN_GRID_12, new Date('2026-03-05T02:00:00Z'), { answered: 6 });
    await owed(IN_GRID_12, new Date('2026-04-01T02:00:00Z'), { answered: 1 }); // another month
  });

  it('count what was owed, answered and done, and how long it took', async () => {
    const { data } = await ask(server, `{ hotListMeasures(month: "2026-03") { ${FIELDS} } }`, {}, { token: commander });
    const of = (code: string | undefined) =>
      data.hotListMeasures.find(({ grid }: { grid: { code: string } | null }) => grid?.code === code);
    expect(of('3')).toMatchObject({ dutyCount: 3, answeredCount: 2, onTimeCount: 1, medianHoursToAnswer: 16 });
    expect(of('3')).toMatchObject({ medianHoursToPatrol: 7, medianHoursToStatus: 100 });
    expect(of('12')).toMatchObject({ dutyCount: 1, answeredCount: 1, onTimeCount: 1, medianHoursToAnswer: 6, medianHoursToPatrol: null });
    expect(of('5')).toMatchObject({ dutyCount: 0, answeredCount: 0, medianHoursToAnswer: null });
    expect(data.hotListMeasures.at(-1)).toMatchObject({
      grid: null,
      dutyCount: 4,
      answeredCount: 3,
      onTimeCount: 2,
      medianHoursToAnswer: 6,
    });
  });

  it('count what was found, taken up and resolved', async () => {
    // A month may end while this runs: it is counted with the next.
    const months = new Set([0, 1].map((days) => monthAt(new Date(Date.now() + days * DAY), 'Asia/Shanghai')));
    const fields = 'grid { code } foundCount steppedInCount resolvedCount';
    const read = async () => {
      const sum = { foundCount: 0, steppedInCount: 0, resolvedCount: 0 };
      for (const month of months) {
        const text = `query ($month: String!) { hotListMeasures(month: $month) { ${fields} } }`;
        const { data } = await ask(server, text, { month }, { token: commander });
        const counts = data.hotListMeasures.find(({ grid }: { grid: { code: string } | null }) => grid?.code === '3');
        for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
      }
      return sum;
    };
    const before = await read();
    const ids = await Promise.all([1, 2, 3].map(async () => (await report(server, resident)).ticket.id));
    await act(server, commander, 'Reject', ids[2], { reason: '不是警情，已转物业' });
    await query(`UPDATE ticket SET accepted_at = now(), resolved_at = now() WHERE id = $1`, [decodeIdOf('Ticket', ids[0])]);
    await query(`UPDATE ticket SET accepted_at = now() WHERE id = $1`, [decodeIdOf('Ticket', ids[1])]);
    expect(await read()).toEqual({
      foundCount: before.foundCount + 2,
      steppedInCount: before.steppedInCount + 2,
      resolvedCount: before.resolvedCount + 1,
    });
  });

  it('are a table for spreadsheets, for those who may read them', async () => {
    const load = (token?: string, month = '2026-03') =>
      fetch(new URL(`/exports/hot-list.csv?month=${month}`, server.address), {
        headers: token ? { authorization: `Bearer ${token}` } : {},
      });
    const lines = (await (await load(commander)).text()).trim().split('\r\n');
    expect(lines[0]).toContain('grid,duties,answered,answered_in_time,median_hours_to_answer');
    expect(lines.filter((line) => line.includes(',3,2,1,16,7,100,'))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/^合计,4,3,2,6,/);
    expect((await load()).status).toBe(401);
    expect((await load(resident)).status).toBe(403);
    expect((await load(commander, '2026-13')).status).toBe(400);
  });

  it('of a month that is none are refused', async () => {
    const { errors } = await ask(server, '{ hotListMeasures(month: "2026-13") { dutyCount } }', {}, { token: commander });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('the picture before and after', () => {
  it('counts reports of its category and grid; what patrols found, false alarms and refused ones are left out', async () => {
    const since = new Date(Date.now() - 21 * DAY - HOUR);
    const id = await owed(IN_GRID_3, new Date(since.getTime() - HOUR), { answered: 0, patrolled: 1 });
    const issue = decodeIdOf('HotIssue', id);
    await query(`UPDATE hot_issue SET category_id = (SELECT id FROM category WHERE code = 'lighting') WHERE id = $1`, [issue]);
    await query(`UPDATE ticket SET category_id = (SELECT id FROM category WHERE code = 'noise')`);
    const at = async (days: number, change = '') => {
      const { ticket } = await report(server, resident, { category: 'lighting', description: `灯坏了 ${days} ${change}` });
      await query(`UPDATE ticket SET created_at = $2 ${change} WHERE id = $1`, [
        decodeIdOf('Ticket', ticket.id),
        new Date(since.getTime() + days * DAY),
      ]);
      return ticket.id as string;
    };
    for (const days of [-50, -20, -20.5, -3, -2, -1, 8]) await at(days);
    await at(9, `, source = 'PATROL'`);
    await at(9, `, is_false_alarm = true`);
    await act(server, commander, 'Reject', await at(9), { reason: '不是警情，已转物业' });
    await at(-70);
    await report(server, resident, { category: 'lighting', location: IN_GRID_12 });
    const effectFor = async (token?: string) =>
      (
        await ask(
          server,
          'query ($id: ID!) { hotIssue(id: $id) { effect { since verdict before { perWeek } after { perWeek } weeks { count isAfter } } } }',
          { id },
          { token },
        )
      ).data.hotIssue.effect;
    expect(await effectFor(commander)).toEqual({
      since: since.toISOString(),
      verdict: 'UNCLEAR',
      before: { perWeek: 6 / 8 },
      after: { perWeek: 1 / 3 },
      weeks: [
        ...[1, 0, 0, 0, 0, 2, 0, 3].map((count) => ({ count, isAfter: false })),
        ...[0, 1, 0].map((count) => ({ count, isAfter: true })),
      ],
    });
    // About five in eight weeks may be told, of no single week, and one in three weeks not at all.
    const shown = await effectFor();
    expect(shown).toMatchObject({ verdict: 'UNCLEAR', before: { perWeek: 5 / 8 }, after: null });
    expect(shown.weeks.map(({ count }: { count: number | null }) => count)).toEqual(Array(11).fill(null));
  });
});
