// Sentences about service records, certificates, praise and stars, in the person's language.
import type { Language } from '../context.ts';

const words = {
  zh: {
    spanWrong: '结束须晚于开始。',
    monthForm: '月份请写成 2026-11 这样。',
    nothingServed: '这段时间没有服务记录，请换一段时间。',
    notServed: '这位志愿者没有在这个班次签到签退，不能评价。',
    ratingForm: '请给 1 到 5 分。',
    certificateNotFound: '没有找到这张证书，请核对查验码。',
    alreadyRevoked: '这张证书已经作废。',
  },
  en: {
    spanWrong: 'The start must be before the end.',
    monthForm: 'Write a month like 2026-11.',
    nothingServed: 'There is no service in this period. Choose another period.',
    notServed: 'This volunteer has not checked in and out of this shift, so cannot be evaluated.',
    ratingForm: 'Choose a rating from 1 to 5.',
    certificateNotFound: 'Certificate not found. Check the code and try again.',
    alreadyRevoked: 'This certificate has already been revoked.',
  },
} as const satisfies Record<Language, object>;

export const honourWords = (language: Language) => words[language];
