// Closing an issue: an answer that ends it.
import { z } from 'zod';
import { builder } from '../builder.ts';
import { ConflictError, type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { refused } from '../errors/problems.ts';
import { wordsIn } from '../errors/words.ts';
import { isClosed, subjectOf } from '../hotlist/rules.ts';
import { personText } from '../text.ts';
import { fieldErrors } from '../validation.ts';
import { findIssue, type Success, storeAnswer, successType } from './mutations.ts';

const HotIssueOutcome = builder.enumType('HotIssueOutcome', {
  description: '办结的结果 / Outcome of closing an issue',
  values: {
    SOLVED: { description: '已解决 / Solved' },
    DECLINED: { description: '不予采纳 / Declined' },
  } as const,
});

const HotIssueCloseInput = builder.inputType('HotIssueCloseInput', {
  description: '办结哪个议题、结果和理由 / The issue to close, its outcome and the reason',
  fields: (t) => ({
    hotIssueId: t.id({ required: true, description: '议题编号 / ID of the issue' }),
    outcome: t.field({ type: HotIssueOutcome, required: true, description: '结果 / Outcome' }),
    reason: t.string({ required: true, description: '给投票人看的理由，2–500 字 / Reason shown to the voters, 2–500 characters' }),
  }),
});

const closing = z.object({ reason: personText({ min: 2, max: 500, isMultiline: true }) });

builder.mutationField('hotIssueClose', (t) =>
  t.field({
    description:
      '办结议题并说明理由：本网格值守人员或指挥室；是一次署名的答复 / Closes an issue with a reason: for staff on duty in its grid, or the dispatch desk. Counts as a signed official answer',
    authScopes: async (_root, { input }, context) => {
      const issue = await findIssue(input.hotIssueId, context);
      return { may: { action: 'hotIssue.close', subject: issue ? subjectOf(issue) : {} } };
    },
    unauthorizedResolver: async (_root, { input }, context) => {
      if (!context.viewer) throw refused(context);
      const errors = errorsIn(context.language);
      const words = wordsIn(context.language);
      return (await findIssue(input.hotIssueId, context)) ? errors.forbidden(words.mayNotClose) : errors.notFound(words.hotIssueNotFound);
    },
    type: resultUnion('HotIssueClose', successType('HotIssueCloseSuccess', '已办结 / Closed'), [
      ValidationError,
      ForbiddenError,
      NotFoundError,
      ConflictError,
    ]),
    args: { input: t.arg({ type: HotIssueCloseInput, required: true, description: '怎样办结 / How to close it' }) },
    resolve: async (_root, { input }, context): Promise<Success | ErrorShape> => {
      const { language } = context;
      const issue = await findIssue(input.hotIssueId, context);
      if (!issue) return errorsIn(language).notFound(wordsIn(language).hotIssueNotFound);
      if (isClosed(issue.status)) return errorsIn(language).conflict(wordsIn(language).alreadyClosed);
      const text = closing.safeParse({ reason: input.reason });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, { reason: [2, 500] }, language));
      const answer = { hotIssueId: issue.id, text: text.data.reason, status: input.outcome, isCoOwner: false };
      return storeAnswer('HotIssueCloseSuccess', answer, context);
    },
  }),
);
