// kill -9 while points are awarded and spent: what was acknowledged is there once, the ledger sums to zero, the shelf is right.
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { readOwner } from '../../api/database/lock.ts';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { tries } from '../support/length.ts';
import { type ServerProcess, scratchFolder, startProcess } from '../support/process.ts';
import { ask, signIn } from '../support/server.ts';

const ROUNDS = tries('XIESHOU_TEST_KILLS', { short: 1, long: 3 });
const PEOPLE = 6;
const STOCK = 100_000;

const AWARD = 'mutation ($input: PointsAwardInput!) { pointsAward(input: $input) { __typename } }';
const OFFER = 'mutation ($input: RewardCreateInput!) { rewardCreate(input: $input) { ... on RewardCreateSuccess { reward { id } } } }';
const REDEEM =
  'mutation ($input: RewardRedeemInput!) { rewardRedeem(input: $input) { ... on RewardRedeemSuccess { redemption { id code } } } }';
const CANCEL = 'mutation ($input: RedemptionCancelInput!) { redemptionCancel(input: $input) { __typename } }';
const USE = 'mutation ($input: VoucherUseInput!) { voucherUse(input: $input) { __typename } }';

describe('kill -9 of the server while points are awarded and spent', () => {
  const { folder, remove } = scratchFolder();
  let server: ServerProcess | undefined;
  afterAll(async () => {
    await server?.end();
    remove();
  });

  it(`${ROUNDS} times: every acknowledged award, voucher and hand-out is there once; ledger and shelf agree`, {
    timeout: 45_000 * ROUNDS,
  }, async () => {
    const awarded: { residentId: string; points: number }[] = [];
    const vouchers = new Map<string, 'ISSUED' | 'USED' | 'CANCELLED'>();
    const unknown = new Set<string>();
    let rewardId: string | null = null;
    for (let round = 0; round < ROUNDS; round++) {
      server = await startProcess(['--data', folder], { XIESHOU_RATE_PERSON: '100000' });
      const running = server;
      const [commander, officer] = await Promise.all([signIn(running, 'COMMANDER'), signIn(running, 'OFFICER')]);
      const content = { name: '一袋米', points: 7 };
      rewardId ??= (await ask(running, OFFER, { input: { content, stock: STOCK } }, { token: commander })).data.rewardCreate.reward.id;
      let done = 0;
      const enough = Promise.withResolvers<void>();
      const load = Array.from({ length: PEOPLE }, async (_, index) => {
        const token = await signIn(running, 'RESIDENT', index);
        const residentId = (await ask(running, '{ myResident { id } }', {}, { token })).data.myResident.id as string;
        for (let turn = 0; ; turn++) {
          const points = 10 + turn;
          const award = await ask(running, AWARD, { input: { residentId, points, reason: '值守' } }, { token: commander }).catch(
            () => null,
          );
          if (award?.data?.pointsAward.__typename !== 'PointsAwardSuccess') return;
          awarded.push({ residentId, points });
          const bought = await ask(running, REDEEM, { input: { rewardId } }, { token }).catch(() => null);
          const voucher = bought?.data?.rewardRedeem.redemption;
          if (!voucher) return;
          vouchers.set(voucher.id, 'ISSUED');
          if (turn % 3 > 0) {
            const [document, input, outcome] =
              turn % 3 === 1 ? [USE, { code: voucher.code }, 'USED'] : [CANCEL, { redemptionId: voucher.id }, 'CANCELLED'];
            unknown.add(voucher.id); // until somebody answers
            const ended = await ask(running, document as string, { input }, { token: turn % 3 === 1 ? officer : token }).catch(() => null);
            if (!ended?.data) return;
            unknown.delete(voucher.id);
            vouchers.set(voucher.id, outcome as 'USED');
          }
          done += 1;
          if (done >= 40 + 10 * (round % 5)) enough.resolve();
        }
      });
      await enough.promise;
      await running.end('SIGKILL');
      await Promise.all(load);
    }

    server = await startProcess(['--data', folder]);
    const pool = new pg.Pool({ connectionString: (await readOwner(folder))?.databaseUrl });
    const { rows: stored } = await pool.query<{ id: string; status: string }>('SELECT id, status FROM redemption');
    const statuses = new Map(stored.map(({ id, status }) => [id, status]));
    for (const [id, status] of vouchers) {
      const now = statuses.get(decodeIdOf('Redemption', id) as string);
      if (unknown.has(id)) expect(['ISSUED', 'USED', 'CANCELLED']).toContain(now);
      else expect(now).toBe(status);
    }
    const { rows: awards } = await pool.query<{ residentId: string; amount: number }>(
      `SELECT a.resident_id AS "residentId", e.amount FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id JOIN ledger_transaction t ON t.id = e.transaction_id
       WHERE t.kind = 'AWARD' AND a.kind = 'PERSON' AND t.actor_kind = 'STAFF'`,
    );
    const left = awards.map(({ residentId, amount }) => `${residentId} ${amount}`);
    for (const { residentId, points } of awarded) {
      const at = left.indexOf(`${decodeIdOf('Resident', residentId)} ${points}`);
      expect(at).toBeGreaterThanOrEqual(0);
      left.splice(at, 1);
    }
    expect(left.length).toBeLessThanOrEqual(ROUNDS * PEOPLE); // each person had one under way when the power went
    const { rows: whole } = await pool.query(
      `SELECT (SELECT coalesce(sum(amount), 0)::int FROM ledger_entry) AS total,
         (SELECT count(*)::int FROM ledger_account a WHERE kind = 'PERSON' AND balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_entry e WHERE e.account_id = a.id)) AS wrong,
         (SELECT count(*)::int FROM redemption r WHERE 1 <> (SELECT count(*) FROM ledger_transaction t WHERE t.reference = 'redemption:' || r.id)) AS unpaid,
         (SELECT count(*)::int FROM redemption r WHERE (r.status = 'CANCELLED') <> EXISTS (
            SELECT FROM ledger_transaction t JOIN ledger_transaction back ON back.reverses_id = t.id WHERE t.reference = 'redemption:' || r.id)) AS "notReturned",
         (SELECT stock + (SELECT count(*)::int FROM redemption WHERE reward_id = w.id AND status IN ('ISSUED', 'USED')) FROM reward w WHERE stock > 10000) AS shelf`,
    );
    expect(whole).toEqual([{ total: 0, wrong: 0, unpaid: 0, notReturned: 0, shelf: STOCK }]);
    expect(vouchers.size).toBeGreaterThan(ROUNDS * 30);
    await pool.end();
  });
});
