// Sentences about service records, certificates, praise and stars, in the person's language.
import type { Language } from '../context.ts';

const words = {
  zh: {
    spanWrong: '时间段须先有开始、后有结束。',
    monthForm: '月份写成 2026-11 这样。',
    nothingServed: '这段时间没有服务记录，请换一段时间。',
    notServed: '这位志愿者没有在这个班次签到签退，不能评价。',
    ratingForm: '请给 1 到 5 分。',
    certificateNotFound: '没有找到这张证书，请核对查验码。',
    alreadyRevoked: '这张证书已经作废。',
    praiseNotFound: '没有找到这条表扬。',
    notYours: '只有被表扬的人、队长和民警可以决定。',
    memberNotFound: '没有找到这位队员。',
    nomineeNotFound: '没有找到这位志愿者，或本人不愿署名参评。',
    notOneself: '不能提名自己，也不能投自己，请看看别人。',
    monthOver: '这个月的评选已经结束。',
    alreadyNominated: '本月已经有人提名这位志愿者，直接投票就好。',
  },
  en: {
    spanWrong: 'A time has its beginning before its end.',
    monthForm: 'Write a month like 2026-11.',
    nothingServed: 'There is no service in this time. Choose another one.',
    notServed: 'This volunteer has not checked in and out of this shift.',
    ratingForm: 'Give 1 to 5.',
    certificateNotFound: 'No such certificate. Look at the check code again.',
    alreadyRevoked: 'This certificate has been revoked.',
    praiseNotFound: 'This praise is not there.',
    notYours: 'Only those who are praised, their captain and officers may decide on it.',
    memberNotFound: 'This member is not there.',
    nomineeNotFound: 'This volunteer is not there, or does not want to be named.',
    notOneself: 'Nobody nominates or votes for themselves. Look at the others.',
    monthOver: 'The vote of this month is over.',
    alreadyNominated: 'Somebody has nominated this volunteer for the month. Just vote.',
  },
} as const satisfies Record<Language, object>;

export const honourWords = (language: Language) => words[language];
