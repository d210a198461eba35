// What everybody sees of the way from vote to result, and what officers owe.

import { StaffRoleEnum } from '../../commons/grids/graph.ts';
import { may } from '../../frame/access/may.ts';
import { reachOf, type Subject } from '../../frame/access/rules.ts';
import { RIGHTS_SEEN_TOPIC } from '../../frame/access/viewer.ts';
import { builder } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import type { Context } from '../../frame/context.ts';
import { enumOf } from '../../frame/enums.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import { nodeId } from '../../frame/relay/graph.ts';
import { HotIssue, HotIssuePermissions, HotIssueStatusEnum } from '../../work/hotlist/graph.ts';
import { hotIssueLoader } from '../../work/hotlist/loaders.ts';
import { isClosed, subjectOf } from '../../work/hotlist/rules.ts';
import { slaOf } from '../../work/tickets/clocks.ts';
import { SlaStateEnum } from '../../work/tickets/enums.ts';
import { Ticket } from '../../work/tickets/graph.ts';
import { ticketLoader } from '../../work/tickets/loaders.ts';
import { subjectOf as ticketSubject } from '../../work/tickets/visibility.ts';
import { type DutyRow, readOpenDuties } from './duty-store.ts';
import { answersLoader, dutyLoader, follows, linksLoader, ownersLoader, stepsLoader } from './loaders.ts';
import { type AnswerRow, readCandidates, type StaffMember, type StepRow } from './store.ts';
import { HOT_DESK_TOPIC } from './topics.ts';

/** What the question is about when somebody answers: where it is, and whether they share the work. */
export async function answerSubject(
  issue: { id: string; gridId: string | null; communityId: string | null },
  context: Context,
): Promise<Subject> {
  const { viewer } = context;
  const staffId = viewer?.kind === 'staff' ? viewer.staffId : null;
  const isOwner = staffId !== null && (await ownersLoader(context).load(issue.id)).some(({ id }) => id === staffId);
  return { ...subjectOf(issue), assigneeId: isOwner ? staffId : null };
}

const HotIssueAnswer = builder.objectRef<AnswerRow>('HotIssueAnswer').implement({
  description: '正式答复，有署名，只增不改 / An official answer: signed, and never changed',
  fields: (t) => ({
    id: t.id(nodeId('HotIssueAnswer')),
    at: t.expose('at', { type: 'DateTime', description: '时间 / Time of the answer' }),
    signature: t.exposeString('signature', { description: '署名，如 王警官 / Signature, such as 王警官' }),
    text: t.exposeString('text', { description: '答复 / Text of the answer' }),
    status: t.expose('status', { type: HotIssueStatusEnum, description: '答复后的状态 / Status of the issue after the answer' }),
  }),
});

const StepKindEnum = enumOf<StepRow['kind']>('HotIssueStepKind', '从投票到结果的一步 / A step on the way from vote to result', {
  ANSWERED: '正式答复 / An official answer',
  PLANNED: '排好巡逻路线 / A patrol route was planned',
  PATROLLED: '已巡逻 / The route was patrolled',
  FOUND: '巡逻中有发现 / A patrol found a problem',
});

const HotIssueStep = builder.objectRef<StepRow>('HotIssueStep').implement({
  description: '从投票到结果的一步，投票的人都会收到 / A step on the way from vote to result; all voters are notified',
  fields: (t) => ({
    id: t.id(nodeId('HotIssueStep')),
    kind: t.expose('kind', { type: StepKindEnum, description: '哪一步 / Kind of step' }),
    at: t.expose('at', { type: 'DateTime', description: '时间 / Time of the step' }),
    signature: t.string({
      nullable: true,
      description: '署名 / Signature, such as 王警官',
      resolve: ({ detail }) => detail.signature ?? null,
    }),
    text: t.string({ nullable: true, description: '内容 / Text of the step', resolve: ({ detail }) => detail.text ?? null }),
    status: t.field({
      type: HotIssueStatusEnum,
      nullable: true,
      description: '之后的状态 / Status of the issue after the step',
      resolve: ({ detail }) => detail.status ?? null,
    }),
  }),
});

export const StaffMemberType = builder.objectRef<StaffMember>('StaffMember').implement({
  description: '工作人员，按称呼 / A staff member, by their title',
  fields: (t) => ({
    id: t.id({ description: '工作人员编号 / ID of the staff member', resolve: ({ id }) => encodeId('Staff', id) }),
    title: t.exposeString('title', { description: '称呼 / Title, as residents address them' }),
    role: t.field({ type: StaffRoleEnum, description: '角色 / Role', resolve: ({ role }) => role }),
  }),
});

const DutyReasonEnum = enumOf<DutyRow['reason']>('AnswerDutyReason', '为什么须答复 / Why an answer is due', {
  RANK: '排进本榜前列 / Near the top of its board',
  VOTES: '票数够多 / Many votes',
});

const slaNow = ({ clocks, answeredAt }: DutyRow, { services: { clock } }: Context) => slaOf(answeredAt ? [] : clocks, 'P4', clock.now());

const AnswerDuty = builder.objectRef<DutyRow>('AnswerDuty').implement({
  description: '须答复：很多人投票的议题，民警限时答复 / An answer is due: the police must answer an issue with many votes by a deadline',
  fields: (t) => ({
    hotIssue: t.field({
      type: HotIssue,
      nullable: true,
      description: '哪个议题 / The issue to answer',
      resolve: ({ hotIssueId }, _args, context) => hotIssueLoader(context).load(hotIssueId),
    }),
    reason: t.expose('reason', { type: DutyReasonEnum, description: '为什么 / Reason' }),
    rank: t.exposeInt('rank', { description: '当时在本榜的名次 / Rank on its board at that time' }),
    votes: t.exposeInt('votes', { description: '当时的票数 / Votes at that time' }),
    openedAt: t.expose('openedAt', { type: 'DateTime', description: '开始计时 / When the clock started' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', description: '最迟答复时间 / Deadline for the answer' }),
    answeredAt: t.expose('answeredAt', {
      type: 'DateTime',
      nullable: true,
      description: '答复时间；还没答复为空 / When it was answered; null: not yet',
    }),
    escalationLevel: t.exposeInt('escalationLevel', { description: '升级到第几级，0 为没有 / Escalation level; 0: not escalated' }),
    state: t.field({
      type: SlaStateEnum,
      description: '时限状态 / State of the deadline',
      resolve: (duty, _args, context) => slaNow(duty, context).state,
    }),
    remainingSeconds: t.int({
      nullable: true,
      description: '还剩多少秒，超时为负；已答复为空 / Seconds left, negative after the deadline; null: answered',
      resolve: (duty, _args, context) => slaNow(duty, context).remainingSeconds,
    }),
  }),
});

builder.objectFields(HotIssue, (t) => ({
  answers: t.field({
    type: [HotIssueAnswer],
    description: '正式答复，先后为序 / Official answers, oldest first',
    resolve: ({ id }, _args, context) => answersLoader(context).load(id),
  }),
  steps: t.field({
    type: [HotIssueStep],
    description: '从投票到结果的每一步，先后为序 / All steps on the way from vote to result, oldest first',
    resolve: ({ id }, _args, context) => stepsLoader(context).load(id),
  }),
  answerDuty: t.field({
    type: AnswerDuty,
    nullable: true,
    description: '是否须限时答复；不须为空 / The answer that is due; null: none',
    resolve: ({ id }, _args, context) => dutyLoader(context).load(id),
  }),
  owners: t.field({
    type: [StaffMemberType],
    description: '共同承办 / Co-owners of the issue',
    resolve: ({ id }, _args, context) => ownersLoader(context).load(id),
  }),
  ticketCount: t.int({
    description: '关联的事件数 / Number of linked tickets',
    resolve: async ({ id }, _args, context) => (await linksLoader(context).load(id)).length,
  }),
  tickets: t.field({
    type: [Ticket],
    description: '关联的事件；只列看得到的 / Linked tickets that the viewer may see',
    resolve: async ({ id }, _args, context) => {
      const links = await linksLoader(context).load(id);
      const tickets = await Promise.all(links.map(({ ticketId }) => ticketLoader(context).load(ticketId)));
      return tickets.filter((ticket) => ticket !== null).filter((ticket) => may(context, 'ticket.read', ticketSubject(ticket)));
    },
  }),
  viewerFollows: t.boolean({
    description: '当前的人是否关注；投过票的人不用关注也会收到进展 / Whether the viewer follows the issue; voters are notified anyway',
    resolve: ({ id }, _args, context) => follows(context, id),
  }),
}));

builder.objectFields(HotIssuePermissions, (t) => ({
  answer: t.boolean({
    description: '能否正式答复 / Whether the viewer may answer officially',
    resolve: async (issue, _args, context) => may(context, 'hotIssue.answer', await answerSubject(issue, context)),
  }),
  share: t.boolean({
    description: '能否请人共同承办、关联事件 / Whether the viewer may add co-owners and link tickets',
    resolve: (issue, _args, context) => !isClosed(issue.status) && may(context, 'hotIssue.share', subjectOf(issue)),
  }),
}));

interface Desk {
  duties: DutyRow[];
}

export const HotDesk = builder.objectRef<Desk>('HotDesk').implement({
  description: '热榜办理：须答复的、待核实的 / Hot list work: answers due and surges to review',
  fields: (t) => ({
    duties: t.expose('duties', {
      type: [AnswerDuty],
      description: '须答复，最急在前，最多 100 / Answers due, most urgent first, at most 100',
    }),
  }),
});

const SHOWN = 100;

async function readDesk({ viewer, services: { pool } }: Pick<Context, 'viewer' | 'services'>): Promise<Desk> {
  return { duties: await readOpenDuties(pool, reachOf(viewer, 'hotIssue.answer'), SHOWN) };
}

builder.queryFields((t) => ({
  hotDesk: t.field({
    type: HotDesk,
    description: '我该办的热榜 / The viewer’s hot list work',
    authScopes: { may: 'hotIssue.answer' },
    resolve: (_root, _args, context) => readDesk(context),
  }),
  coOwnerCandidates: t.field({
    type: [StaffMemberType],
    description: '可以请来共同承办的人 / Staff who can be added as co-owners',
    authScopes: { may: 'hotIssue.share' },
    resolve: (_root, _args, { services: { pool } }) => readCandidates(pool),
  }),
}));

builder.subscriptionField('hotDeskUpdated', (t) =>
  t.field({
    type: HotDesk,
    description: '我该办的热榜：先给现状，有变即推送 / The viewer’s hot list work: current state first, then every change',
    authScopes: { may: 'hotIssue.answer' },
    subscribe: (_root, _args, context) => readOnChange(context.services, [HOT_DESK_TOPIC, RIGHTS_SEEN_TOPIC], () => readDesk(context)),
    resolve: (desk) => desk,
  }),
);
