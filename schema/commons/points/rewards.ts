// Rewards and vouchers as partners and pages see them.
import { residentOf } from '../../frame/access/callers.ts';
import { may } from '../../frame/access/may.ts';
import { builder, SHARED } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import type { Context } from '../../frame/context.ts';
import {
  connectionOf,
  decodeCursor,
  encodeCursor,
  Node,
  nodeId,
  pageByTime,
  pageOf,
  pageSize,
  registerNode,
  timePosition,
} from '../../frame/relay/graph.ts';
import { redemptionLoader, rewardLoader } from './loaders.ts';
import { listRedemptions, type RedemptionRow } from './redemptions.ts';
import { listRewards, type RewardPosition, type RewardRow } from './store.ts';
import { REWARDS_TOPIC } from './topics.ts';

export const Reward = builder.objectRef<RewardRow>('Reward').implement({
  description: '可用积分兑换的奖品 / What points buy',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Reward')),
    name: t.exposeString('name', { extensions: SHARED, description: '名称 / Name' }),
    description: t.exposeString('description', { extensions: SHARED, description: '说明，可为空字符串 / Details, may be empty' }),
    photo: t.string({
      nullable: true,
      extensions: SHARED,
      description: '照片的地址；空为没有 / Where its picture is; null: there is none',
      resolve: ({ photoFileName }) => photoFileName && `/uploads/${photoFileName}`,
    }),
    points: t.exposeInt('points', { extensions: SHARED, description: '需要多少积分 / Points that it takes' }),
    stock: t.exposeInt('stock', { extensions: SHARED, description: '还有多少份 / How many are left' }),
    perPerson: t.exposeInt('perPerson', {
      nullable: true,
      extensions: SHARED,
      description: '每人限兑几份；空为不限 / How many one person may have; null: any number',
    }),
    sponsor: t.exposeString('sponsor', { extensions: SHARED, description: '赞助单位；空为派出所 / Who gives it; empty: the station' }),
    counter: t.exposeString('counter', { extensions: SHARED, description: '在哪里领 / Where it is handed out' }),
    isOffered: t.exposeBoolean('isOffered', { extensions: SHARED, description: '是否上架 / Whether it can be had' }),
    version: t.exposeInt('version', { extensions: SHARED, description: '版本，修改时带上 / Version, for changes' }),
  }),
});

// Of the whole station, for whoever may see rewards: a key's boundary is of people and places.
registerNode<RewardRow>(
  'Reward',
  async (id, context) => (may(context, 'reward.read') ? shown(await rewardLoader(context).load(id), context) : null),
  null,
);

/** What is not on offer is there for those who manage it, and for nobody else. */
function shown(reward: RewardRow | null, context: Context): RewardRow | null {
  return reward?.isOffered || may(context, 'reward.manage') ? reward : null;
}

const RewardConnection = connectionOf(Reward, 'Reward', { zh: '奖品', en: 'rewards' });

builder.queryField('rewards', (t) =>
  t.field({
    type: RewardConnection,
    extensions: SHARED,
    description: '可兑换的奖品，积分少的在前 / Rewards on offer, cheapest first',
    authScopes: { may: 'reward.read' },
    args: {
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / How many, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start behind this cursor' }),
    },
    resolve: async (_root, args, context) => {
      const first = pageSize(args.first ?? 20, context);
      const rows = await listRewards(context.services.pool, {
        isAll: may(context, 'reward.manage'),
        limit: first + 1,
        after: args.after ? positionOf(args.after, context) : null,
      });
      return pageOf(
        rows.map((node) => ({ cursor: encodeCursor([node.points, node.id]), node })),
        first,
        Boolean(args.after),
      );
    },
  }),
);

function positionOf(cursor: string, context: Context): RewardPosition {
  const [points, id] = decodeCursor(cursor, ['int', 'uuid'], context);
  return { points, id };
}

builder.subscriptionField('rewardStockUpdated', (t) =>
  t.field({
    type: [Reward],
    extensions: SHARED,
    description: '奖品与库存：先给现状，有变动即推送 / Rewards on offer and their stock: now, then on change',
    authScopes: { may: 'reward.read' },
    subscribe: (_root, _args, { services }) =>
      readOnChange(services, [REWARDS_TOPIC], () => listRewards(services.pool, { isAll: false, limit: 100, after: null })),
    resolve: (rewards) => rewards,
  }),
);

const RedemptionStatusEnum = builder.enumType('RedemptionStatus', {
  description: '兑换券的状态 / Where a voucher stands',
  values: {
    ISSUED: { description: '待领取 / To be handed out' },
    USED: { description: '已领取 / Handed out' },
    CANCELLED: { description: '已退回 / Taken back' },
    EXPIRED: { description: '过期退回 / Too old, and given back' },
  } as const,
});

const subjectOf = ({ residentId }: RedemptionRow) => ({ residentId });

export const Redemption = builder.objectRef<RedemptionRow>('Redemption').implement({
  description: '一次兑换：凭券到柜台领取，只能用一次 / A redemption: a voucher, used once at the counter',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Redemption')),
    reward: t.field({
      type: Reward,
      nullable: true,
      description: '奖品 / The reward',
      resolve: ({ rewardId }, _args, context) => rewardLoader(context).load(rewardId),
    }),
    points: t.exposeInt('points', { description: '花了多少积分 / Points that it took' }),
    status: t.expose('status', { type: RedemptionStatusEnum, description: '状态 / Status' }),
    code: t.string({
      nullable: true,
      description: '券码，给柜台扫或输入；只给本人看 / What the counter scans or types; for its owner only',
      resolve: (redemption, _args, context) => (may(context, 'redemption.read', subjectOf(redemption)) ? redemption.code : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '兑换时间 / When it was paid for' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: '领取期限 / Until when it can be used' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: '领取或退回的时间 / When it was used or given back' }),
  }),
});

registerNode<RedemptionRow>('Redemption', (id, context) => redemptionLoader(context).load(id), { action: 'redemption.read', subjectOf });

const RedemptionConnection = connectionOf(Redemption, 'Redemption', { zh: '兑换', en: 'redemptions' });

builder.queryField('redemptions', (t) =>
  t.field({
    type: RedemptionConnection,
    description: '本人的兑换，最新在前 / The viewer’s redemptions, newest first',
    authScopes: { may: 'redemption.read' },
    args: {
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / How many, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start behind this cursor' }),
    },
    resolve: async (_root, args, context) => {
      const first = pageSize(args.first ?? 20, context);
      const { residentId } = residentOf(context);
      const rows = await listRedemptions(context.services.pool, { residentId, limit: first + 1, after: timePosition(args.after, context) });
      return pageByTime(rows, { first, after: args.after, timeOf: ({ createdAt }) => createdAt });
    },
  }),
);
