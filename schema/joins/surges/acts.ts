// A person raises a flag by hand, or looks at one: with a reason, on record, and never at their own.

import { recordDeed } from '../../commons/audit/store.ts';
import { staffOf } from '../../frame/access/callers.ts';
import { may } from '../../frame/access/may.ts';
import type { Context } from '../../frame/context.ts';
import { id, text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, Forbidden } from '../../frame/refusals.ts';
import { rightOn } from '../../frame/rights.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { HotIssue } from '../../work/hotlist/graph.ts';
import { hotIssueLoader } from '../../work/hotlist/loaders.ts';
import { subjectOf } from '../../work/hotlist/rules.ts';
import type { HotIssueRow } from '../../work/hotlist/store.ts';
import { hotIssueId, NAMED_ISSUE, reread } from '../answers/acts.ts';
import { SurgeFlag } from './graph.ts';
import { flagGone, OwnFlag, refusals } from './refusals.ts';
import { decideFlag, type FlagRow, raiseFlag, readFlags } from './store.ts';

const flagged = gives<{ flag: FlagRow; hotIssue: HotIssueRow }>((t) => ({
  flag: t.expose('flag', { type: SurgeFlag, description: '这次激增 / The surge' }),
  hotIssue: t.expose('hotIssue', { type: HotIssue, description: '议题现在的样子 / The issue as it is now' }),
}));

const reason = text(2, 300, '理由，留有记录 / Reason, kept on record', { isMultiline: true });
const decision = { flagId: id('SurgeFlag', '激增编号 / ID of the flag', flagGone), reason };

/** A person's words say why; the guard's figures are not theirs. */
const BY_HAND = { score: 1, evidence: [] };

mutation('surgeFlagRaise', {
  says: '人工标记投票激增：票数照常公布，核实前不据此调整巡逻 / Flags a vote surge manually: the count stays public, but patrols do not follow the issue until someone else has reviewed it',
  may: rightOn('surge.raise', NAMED_ISSUE, { kind: Forbidden, refusal: refusals.mayNot }),
  input: { hotIssueId, reason },
  done: '已标记 / Frozen',
  gives: flagged,
  refuses: [Conflict],
  async do({ hotIssueId: issue, reason: raisedFor }, context) {
    const { services, requestUuid } = context;
    const by = { raisedById: staffOf(context).staffId, raisedFor, raisedAt: services.clock.now() };
    const flag = await inTransaction(services.pool, async (client) => {
      const raised = await raiseFlag(client, { id: requestUuid, hotIssueId: issue.id, ...by, ...BY_HAND });
      if (raised) await recordDeed(client, context, { action: 'surge.raise', reason: raisedFor, detail: { hotIssueId: issue.id } });
      return raised;
    });
    return flag ? { ...(await reread(issue.id, context)), flag } : refusals.flagRaised;
  },
});

mutation('surgeFlagConfirm', {
  says: '核实：确认刷票，不作数 / Reviewed: confirmed as manipulated; stays frozen',
  may: 'surge.decide',
  input: decision,
  done: '已确认 / Stays frozen',
  gives: flagged,
  refuses: [Forbidden, Conflict, OwnFlag],
  do: (input, context) => decide('CONFIRMED', 'surge.confirm', input, context),
});

mutation('surgeFlagClear', {
  says: '核实：正常，解除冻结 / Reviewed: genuine; released',
  may: 'surge.decide',
  input: decision,
  done: '已解除 / Released',
  gives: flagged,
  refuses: [Forbidden, Conflict, OwnFlag],
  do: (input, context) => decide('CLEARED', 'surge.clear', input, context),
});

async function decide(
  status: 'CONFIRMED' | 'CLEARED',
  action: 'surge.confirm' | 'surge.clear',
  { flagId, reason: why }: { flagId: string; reason: string },
  context: Context,
) {
  const { pool, clock } = context.services;
  const [found] = await readFlags(pool, [flagId]);
  const issue = found ? await hotIssueLoader(context).load(found.hotIssueId) : null;
  if (!found || !issue || !may(context, 'surge.read', subjectOf(issue))) return refusals.flagNotFound;
  if (!may(context, 'surge.decide', subjectOf(issue))) return refusals.mayNot;
  const decidedById = staffOf(context).staffId;
  if (found.raisedById === decidedById) return refusals.ownFlag;
  const flag = await inTransaction(pool, async (client) => {
    const decided = await decideFlag(client, { id: flagId, hotIssueId: issue.id, status, reason: why, decidedById, at: clock.now() });
    if (decided) await recordDeed(client, context, { action, reason: why, detail: { hotIssueId: issue.id, flagId } });
    return decided;
  });
  return flag ? { ...(await reread(issue.id, context)), flag } : refusals.flagDecided;
}
