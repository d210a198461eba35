// Points and rewards through the API: every error has its own type, nothing is half done, and only one wins.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lapse } from '../../schema/commons/points/jobs.ts';
import { lockAccount, post } from '../../schema/commons/points/ledger.ts';
import { SYSTEM } from '../../schema/frame/actor.ts';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { inTransaction } from '../../schema/frame/transaction.ts';
import { monthAt } from '../../schema/joins/honours/stars.ts';
import { type Answer, ask, type Caller, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';

const CONTENT = { name: '大米 5 公斤', points: 100, description: '东北大米', sponsor: '社区超市', counter: '警务室' };
const VOUCHER = '{ id status code points expiresAt endedAt reward { id name stock } }';
const RACERS = 64;
interface Connection {
  edges: { node: { note: string; expiresAt: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

let server: TestServer;
let tokens: Record<'commander' | 'officer' | 'resident' | 'neighbour', string>;
beforeAll(async () => {
  server = await startTestServer();
  tokens = {
    commander: await signIn(server, 'COMMANDER'),
    officer: await signIn(server, 'OFFICER'),
    resident: await signIn(server, 'RESIDENT', 0),
    neighbour: await signIn(server, 'RESIDENT', 1),
  };
});
afterAll(() => server?.stop());

const residentIdOf = async (token: string): Promise<string> =>
  (await ask(server, '{ myResident { id } }', {}, { token })).data.myResident.id;

async function award(token: string, points: number, reason = '值守奖励'): Promise<Answer> {
  return ask(
    server,
    'mutation ($input: PointsAwardInput!) { pointsAward(input: $input) { __typename ... on PointsAwardSuccess { balance } ... on Error { code message } } }',
    { input: { residentId: await residentIdOf(token), points, reason } },
    { token: tokens.commander },
  );
}

async function offer(more: object = {}, stock = 5): Promise<{ id: string; version: number }> {
  const { data } = await ask(
    server,
    'mutation ($input: RewardCreateInput!) { rewardCreate(input: $input) { __typename ... on RewardCreateSuccess { reward { id version } } } }',
    { input: { content: { ...CONTENT, ...more }, stock } },
    { token: tokens.commander },
  );
  return data.rewardCreate.reward;
}

const deed = (field: string, inputType: string) => async (input: object, caller: Caller) => {
  const { data, errors } = await ask(
    server,
    `mutation ($input: ${inputType}!) { ${field}(input: $input) { __typename ... on Error { code message }
       ... on ${inputType.replace(/Input$/, 'Success')} { redemption ${VOUCHER} points { balance } } } }`,
    { input },
    caller,
  );
  return data?.[field] ?? errors?.[0]?.extensions;
};
const redeem = (rewardId: string, token: string, more: Caller = {}) =>
  deed('rewardRedeem', 'RewardRedeemInput')({ rewardId }, { token, ...more });
const takeBack = (redemptionId: string, token: string, more: Caller = {}) =>
  deed('redemptionCancel', 'RedemptionCancelInput')({ redemptionId }, { token, ...more });
const handOut = (code: string, token = tokens.officer, more: Caller = {}) =>
  deed('voucherUse', 'VoucherUseInput')({ code }, { token, ...more });

const balanceOf = async (token: string): Promise<number> =>
  (await ask(server, '{ points { balance } }', {}, { token })).data.points.balance;
const stockOf = async (rewardId: string): Promise<number> =>
  (await ask(server, 'query ($id: ID!) { node(id: $id) { ... on Reward { stock } } }', { id: rewardId })).data.node.stock;

/** Residents with so many points each, signed in. */
async function people(count: number, points: number, first = 100): Promise<string[]> {
  const signedIn = await Promise.all(Array.from({ length: count }, (_, index) => signIn(server, 'RESIDENT', first + index)));
  if (points > 0) await Promise.all(signedIn.map((token) => award(token, points)));
  return signedIn;
}

const tally = (answers: { __typename: string }[]) =>
  Object.fromEntries(Object.entries(Object.groupBy(answers, ({ __typename }) => __typename)).map(([name, list]) => [name, list?.length]));

describe('points', () => {
  it('are awarded with a reason, and stand on a statement that pages and sums a month', async () => {
    const token = await signIn(server, 'RESIDENT', 20);
    expect(await ask(server, '{ points { balance entries { edges { node { amount } } } } }', {}, { token })).toMatchObject({
      data: { points: { balance: 0, entries: { edges: [] } } },
    });
    const month = () => monthAt(new Date(), 'Asia/Shanghai');
    const begun = month();
    for (let n = 1; n <= 25; n++)
      expect((await award(token, n, `第 ${n} 次`)).data.pointsAward).toMatchObject({ __typename: 'PointsAwardSuccess' });
    /** A month may have ended meanwhile. Newest first, as a statement is. */
    const months = [...new Set([month(), begun])];
    const page = (month: string, after: string | null) =>
      ask(
        server,
        `query ($month: String!, $after: String) { points { balance month(month: $month) { opening received given closing } expiring { points expiresAt }
           entries(month: $month, first: 10, after: $after) { edges { cursor node { sequence kind amount balanceAfter note expiresAt } } pageInfo { hasNextPage endCursor } } } }`,
        { month, after },
        { token },
      );
    const lines: { note: string; expiresAt: string }[] = [];
    const sums: { opening: number; received: number; given: number; closing: number }[] = [];
    for (const one of months) {
      let last: { balance: number; month: (typeof sums)[0]; expiring: unknown; entries: Connection } | undefined;
      do {
        last = (await page(one, last?.entries.pageInfo.endCursor ?? null)).data.points as NonNullable<typeof last>;
        expect(last.balance).toBe(325);
        expect(last.entries.edges.length).toBeLessThanOrEqual(10);
        lines.push(...last.entries.edges.map(({ node }) => node));
      } while (last.entries.pageInfo.hasNextPage);
      sums.push(last.month);
    }
    expect(lines.map(({ note }) => note)).toEqual(Array.from({ length: 25 }, (_, n) => `第 ${25 - n} 次`));
    expect(lines[0]).toMatchObject({ kind: 'AWARD', amount: 25, balanceAfter: 325 });
    expect(sums.reduce((all, { received }) => all + received, 0)).toBe(325);
    expect(sums.map(({ given }) => given)).toEqual(sums.map(() => 0));
    expect([sums.at(-1)?.opening, sums[0]?.closing]).toEqual([0, 325]);
    const { expiring } = (await page(begun, null)).data.points;
    expect(expiring.reduce((all: number, { points }: { points: number }) => all + points, 0)).toBe(325);
    expect(expiring.at(-1).expiresAt).toBe(lines[0]?.expiresAt);
    // The end of a month by the station's clock, two years on.
    for (const { expiresAt } of expiring) expect(expiresAt).toMatch(/^20\d\d-\d\d-\d\dT16:00:00.000Z$/);
    const before = await ask(
      server,
      '{ points { month(month: "2020-01") { opening closing } entries(month: "2020-01") { edges { cursor } } } }',
      {},
      { token },
    );
    expect(before.data.points).toEqual({ month: { opening: 0, closing: 0 }, entries: { edges: [] } });
    for (const [query, message] of [
      ['{ points { month(month: "2026-13") { opening } } }', '月份须写成'],
      ['{ points { entries(after: "x") { edges { cursor } } } }', '翻页标记无效'],
      ['{ points { entries(first: 0) { edges { cursor } } } }', '每页条数'],
    ] as const)
      expect((await ask(server, query, {}, { token })).errors?.[0]?.message).toContain(message);
  });

  it('are awarded by the commander alone, to somebody who is there, in reason', async () => {
    const residentId = await residentIdOf(tokens.resident);
    const give = (input: object, token: string) =>
      ask(
        server,
        'mutation ($input: PointsAwardInput!) { pointsAward(input: $input) { __typename ... on ValidationError { fieldErrors { path message } } } }',
        { input },
        { token },
      );
    for (const token of [tokens.officer, tokens.resident])
      expect((await give({ residentId, points: 5, reason: '值守' }, token)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const by = tokens.commander;
    expect((await give({ residentId: 'x', points: 5, reason: '值守' }, by)).data.pointsAward.__typename).toBe('NotFoundError');
    for (const [points, reason, path] of [
      [0, '值守', 'points'],
      [1001, '值守', 'points'],
      [-5, '值守', 'points'],
      [5, ' ', 'reason'],
      [5, '<b>值守</b>', 'reason'],
    ] as const)
      expect((await give({ residentId, points, reason }, by)).data.pointsAward).toMatchObject({
        __typename: 'ValidationError',
        fieldErrors: [{ path: ['input', path] }],
      });
    expect(await balanceOf(tokens.resident)).toBe(0);
  });

  it('that have expired are taken out by the clock, oldest first, and it shows on the statement', async () => {
    const token = await signIn(server, 'RESIDENT', 21);
    const residentId = decodeIdOf('Resident', await residentIdOf(token)) as string;
    const credit = (reference: string, amount: number, expiresAt: Date) =>
      inTransaction(server.house.services.pool, async (client) =>
        post(client, await lockAccount(client, residentId), {
          kind: 'SHIFT',
          reference,
          amount,
          house: 'ISSUED',
          actor: SYSTEM,
          expiresAt,
        }),
      );
    await credit('shift:old', 80, new Date(Date.now() - 1000));
    await credit('shift:new', 50, new Date(Date.now() + 86_400_000));
    await redeem((await offer({ points: 30 })).id, token);
    await lapse(server.house.services);
    await lapse(server.house.services);
    const { data } = await ask(
      server,
      '{ points { balance expiring { points } entries(first: 1) { edges { node { kind amount } } } } }',
      {},
      { token },
    );
    expect(data.points).toEqual({
      balance: 50,
      expiring: [{ points: 50 }],
      entries: { edges: [{ node: { kind: 'EXPIRY', amount: -50 } }] },
    });
  });
});

describe('rewards', () => {
  it('are redeemed for a voucher, which is handed out once', async () => {
    const [token] = (await people(1, 250, 30)) as [string];
    const { id } = await offer({ perPerson: 2 });
    const redeemed = await redeem(id, token);
    expect(redeemed).toMatchObject({
      __typename: 'RewardRedeemSuccess',
      redemption: { status: 'ISSUED', points: 100, reward: { name: CONTENT.name, stock: 4 } },
      points: { balance: 150 },
    });
    const { code } = redeemed.redemption;
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{12}$/);
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4, 8)} ${code.slice(8)}`;
    expect(await handOut(typed)).toMatchObject({
      __typename: 'VoucherUseSuccess',
      redemption: { status: 'USED', code: null },
      points: null,
    });
    const again = await handOut(code, tokens.officer, { language: 'en' });
    expect(again).toMatchObject({ __typename: 'VoucherUsedError', code: 'VOUCHER_USED' });
    expect(again.message).toMatch(/^This voucher was used on \d+ \w+ \d{4}/);
    expect(await takeBack(redeemed.redemption.id, token)).toMatchObject({ __typename: 'VoucherUsedError' });
    expect(await balanceOf(token)).toBe(150);
    expect(await handOut('AAAA')).toMatchObject({ __typename: 'NotFoundError' });
    expect(await handOut('AAAAAAAAAAAA')).toMatchObject({ __typename: 'NotFoundError' });
    expect(await handOut(code, token)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('are taken back before they are handed out: points and stock return, once', async () => {
    const [token, other] = (await people(2, 100, 32)) as [string, string];
    const { id } = await offer();
    const { redemption } = await redeem(id, token);
    expect(await takeBack(redemption.id, other)).toMatchObject({ __typename: 'NotFoundError' });
    expect(await takeBack(redemption.id, token)).toMatchObject({
      redemption: { status: 'CANCELLED', reward: { stock: 5 } },
      points: { balance: 100 },
    });
    expect(await takeBack(redemption.id, token)).toMatchObject({ __typename: 'VoucherCancelledError', code: 'VOUCHER_CANCELLED' });
    expect(await handOut(redemption.code)).toMatchObject({
      __typename: 'VoucherCancelledError',
      message: expect.stringContaining('已退回'),
    });
    const { data } = await ask(
      server,
      '{ points { entries { edges { node { kind amount note } } } } redemptions { edges { node { status } } } }',
      {},
      { token },
    );
    expect(data.points.entries.edges.map(({ node }: { node: object }) => node)).toMatchObject([
      { kind: 'REVERSAL', amount: 100, note: '退回兑换' },
      { kind: 'REDEMPTION', amount: -100, note: CONTENT.name },
      { kind: 'AWARD', amount: 100 },
    ]);
    expect(data.redemptions.edges).toEqual([{ node: { status: 'CANCELLED' } }]);
    expect(await stockOf(id)).toBe(5);
  });

  it('that nobody collects go back by themselves', async () => {
    const [token] = (await people(1, 100, 34)) as [string];
    const { id } = await offer();
    const { redemption } = await redeem(id, token);
    const owner = new pg.Client({ connectionString: server.databaseUrl });
    await owner.connect();
    await owner.query(`UPDATE redemption SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      decodeIdOf('Redemption', redemption.id),
    ]);
    await owner.end();
    expect(await handOut(redemption.code)).toMatchObject({ __typename: 'VoucherExpiredError', code: 'VOUCHER_EXPIRED' });
    await lapse(server.house.services);
    expect(await handOut(redemption.code)).toMatchObject({ __typename: 'VoucherExpiredError' });
    expect(await takeBack(redemption.id, token)).toMatchObject({ __typename: 'VoucherExpiredError' });
    expect([await balanceOf(token), await stockOf(id)]).toEqual([100, 5]);
  });

  it('are refused with a reason of their own: not enough, gone, beyond one’s share, not there', async () => {
    const [token] = (await people(1, 150, 36)) as [string];
    expect(await redeem((await offer({ points: 151 })).id, token)).toMatchObject({
      __typename: 'PointsNotEnoughError',
      code: 'POINTS_NOT_ENOUGH',
      message: '积分不够：需要 151 分，您有 150 分。',
    });
    expect(await redeem((await offer({}, 0)).id, token)).toMatchObject({ __typename: 'RewardSoldOutError', code: 'REWARD_SOLD_OUT' });
    const { id } = await offer({ points: 10, perPerson: 1 });
    expect(await redeem(id, token)).toMatchObject({ __typename: 'RewardRedeemSuccess' });
    expect(await redeem(id, token)).toMatchObject({
      __typename: 'RewardLimitError',
      code: 'REWARD_LIMIT',
      message: expect.stringContaining('1 份'),
    });
    expect(await redeem('x', token)).toMatchObject({ __typename: 'NotFoundError' });
    const hidden = await offer({ isOffered: false });
    expect(await redeem(hidden.id, token)).toMatchObject({ __typename: 'NotFoundError' });
    expect(await redeem(id, tokens.officer)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await balanceOf(token)).toBe(140);
  });

  it('are offered and changed by the office; stock changes by a number; two who change one cannot overwrite each other', async () => {
    const change = async (input: object) =>
      (
        await ask(
          server,
          'mutation ($input: RewardUpdateInput!) { rewardUpdate(input: $input) { __typename ... on RewardUpdateSuccess { reward { name stock version isOffered } } ... on ValidationError { fieldErrors { path } } } }',
          { input },
          { token: tokens.commander },
        )
      ).data.rewardUpdate;
    const { id: rewardId, version: expectedVersion } = await offer();
    const [token] = (await people(1, 100, 38)) as [string];
    await redeem(rewardId, token);
    const content = { ...CONTENT, name: '面粉 5 公斤' };
    expect(await change({ rewardId, expectedVersion, content, stockChange: 3 })).toMatchObject({
      reward: { name: '面粉 5 公斤', stock: 7, version: 2 },
    });
    expect(await change({ rewardId, expectedVersion, content })).toMatchObject({ __typename: 'ConflictError' });
    expect(await change({ rewardId, expectedVersion: 2, content, stockChange: -100 })).toMatchObject({ reward: { stock: 0 } });
    expect(await change({ rewardId: 'x', expectedVersion: 1, content })).toMatchObject({ __typename: 'NotFoundError' });
    expect(
      await change({ rewardId, expectedVersion: 3, content: { ...content, name: '面', points: 0, perPerson: 0 }, stockChange: 2_000_000 }),
    ).toMatchObject({
      fieldErrors: [
        { path: ['input', 'content', 'name'] },
        { path: ['input', 'content', 'points'] },
        { path: ['input', 'content', 'perPerson'] },
        { path: ['input', 'stockChange'] },
      ],
    });
    expect(await change({ rewardId, expectedVersion: 3, content: { ...content, isOffered: false } })).toMatchObject({
      reward: { isOffered: false },
    });
    const seen = await ask(server, 'query ($id: ID!) { node(id: $id) { id } rewards(first: 100) { edges { node { id } } } }', {
      id: rewardId,
    });
    expect(seen.data.node).toBeNull();
    expect(seen.data.rewards.edges.map(({ node }: { node: { id: string } }) => node.id)).not.toContain(rewardId);
  });

  it('page, cheapest first', async () => {
    const all: number[] = [];
    let after: string | null = null;
    do {
      const { data }: Answer = await ask(
        server,
        'query ($after: String) { rewards(first: 2, after: $after) { edges { node { id points } } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      all.push(...data.rewards.edges.map(({ node }: { node: { points: number } }) => node.points));
      after = data.rewards.pageInfo.hasNextPage ? data.rewards.pageInfo.endCursor : null;
    } while (after);
    expect(all.length).toBeGreaterThan(5);
    expect(all).toEqual(all.toSorted((a, b) => a - b));
  });

  it('and points are live', async () => {
    const [token] = (await people(1, 100, 40)) as [string];
    const points = subscribe(server, 'subscription { pointsUpdated { balance } }', {}, token);
    const { id } = await offer({}, 2);
    const stock = subscribe(server, 'subscription { rewardStockUpdated { id stock } }');
    const left = async () => (await stock.next()).data.rewardStockUpdated.find((reward: { id: string }) => reward.id === id)?.stock;
    expect((await points.next()).data.pointsUpdated.balance).toBe(100);
    expect(await left()).toBe(2);
    await redeem(id, token);
    expect((await points.next()).data.pointsUpdated.balance).toBe(0);
    expect(await left()).toBe(1);
    await Promise.all([points.end(), stock.end()]);
  });
});

describe('sixty-four at once', () => {
  it('want the last one: one has it', async () => {
    const racers = await people(RACERS, 100);
    const { id } = await offer({}, 1);
    const answers = await Promise.all(racers.map((token) => redeem(id, token)));
    expect(tally(answers)).toEqual({ RewardRedeemSuccess: 1, RewardSoldOutError: RACERS - 1 });
    expect(await stockOf(id)).toBe(0);
    const balances = await Promise.all(racers.map(balanceOf));
    expect(balances.filter((balance) => balance === 0)).toHaveLength(1);
  });

  it('spend one balance: it is enough for one', async () => {
    const [token] = (await people(1, 100, 200)) as [string];
    const { id } = await offer({}, RACERS);
    const answers = await Promise.all(Array.from({ length: RACERS }, () => redeem(id, token)));
    expect(tally(answers)).toEqual({ RewardRedeemSuccess: 1, PointsNotEnoughError: RACERS - 1 });
    expect([await balanceOf(token), await stockOf(id)]).toEqual([0, RACERS - 1]);
  });

  it('show one voucher: it is handed out once', async () => {
    const [token] = (await people(1, 100, 201)) as [string];
    const { redemption } = await redeem((await offer()).id, token);
    const answers = await Promise.all(Array.from({ length: RACERS }, () => handOut(redemption.code)));
    expect(tally(answers)).toEqual({ VoucherUseSuccess: 1, VoucherUsedError: RACERS - 1 });
  });

  it('take it back and hand it out: one of the two happens', async () => {
    const [token] = (await people(1, 100, 202)) as [string];
    const { id } = await offer();
    const { redemption } = await redeem(id, token);
    const answers = await Promise.all(
      Array.from({ length: RACERS }, (_, n) => (n % 2 ? handOut(redemption.code) : takeBack(redemption.id, token))),
    );
    const counts = tally(answers);
    const wasUsed = counts.VoucherUseSuccess === 1;
    expect(counts).toEqual(
      wasUsed ? { VoucherUseSuccess: 1, VoucherUsedError: RACERS - 1 } : { RedemptionCancelSuccess: 1, VoucherCancelledError: RACERS - 1 },
    );
    expect([await balanceOf(token), await stockOf(id)]).toEqual(wasUsed ? [0, 4] : [100, 5]);
  });

  it('repeat one request under its key: it has one effect and one answer', async () => {
    const [token] = (await people(1, 1000, 203)) as [string];
    const { id } = await offer({}, RACERS);
    const headers = { 'idempotency-key': 'redeem-once-0001' };
    await Promise.all(Array.from({ length: RACERS }, () => redeem(id, token, { headers })));
    const { redemption } = await redeem(id, token, { headers });
    expect([await balanceOf(token), await stockOf(id)]).toEqual([900, RACERS - 1]);
    const { data } = await ask(server, '{ redemptions { edges { node { id } } } }', {}, { token });
    expect(data.redemptions.edges).toEqual([{ node: { id: redemption.id } }]);
  });
});
