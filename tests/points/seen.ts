// Who sees points.
import type { Seen } from '../access/parts.ts';
import { award } from '../support/points.ts';
import { ask, deed } from '../support/server.ts';

export const seen: Seen = {
  async town({ server, self }) {
    await award(server, self, 100);
    const { data } = await ask(server, '{ rewards(first: 1) { edges { node { id } } } }');
    await deed(server, self, 'rewardRedeem', { rewardId: data.rewards.edges[0].node.id });
    return {};
  },
  types: {
    PointsAccount: { path: 'points { ? }', reference: 'R', relative: ['balance', 'entries', 'expiring', 'month'] },
    PointsExpiring: { path: 'points { expiring { ? } }', reference: 'R', relative: ['points', 'expiresAt'] },
    PointsMonth: {
      path: 'points { month(month: "2026-01") { ? } }',
      reference: 'R',
      relative: ['opening', 'received', 'given', 'closing'],
    },
    LedgerEntry: {
      path: 'points { entries(first: 1) { edges { node { ? } } } }',
      reference: 'R',
      relative: ['sequence', 'at', 'kind', 'amount', 'balanceAfter', 'note', 'detail', 'expiresAt'],
    },
    Reward: { path: 'rewards(first: 1) { edges { node { ? } } }', reference: 'A' },
    Redemption: {
      path: 'redemptions { edges { node { ? } } }',
      reference: 'R',
      relative: ['id', 'reward', 'points', 'status', 'code', 'createdAt', 'expiresAt', 'endedAt'],
    },
  },
  arguments: {
    'PointsAccount.month': '(month: "2026-01")',
  },
  own: ['Query.points', 'Query.redemptions'],
  mutations: {
    pointsAward: '(input: { residentId: $resident, points: 0, reason: "" })',
    redemptionCancel: '(input: { redemptionId: "bm9uZQ" })',
    rewardCreate: '(input: { content: { name: "", points: 0 }, stock: 0 })',
    rewardRedeem: '(input: { rewardId: "bm9uZQ" })',
    rewardUpdate: '(input: { rewardId: "bm9uZQ", expectedVersion: 0, content: { name: "", points: 0 } })',
    voucherUse: '(input: { code: "" })',
  },
  subscriptions: {
    pointsUpdated: 'x: pointsUpdated { balance }',
    rewardStockUpdated: 'x: rewardStockUpdated { id }',
  },
};
