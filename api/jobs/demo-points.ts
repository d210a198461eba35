// Points of the demo town: a shelf of rewards, and what its volunteers earned and spent in a year.
import { expiryOf } from '@xieshou/schema/points/rules.ts';
import { chance } from '../../prisma/demo/random.ts';
import { type Connection, insert } from '../../prisma/demo/rows.ts';

interface DemoReward {
  id: string;
  name: string;
  description: string;
  points: number;
  stock: number;
  perPerson: number | null;
  sponsor: string;
  counter: string;
}

const SHELF: readonly Omit<DemoReward, 'id'>[] = [
  {
    ...{ name: '洗衣液 2 公斤', description: '', points: 80, stock: 60, perPerson: 4 },
    ...{ sponsor: '朝阳里便民超市', counter: '社区警务室，工作日 9:00–17:00' },
  },
  {
    ...{ name: '东北大米 5 公斤', description: '当年新米，凭券到柜台领取。', points: 150, stock: 40, perPerson: 2 },
    ...{ sponsor: '朝阳里便民超市', counter: '社区警务室，工作日 9:00–17:00' },
  },
  {
    ...{ name: '理发一次', description: '周二、周四下午，请提前说一声。', points: 60, stock: 24, perPerson: 2 },
    ...{ sponsor: '新风理发店', counter: '新风理发店' },
  },
  {
    ...{ name: '家用灭火器', description: '4 公斤干粉，附使用讲解。', points: 200, stock: 15, perPerson: 1 },
    ...{ sponsor: '', counter: '派出所值班室' },
  },
  {
    ...{ name: '体检套餐', description: '血压、血糖、血脂等 12 项，有效期半年。', points: 300, stock: 10, perPerson: 1 },
    ...{ sponsor: '社区卫生服务站', counter: '社区卫生服务站' },
  },
  {
    ...{ name: '反光背心和手电', description: '夜间巡逻用，均码。', points: 120, stock: 0, perPerson: 1 },
    ...{ sponsor: '', counter: '派出所值班室' },
  },
];

function makeRewards(): DemoReward[] {
  const dice = chance(7_150_828);
  return SHELF.map((reward) => ({ id: dice.uuid(), ...reward }));
}

/** One movement of a volunteer's account. */
interface DemoMovement {
  transactionId: string;
  kind: 'AWARD' | 'REDEMPTION';
  at: Date;
  amount: number;
  balanceAfter: number;
  note: string;
  redemption: { id: string; rewardId: string; code: string } | null;
}

const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const DAY_MS = 86_400_000;

/** A year of a volunteer's statement, oldest first: thanks every month, and now and then something for it. */
function makeStatement(index: number, rewards: readonly DemoReward[], now: Date): DemoMovement[] {
  const dice = chance(7_150_829 + index);
  const movements: DemoMovement[] = [];
  let balance = 0;
  const move = (movement: Omit<DemoMovement, 'transactionId' | 'balanceAfter'>) => {
    balance += movement.amount;
    movements.push({ transactionId: dice.uuid(), ...movement, balanceAfter: balance });
  };
  for (let month = 12; month >= 1; month--) {
    const at = new Date(now.getTime() - month * 30 * DAY_MS + dice.below(5) * DAY_MS);
    move({ kind: 'AWARD', at, amount: 20 + 5 * dice.below(9), note: '月度志愿服务奖励', redemption: null });
    const reward = dice.pick(rewards);
    if (dice.next() > 0.25 || reward.points > balance) continue;
    const code = Array.from({ length: 12 }, () => dice.pick([...LETTERS])).join('');
    const redemption = { id: dice.uuid(), rewardId: reward.id, code };
    move({ kind: 'REDEMPTION', at: new Date(at.getTime() + DAY_MS), amount: -reward.points, note: reward.name, redemption });
  }
  return movements;
}

/** Shelves the rewards and writes the volunteers' statements. */
export async function insertPoints(connection: Connection, { now, timeZone }: { now: Date; timeZone: string }): Promise<void> {
  const { rows: volunteers } = await connection.query('SELECT id FROM resident WHERE is_volunteer ORDER BY phone');
  const volunteerIds = (volunteers as { id: string }[]).map(({ id }) => id);
  const rewards = makeRewards();
  await insert(
    connection,
    'reward',
    rewards.map(({ perPerson, ...reward }) => ({ ...reward, per_person: perPerson, is_offered: true, version: 1, created_at: now })),
  );
  const { rows } = await connection.query(`SELECT id, kind FROM ledger_account WHERE kind <> 'PERSON'`);
  const house = Object.fromEntries((rows as { id: string; kind: string }[]).map(({ id, kind }) => [kind, id]));
  const accounts = volunteerIds.map((residentId, index) => ({
    residentId,
    id: chance(7_150_830 + index).uuid(),
    movements: makeStatement(index, rewards, now),
  }));
  const all = accounts
    .flatMap(({ id, residentId, movements }) => movements.map((movement) => ({ ...movement, accountId: id, residentId })))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  await insert(
    connection,
    'ledger_account',
    accounts.map(({ id, residentId, movements }) => ({
      ...{ id, kind: 'PERSON', resident_id: residentId, created_at: movements[0]?.at },
      balance: movements.at(-1)?.balanceAfter ?? 0,
      lapse_at: expiryOf(movements[0]?.at ?? now, timeZone),
      debited: -movements.reduce((sum, { amount }) => sum + Math.min(0, amount), 0),
    })),
  );
  await insert(
    connection,
    'ledger_transaction',
    all.map(({ transactionId, kind, at, note, redemption }) => ({
      ...{ id: transactionId, kind, at, note, detail: {}, actor_title: '' },
      actor_kind: redemption ? 'RESIDENT' : 'SYSTEM',
      reference: redemption ? `redemption:${redemption.id}` : `award:${transactionId}`,
    })),
  );
  const day = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS);
  await insert(
    connection,
    'ledger_entry',
    all.flatMap(({ transactionId, kind, at, amount, balanceAfter, accountId }) => [
      {
        ...{ transaction_id: transactionId, account_id: accountId, at, amount, balance_after: balanceAfter },
        expires_at: kind === 'AWARD' ? expiryOf(at, timeZone) : null,
      },
      {
        ...{ transaction_id: transactionId, at, amount: -amount, balance_after: null, expires_at: null },
        account_id: kind === 'AWARD' ? house.ISSUED : house.REDEEMED,
      },
    ]),
  );
  await insert(
    connection,
    'redemption',
    all.flatMap(({ at, amount, residentId, redemption }) =>
      redemption
        ? {
            ...{ id: redemption.id, reward_id: redemption.rewardId, code: redemption.code, resident_id: residentId },
            ...{ points: -amount, status: 'USED', created_at: at, expires_at: day(at, 30), ended_at: day(at, 2) },
          }
        : [],
    ),
  );
}
