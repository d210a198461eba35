// Why points do not pay for it, and what becomes of a voucher.
import { notFound, refusalKind, refuse, tells } from '../../frame/refusals.ts';
import { moment, say } from '../../frame/speech.ts';

export const RewardSoldOut = refusalKind('RewardSoldOut', '奖品已兑完 / The reward is sold out');
export const RewardLimit = refusalKind('RewardLimit', '已兑满每人限额 / The person has had as many of the reward as one may');
export const VoucherUsed = refusalKind('VoucherUsed', '兑换券已用过 / The voucher has been used');
export const VoucherCancelled = refusalKind('VoucherCancelled', '兑换券已退回 / The voucher was cancelled');
export const VoucherExpired = refusalKind('VoucherExpired', '兑换券已过期 / The voucher has expired');

export interface NotEnough {
  balance: number;
  points: number;
}

export const PointsNotEnough = refusalKind(
  'PointsNotEnough',
  '积分不够 / Not enough points',
  tells<NotEnough>((t) => ({
    balance: t.exposeInt('balance', { description: '现有积分 / Points in the account' }),
    points: t.exposeInt('points', { description: '需要的积分 / Points needed' }),
  })),
);

export const rewardGone = say('没有找到这个奖品，可能已下架。', 'Reward not found; it may have been withdrawn.');
export const voucherGone = say('没有找到这张兑换券。', 'Voucher not found.');
export const rewardChanged = say(
  '这个奖品刚被别人修改，请看过现在的内容再改。',
  'Somebody else has just changed this reward. Look at it again before you change it.',
);
export const refusals = {
  rewardNotFound: notFound(rewardGone),
  voucherNotFound: notFound(voucherGone),
  soldOut: refuse(
    RewardSoldOut,
    say('这个奖品已兑完，请看看别的，或等补货。', 'This reward is sold out. Choose another one, or wait until there are more.'),
  ),
  limit: (perPerson: number) =>
    refuse(
      RewardLimit,
      say(`这个奖品每人限兑 ${perPerson} 份，您已经兑满。`, `One person may have ${perPerson} of this reward, and you have had them.`),
    ),
  notEnough: ({ balance, points }: NotEnough) =>
    refuse(
      PointsNotEnough,
      say(`积分不够：需要 ${points} 分，您有 ${balance} 分。`, `Not enough points: you need ${points} and have ${balance}.`),
      { balance, points },
    ),
  used: (at: Date) =>
    refuse(VoucherUsed, (speech) =>
      say(
        `这张兑换券已在 ${moment(at, speech)} 用过，不能再用。`,
        `This voucher was used on ${moment(at, speech)} and cannot be used again.`,
      )(speech),
    ),
  cancelled: refuse(VoucherCancelled, say('这张兑换券已退回，不能再用。', 'This voucher was cancelled and cannot be used.')),
  expired: refuse(
    VoucherExpired,
    say('这张兑换券已过期，积分已退回本人账户。', 'This voucher has expired; its points are back in the person’s account.'),
  ),
} as const;
