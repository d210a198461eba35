// What staff do for an issue: answer, ask others to share the work, link tickets. And who wants to be told follows it.
import { z } from 'zod';
import { residentOf, staffOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import {
  ConflictError,
  type ErrorShape,
  errorsIn,
  errorType,
  ForbiddenError,
  NotFoundError,
  resultUnion,
  ValidationError,
} from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { HotIssue, HotIssueStatusEnum } from '../hotlist/graph.ts';
import { issueTopic, subjectOf, topicsOf } from '../hotlist/rules.ts';
import { type HotIssueRow, readIssues } from '../hotlist/store.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import type { TicketRow } from '../tickets/store.ts';
import { inTransaction } from '../transaction.ts';
import { fieldErrors } from '../validation.ts';
import { answerSubject } from './graph.ts';
import { addOwner, appendAnswer, follow, linkTicket, type NewAnswer, readCandidates, removeOwner, unlinkTicket } from './store.ts';
import { HOT_DESK_TOPIC, STEPS_TOPIC } from './topics.ts';
import { answerWords } from './words.ts';

const NotResponsibleError = errorType(
  'NotResponsibleError',
  '不负责这个议题，不能答复 / Not responsible for the issue, so cannot answer it',
);
export const SurgeFrozenError = errorType(
  'SurgeFrozenError',
  '投票激增待核实，暂不能列入巡逻 / Its votes are under review: it cannot be put on the patrol list',
);

export interface Success {
  typename: string;
  hotIssue: HotIssueRow;
}

export const successType = (name: string, description: string) =>
  builder.objectRef<Success>(name).implement({
    description,
    fields: (t) => ({ hotIssue: t.expose('hotIssue', { type: HotIssue, description: '议题现在的样子 / The issue as it is now' }) }),
  });

const ISSUE_ID = '议题编号 / ID of the issue';

const AnswerInput = builder.inputType('HotIssueAnswerInput', {
  description: '怎样答复哪个议题 / The issue to answer, and the answer',
  fields: (t) => ({
    hotIssueId: t.id({ required: true, description: ISSUE_ID }),
    text: t.string({
      required: true,
      description: '答复，2–1000 字，署名由系统添上 / The answer, 2–1,000 characters; the signature is added automatically',
    }),
    status: t.field({ type: HotIssueStatusEnum, description: '改为什么状态；不填为不变 / New status; omitted: unchanged' }),
  }),
});

const LIMITS: Record<string, [number, number]> = { text: [2, 1000] };
const answerText = z.object({ text: personText({ min: 2, max: 1000, isMultiline: true }) });

/** The issue as it is after a change, and who is to hear of it. */
export async function changed(
  typename: string,
  hotIssueId: string,
  { services }: Context,
  topics: readonly string[] = [],
): Promise<Success> {
  const [hotIssue] = await readIssues(services.pool, [hotIssueId]);
  services.live.touch([...topicsOf(hotIssue as HotIssueRow), issueTopic(hotIssueId), HOT_DESK_TOPIC, ...topics]);
  return { typename, hotIssue: hotIssue as HotIssueRow };
}

export const findIssue = (globalId: string, context: Context) => visibleNode<HotIssueRow>('HotIssue', globalId, context);

/** Stores an answer; the way of hotIssueClose, too. */
export async function storeAnswer(
  typename: string,
  answer: Omit<NewAnswer, 'id' | 'at' | 'authorId' | 'signature'>,
  context: Context,
): Promise<Success | ErrorShape> {
  const { language, services, requestUuid } = context;
  const words = answerWords(language);
  const { staffId, title } = staffOf(context);
  const whole = { ...answer, id: requestUuid, authorId: staffId, signature: title, at: services.clock.now() };
  switch (await inTransaction(services.pool, (client) => appendAnswer(client, whole))) {
    case 'answered':
      return changed(typename, answer.hotIssueId, context, [STEPS_TOPIC]);
    case 'frozen':
      return { typename: 'SurgeFrozenError', code: 'SURGE_FROZEN', message: words.frozen };
    case 'closed':
      return errorsIn(language).conflict(words.closed);
    case 'not-yours':
      return errorsIn(language).forbidden(words.onlyFixing);
    case 'not-found':
      return errorsIn(language).notFound(wordsIn(language).hotIssueNotFound);
  }
}

builder.mutationField('hotIssueAnswer', (t) =>
  t.field({
    description:
      '正式答复议题，可同时改状态；投票和关注的人都会收到 / Answers an issue officially, optionally changing its status; voters and followers are notified',
    authScopes: { may: 'hotIssue.answer' },
    type: resultUnion('HotIssueAnswer', successType('HotIssueAnswerSuccess', '已答复 / Answered'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ConflictError],
      ...[NotResponsibleError, SurgeFrozenError],
    ]),
    args: { input: t.arg({ type: AnswerInput, required: true, description: '答复 / The answer' }) },
    resolve: async (_root, { input }, context): Promise<Success | ErrorShape> => {
      const { language } = context;
      const issue = await findIssue(input.hotIssueId, context);
      if (!issue) return errorsIn(language).notFound(wordsIn(language).hotIssueNotFound);
      if (!may(context, 'hotIssue.answer', await answerSubject(issue, context)))
        return { typename: 'NotResponsibleError', code: 'NOT_RESPONSIBLE', message: answerWords(language).notResponsible };
      const text = answerText.safeParse({ text: input.text });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const isCoOwner = staffOf(context).role === 'PROPERTY';
      return storeAnswer('HotIssueAnswerSuccess', { hotIssueId: issue.id, ...text.data, status: input.status ?? null, isCoOwner }, context);
    },
  }),
);

const ownerInput = (name: string) =>
  builder.inputType(name, {
    description: '谁共同承办哪个议题 / The issue and its co-owner',
    fields: (t) => ({
      hotIssueId: t.id({ required: true, description: ISSUE_ID }),
      staffId: t.id({ required: true, description: '谁，见 coOwnerCandidates / The staff member, one of coOwnerCandidates' }),
    }),
  });

const ticketInput = (name: string) =>
  builder.inputType(name, {
    description: '哪个事件和哪个议题是一回事 / The ticket and the issue it is linked to',
    fields: (t) => ({
      hotIssueId: t.id({ required: true, description: ISSUE_ID }),
      ticketId: t.id({ required: true, description: '事件编号 / ID of the ticket' }),
    }),
  });

const followInput = (name: string) =>
  builder.inputType(name, {
    description: '关注哪个议题 / The issue to follow',
    fields: (t) => ({ hotIssueId: t.id({ required: true, description: ISSUE_ID }) }),
  });

type Change = (issueId: string) => Promise<void>;

/** Finds the issue, asks whether the viewer may share its work, and makes the change that `find` answers. */
async function share(
  typename: string,
  globalId: string,
  context: Context,
  find: () => Promise<Change | ErrorShape>,
): Promise<Success | ErrorShape> {
  const { language } = context;
  const issue = await findIssue(globalId, context);
  if (!issue) return errorsIn(language).notFound(wordsIn(language).hotIssueNotFound);
  if (!may(context, 'hotIssue.share', subjectOf(issue)))
    return { typename: 'NotResponsibleError', code: 'NOT_RESPONSIBLE', message: answerWords(language).notResponsible };
  const change = await find();
  if (typeof change !== 'function') return change;
  await change(issue.id);
  return changed(typename, issue.id, context);
}

/** Somebody who may share the work, under the id that is given. */
async function ownerOf(staffGlobalId: string, { language, services }: Context) {
  const staffId = decodeIdOf('Staff', staffGlobalId);
  const isCandidate = (await readCandidates(services.pool)).some(({ id }) => id === staffId);
  return staffId && isCandidate ? staffId : errorsIn(language).notFound(answerWords(language).staffNotFound);
}

async function ticketOf(ticketGlobalId: string, context: Context) {
  const ticket = await visibleNode<TicketRow>('Ticket', ticketGlobalId, context);
  return ticket?.id ?? errorsIn(context.language).notFound(answerWords(context.language).ticketNotFound);
}

const SHARE_ERRORS = [NotFoundError, NotResponsibleError] as const;

builder.mutationFields((t) => ({
  hotIssueOwnerAdd: t.field({
    description: '请人共同承办议题 / Adds a co-owner to an issue',
    authScopes: { may: 'hotIssue.share' },
    type: resultUnion('HotIssueOwnerAdd', successType('HotIssueOwnerAddSuccess', '已加上 / Added'), [...SHARE_ERRORS]),
    args: { input: t.arg({ type: ownerInput('HotIssueOwnerAddInput'), required: true, description: '谁 / The issue and the co-owner' }) },
    resolve: (_root, { input }, context) =>
      share('HotIssueOwnerAddSuccess', input.hotIssueId, context, async () => {
        const { pool, clock } = context.services;
        const staffId = await ownerOf(input.staffId, context);
        const addedById = staffOf(context).staffId;
        return typeof staffId === 'string' ? (hotIssueId) => addOwner(pool, { hotIssueId, staffId, addedById, at: clock.now() }) : staffId;
      }),
  }),
  hotIssueOwnerRemove: t.field({
    description: '不再共同承办 / Removes a co-owner from an issue',
    authScopes: { may: 'hotIssue.share' },
    type: resultUnion('HotIssueOwnerRemove', successType('HotIssueOwnerRemoveSuccess', '已去掉 / Removed'), [...SHARE_ERRORS]),
    args: {
      input: t.arg({ type: ownerInput('HotIssueOwnerRemoveInput'), required: true, description: '谁 / The issue and the co-owner' }),
    },
    resolve: (_root, { input }, context) =>
      share('HotIssueOwnerRemoveSuccess', input.hotIssueId, context, async () => {
        const staffId = decodeIdOf('Staff', input.staffId);
        if (!staffId) return errorsIn(context.language).notFound(answerWords(context.language).staffNotFound);
        return (hotIssueId) => removeOwner(context.services.pool, hotIssueId, staffId);
      }),
  }),
  hotIssueTicketLink: t.field({
    description: '把事件和议题关联起来 / Links a ticket to an issue',
    authScopes: { may: 'hotIssue.share' },
    type: resultUnion('HotIssueTicketLink', successType('HotIssueTicketLinkSuccess', '已关联 / Linked'), [...SHARE_ERRORS]),
    args: {
      input: t.arg({ type: ticketInput('HotIssueTicketLinkInput'), required: true, description: '哪个 / The issue and the ticket' }),
    },
    resolve: (_root, { input }, context) =>
      share('HotIssueTicketLinkSuccess', input.hotIssueId, context, async () => {
        const { pool, clock } = context.services;
        const ticketId = await ticketOf(input.ticketId, context);
        const linkedById = staffOf(context).staffId;
        return typeof ticketId === 'string'
          ? (hotIssueId) => linkTicket(pool, { hotIssueId, ticketId, linkedById, at: clock.now() })
          : ticketId;
      }),
  }),
  hotIssueTicketUnlink: t.field({
    description: '解除事件和议题的关联 / Unlinks a ticket from an issue',
    authScopes: { may: 'hotIssue.share' },
    type: resultUnion('HotIssueTicketUnlink', successType('HotIssueTicketUnlinkSuccess', '已解除 / Unlinked'), [...SHARE_ERRORS]),
    args: {
      input: t.arg({ type: ticketInput('HotIssueTicketUnlinkInput'), required: true, description: '哪个 / The issue and the ticket' }),
    },
    resolve: (_root, { input }, context) =>
      share('HotIssueTicketUnlinkSuccess', input.hotIssueId, context, async () => {
        const ticketId = await ticketOf(input.ticketId, context);
        return typeof ticketId === 'string' ? (hotIssueId) => unlinkTicket(context.services.pool, hotIssueId, ticketId) : ticketId;
      }),
  }),
  hotIssueFollow: t.field({
    description: '关注议题：有进展会收到；投过票的不用 / Follows an issue and its progress; voters are notified anyway',
    authScopes: { may: 'hotIssue.follow' },
    type: resultUnion('HotIssueFollow', successType('HotIssueFollowSuccess', '已关注 / Following'), [NotFoundError]),
    args: { input: t.arg({ type: followInput('HotIssueFollowInput'), required: true, description: '哪个 / The issue' }) },
    resolve: (_root, { input }, context) => wishToFollow('HotIssueFollowSuccess', input.hotIssueId, true, context),
  }),
  hotIssueUnfollow: t.field({
    description: '不再关注议题 / Stops following an issue',
    authScopes: { may: 'hotIssue.follow' },
    type: resultUnion('HotIssueUnfollow', successType('HotIssueUnfollowSuccess', '已取消关注 / No longer following'), [NotFoundError]),
    args: { input: t.arg({ type: followInput('HotIssueUnfollowInput'), required: true, description: '哪个 / The issue' }) },
    resolve: (_root, { input }, context) => wishToFollow('HotIssueUnfollowSuccess', input.hotIssueId, false, context),
  }),
}));

async function wishToFollow(typename: string, globalId: string, wish: boolean, context: Context): Promise<Success | ErrorShape> {
  const hotIssue = await findIssue(globalId, context);
  if (!hotIssue) return errorsIn(context.language).notFound(wordsIn(context.language).hotIssueNotFound);
  await follow(context.services.pool, hotIssue.id, residentOf(context).residentId, wish);
  return { typename, hotIssue };
}
