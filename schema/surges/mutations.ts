// A person raises a flag by hand, or looks at one: with a reason, on record, and never at their own.
import { z } from 'zod';
import { staffOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { changed, findIssue } from '../answers/mutations.ts';
import { answerWords } from '../answers/words.ts';
import { record } from '../audit/store.ts';
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
import { HotIssue } from '../hotlist/graph.ts';
import { hotIssueLoader } from '../hotlist/loaders.ts';
import { subjectOf } from '../hotlist/rules.ts';
import type { HotIssueRow } from '../hotlist/store.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import { fieldErrors } from '../validation.ts';
import { SurgeFlag } from './graph.ts';
import { decideFlag, type FlagRow, raiseFlag, readFlags } from './store.ts';

const OwnFlagError = errorType('OwnFlagError', '自己标记的须由别人核实 / You cannot review a flag you raised yourself');

interface Success {
  typename: string;
  flag: FlagRow;
  hotIssue: HotIssueRow;
}

const successType = (name: string, description: string) =>
  builder.objectRef<Success>(name).implement({
    description,
    fields: (t) => ({
      flag: t.expose('flag', { type: SurgeFlag, description: '这次激增 / The surge' }),
      hotIssue: t.expose('hotIssue', { type: HotIssue, description: '议题现在的样子 / The issue as it is now' }),
    }),
  });

const LIMITS: Record<string, [number, number]> = { reason: [2, 300] };
const reasonText = z.object({ reason: personText({ min: 2, max: 300, isMultiline: true }) });
const REASON = '理由，2–300 字，留有记录 / Reason, 2–300 characters, kept on record';

const RaiseInput = builder.inputType('SurgeFlagRaiseInput', {
  description: '标记哪个议题的投票激增 / The issue whose votes to flag',
  fields: (t) => ({
    hotIssueId: t.id({ required: true, description: '议题编号 / ID of the issue' }),
    reason: t.string({ required: true, description: REASON }),
  }),
});

const decideInput = (name: string) =>
  builder.inputType(name, {
    description: '核实哪一次激增 / The surge that was reviewed',
    fields: (t) => ({
      flagId: t.id({ required: true, description: '激增编号 / ID of the flag' }),
      reason: t.string({ required: true, description: REASON }),
    }),
  });

/** A person's words say why; the guard's figures are not theirs. */
const BY_HAND = { score: 1, evidence: [] };

builder.mutationFields((t) => ({
  surgeFlagRaise: t.field({
    description:
      '人工标记投票激增：票数照常公布，核实前不据此调整巡逻 / Flags a vote surge manually: the count stays public, but patrols do not follow the issue until someone else has reviewed it',
    authScopes: { may: 'surge.raise' },
    type: resultUnion('SurgeFlagRaise', successType('SurgeFlagRaiseSuccess', '已标记 / Frozen'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ConflictError],
    ]),
    args: { input: t.arg({ type: RaiseInput, required: true, description: '哪个 / The issue and the reason' }) },
    resolve: async (_root, { input }, context): Promise<Success | ErrorShape> => {
      const { language, services, requestUuid, viewer, requestId } = context;
      const errors = errorsIn(language);
      const text = reasonText.safeParse({ reason: input.reason });
      if (!text.success) return errors.invalid(fieldErrors(text.error, LIMITS, language));
      const issue = await findIssue(input.hotIssueId, context);
      if (!issue) return errors.notFound(wordsIn(language).hotIssueNotFound);
      if (!may(context, 'surge.raise', subjectOf(issue))) return errors.forbidden();
      const { reason } = text.data;
      const flag = await inTransaction(services.pool, async (client) => {
        const raisedById = staffOf(context).staffId;
        const raised = await raiseFlag(client, {
          ...{ id: requestUuid, hotIssueId: issue.id, raisedAt: services.clock.now(), raisedById, raisedFor: reason },
          ...BY_HAND,
        });
        if (raised) await record(client, viewer, [{ action: 'surge.raise', reason, detail: { hotIssueId: issue.id }, requestId }]);
        return raised;
      });
      if (!flag) return errors.conflict(answerWords(language).flagRaised);
      return { ...(await changed('SurgeFlagRaiseSuccess', issue.id, context)), flag };
    },
  }),
  surgeFlagConfirm: t.field({
    description: '核实：确认刷票，不作数 / Reviewed: confirmed as manipulated; stays frozen',
    authScopes: { may: 'surge.decide' },
    type: resultUnion('SurgeFlagConfirm', successType('SurgeFlagConfirmSuccess', '已确认 / Stays frozen'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ConflictError, OwnFlagError],
    ]),
    args: { input: t.arg({ type: decideInput('SurgeFlagConfirmInput'), required: true, description: '哪一次 / The flag and the reason' }) },
    resolve: (_root, { input }, context) => decide('CONFIRMED', input, context),
  }),
  surgeFlagClear: t.field({
    description: '核实：正常，解除冻结 / Reviewed: genuine; released',
    authScopes: { may: 'surge.decide' },
    type: resultUnion('SurgeFlagClear', successType('SurgeFlagClearSuccess', '已解除 / Released'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ConflictError, OwnFlagError],
    ]),
    args: { input: t.arg({ type: decideInput('SurgeFlagClearInput'), required: true, description: '哪一次 / The flag and the reason' }) },
    resolve: (_root, { input }, context) => decide('CLEARED', input, context),
  }),
}));

const OUTCOMES = {
  CONFIRMED: { typename: 'SurgeFlagConfirmSuccess', action: 'surge.confirm' },
  CLEARED: { typename: 'SurgeFlagClearSuccess', action: 'surge.clear' },
} as const;

async function decide(
  status: keyof typeof OUTCOMES,
  input: { flagId: string; reason: string },
  context: Context,
): Promise<Success | ErrorShape> {
  const { language, services, viewer, requestId } = context;
  const errors = errorsIn(language);
  const words = answerWords(language);
  const text = reasonText.safeParse({ reason: input.reason });
  if (!text.success) return errors.invalid(fieldErrors(text.error, LIMITS, language));
  const id = decodeIdOf('SurgeFlag', input.flagId);
  const [found] = id ? await readFlags(services.pool, [id]) : [];
  const issue = found ? await hotIssueLoader(context).load(found.hotIssueId) : null;
  if (!found || !issue || !may(context, 'surge.read', subjectOf(issue))) return errors.notFound(words.flagNotFound);
  if (!may(context, 'surge.decide', subjectOf(issue))) return errors.forbidden();
  const decidedById = staffOf(context).staffId;
  if (found.raisedById === decidedById) return { typename: 'OwnFlagError', code: 'OWN_FLAG', message: words.ownFlag };
  const { typename, action } = OUTCOMES[status];
  const { reason } = text.data;
  const flag = await inTransaction(services.pool, async (client) => {
    const decided = await decideFlag(client, { id: found.id, status, reason, decidedById, at: services.clock.now() });
    if (decided) await record(client, viewer, [{ action, reason, detail: { hotIssueId: issue.id, flagId: found.id }, requestId }]);
    return decided;
  });
  if (!flag) return errors.conflict(words.flagDecided);
  return { ...(await changed(typename, issue.id, context)), flag };
}
