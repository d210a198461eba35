// Why a vote is not cast or taken back.
import { notFound, refusalKind, refuse, retryLater } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';
import type { VoteOutcome } from './ballot-box.ts';

export const HotIssueClosed = refusalKind(
  'HotIssueClosed',
  '议题已办结，不能再投票 / The issue is closed, so votes can no longer be changed',
);

export const hotIssueGone = say('没有找到这件事，可能已被移除。', 'Issue not found. It may have been removed.');

/** By how the ballot ended. */
export const refusals = {
  'not-found': notFound(hotIssueGone),
  closed: refuse(HotIssueClosed, say('这件事已经办结，不能再投票或撤回。', 'This issue is closed, so votes can no longer be changed.')),
  'retry-later': retryLater(say('现在投票的人太多，请稍后再试。', 'Too many people are voting right now. Please try again in a moment.')),
} satisfies { [Outcome in Exclude<VoteOutcome, 'changed' | 'unchanged'>]: unknown };
