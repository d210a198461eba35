// Points of the demo town: a shelf of rewards, and what its volunteers earned and spent in a year.

import { expiryOf } from '@xieshou/schema/commons/points/rules.ts';
import { insertReward, type RewardText } from '@xieshou/schema/commons/points/store.ts';
import { codeOf } from '@xieshou/schema/ground/codes.ts';
import { type Chance, chance } from './chance.ts';
import { demo, type Past } from './demo.ts';

export const pointsDemo = demo('points', {
  async history({ db }) {
    for (const reward of makeRewards()) await insertReward(db, { ...reward, isOffered: true, photoFileName: null });
  },
});

type DemoReward = Omit<RewardText, 'isOffered' | 'photoFileName'> & { id: string };

const SHELF: readonly Omit<DemoReward, 'id'>[] = [
  {
    name: '洗衣液 2 公斤',
    description: '',
    points: 80,
    stock: 60,
    perPerson: 4,
    sponsor: '朝阳里便民超市',
    counter: '社区警务室，工作日 9:00–17:00',
  },
  {
    name: '东北大米 5 公斤',
    description: '当年新米，凭券到柜台领取。',
    points: 150,
    stock: 40,
    perPerson: 2,
    sponsor: '朝阳里便民超市',
    counter: '社区警务室，工作日 9:00–17:00',
  },
  {
    name: '理发一次',
    description: '周二、周四下午，请提前说一声。',
    points: 60,
    stock: 24,
    perPerson: 2,
    sponsor: '新风理发店',
    counter: '新风理发店',
  },
  {
    name: '家用灭火器',
    description: '4 公斤干粉，附使用讲解。',
    points: 200,
    stock: 15,
    perPerson: 1,
    sponsor: '',
    counter: '派出所值班室',
  },
  {
    name: '体检套餐',
    description: '血压、血糖、血脂等 12 项，有效期半年。',
    points: 300,
    stock: 10,
    perPerson: 1,
    sponsor: '社区卫生服务站',
    counter: '社区卫生服务站',
  },
  {
    name: '反光背心和手电',
    description: '夜间巡逻用，均码。',
    points: 120,
    stock: 0,
    perPerson: 1,
    sponsor: '',
    counter: '派出所值班室',
  },
];

function makeRewards(): DemoReward[] {
  const dice = chance(7_150_828);
  return SHELF.map((reward) => ({ id: dice.uuid(), ...reward }));
}

/** What somebody has earned by a service. */
export interface Earned {
  residentId: string;
  at: Date;
  title: string;
  points: number;
  detail: object;
  reference: string;
}

/** One movement of a volunteer's account. */
interface DemoMovement {
  transactionId: string;
  kind: 'SHIFT' | 'REDEMPTION';
  at: Date;
  amount: number;
  balanceAfter: number;
  note: string;
  detail: object;
  reference: string;
  redemption: { id: string; rewardId: string; code: string } | null;
}

const VOUCHER_LETTERS = 12;
const DAY_MS = 86_400_000;
/** After a shift, when there is enough for something. */
const SPENDS = 0.05;

/** A year of a volunteer's statement, oldest first: what was earned, and now and then something for it. */
function makeStatement(index: number, services: readonly Earned[], rewards: readonly DemoReward[], now: Date): DemoMovement[] {
  const dice = chance(7_150_829 + index);
  const movements: DemoMovement[] = [];
  let balance = 0;
  const move = (movement: Omit<DemoMovement, 'transactionId' | 'balanceAfter'>) => {
    balance += movement.amount;
    movements.push({ transactionId: dice.uuid(), ...movement, balanceAfter: balance });
  };
  for (const { at, points, title, reference, detail } of services) {
    move({ kind: 'SHIFT', at, amount: points, note: title, detail, reference, redemption: null });
    const reward = dice.pick(rewards);
    const spentAt = new Date(at.getTime() + 60_000);
    if (dice.next() > SPENDS || reward.points > balance || now.getTime() - at.getTime() < 3 * DAY_MS) continue;
    const redemption = { id: dice.uuid(), rewardId: reward.id, code: codeOf(demoBytes(dice), VOUCHER_LETTERS) };
    const spent = { note: reward.name, detail: {}, reference: `redemption:${redemption.id}`, redemption };
    move({ kind: 'REDEMPTION', at: spentAt, amount: -reward.points, ...spent });
  }
  return movements;
}

const demoBytes = (dice: Chance) => Uint8Array.from({ length: VOUCHER_LETTERS }, () => dice.below(256));

/** Writes the statements of those who have earned something: as rows, for the ledger's own hand takes the moment of the database. */
export async function insertStatements({ insert, read, now, timeZone }: Past, earned: readonly Earned[]): Promise<void> {
  const byPerson = Map.groupBy(
    earned.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    ({ residentId }) => residentId,
  );
  const rewards = makeRewards();
  const houses = await read<{ id: string; kind: string }>(`SELECT id, kind FROM ledger_account WHERE kind <> 'PERSON'`);
  const house = Object.fromEntries(houses.map(({ id, kind }) => [kind, id]));
  const accounts = [...byPerson].map(([residentId, own], index) => ({
    residentId,
    id: chance(7_150_930 + index).uuid(),
    movements: makeStatement(index, own, rewards, now),
  }));
  const all = accounts
    .flatMap(({ id, residentId, movements }) => movements.map((movement) => ({ ...movement, accountId: id, residentId })))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  await insert(
    'ledger_account',
    accounts.map(({ id, residentId, movements }) => ({
      id,
      kind: 'PERSON',
      resident_id: residentId,
      created_at: movements[0]?.at,
      balance: movements.at(-1)?.balanceAfter ?? 0,
      lapse_at: expiryOf(movements[0]?.at ?? now, timeZone),
      debited: -movements.reduce((sum, { amount }) => sum + Math.min(0, amount), 0),
    })),
  );
  await insert(
    'ledger_transaction',
    all.map(({ transactionId, kind, at, note, detail, reference }) => ({
      id: transactionId,
      kind,
      at,
      note,
      detail,
      reference,
      actor_kind: 'RESIDENT',
      actor_title: '',
    })),
  );
  const day = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS);
  await insert(
    'ledger_entry',
    all.flatMap(({ transactionId, kind, at, amount, balanceAfter, accountId }) => [
      {
        transaction_id: transactionId,
        account_id: accountId,
        at,
        amount,
        balance_after: balanceAfter,
        expires_at: kind === 'SHIFT' ? expiryOf(at, timeZone) : null,
      },
      {
        transaction_id: transactionId,
        at,
        amount: -amount,
        balance_after: null,
        expires_at: null,
        account_id: kind === 'SHIFT' ? house.ISSUED : house.REDEEMED,
      },
    ]),
  );
  await insert(
    'redemption',
    all.flatMap(({ at, amount, residentId, redemption }) =>
      redemption
        ? {
            id: redemption.id,
            reward_id: redemption.rewardId,
            code: redemption.code,
            resident_id: residentId,
            points: -amount,
            status: 'USED',
            created_at: at,
            expires_at: day(at, 30),
            ended_at: day(at, 2),
          }
        : [],
    ),
  );
}
