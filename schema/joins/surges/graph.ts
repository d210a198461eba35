// What staff see of a frozen surge: signs and counts, nobody who voted.
import { may } from '../../frame/access/may.ts';
import { reachOf } from '../../frame/access/rules.ts';
import { grouped } from '../../frame/batches.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { enumOf } from '../../frame/enums.ts';
import { nodeId } from '../../frame/relay/graph.ts';
import { HotIssue, HotIssuePermissions } from '../../work/hotlist/graph.ts';
import { hotIssueLoader } from '../../work/hotlist/loaders.ts';
import { isClosed, subjectOf } from '../../work/hotlist/rules.ts';
import { HotDesk } from '../answers/graph.ts';
import type { Evidence, Sign } from './rules.ts';
import { type FlagRow, readFlagsOf, readOpenFlags } from './store.ts';

const SignEnum = enumOf<Sign>('SurgeSign', '投票激增的可疑之处 / A sign of fake votes', {
  YOUNG_ACCOUNTS: '新注册的账号太多 / Too many new accounts',
  SHARED_DEVICES: '同一设备投票太多 / Too many votes from the same devices',
  FROM_ELSEWHERE: '投票的人几乎都不住附近 / Hardly any voters live nearby',
  SAME_VOTERS: '同一群人一再一起投票 / The same people repeatedly vote together',
});

const SurgeStatusEnum = enumOf<FlagRow['status']>('SurgeStatus', '核实的结果 / Result of the review', {
  OPEN: '待核实 / Under review',
  CONFIRMED: '确认刷票，不作数 / Fake votes: the issue stays frozen',
  CLEARED: '正常，解除冻结 / Genuine votes: the issue is released',
});

const SurgeEvidence = builder.objectRef<Evidence>('SurgeEvidence').implement({
  description: '一项依据：只有数目 / One sign with its figures; counts only',
  fields: (t) => ({
    sign: t.expose('sign', { type: SignEnum, description: '可疑之处 / The sign' }),
    votes: t.exposeInt('votes', { description: '看了多少票 / Number of votes examined' }),
    observed: t.exposeInt('observed', { description: '其中多少票如此 / Number of votes that show the sign' }),
    expected: t.exposeFloat('expected', { description: '平常会有多少 / Number to be expected normally' }),
    surprise: t.exposeFloat('surprise', {
      description: '偶然发生的可能：10 的负几次方 / Probability of this by chance, as a negative power of ten',
    }),
  }),
});

export const SurgeFlag = builder.objectRef<FlagRow>('SurgeFlag').implement({
  description: '一次待核实的投票激增 / A vote surge for a person to review',
  fields: (t) => ({
    id: t.id(nodeId('SurgeFlag')),
    hotIssue: t.field({
      type: HotIssue,
      nullable: true,
      description: '哪个议题 / The issue concerned',
      resolve: ({ hotIssueId }, _args, context) => hotIssueLoader(context).load(hotIssueId),
    }),
    raisedAt: t.expose('raisedAt', { type: 'DateTime', description: '何时标记 / When it was flagged' }),
    isByHand: t.boolean({
      description: '是否人工标记 / Whether it was flagged by a person',
      resolve: ({ raisedById }) => raisedById !== null,
    }),
    isOwn: t.boolean({
      description: '是否本人标记；自己标记的须由别人核实 / Whether the viewer flagged it; if so, someone else must review it',
      resolve: ({ raisedById }, _args, { viewer }) => viewer?.kind === 'staff' && raisedById === viewer.staffId,
    }),
    raisedFor: t.exposeString('raisedFor', { description: '人工标记的理由 / Reason given by the person who flagged it' }),
    score: t.exposeFloat('score', { description: '可疑程度，1 为刚够 / Strength of the evidence; 1: just enough' }),
    evidence: t.expose('evidence', { type: [SurgeEvidence], description: '依据，最强在前 / Its signs, strongest first' }),
    votes: t.exposeInt('votes', { description: '当时的票数 / Votes of the issue at that time' }),
    status: t.expose('status', { type: SurgeStatusEnum, description: '结果 / Result of the review' }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true, description: '何时核实 / When it was reviewed' }),
    reason: t.exposeString('reason', { description: '核实的理由 / Reason for the result' }),
  }),
});

const flagsLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, FlagRow[]>('surgeFlags', async (ids) =>
    grouped(ids, await readFlagsOf(pool, ids), ({ hotIssueId }) => hotIssueId),
  );

builder.objectFields(HotIssue, (t) => ({
  isFrozen: t.boolean({
    nullable: true,
    description:
      '投票激增待核实，暂不据此调整巡逻；只给有关工作人员 / Whether its votes are under review, so that patrols do not follow it yet; null except for the staff concerned',
    resolve: (issue, _args, context) => (may(context, 'surge.read', subjectOf(issue)) ? issue.isFrozen : null),
  }),
  surgeFlags: t.field({
    type: [SurgeFlag],
    nullable: true,
    description:
      '历次投票激增的核实，最近在前；只给有关工作人员 / Its vote surges and the results of their reviews, latest first; null except for the staff concerned',
    resolve: (issue, _args, context) => (may(context, 'surge.read', subjectOf(issue)) ? flagsLoader(context).load(issue.id) : null),
  }),
}));

builder.objectFields(HotIssuePermissions, (t) => ({
  raiseSurge: t.boolean({
    description: '能否标记投票激增 / Whether the viewer may flag a vote surge',
    resolve: (issue, _args, context) => !isClosed(issue.status) && !issue.isFrozen && may(context, 'surge.raise', subjectOf(issue)),
  }),
  decideSurge: t.boolean({
    description: '能否核实投票激增 / Whether the viewer may review a vote surge',
    resolve: (issue, _args, context) => may(context, 'surge.decide', subjectOf(issue)),
  }),
}));

const SHOWN = 100;

builder.objectField(HotDesk, 'flags', (t) =>
  t.field({
    type: [SurgeFlag],
    description: '待核实的投票激增，最早在前，最多 100 / Vote surges under review, oldest first, at most 100',
    resolve: (_desk, _args, { viewer, services: { pool } }) => readOpenFlags(pool, reachOf(viewer, 'surge.read'), SHOWN),
  }),
);
