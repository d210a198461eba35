// A person's points as partners and pages see them: balance, what expires next, and a statement like a bank's.
import { residentOf } from '../../frame/access/callers.ts';
import { builder } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import type { Context } from '../../frame/context.ts';
import { problem } from '../../frame/errors/problems.ts';
import { connectionOf, decodeCursor, encodeCursor, pageOf, pageSize } from '../../frame/relay/graph.ts';
import { say, speechOf } from '../../frame/speech.ts';
import { monthOf } from '../../ground/calendar.ts';
import { type Credit, remaining } from './rules.ts';
import { type AccountRow, type EntryRow, type MonthRow, readAccounts, readCredits, readEntries, readMonth } from './store.ts';
import { pointsTopic } from './topics.ts';

const LedgerKindEnum = builder.enumType('LedgerKind', {
  description: '积分变动的种类 / Why points moved',
  values: {
    SHIFT: { description: '志愿服务所得 / Earned by a shift' },
    AWARD: { description: '奖励 / Awarded' },
    REDEMPTION: { description: '兑换奖品 / Spent on a reward' },
    REVERSAL: { description: '冲正：抵消先前的一笔 / The opposite of an earlier one' },
    EXPIRY: { description: '到期清零 / Expired' },
  } as const,
});

const LedgerEntry = builder.objectRef<EntryRow>('LedgerEntry').implement({
  description: '积分对账单的一行；只增不改 / A line of the statement of points; never edited',
  fields: (t) => ({
    sequence: t.exposeString('position', { description: '次序，越大越新 / Its place: larger is newer' }),
    at: t.expose('at', { type: 'DateTime', description: '时间 / When' }),
    kind: t.expose('kind', { type: LedgerKindEnum, description: '种类 / Why' }),
    amount: t.exposeInt('amount', { description: '正数收入，负数支出 / Positive: received; negative: given' }),
    balanceAfter: t.exposeInt('balanceAfter', { description: '之后的余额 / Balance after it' }),
    note: t.exposeString('note', { description: '摘要，可为空字符串 / A few words, may be empty' }),
    detail: t.expose('detail', { type: 'JSON', description: '怎样算出来的 / How the amount came about' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: '这笔积分的到期时间 / When what is left of it expires',
    }),
  }),
});

const LedgerEntryConnection = connectionOf(LedgerEntry, 'LedgerEntry', { zh: '积分明细', en: 'lines of a statement' });

const PointsExpiring = builder.objectRef<Credit & { expiresAt: Date }>('PointsExpiring').implement({
  description: '将要到期的积分 / Points that are going to expire',
  fields: (t) => ({
    points: t.exposeInt('amount', { description: '多少分 / How many' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: '何时到期 / When' }),
  }),
});

const PointsMonth = builder.objectRef<MonthRow>('PointsMonth').implement({
  description: '一个月的积分收支 / A month of a statement',
  fields: (t) => ({
    opening: t.exposeInt('opening', { description: '月初余额 / Balance when it began' }),
    received: t.exposeInt('received', { description: '收入 / Received' }),
    given: t.exposeInt('given', { description: '支出 / Given' }),
    closing: t.exposeInt('closing', { description: '月末余额 / Balance when it ended' }),
  }),
});

/** Somebody's account, which need not have been opened. */
type Account = AccountRow | { id: null; residentId: string; balance: 0; debited: 0 };

export const PointsAccount = builder.objectRef<Account>('PointsAccount').implement({
  description: '积分账户 / An account of points',
  authScopes: ({ residentId }) => ({ may: { action: 'points.read', subject: { residentId } } }),
  fields: (t) => ({
    balance: t.exposeInt('balance', { description: '余额 / Balance' }),
    expiring: t.field({
      type: [PointsExpiring],
      description: '将到期的积分，最早在前 / What expires next, earliest first',
      args: { first: t.arg.int({ defaultValue: 3, description: '几笔，1–100 / How many, 1–100' }) },
      resolve: async ({ id, debited }, { first }, context) => {
        const size = pageSize(first ?? 3, context);
        const { pool, clock } = context.services;
        if (!id) return [];
        const left = remaining(await readCredits(pool, { accountId: id, now: clock.now() }), debited);
        return left.slice(0, size) as (Credit & { expiresAt: Date })[];
      },
    }),
    entries: t.field({
      type: LedgerEntryConnection,
      description: '明细，最新在前 / The statement, newest first',
      args: {
        month: t.arg.string({ description: '只看一个月，如 2026-11 / One month only, like 2026-11' }),
        first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / How many, 1–100' }),
        after: t.arg.string({ description: '从这个游标之后开始 / Start behind this cursor' }),
      },
      resolve: async ({ id }, args, context) => {
        const first = pageSize(args.first ?? 20, context);
        const time = args.month ? spanOf(args.month, context) : { from: null, until: null };
        const before = args.after ? sequenceOf(args.after, context) : null;
        const rows = id ? await readEntries(context.services.pool, { accountId: id, limit: first + 1, before, ...time }) : [];
        return pageOf(
          rows.map((node) => ({ cursor: encodeCursor([node.position]), node })),
          first,
          Boolean(args.after),
        );
      },
    }),
    month: t.field({
      type: PointsMonth,
      description: '一个月的收支 / The sums of a month',
      args: { month: t.arg.string({ required: true, description: '如 2026-11 / Like 2026-11' }) },
      resolve: ({ id }, { month }, context) => {
        const span = spanOf(month, context);
        return id ? readMonth(context.services.pool, { accountId: id, ...span }) : { opening: 0, received: 0, given: 0, closing: 0 };
      },
    }),
  }),
});

const monthForm = say('月份须写成 2026-11 的样子。', 'Write the month like 2026-11.');

/** A month in the station's time zone. @throws BAD_USER_INPUT */
function spanOf(month: string, context: Context): { from: Date; until: Date } {
  const span = monthOf(month, context.services.settings.timeZone);
  if (!span) throw problem('BAD_USER_INPUT', monthForm(speechOf(context)));
  return span;
}

function sequenceOf(cursor: string, context: Context): string {
  const [position] = decodeCursor(cursor, ['bigint'], context);
  return position;
}

/** The account of a resident, opened or not. */
export async function accountOf(residentId: string, { services: { pool } }: Context): Promise<Account> {
  const [account] = await readAccounts(pool, [residentId]);
  return account ?? { id: null, residentId, balance: 0, debited: 0 };
}

builder.queryField('points', (t) =>
  t.field({
    type: PointsAccount,
    description: '本人的积分账户 / The viewer’s account of points',
    authScopes: { may: 'points.read' },
    resolve: (_root, _args, context) => accountOf(residentOf(context).residentId, context),
  }),
);

builder.subscriptionField('pointsUpdated', (t) =>
  t.field({
    type: PointsAccount,
    description: '本人的积分：先给现状，有变动即推送 / The viewer’s points: now, then on change',
    authScopes: { may: 'points.read' },
    subscribe: (_root, _args, context) => {
      const { residentId } = residentOf(context);
      return readOnChange(context.services, [pointsTopic(residentId)], () => accountOf(residentId, context));
    },
    resolve: (account) => account,
  }),
);
