// What a notice says, and the page that it leads to, in the person's language.
import type { Language } from '../../frame/context.ts';
import type { Told } from '../../frame/manifest.ts';
import { NOTICES, type NoticeKind } from '../../modules.ts';

/** What the sentence of a notice tells, as it is kept. */
export interface NoticeDetail extends Pick<Told, 'title'>, Partial<Pick<Told, 'reason' | 'step' | 'more'>> {
  /** ISO 8601: when the shift begins, or until when the paper is good. */
  at?: string;
}

/** The sentence of a notice. */
export function sentenceOf(kind: NoticeKind, detail: NoticeDetail, language: Language, timeZone: string): string {
  const { says, isOfADay } = NOTICES[kind];
  const { title, at, reason = '', step, more = 0 } = detail;
  const time = { hour: '2-digit', minute: '2-digit', weekday: 'short' } as const;
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone,
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    ...(isOfADay ? { year: 'numeric' } : time),
  });
  return says({ title, when: at ? format.format(new Date(at)) : '', reason, step, more })({ language, timeZone });
}

/** The page of the client that a notice leads to. */
export const pathOf = (kind: NoticeKind, subjectId: string): string => NOTICES[kind].leadsTo(subjectId);
