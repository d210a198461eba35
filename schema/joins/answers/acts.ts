// What staff do for an issue: answer, close, ask others to share the work, link tickets. And who wants to be told follows it.
import { residentOf, staffOf } from '../../frame/access/callers.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { choice, id, optional, row, text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, Forbidden } from '../../frame/refusals.ts';
import { rightOn } from '../../frame/rights.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { HotIssue, HotIssueStatusEnum } from '../../work/hotlist/graph.ts';
import { hotIssueGone } from '../../work/hotlist/refusals.ts';
import { isClosed, issueTopic, subjectOf, topicsOf } from '../../work/hotlist/rules.ts';
import { type HotIssueRow, readIssues } from '../../work/hotlist/store.ts';
import type { TicketRow } from '../../work/tickets/store.ts';
import { answerSubject } from './graph.ts';
import { NotResponsible, ownerGone, refusals, SurgeFrozen, ticketGone, unanswered } from './refusals.ts';
import { addOwner, appendAnswer, follow, linkTicket, type NewAnswer, readCandidates, removeOwner, unlinkTicket } from './store.ts';
import { HOT_DESK_TOPIC, STEPS_TOPIC } from './topics.ts';

const changed = gives<{ hotIssue: HotIssueRow }>((t) => ({
  hotIssue: t.expose('hotIssue', { type: HotIssue, description: '议题现在的样子 / The issue as it is now' }),
}));

export const hotIssueId = row<HotIssueRow>('HotIssue', '议题编号 / ID of the issue', hotIssueGone);

/** The issue that an input names, for a right on it. */
export const NAMED_ISSUE = { typename: 'HotIssue', field: 'hotIssueId', subjectOf, gone: hotIssueGone };

/** The issue as it is after a change that its boards, its page and the desk are to hear of. */
export async function reread(issueId: string, { services }: Context, topics: readonly string[] = []): Promise<{ hotIssue: HotIssueRow }> {
  const [hotIssue] = (await readIssues(services.pool, [issueId])) as [HotIssueRow];
  services.live.touch([...topicsOf(hotIssue), issueTopic(issueId), HOT_DESK_TOPIC, ...topics]);
  return { hotIssue };
}

/** Keeps an answer, signed by the caller. */
function keep(said: Pick<NewAnswer, 'hotIssueId' | 'text' | 'status' | 'isCoOwner'>, context: Context) {
  const { services, requestUuid } = context;
  const { staffId, title } = staffOf(context);
  const answer = { ...said, id: requestUuid, authorId: staffId, signature: title, at: services.clock.now() };
  return inTransaction(services.pool, (client) => appendAnswer(client, answer));
}

mutation('hotIssueAnswer', {
  says: '正式答复议题，可同时改状态；投票和关注的人都会收到 / Answers an issue officially, optionally changing its status; voters and followers are notified',
  may: rightOn('hotIssue.answer', { ...NAMED_ISSUE, subjectOf: answerSubject }, { kind: NotResponsible, refusal: refusals.notResponsible }),
  input: {
    hotIssueId,
    text: text(2, 1000, '答复，署名由系统添上 / The answer; the signature is added automatically', { isMultiline: true }),
    status: optional(choice(HotIssueStatusEnum, '改为什么状态；不填为不变 / New status; omitted: unchanged')),
  },
  done: '已答复 / Answered',
  gives: changed,
  refuses: [Forbidden, Conflict, SurgeFrozen],
  async do({ hotIssueId: issue, text, status }, context) {
    const isCoOwner = staffOf(context).role === 'PROPERTY';
    const kept = await keep({ hotIssueId: issue.id, text, status: status ?? null, isCoOwner }, context);
    return kept === 'answered' ? reread(issue.id, context, [STEPS_TOPIC]) : unanswered[kept];
  },
});

const HotIssueOutcome = builder.enumType('HotIssueOutcome', {
  description: '办结的结果 / Outcome of closing an issue',
  values: {
    SOLVED: { description: '已解决 / Solved' },
    DECLINED: { description: '不予采纳 / Declined' },
  } as const,
});

mutation('hotIssueClose', {
  says: '办结议题并说明理由：本网格值守人员或指挥室；是一次署名的答复 / Closes an issue with a reason: for staff on duty in its grid, or the dispatch desk. Counts as a signed official answer',
  may: rightOn('hotIssue.close', NAMED_ISSUE, { kind: Forbidden, refusal: refusals.mayNotClose, or: 'hotList.read' }),
  input: {
    hotIssueId,
    outcome: choice(HotIssueOutcome, '结果 / Outcome'),
    reason: text(2, 500, '给投票人看的理由 / Reason shown to the voters', { isMultiline: true }),
  },
  done: '已办结 / Closed',
  gives: changed,
  refuses: [Conflict],
  async do({ hotIssueId: issue, outcome, reason }, context) {
    if (isClosed(issue.status)) return refusals.alreadyClosed;
    const kept = await keep({ hotIssueId: issue.id, text: reason, status: outcome, isCoOwner: false }, context);
    if (kept === 'frozen') throw new Error('the end of an issue was taken for a patrol');
    return kept === 'answered' ? reread(issue.id, context, [STEPS_TOPIC]) : unanswered[kept];
  },
});

const mayShare = rightOn('hotIssue.share', NAMED_ISSUE, { kind: NotResponsible, refusal: refusals.notResponsible });
const owner = { hotIssueId, staffId: id('Staff', '谁，见 coOwnerCandidates / The staff member, one of coOwnerCandidates', ownerGone) };
const ticket = { hotIssueId, ticketId: row<TicketRow>('Ticket', '事件编号 / ID of the ticket', ticketGone) };

mutation('hotIssueOwnerAdd', {
  says: '请人共同承办议题 / Adds a co-owner to an issue',
  may: mayShare,
  input: owner,
  done: '已加上 / Added',
  gives: changed,
  refuses: [],
  async do({ hotIssueId: { id: issueId }, staffId }, context) {
    const { pool, clock } = context.services;
    const isCandidate = (await readCandidates(pool)).some(({ id: candidateId }) => candidateId === staffId);
    if (!isCandidate) return refusals.ownerNotFound;
    await addOwner(pool, { hotIssueId: issueId, staffId, addedById: staffOf(context).staffId, at: clock.now() });
    return reread(issueId, context);
  },
});

mutation('hotIssueOwnerRemove', {
  says: '不再共同承办 / Removes a co-owner from an issue',
  may: mayShare,
  input: owner,
  done: '已去掉 / Removed',
  gives: changed,
  refuses: [],
  async do({ hotIssueId: issue, staffId }, context) {
    await removeOwner(context.services.pool, issue.id, staffId);
    return reread(issue.id, context);
  },
});

mutation('hotIssueTicketLink', {
  says: '把事件和议题关联起来 / Links a ticket to an issue',
  may: mayShare,
  input: ticket,
  done: '已关联 / Linked',
  gives: changed,
  refuses: [],
  async do({ hotIssueId: issue, ticketId: linked }, context) {
    const { pool, clock } = context.services;
    await linkTicket(pool, { hotIssueId: issue.id, ticketId: linked.id, linkedById: staffOf(context).staffId, at: clock.now() });
    return reread(issue.id, context);
  },
});

mutation('hotIssueTicketUnlink', {
  says: '解除事件和议题的关联 / Unlinks a ticket from an issue',
  may: mayShare,
  input: ticket,
  done: '已解除 / Unlinked',
  gives: changed,
  refuses: [],
  async do({ hotIssueId: issue, ticketId: linked }, context) {
    await unlinkTicket(context.services.pool, issue.id, linked.id);
    return reread(issue.id, context);
  },
});

mutation('hotIssueFollow', {
  says: '关注议题：有进展会收到；投过票的不用 / Follows an issue and its progress; voters are notified anyway',
  may: 'hotIssue.follow',
  input: { hotIssueId },
  done: '已关注 / Following',
  gives: changed,
  refuses: [],
  do: (input, context) => setFollowing(input.hotIssueId, true, context),
});

mutation('hotIssueUnfollow', {
  says: '不再关注议题 / Stops following an issue',
  may: 'hotIssue.follow',
  input: { hotIssueId },
  done: '已取消关注 / No longer following',
  gives: changed,
  refuses: [],
  do: (input, context) => setFollowing(input.hotIssueId, false, context),
});

async function setFollowing(hotIssue: HotIssueRow, wish: boolean, context: Context) {
  await follow(context.services.pool, hotIssue.id, residentOf(context).residentId, wish);
  return { hotIssue };
}
