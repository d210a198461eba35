// What notices say, and the page that they lead to, in the person's language.
import type { NoticeKind } from '../../prisma/client/enums.ts';
import type { Language } from '../context.ts';
import { encodeId } from '../relay/global-id.ts';

/** What the sentence of a notice says. Nobody's name: the screen of a phone may lie open. */
export interface NoticeDetail {
  /** Name of a shift, an insurer, a course. */
  title: string;
  /** ISO 8601: when the shift begins, or until when the paper is good. */
  at?: string;
  /** Why, in the words of whoever did it. */
  reason?: string;
  /** What has happened to a hot issue, and how many other steps are not said. */
  step?: IssueNews;
  more?: number;
}

/** A step on the way from vote to result, as a notice says it: an answer by where the issue stands with it. */
export type IssueNews = 'ANSWERED' | 'PATROLLING' | 'FIXING' | 'SOLVED' | 'DECLINED' | 'PLANNED' | 'PATROLLED' | 'FOUND';

interface Said extends Pick<NoticeDetail, 'title'> {
  /** Date and time of `at`, or the date alone. */
  when: string;
  reason: string;
  step: IssueNews;
  more: number;
}

const steps: Record<Language, Record<IssueNews, string>> = {
  zh: {
    ANSWERED: '有了正式答复',
    PATROLLING: '已列入巡逻',
    FIXING: '正在整改',
    SOLVED: '已解决',
    DECLINED: '不予采纳，理由已写明',
    PLANNED: '已排好巡逻路线',
    PATROLLED: '已经巡过',
    FOUND: '巡逻中发现问题，已作为事件上报',
  },
  en: {
    ANSWERED: 'has an official answer',
    PATROLLING: 'is on the patrol list',
    FIXING: 'is being fixed',
    SOLVED: 'is solved',
    DECLINED: 'was declined; the reason is given in the answer',
    PLANNED: 'now has a patrol route',
    PATROLLED: 'was patrolled',
    FOUND: 'led a patrol to find a problem, which has been reported',
  },
};

const words: Record<Language, Record<NoticeKind, (said: Said) => string>> = {
  zh: {
    SHIFT_REMINDER: ({ title, when }) => `提醒：“${title}”${when} 开始。来不了请尽早退出或换班。`,
    SHIFT_PROMOTED: ({ title, when }) => `有人退出，您已从候补递补进“${title}”（${when}）。`,
    SHIFT_CANCELLED: ({ title, when, reason }) => `“${title}”（${when}）取消了：${reason}`,
    SHIFT_LEFT_LATE: ({ title, when }) => `有人临时退出“${title}”（${when}），现在有空缺。`,
    SHIFT_INVITED: ({ title, when }) => `队里邀请您参加“${title}”（${when}）。`,
    SWAP_ASKED: ({ title, when }) => `有人想请您顶班或换班：“${title}”（${when}）。`,
    SWAP_ACCEPTED: ({ title, when }) => `对方同意了：“${title}”（${when}）已换好。`,
    SWAP_DECLINED: ({ title, when }) => `对方来不了：“${title}”（${when}）仍是您的班。`,
    INSURANCE_LAPSES: ({ title, when }) => `您的志愿者保险（${title}）${when} 到期。请找社区民警续上，到期后不能上岗。`,
    TRAINING_LAPSES: ({ title, when }) => `您的培训“${title}”${when} 到期。请报名新一场培训。`,
    VOLUNTEER_REVIEWED: ({ reason }) => (reason ? `志愿者申请未通过：${reason}` : '志愿者申请已通过，可以报名班次了。'),
    ANSWER_OWED: ({ title, when }) => `请答复热榜议题“${title}”，最迟 ${when}。`,
    ANSWER_LATE: ({ title, when }) => `热榜议题“${title}”的答复已超时，应在 ${when} 前。`,
    HOT_ISSUE_NEWS: ({ title, step, more }) => `您关注的“${title}”${steps.zh[step]}。${more > 0 ? `另有 ${more} 条进展。` : ''}`,
  },
  en: {
    SHIFT_REMINDER: ({ title, when }) => `Reminder: “${title}” starts ${when}. If you cannot come, leave or swap it soon.`,
    SHIFT_PROMOTED: ({ title, when }) => `Someone left: you have moved up from the wait-list into “${title}” (${when}).`,
    SHIFT_CANCELLED: ({ title, when, reason }) => `“${title}” (${when}) was cancelled: ${reason}`,
    SHIFT_LEFT_LATE: ({ title, when }) => `Someone left “${title}” (${when}) at short notice. There is a place to fill.`,
    SHIFT_INVITED: ({ title, when }) => `Your team invites you to “${title}” (${when}).`,
    SWAP_ASKED: ({ title, when }) => `Someone asks you to take over or swap “${title}” (${when}).`,
    SWAP_ACCEPTED: ({ title, when }) => `They agreed: “${title}” (${when}) has been swapped.`,
    SWAP_DECLINED: ({ title, when }) => `They cannot come: “${title}” (${when}) is still your shift.`,
    INSURANCE_LAPSES: ({ title, when }) =>
      `Your volunteer insurance (${title}) expires on ${when}. Ask your officer to renew it; you cannot serve without it.`,
    TRAINING_LAPSES: ({ title, when }) => `Your training “${title}” expires on ${when}. Sign up for a new session.`,
    VOLUNTEER_REVIEWED: ({ reason }) =>
      reason
        ? `Your volunteer application was not approved: ${reason}`
        : 'Your volunteer application was approved. You can now join shifts.',
    ANSWER_OWED: ({ title, when }) => `Please answer the hot issue “${title}” by ${when}.`,
    ANSWER_LATE: ({ title, when }) => `The answer to the hot issue “${title}” is overdue: it was due ${when}.`,
    HOT_ISSUE_NEWS: ({ title, step, more }) =>
      `“${title}” ${steps.en[step]}.${more > 0 ? ` ${more} more ${more === 1 ? 'update' : 'updates'}.` : ''}`,
  },
};

/** Those about a day, not an hour. */
const OF_A_DAY: readonly NoticeKind[] = ['INSURANCE_LAPSES', 'TRAINING_LAPSES'];

/** The sentence of a notice. */
export function sentenceOf(kind: NoticeKind, detail: NoticeDetail, language: Language, timeZone: string): string {
  const { title, at, reason = '', step = 'ANSWERED', more = 0 } = detail;
  const time = { hour: '2-digit', minute: '2-digit', weekday: 'short' } as const;
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    ...{ timeZone, month: language === 'zh' ? 'long' : 'short', day: 'numeric' },
    ...(OF_A_DAY.includes(kind) ? { year: 'numeric' } : time),
  });
  return words[language][kind]({ title, when: at ? format.format(new Date(at)) : '', reason, step, more });
}

/** The page of the client that a notice leads to. */
export function pathOf(kind: NoticeKind, subjectId: string): string {
  switch (kind) {
    case 'INSURANCE_LAPSES':
    case 'VOLUNTEER_REVIEWED':
      return '/volunteer';
    case 'TRAINING_LAPSES':
      return '/training';
    case 'HOT_ISSUE_NEWS':
    case 'ANSWER_OWED':
    case 'ANSWER_LATE':
      return `/hot/${encodeId('HotIssue', subjectId)}`;
    default:
      return `/shifts/${encodeId('Shift', subjectId)}`;
  }
}
