// Sentences about points and rewards, in the person's language.
import type { Language } from '../context.ts';

const words = {
  zh: {
    rewardNotFound: '没有找到这个奖品，可能已下架。',
    photoGone: '照片没有收到或已用过，请重新选一张。',
    rewardSoldOut: '这个奖品已兑完，请看看别的，或等补货。',
    rewardLimit: (perPerson: number) => `这个奖品每人限兑 ${perPerson} 份，您已经兑满。`,
    pointsNotEnough: (balance: number, points: number) => `积分不够：需要 ${points} 分，您有 ${balance} 分。`,
    redemptionNotFound: '没有找到这张兑换券。',
    voucherUsed: (at: string) => `这张兑换券已在 ${at} 用过，不能再用。`,
    voucherCancelled: '这张兑换券已退回，不能再用。',
    voucherExpired: '这张兑换券已过期，积分已退回本人账户。',
    rewardChanged: '这个奖品刚被别人修改，请看过现在的内容再改。',
    cancelled: '退回兑换',
    whole: (min: number, max: number) => `请填 ${min} 到 ${max} 的整数。`,
    monthForm: '月份须写成 2026-11 的样子。',
    ruleInThePast: '规则只能从将来某个时候起生效：已开始的班次按原规则算。',
    ruleThere: '这种志愿队从这个时间起已有一条规则，请换个时间。',
  },
  en: {
    rewardNotFound: 'This reward is not there; it may have been withdrawn.',
    photoGone: 'The picture has not arrived or was used before. Choose it again.',
    rewardSoldOut: 'This reward is gone. Choose another one, or wait until there are more.',
    rewardLimit: (perPerson: number) => `One person may have ${perPerson} of this reward, and you have had them.`,
    pointsNotEnough: (balance: number, points: number) => `Not enough points: it takes ${points}, and you have ${balance}.`,
    redemptionNotFound: 'This voucher is not there.',
    voucherUsed: (at: string) => `This voucher was used on ${at} and cannot be used again.`,
    voucherCancelled: 'This voucher was taken back and cannot be used.',
    voucherExpired: 'This voucher is too old; its points are back on the person’s account.',
    rewardChanged: 'Somebody else has just changed this reward. Look at it again before you change it.',
    cancelled: 'Redemption taken back',
    whole: (min: number, max: number) => `Give a whole number from ${min} to ${max}.`,
    monthForm: 'Write the month like 2026-11.',
    ruleInThePast: 'A rule begins in the future: shifts that have begun keep theirs.',
    ruleThere: 'There is a rule for this kind of team from that moment on. Choose another one.',
  },
} as const satisfies Record<Language, object>;

export const pointsWords = (language: Language) => words[language];
