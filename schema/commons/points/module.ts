// Points: earned in shifts, spent on rewards, kept by double entry.
import { module } from '../../frame/manifest.ts';
import { desk, everyone, residents, right } from '../../frame/roles.ts';

export const points = module({
  name: 'points',
  async graph() {
    await import('./graph.ts');
    await import('./rewards.ts');
    await import('./acts.ts');
    await import('./office.ts');
  },
  rights: {
    'points.read': right('看自己的积分账户 / See one’s own account of points', residents('own')),
    'points.award': right('因特别的理由奖励积分 / Give points for a reason of its own', { COMMANDER: 'always' }),
    'reward.read': right('看积分能换什么 / See what points buy', everyone({ scope: 'volunteers:read' })),
    'reward.redeem': right('用积分兑换奖品 / Redeem rewards with points', residents('always')),
    'reward.manage': right('管理奖品 / Manage rewards', { COMMANDER: 'always', ADMIN: 'always' }),
    'redemption.read': right('看自己的兑换券和券码 / See one’s own vouchers, with their codes', residents('own')),
    'voucher.use': right('凭券发放奖品 / Hand out what a voucher is for', { GRID_WORKER: 'always', OFFICER: 'always', ...desk }),
  },
  can: {
    redeemRewards: ['reward.redeem', '查看积分、兑换奖品 / See points and redeem rewards'],
    useVouchers: ['voucher.use', '核销兑换券 / Hand out rewards for vouchers'],
    manageRewards: ['reward.manage', '管理奖品 / Manage rewards'],
  },
  tables: ['ledger_account', 'ledger_transaction', 'ledger_entry', 'reward', 'redemption'],
  appendOnly: ['ledger_transaction', 'ledger_entry'],
  holds: {
    places: [
      'ledger_account.resident_id',
      'ledger_transaction.actor_id', // the same movements, by who made them
      'redemption.resident_id',
    ],
    shows: {
      points: `(SELECT coalesce(json_agg(json_build_object('at', e.at, 'what', t.kind, 'amount', e.amount, 'balanceAfter', e.balance_after, 'note', t.note,
        'expiresAt', e.expires_at) ORDER BY e.position), '[]')
        FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_transaction t ON t.id = e.transaction_id WHERE a.resident_id = r.id)`,
      redemptions: `(SELECT coalesce(json_agg(json_build_object('reward', w.name, 'points', v.points, 'status', v.status, 'at', v.created_at, 'endedAt', v.ended_at)
        ORDER BY v.created_at), '[]') FROM redemption v JOIN reward w ON w.id = v.reward_id WHERE v.resident_id = r.id)`,
    },
  },
  files: { sentFor: ['reward.manage'], shows: async () => (await import('./store.ts')).showsRewardPhoto },
  jobs: async () => (await import('./jobs.ts')).jobs,
});
