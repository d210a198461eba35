// What people do with points: redeem, take back, hand out.
import { residentOf, staffOf } from '../../frame/access/callers.ts';
import { actorOf } from '../../frame/actor.ts';
import { id, scalar } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { isRefusal, NotFound } from '../../frame/refusals.ts';
import { say, speechOf } from '../../frame/speech.ts';
import { newCode, readCode } from '../../ground/codes.ts';
import { accountOf, PointsAccount } from './graph.ts';
import { cancel, type RedemptionRow, redeem, useVoucher } from './redemptions.ts';
import {
  PointsNotEnough,
  RewardLimit,
  RewardSoldOut,
  refusals,
  rewardGone,
  VoucherCancelled,
  VoucherExpired,
  VoucherUsed,
  voucherGone,
} from './refusals.ts';
import { Redemption } from './rewards.ts';
import { pointsTopic, REWARDS_TOPIC } from './topics.ts';

/** 59 bits. */
const VOUCHER_LETTERS = 12;

const voucher = gives<{ redemption: RedemptionRow }>((t) => ({
  redemption: t.expose('redemption', { type: Redemption, description: '兑换券现在的样子 / The voucher as it is now' }),
  points: t.field({
    type: PointsAccount,
    nullable: true,
    description: '本人现在的积分；给柜台为空 / The viewer’s points now; null at the counter',
    resolve: ({ redemption: { residentId } }, _args, context) =>
      context.viewer?.kind === 'resident' ? accountOf(residentId, context) : null,
  }),
}));

mutation('rewardRedeem', {
  says: '用积分兑换一份奖品，得到一张兑换券 / Pays for a reward with points, and gets its voucher',
  may: 'reward.redeem',
  input: { rewardId: id('Reward', '奖品编号 / Id of the reward', rewardGone) },
  done: '已兑换 / Redeemed',
  gives: voucher,
  refuses: [PointsNotEnough, RewardSoldOut, RewardLimit],
  async do({ rewardId }, context) {
    const { services, viewer, requestUuid } = context;
    const { residentId } = residentOf(context);
    const wish = { id: requestUuid, rewardId, residentId, code: newCode(VOUCHER_LETTERS), actor: actorOf(viewer) };
    const redeemed = await redeem(services.pool, wish);
    if (!isRefusal(redeemed)) services.live.touch([REWARDS_TOPIC, pointsTopic(residentId)]);
    return redeemed;
  },
});

mutation('redemptionCancel', {
  says: '退回还没领取的兑换：积分返还 / Cancels a redemption that was not handed out: the points return',
  may: 'reward.redeem',
  input: { redemptionId: id('Redemption', '兑换编号 / Id of the redemption', voucherGone) },
  done: '已退回 / Cancelled',
  gives: voucher,
  refuses: [VoucherUsed, VoucherCancelled, VoucherExpired],
  async do({ redemptionId }, context) {
    const { residentId } = residentOf(context);
    const note = say('退回兑换', 'Redemption cancelled')(speechOf(context));
    const ended = await cancel(context.services.pool, { id: redemptionId, residentId, actor: actorOf(context.viewer), note });
    if (!isRefusal(ended)) context.services.live.touch([REWARDS_TOPIC, pointsTopic(residentId)]);
    return ended;
  },
});

mutation('voucherUse', {
  says: '柜台核销兑换券：只能用一次 / Uses a voucher at the counter: once',
  may: 'voucher.use',
  input: {
    code: scalar('String', '券码，12 位，可带空格或连字符 / Its code of 12 letters and digits, with spaces or hyphens'),
  },
  done: '请交付奖品 / Hand the reward out',
  gives: voucher,
  refuses: [NotFound, VoucherUsed, VoucherCancelled, VoucherExpired],
  do(input, context) {
    const code = readCode(input.code, VOUCHER_LETTERS);
    return code ? useVoucher(context.services.pool, { code, staffId: staffOf(context).staffId }) : refusals.voucherNotFound;
  },
});
