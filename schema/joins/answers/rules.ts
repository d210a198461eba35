// When police owe residents an answer, and which answers an issue may have. Pure functions.
import type { HotIssueStatus } from '../../../prisma/client/enums.ts';
import type { Calendar } from '../../ground/calendar.ts';
import { isClosed } from '../../work/hotlist/rules.ts';
import type { Terms } from '../../work/tickets/clocks.ts';

/** What an issue must have so that an answer is owed, and within what time. */
export interface DutyTerms {
  /** Among the first so many of its board; with `leastVotes` at least, for the first of three issues is nobody's outcry. */
  top: number;
  leastVotes: number;
  /** Or so many votes, wherever it stands. */
  votes: number;
  /** Working hours until the answer is due. */
  hours: number;
  /** The hours that count. */
  calendar: Calendar;
}

/** As the clocks of tickets know it. */
export const clockTermsOf = ({ hours, calendar }: Pick<DutyTerms, 'hours' | 'calendar'>): Terms => ({
  limits: { ANSWER: hours * 3_600_000 },
  calendarOf: () => calendar,
});

export type AnswerRefusal = 'closed' | 'frozen' | 'not-yours';

/**
 * Whether an answer may move an issue from where it stands to `status` (the same one: it only says something).
 * Frozen ones move no patrol until a person has looked; who shares the work may say that it is being fixed, and no more.
 */
export function refusalOf(
  issue: { status: HotIssueStatus; isFrozen: boolean },
  status: HotIssueStatus,
  { isCoOwner }: { isCoOwner: boolean },
): AnswerRefusal | null {
  if (status === issue.status) return null;
  if (isClosed(issue.status) || status === 'OPEN') return 'closed';
  if (status === 'PATROLLING' && issue.isFrozen) return 'frozen';
  return isCoOwner && status !== 'FIXING' ? 'not-yours' : null;
}

/** Nobody is told of hot issues more often than that in a day. */
export const MOST_NEWS_A_DAY = 2;
/** What was kept for another day is told from this hour of the wall clock on: nobody is woken for it. */
export const MORNING_HOUR = 8;
