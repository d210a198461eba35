import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../api/database/connect.ts';
import { type Ballot, castVotes, recount, withdrawVotes } from '../../schema/work/hotlist/ballots.ts';
import { compareStanding, decayRate, type HotListOrder, heatOf, type Standing } from '../../schema/work/hotlist/rules.ts';
import { readBoard, readRanksAt } from '../../schema/work/hotlist/store.ts';
import { openTestDatabase } from '../support/database.ts';
import { ask, startTestServer } from '../support/server.ts';
import { countersAndRows, someIssues, someResidents } from '../support/town.ts';

const decay = { halfLifeHours: 48 };
const rate = decayRate(decay);

async function expectCountersToEqualRows(database: Database) {
  for (const { voteCount, heat, times } of await countersAndRows(database)) {
    expect(voteCount).toBe(times.length);
    expect(heat).toBeCloseTo(heatOf(times, decay), 5);
  }
}

describe('ballots in the database', () => {
  let database: Database;
  let residents: string[];
  let issues: string[];
  beforeAll(async () => {
    database = await openTestDatabase();
    residents = await someResidents(database, 12);
    issues = await someIssues(database, 4);
  });
  afterAll(() => database.close());

  it('leave counters and heat equal to the rows, whatever is cast and withdrawn', async () => {
    const ballot = fc.record({ resident: fc.nat(11), issue: fc.nat(3), isCast: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(ballot, { minLength: 1, maxLength: 30 }), async (steps) => {
        for (const isCast of [true, false]) {
          const distinct = new Map<string, Ballot>();
          for (const step of steps.filter((one) => one.isCast === isCast)) {
            distinct.set(`${step.resident} ${step.issue}`, {
              residentId: residents[step.resident] as string,
              hotIssueId: issues[step.issue] as string,
            });
          }
          if (isCast) await castVotes(database.pool, [...distinct.values()], rate);
          else await withdrawVotes(database.pool, [...distinct.values()], rate);
        }
        await expectCountersToEqualRows(database);
      }),
      { numRuns: 25 },
    );
  });

  it('answer each ballot in its own place', async () => {
    const [resident, other] = await someResidents(database, 2);
    const [issue] = await someIssues(database, 1);
    const ballots = [
      { residentId: resident as string, hotIssueId: issue as string },
      { residentId: resident as string, hotIssueId: uuid() },
      { residentId: other as string, hotIssueId: issue as string },
    ];
    expect((await castVotes(database.pool, ballots, rate)).outcomes).toEqual(['changed', 'not-found', 'changed']);
    expect((await castVotes(database.pool, ballots, rate)).outcomes).toEqual(['unchanged', 'not-found', 'unchanged']);
    expect((await withdrawVotes(database.pool, ballots, rate)).outcomes).toEqual(['changed', 'not-found', 'changed']);
    expect((await withdrawVotes(database.pool, ballots, rate)).outcomes).toEqual(['unchanged', 'not-found', 'unchanged']);
  });

  it('of several writers at once neither deadlock nor lose a vote', async () => {
    const people = await someResidents(database, 400);
    const boards = await someIssues(database, 5);
    const writers = Array.from({ length: 4 }, (_, writer) =>
      Promise.all(
        Array.from({ length: 10 }, (_, batch) => {
          const voters = people.slice((writer * 10 + batch) * 10, (writer * 10 + batch + 1) * 10);
          // Each writer names the issues in another order.
          const order = writer % 2 ? boards : [...boards].reverse();
          return castVotes(
            database.pool,
            voters.flatMap((residentId) => order.map((hotIssueId) => ({ residentId, hotIssueId }))),
            rate,
          );
        }),
      ),
    );
    await Promise.all(writers);
    await expectCountersToEqualRows(database);
    const { rows } = await database.pool.query('SELECT count(*)::int AS votes FROM vote WHERE hot_issue_id = ANY($1)', [boards]);
    expect(rows[0].votes).toBe(2000);
  });

  it('are summed anew after a recount with another half-life', async () => {
    await recount(database.pool, decayRate({ halfLifeHours: 6 }));
    for (const { heat, times } of await countersAndRows(database)) expect(heat).toBeCloseTo(heatOf(times, { halfLifeHours: 6 }), 8);
    await recount(database.pool, rate);
    await expectCountersToEqualRows(database);
  });
});

describe('a board', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase('demo');
  });
  afterAll(() => database.close());

  it.each<HotListOrder>(['HOT', 'TOP'])('in %s order goes on behind a heat that rounds to even, not up', async (order) => {
    const client = await database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`UPDATE hot_issue SET heat = 4.5e-9, vote_count = 1`);
      const all = await readBoard(client, { board: { scope: 'station' }, order, limit: 1000 });
      const behind = await readBoard(client, { board: { scope: 'station' }, order, limit: 1000, after: all[0] as (typeof all)[number] });
      expect(behind.map(({ id }) => id)).toEqual(all.slice(1).map(({ id }) => id));
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it.each<HotListOrder>(['HOT', 'NEW', 'TOP'])('in %s order stands as the rules sort it, page by page as at once', async (order) => {
    const all = await readBoard(database.pool, { board: { scope: 'station' }, order, limit: 1000 });
    const byRules = [...all].map((row) => ({ ...row, createdAt: row.createdAt.getTime() })).sort(compareStanding(order));
    expect(all.map(({ id }) => id)).toEqual(byRules.map(({ id }) => id));
    const paged: string[] = [];
    for (let after = null as (typeof all)[number] | null; ; ) {
      const page = await readBoard(database.pool, { board: { scope: 'station' }, order, limit: 7, after });
      if (page.length === 0) break;
      paged.push(...page.map(({ id }) => id));
      after = page.at(-1) as (typeof all)[number];
    }
    expect(paged).toEqual(all.map(({ id }) => id));
  });

  it('knows the ranks of yesterday from the votes that were there', async () => {
    const at = new Date(Date.now() - 86_400_000);
    const ranks = await readRanksAt(database.pool, { board: { scope: 'station' }, order: 'HOT', at, ratePerMs: rate });
    const { rows } = await database.pool.query<{ id: string; created: Date; times: number[] }>(
      `SELECT h.id, h.created_at AS created, coalesce((SELECT array_agg(extract(epoch FROM v.cast_at)::float8 * 1000) FROM vote v WHERE v.hot_issue_id = h.id AND v.cast_at <= $1), '{}') AS times
       FROM hot_issue h WHERE created_at <= $1`,
      [at],
    );
    const standing = new Map(
      rows.map(({ id, created, times }) => [id, { id, heat: heatOf(times, decay), voteCount: times.length, createdAt: created.getTime() }]),
    );
    const inOrder = [...ranks].sort((a, b) => a[1] - b[1]).map(([id]) => standing.get(id) as Standing);
    expect(new Set(inOrder)).toEqual(new Set(standing.values()));
    // Heat is kept to 1e-9: of two that are that close, taking votes off may round either way.
    const wrong = inOrder.slice(1).filter((low, index) => {
      const high = inOrder[index] as Standing;
      return compareStanding('HOT')(high, low) > 0 && !(Math.abs(high.heat - low.heat) <= 2e-9);
    });
    expect(wrong).toEqual([]);
  });

  it('loses a closed issue after a week', async () => {
    const before = await readBoard(database.pool, { board: { scope: 'station' }, order: 'TOP', limit: 1000 });
    await database.pool.query(`UPDATE hot_issue SET closed_at = now() - interval '8 days' WHERE status = 'DECLINED'`);
    const after = await readBoard(database.pool, { board: { scope: 'station' }, order: 'TOP', limit: 1000 });
    expect(before.length - after.length).toBe(1);
  });
});

describe('a hot list that nobody votes on', () => {
  it('stands as its decayed votes say, days later as well, and no row of it is written', async () => {
    let now = Date.now();
    const server = await startTestServer({ clock: { now: () => new Date(now) } });
    try {
      const { pool } = server.house.services;
      const written = async () =>
        (await pool.query('SELECT id, xmin::text FROM hot_issue UNION ALL SELECT hot_issue_id, xmin::text FROM vote')).rows;
      const before = await written();
      for (const days of [0, 3, 40]) {
        now += days * 86_400_000;
        const { data } = await ask(server, `{ day${days}: hotList(first: 100) { edges { node { title status } } } }`);
        const shown = data[`day${days}`].edges.map(({ node }: { node: { title: string } }) => node.title);
        const { rows } = await pool.query<{ title: string }>(
          `SELECT title FROM hot_issue h WHERE closed_at IS NULL OR closed_at > now() - interval '7 days'
           ORDER BY (SELECT sum(2 ^ (extract(epoch FROM v.cast_at - to_timestamp($1)) / 3600 / 48)) FROM vote v WHERE v.hot_issue_id = h.id AND v.is_counted) DESC NULLS LAST`,
          [now / 1000],
        );
        expect(shown.length).toBeGreaterThan(10);
        expect(shown).toEqual(rows.map(({ title }) => title));
      }
      expect(await written()).toEqual(before);
    } finally {
      await server.stop();
    }
  });
});
