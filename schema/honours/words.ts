// Sentences about service records, certificates, praise and stars, in the person's language.
import type { Language } from '../context.ts';

const words = {
  zh: {
    monthForm: '月份请写成 2026-11 这样。',
    notServed: '这位志愿者没有在这个班次签到签退，不能评价。',
    ratingForm: '请给 1 到 5 分。',
  },
  en: {
    monthForm: 'Write a month like 2026-11.',
    notServed: 'This volunteer has not checked in and out of this shift, so cannot be evaluated.',
    ratingForm: 'Choose a rating from 1 to 5.',
  },
} as const satisfies Record<Language, object>;

export const honourWords = (language: Language) => words[language];
