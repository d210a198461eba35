import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../api/database/connect.ts';
import { BallotBox, type StoreBatch } from '../../schema/work/hotlist/ballot-box.ts';
import { type Ballot, castVotes, withdrawVotes } from '../../schema/work/hotlist/ballots.ts';
import { decayRate } from '../../schema/work/hotlist/rules.ts';
import { openTestDatabase } from '../support/database.ts';
import { countersAndRows, someIssues, someResidents } from '../support/town.ts';

const rate = decayRate({ halfLifeHours: 48 });
const log = { warn: () => {} };

describe('the ballot box', () => {
  let database: Database;
  let issue: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    [issue] = (await someIssues(database, 1)) as [string];
  });
  afterAll(() => database.close());

  /** A box on the real database; `batches` says how many ballots each statement carried. */
  function open({ limit = 1000, hold = Promise.resolve() }: { limit?: number; hold?: Promise<void> } = {}) {
    const batches: number[] = [];
    const touched: string[] = [];
    const store: StoreBatch = async (wish, ballots) => {
      batches.push(ballots.length);
      await hold;
      return wish === 'cast' ? castVotes(database.pool, ballots, rate) : withdrawVotes(database.pool, ballots, rate);
    };
    const box = new BallotBox({ store, limit, log, live: { touch: (topics) => touched.push(...topics) } });
    return { box, batches, touched };
  }

  const voteCount = async () => (await countersAndRows(database)).find(({ id }) => id === issue)?.voteCount;

  it('lets votes that arrive during a commit ride together in the next', async () => {
    const { box, batches, touched } = open();
    const residents = await someResidents(database, 100);
    const outcomes = await Promise.all(residents.map((residentId) => box.cast({ residentId, hotIssueId: issue })));
    expect(new Set(outcomes)).toEqual(new Set(['changed']));
    expect(batches).toEqual([100]);
    expect(touched).toEqual(['hotlist:station']);
  });

  it('answers RETRY_LATER when the queue is full, and stores nothing of it', async () => {
    let release = () => {};
    const hold = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { box } = open({ limit: 3, hold });
    const before = (await voteCount()) as number;
    const residents = await someResidents(database, 5);
    const outcomes = residents.map((residentId) => box.cast({ residentId, hotIssueId: issue }));
    expect(await outcomes[4]).toBe('retry-later');
    release();
    expect(await Promise.all(outcomes)).toEqual(['changed', 'changed', 'changed', 'retry-later', 'retry-later']);
    expect(await voteCount()).toBe(before + 3);
  });

  it('retries a failing batch by halves: one bad ballot takes nobody with it', async () => {
    const { box, batches } = open();
    const residents = await someResidents(database, 9);
    const nobody = uuid(); // no such resident: the foreign key refuses the whole statement
    const results = await Promise.allSettled(
      [...residents.slice(0, 4), nobody, ...residents.slice(4)].map((residentId) => box.cast({ residentId, hotIssueId: issue })),
    );
    expect(results.map(({ status }) => status)).toEqual([...new Array(4).fill('fulfilled'), 'rejected', ...new Array(5).fill('fulfilled')]);
    expect(batches.length).toBeLessThanOrEqual(9);
  });

  it('keeps the order of one person: cast, withdraw, cast ends with a vote', async () => {
    const { box } = open();
    const [residentId] = (await someResidents(database, 1)) as [string];
    const ballot: Ballot = { residentId, hotIssueId: issue };
    const outcomes = await Promise.all([box.cast(ballot), box.withdraw(ballot), box.cast(ballot), box.cast(ballot)]);
    expect(outcomes).toEqual(['changed', 'changed', 'changed', 'unchanged']);
  });

  it('fails all waiting votes at once when the database is away, instead of trying each', async () => {
    let tries = 0;
    const away = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    const store: StoreBatch = async () => {
      tries += 1;
      throw away;
    };
    const box = new BallotBox({ store, limit: 100, live: { touch: () => {} }, log });
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => box.cast({ residentId: uuid(), hotIssueId: issue })));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(tries).toBe(1);
  });
});
