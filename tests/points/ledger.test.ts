// The ledger and the shop on a real database, beside a book kept in memory: thousands of acts of many people at once.
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../api/database/connect.ts';
import { chance } from '../../api/demo/chance.ts';
import { expire, lockAccount, type Movement, post, reverse } from '../../schema/commons/points/ledger.ts';
import { cancel, type RedemptionRow, redeem, useVoucher } from '../../schema/commons/points/redemptions.ts';
import { insertReward, type RewardRow, readAccounts } from '../../schema/commons/points/store.ts';
import { SYSTEM } from '../../schema/frame/actor.ts';
import { isRefusal } from '../../schema/frame/refusals.ts';
import { inTransaction } from '../../schema/frame/transaction.ts';
import { openTestDatabase } from '../support/database.ts';
import { tries } from '../support/length.ts';
import { someResidents } from '../support/town.ts';

const ACTS = tries('XIESHOU_TEST_ACTS', { short: 10_000, long: 50_000 });
const CLERKS = 8;
const PEOPLE_OF_A_CLERK = 4;
const DAY = 86_400_000;

const moveIn = (database: Database, residentId: string, movement: Omit<Movement, 'actor' | 'house'>) =>
  inTransaction(database.pool, async (client) =>
    post(client, await lockAccount(client, residentId), { ...movement, house: 'ISSUED', actor: SYSTEM }),
  );

async function someReward(database: Database, reward: Partial<RewardRow> = {}): Promise<RewardRow> {
  const text = { name: '米面粮油', description: '', sponsor: '', counter: '', isOffered: true };
  return insertReward(database.pool, { ...text, points: 100, stock: 10, perPerson: null, photoFileName: null, ...reward, id: uuid() });
}

/** A person as the book in memory knows them. */
interface Page {
  residentId: string;
  balance: number;
  lapsed: number;
  debited: number;
  /** When it is time to look for what has expired: at once, at some time, or never. */
  look: 'now' | 'later' | 'never';
  hasFuture: boolean;
  shifts: Map<string, { amount: number; isReversed: boolean }>;
  redemptions: (Pick<RedemptionRow, 'id' | 'code' | 'rewardId' | 'points'> & { status: string })[];
}

describe('the ledger of points', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase('empty', CLERKS + 2);
  });
  afterAll(() => database.close());

  it('lets whoever comes second wait, and shows them what the first has left', async () => {
    const [residentId] = (await someResidents(database, 1)) as [string];
    await moveIn(database, residentId, { kind: 'AWARD', reference: `award:${uuid()}`, amount: 10 });
    const [first, second] = await Promise.all([database.pool.connect(), database.pool.connect()]);
    try {
      await Promise.all([first.query('BEGIN'), second.query('BEGIN')]);
      const account = await lockAccount(first, residentId);
      const { rows } = await second.query('SELECT pg_backend_pid() AS pid');
      let isAnswered = false;
      const waiting = lockAccount(second, residentId).finally(() => {
        isAnswered = true;
      });
      const waits = async () => (await first.query('SELECT FROM pg_locks WHERE pid = $1 AND NOT granted', [rows[0].pid])).rowCount !== 0;
      while (!isAnswered && !(await waits())); // asked before the first has done anything
      await post(first, account, { kind: 'REDEMPTION', reference: `redemption:${uuid()}`, amount: -7, house: 'REDEEMED', actor: SYSTEM });
      await first.query('COMMIT');
      expect((await waiting).balance).toBe(3);
      await second.query('ROLLBACK');
    } finally {
      first.release();
      second.release();
    }
  });

  it(`equals a book kept by hand after ${ACTS.toLocaleString('en')} acts of ${CLERKS} clerks at once`, { timeout: 600_000 }, async () => {
    const rewards = await Promise.all([
      someReward(database, { points: 30, stock: 400 }),
      someReward(database, { points: 120, stock: 40_000 }),
      someReward(database, { points: 60, stock: 40_000, perPerson: 2 }),
    ]);
    const pages: Page[] = [];
    let acts = 0;
    const outcomes = new Map<string, number>();
    const clerk = async (number: number) => {
      const { next: dice, pick } = chance(20_261_126 + number);
      const mine: Page[] = (await someResidents(database, PEOPLE_OF_A_CLERK)).map((residentId) => ({
        residentId,
        balance: 0,
        lapsed: 0,
        debited: 0,
        look: 'never',
        hasFuture: false,
        shifts: new Map(),
        redemptions: [],
      }));
      pages.push(...mine);
      const take = (page: Page, amount: number) => {
        page.balance -= amount;
        page.debited += amount;
      };
      const restore = (page: Page, amount: number) => {
        take(page, -amount);
        page.look = 'later';
      };
      const deeds: Record<string, (page: Page) => Promise<string>> = {
        async earn(page) {
          const reference = `shift:${page.residentId}:${Math.floor(dice() * 3000)}`;
          const amount = 1 + Math.floor(dice() * 100);
          const isLapsed = dice() < 0.3;
          const expiresAt = dice() < 0.1 ? null : new Date(Date.now() + (isLapsed ? -DAY : DAY));
          const posted = await moveIn(database, page.residentId, { kind: 'SHIFT', reference, amount, expiresAt });
          const known = page.shifts.has(reference);
          expect(posted.outcome).toBe(known ? 'already' : 'posted');
          if (known) return 'earned before';
          page.shifts.set(reference, { amount, isReversed: false });
          page.balance += amount;
          if (isLapsed && expiresAt) {
            page.lapsed += amount;
            page.look = 'now';
          } else if (expiresAt) {
            page.hasFuture = true;
            if (page.look === 'never') page.look = 'later';
          }
          return 'earned';
        },
        async redeem(page) {
          const reward = pick(rewards);
          const code = uuid();
          const had = page.redemptions.filter(({ rewardId, status }) => rewardId === reward.id && status !== 'CANCELLED').length;
          const redeemed = await redeem(database.pool, {
            id: uuid(),
            rewardId: reward.id,
            residentId: page.residentId,
            code,
            actor: SYSTEM,
          });
          const isBeyond = reward.perPerson !== null && had >= reward.perPerson;
          const outcome = isRefusal(redeemed) ? redeemed.kind.name : 'redeemed';
          if (isBeyond) expect(outcome).toBe('RewardLimitError');
          else if (outcome !== 'RewardSoldOutError')
            expect(outcome).toBe(page.balance < reward.points ? 'PointsNotEnoughError' : 'redeemed');
          if (!isRefusal(redeemed)) {
            take(page, reward.points);
            page.redemptions.push({ ...redeemed.redemption });
          }
          return outcome;
        },
        async cancel(page) {
          const one = pick(page.redemptions);
          const ended = await cancel(database.pool, { id: one.id, residentId: page.residentId, actor: SYSTEM, note: '' });
          expect(isRefusal(ended)).toBe(one.status !== 'ISSUED');
          if (isRefusal(ended)) return 'not open';
          one.status = 'CANCELLED';
          restore(page, one.points);
          return 'cancelled';
        },
        async use(page) {
          const one = pick(page.redemptions);
          const ended = await useVoucher(database.pool, { code: one.code, staffId: null });
          expect(isRefusal(ended)).toBe(one.status !== 'ISSUED');
          if (isRefusal(ended)) return 'not open';
          one.status = 'USED';
          return 'used';
        },
        async reverse(page) {
          const [reference, shift] = pick([...page.shifts]);
          const posted = await inTransaction(database.pool, async (client) =>
            reverse(client, await lockAccount(client, page.residentId), { reference, actor: SYSTEM, note: '' }),
          );
          expect(posted?.outcome).toBe(shift.isReversed ? 'already' : page.balance < shift.amount ? 'not-enough' : 'posted');
          if (posted?.outcome === 'posted') {
            shift.isReversed = true;
            take(page, shift.amount);
          }
          return `reversal ${posted?.outcome}`;
        },
        async expire(page) {
          const posted = await inTransaction(database.pool, async (client) => expire(client, await lockAccount(client, page.residentId)));
          const gone = page.look === 'now' ? Math.max(0, page.lapsed - page.debited) : 0;
          if (page.look === 'now') page.look = page.hasFuture ? 'later' : 'never';
          expect(posted?.outcome ?? null).toBe(gone > 0 ? 'posted' : null);
          if (gone > 0) take(page, gone);
          return gone > 0 ? 'expired' : 'nothing to expire';
        },
      };
      const WEIGHTS = [...Array(8).fill('earn'), ...Array(4).fill('redeem'), 'cancel', 'use', 'use', 'reverse', 'expire'] as string[];
      while (acts < ACTS) {
        acts += 1;
        const page = pick(mine);
        const deed = pick(WEIGHTS);
        if (/cancel|use/.test(deed) && page.redemptions.length === 0) continue;
        if (deed === 'reverse' && page.shifts.size === 0) continue;
        const outcome = await (deeds[deed] as (page: Page) => Promise<string>)(page);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        if (acts % 500 === 0)
          expect((await readAccounts(database.pool, [page.residentId]))[0] ?? { balance: 0 }).toMatchObject({ balance: page.balance });
      }
    };
    await database.pool.query('SET synchronous_commit = off');
    await Promise.all(Array.from({ length: CLERKS }, (_, number) => clerk(number)));

    // Every kind of answer has come.
    expect([...outcomes.keys()].sort()).toEqual(
      [
        'PointsNotEnoughError',
        'RewardLimitError',
        'RewardSoldOutError',
        'cancelled',
        'earned',
        'earned before',
        'expired',
        'not open',
        'nothing to expire',
        'redeemed',
        'reversal already',
        'reversal not-enough',
        'reversal posted',
        'used',
      ].sort(),
    );
    await expectWhole(database, pages, rewards);
  });
});

/** The invariants, asked of the tables themselves. */
async function expectWhole({ pool }: Database, pages: Page[], rewards: RewardRow[]): Promise<void> {
  const { rows: accounts } = await pool.query(
    `SELECT a.resident_id AS "residentId", a.balance, sum(e.amount)::int AS entries, (array_agg(e.balance_after ORDER BY e.position DESC))[1] AS last
     FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id WHERE a.kind = 'PERSON' GROUP BY a.id`,
  );
  const balances = new Map(accounts.map((row) => [row.residentId, row]));
  for (const { residentId, balance } of pages) {
    const row = balances.get(residentId) ?? { balance: 0, entries: 0, last: 0 };
    expect(row).toMatchObject({ balance, entries: balance, last: balance });
  }
  const { rows: sums } = await pool.query(
    `SELECT sum(amount)::int AS total, (SELECT count(*)::int FROM (SELECT transaction_id FROM ledger_entry GROUP BY 1 HAVING sum(amount) <> 0) wrong) AS unbalanced,
       min(balance_after) AS lowest FROM ledger_entry`,
  );
  expect(sums).toEqual([{ total: 0, unbalanced: 0, lowest: expect.any(Number) }]);
  expect(sums[0].lowest).toBeGreaterThanOrEqual(0);
  const { rows: stocks } = await pool.query(
    `SELECT w.id, w.stock, (SELECT count(*)::int FROM redemption r WHERE r.reward_id = w.id AND r.status IN ('ISSUED', 'USED')) AS out FROM reward w`,
  );
  for (const { id, stock, out } of stocks) expect(stock + out).toBe(rewards.find((reward) => reward.id === id)?.stock);
}
