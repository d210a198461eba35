// What people do with points: redeem, take back, hand out.
import { residentOf, staffOf } from '../access/callers.ts';
import { actorOf } from '../actor.ts';
import { builder } from '../builder.ts';
import { newCode, readCode } from '../codes.ts';
import type { Context } from '../context.ts';
import { ErrorInterface, type ErrorShape, errorsIn, errorType, NotFoundError, resultUnion } from '../errors/graph.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { accountOf, PointsAccount } from './graph.ts';
import { cancel, type Ended, type Redeemed, type RedemptionRow, redeem, useVoucher } from './redemptions.ts';
import { Redemption } from './rewards.ts';
import { pointsTopic, REWARDS_TOPIC } from './topics.ts';
import { pointsWords } from './words.ts';

/** 59 bits. */
const VOUCHER_LETTERS = 12;

const RewardSoldOutError = errorType('RewardSoldOutError', '奖品已兑完 / None of it is left');
const RewardLimitError = errorType('RewardLimitError', '已兑满每人限额 / One person may have no more of it');
const VoucherUsedError = errorType('VoucherUsedError', '兑换券已用过 / The voucher was used before');
const VoucherCancelledError = errorType('VoucherCancelledError', '兑换券已退回 / The voucher was taken back');
const VoucherExpiredError = errorType('VoucherExpiredError', '兑换券已过期 / The voucher is too old');

export interface NotEnoughShape extends ErrorShape {
  balance: number;
  points: number;
}

export const PointsNotEnoughError = builder.objectRef<NotEnoughShape>('PointsNotEnoughError').implement({
  description: '积分不够 / Not enough points',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    balance: t.exposeInt('balance', { description: '现有积分 / What there is' }),
    points: t.exposeInt('points', { description: '需要的积分 / What it takes' }),
  }),
});

interface RedemptionSuccess {
  typename: string;
  redemption: RedemptionRow;
}

const redemptionSuccess = (name: string, description: string) =>
  builder.objectRef<RedemptionSuccess>(name).implement({
    description,
    fields: (t) => ({
      redemption: t.expose('redemption', { type: Redemption, description: '兑换券现在的样子 / The voucher as it is now' }),
      points: t.field({
        type: PointsAccount,
        nullable: true,
        description: '本人现在的积分；给柜台为空 / The viewer’s points now; null at the counter',
        resolve: ({ redemption: { residentId } }, _args, context) =>
          context.viewer?.kind === 'resident' ? accountOf(residentId, context) : null,
      }),
    }),
  });

const RedeemInput = builder.inputType('RewardRedeemInput', {
  description: '兑换哪个奖品 / Which reward to redeem',
  fields: (t) => ({ rewardId: t.id({ required: true, description: '奖品编号 / Id of the reward' }) }),
});

const CancelInput = builder.inputType('RedemptionCancelInput', {
  description: '退回哪次兑换 / Which redemption to take back',
  fields: (t) => ({ redemptionId: t.id({ required: true, description: '兑换编号 / Id of the redemption' }) }),
});

const VoucherInput = builder.inputType('VoucherUseInput', {
  description: '柜台扫到或输入的券码 / The code that the counter has scanned or typed',
  fields: (t) => ({ code: t.string({ required: true, description: '券码，12 位，可带空格或连字符 / The code of 12 letters and digits' }) }),
});

builder.mutationFields((t) => ({
  rewardRedeem: t.field({
    description: '用积分兑换一份奖品，得到一张兑换券 / Pays for a reward with points, and gets its voucher',
    authScopes: { may: 'reward.redeem' },
    type: resultUnion('RewardRedeem', redemptionSuccess('RewardRedeemSuccess', '已兑换 / It is redeemed'), [
      NotFoundError,
      PointsNotEnoughError,
      RewardSoldOutError,
      RewardLimitError,
    ]),
    args: { input: t.arg({ type: RedeemInput, required: true, description: '哪个 / Which' }) },
    resolve: async (_root, { input }, context) => {
      const rewardId = decodeIdOf('Reward', input.rewardId);
      const { residentId } = residentOf(context);
      const redeemed: Redeemed = rewardId
        ? await redeem(context.services.pool, {
            id: context.requestUuid,
            rewardId,
            residentId,
            code: newCode(VOUCHER_LETTERS),
            actor: actorOf(context.viewer),
          })
        : { outcome: 'not-found' };
      if (redeemed.outcome !== 'redeemed') return redeemError(redeemed, context);
      context.services.live.touch([REWARDS_TOPIC, pointsTopic(residentId)]);
      return { typename: 'RewardRedeemSuccess', redemption: redeemed.redemption };
    },
  }),
  redemptionCancel: t.field({
    description: '退回还没领取的兑换：积分返还 / Takes back a redemption that was not handed out: the points return',
    authScopes: { may: 'reward.redeem' },
    type: resultUnion('RedemptionCancel', redemptionSuccess('RedemptionCancelSuccess', '已退回 / It is taken back'), [
      NotFoundError,
      VoucherUsedError,
      VoucherCancelledError,
      VoucherExpiredError,
    ]),
    args: { input: t.arg({ type: CancelInput, required: true, description: '哪次 / Which' }) },
    resolve: async (_root, { input }, context) => {
      const id = decodeIdOf('Redemption', input.redemptionId);
      const { residentId } = residentOf(context);
      const note = pointsWords(context.language).cancelled;
      const ended: Ended = id
        ? await cancel(context.services.pool, { id, residentId, actor: actorOf(context.viewer), note })
        : { outcome: 'not-found' };
      if (ended.outcome !== 'ended') return voucherError(ended, context);
      context.services.live.touch([REWARDS_TOPIC, pointsTopic(residentId)]);
      return { typename: 'RedemptionCancelSuccess', redemption: ended.redemption };
    },
  }),
  voucherUse: t.field({
    description: '柜台核销兑换券：只能用一次 / Hands out what a voucher is for: once',
    authScopes: { may: 'voucher.use' },
    type: resultUnion('VoucherUse', redemptionSuccess('VoucherUseSuccess', '请交付奖品 / Hand the reward out'), [
      NotFoundError,
      VoucherUsedError,
      VoucherCancelledError,
      VoucherExpiredError,
    ]),
    args: { input: t.arg({ type: VoucherInput, required: true, description: '哪张 / Which' }) },
    resolve: async (_root, { input }, context) => {
      const code = readCode(input.code, VOUCHER_LETTERS);
      const { staffId } = staffOf(context);
      const ended: Ended = code ? await useVoucher(context.services.pool, { code, staffId }) : { outcome: 'not-found' };
      return ended.outcome === 'ended' ? { typename: 'VoucherUseSuccess', redemption: ended.redemption } : voucherError(ended, context);
    },
  }),
}));

function redeemError(redeemed: Exclude<Redeemed, { outcome: 'redeemed' }>, { language }: Context): ErrorShape {
  const words = pointsWords(language);
  switch (redeemed.outcome) {
    case 'not-found':
      return errorsIn(language).notFound(words.rewardNotFound);
    case 'sold-out':
      return { typename: 'RewardSoldOutError', code: 'REWARD_SOLD_OUT', message: words.rewardSoldOut };
    case 'limit':
      return { typename: 'RewardLimitError', code: 'REWARD_LIMIT', message: words.rewardLimit(redeemed.perPerson) };
    case 'not-enough': {
      const { balance, points } = redeemed;
      const error: NotEnoughShape = {
        ...{ typename: 'PointsNotEnoughError', code: 'POINTS_NOT_ENOUGH', message: words.pointsNotEnough(balance, points) },
        ...{ balance, points },
      };
      return error;
    }
  }
}

function voucherError(ended: Exclude<Ended, { outcome: 'ended' }>, { language, services }: Context): ErrorShape {
  const words = pointsWords(language);
  if (ended.outcome === 'not-found') return errorsIn(language).notFound(words.redemptionNotFound);
  const { status, endedAt } = ended.redemption;
  switch (status) {
    case 'USED': {
      const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
        ...{ dateStyle: 'medium', timeStyle: 'short', timeZone: services.settings.timeZone },
      });
      return { typename: 'VoucherUsedError', code: 'VOUCHER_USED', message: words.voucherUsed(format.format(endedAt ?? undefined)) };
    }
    case 'CANCELLED':
      return { typename: 'VoucherCancelledError', code: 'VOUCHER_CANCELLED', message: words.voucherCancelled };
    default: // too old, whether it was taken back yet or not
      return { typename: 'VoucherExpiredError', code: 'VOUCHER_EXPIRED', message: words.voucherExpired };
  }
}
