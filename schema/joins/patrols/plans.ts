// Patrol plans as staff see them. Nobody else: where patrols go is not told to those they are walked for; of plans for an issue its steps tell.

import { Category, Grid } from '../../commons/grids/graph.ts';
import { categoryLoader, gridLoader } from '../../commons/grids/loaders.ts';
import { may } from '../../frame/access/may.ts';
import { reachOf, type Subject } from '../../frame/access/rules.ts';
import { RIGHTS_SEEN_TOPIC, type Viewer } from '../../frame/access/viewer.ts';
import { grouped, inOrder } from '../../frame/batches.ts';
import { builder } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import type { Context } from '../../frame/context.ts';
import { enumOf } from '../../frame/enums.ts';
import { Node, nodeId, pageSize, registerNode, visibleNode } from '../../frame/relay/graph.ts';
import { HotIssue, HotIssuePermissions } from '../../work/hotlist/graph.ts';
import { hotIssueLoader } from '../../work/hotlist/loaders.ts';
import { isClosed, subjectOf } from '../../work/hotlist/rules.ts';
import { teamLoader } from '../../work/volunteers/loaders.ts';
import { Team } from '../../work/volunteers/teams/graph.ts';
import { PATROLS_TOPIC } from '../../work/volunteers/topics.ts';
import { StaffMemberType } from '../answers/graph.ts';
import type { StaffMember } from '../answers/store.ts';
import { PatrolRoute, PatrolRun, routeLoader, staffLoader } from './graph.ts';
import type { TimeWindow } from './hours.ts';
import { isInForce } from './plan-rules.ts';
import { listPlans, type PlanRow, type PlanView, readCandidates, readPlans, readPlansOf, readPlansOfRoutes } from './plans-store.ts';
import { type RunRow, readRunsOf } from './store.ts';

const planLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, PlanRow | null>('patrolPlan', async (ids) => inOrder(ids, await readPlans(pool, ids)));

const plansLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, PlanRow[]>('plansOfIssue', async (ids) =>
    grouped(ids, await readPlansOf(pool, ids), ({ hotIssueId }) => hotIssueId ?? ''),
  );

const runsLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, RunRow[]>('runsOfRoute', async (ids) => grouped(ids, await readRunsOf(pool, ids), ({ routeId }) => routeId));

/** What the question is about when somebody reads, makes, approves or walks a plan. */
export function planSubject({ gridId, staffIds }: Pick<PlanRow, 'gridId' | 'staffIds'>, viewer: Viewer | null): Subject {
  const isWalker = viewer?.kind === 'staff' && staffIds.includes(viewer.staffId);
  return { gridId, assigneeId: isWalker ? viewer.staffId : null };
}

/** The plan of that global id; null: there is none that the viewer may walk. */
export async function planWalkedBy(globalId: string, context: Context): Promise<PlanRow | null> {
  const plan = await visibleNode<PlanRow>('PatrolPlan', globalId, context);
  return plan && may(context, 'patrolPlan.walk', planSubject(plan, context.viewer)) ? plan : null;
}

const PlanSourceEnum = enumOf<PlanRow['source']>('PatrolPlanSource', '计划的由来 / Source of a plan', {
  HOT_ISSUE: '热榜议题 / A hot issue',
  REPORTS: '近期上报的地点和时间 / Places and times of recent reports',
  RANDOM: '随机一成：没人上报的地方也去看看 / Random check, one in ten, so that places nobody reports are also seen',
  STAFF: '人工安排 / Made by staff',
});

const PlanStatusEnum = enumOf<PlanRow['status']>('PatrolPlanStatus', '计划的状态 / Status of a plan', {
  PROPOSED: '待批准 / Pending approval',
  APPROVED: '已批准，一周内有效 / Approved, valid for a week',
  DISMISSED: '已取消 / Cancelled',
});

const WindowType = builder.objectRef<TimeWindow>('PatrolWindow').implement({
  description: '时间段，当地整点 / A daily time window, in hours of local time',
  fields: (t) => ({
    from: t.exposeInt('from', { description: '从几点 / Start hour' }),
    to: t.exposeInt('to', { description: '到几点，小于起点为跨午夜 / End hour; smaller than the start: past midnight' }),
  }),
});

const Permissions = builder.objectRef<PlanRow>('PatrolPlanPermissions').implement({
  description: '当前的人能对计划做什么 / What the viewer may do with a plan',
  fields: (t) => ({
    edit: t.boolean({
      description: '能否修改和派人 / Whether the viewer may edit and assign it',
      resolve: (plan, _args, context) => plan.status !== 'DISMISSED' && may(context, 'patrolPlan.make', planSubject(plan, context.viewer)),
    }),
    approve: t.boolean({
      description: '能否批准 / Whether the viewer may approve it',
      resolve: (plan, _args, context) =>
        plan.status === 'PROPOSED' && may(context, 'patrolPlan.approve', planSubject(plan, context.viewer)),
    }),
    walk: t.boolean({
      description: '现在能否去走 / Whether the viewer may patrol it now',
      resolve: (plan, _args, context) =>
        isInForce(plan, context.services.clock.now()) && may(context, 'patrolPlan.walk', planSubject(plan, context.viewer)),
    }),
  }),
});

const Candidates = builder.objectRef<{ staff: StaffMember[]; teamIds: string[] }>('PatrolCandidates').implement({
  description: '可以派去走计划的人和队 / People and teams that can be assigned to a plan',
  fields: (t) => ({
    staff: t.expose('staff', {
      type: [StaffMemberType],
      description: '民警、网格员，管这个网格的在前 / Officers and grid workers, those on duty in its grid first',
    }),
    teams: t.field({
      type: [Team],
      description: '巡逻队 / Patrol teams',
      resolve: async ({ teamIds }, _args, context) =>
        (await Promise.all(teamIds.map((id) => teamLoader(context).load(id)))).filter((team) => team !== null),
    }),
  }),
});

export const PatrolPlan = builder.objectRef<PlanRow>('PatrolPlan').implement({
  description: '巡逻计划 / A patrol plan',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('PatrolPlan')),
    title: t.exposeString('title', { description: '名称 / Title' }),
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '在哪个网格；全所为空 / Its grid; null: the whole station',
      resolve: ({ gridId }, _args, context) => (gridId ? gridLoader(context).load(gridId) : null),
    }),
    hotIssue: t.field({
      type: HotIssue,
      nullable: true,
      description: '为哪个热榜议题 / The hot issue the plan is for',
      resolve: ({ hotIssueId }, _args, context) => (hotIssueId ? hotIssueLoader(context).load(hotIssueId) : null),
    }),
    source: t.expose('source', { type: PlanSourceEnum, description: '由来 / Source of the plan' }),
    status: t.expose('status', { type: PlanStatusEnum, description: '状态 / Status of the plan' }),
    isInForce: t.boolean({
      description: '现在是否有效 / Whether it is in force now',
      resolve: (plan, _args, { services }) => isInForce(plan, services.clock.now()),
    }),
    windows: t.expose('windows', {
      type: [WindowType],
      extensions: { listSize: 2 },
      description: '每天什么时候走 / Daily time windows',
    }),
    route: t.field({
      type: PatrolRoute,
      nullable: true,
      description: '路线；还没有为空 / Its route; null: none yet',
      resolve: ({ routeId }, _args, context) => (routeId ? routeLoader(context).load(routeId) : null),
    }),
    proposedAt: t.expose('proposedAt', { type: 'DateTime', description: '何时提出 / When it was proposed' }),
    author: t.field({
      type: StaffMemberType,
      nullable: true,
      description: '谁提出或最后修改；系统提出为空 / The person who made or last edited it; null: the planner',
      resolve: ({ authorId }, _args, context) => (authorId ? staffLoader(context).load(authorId) : null),
    }),
    approvers: t.field({
      type: [StaffMemberType],
      extensions: { listSize: 2 },
      description: '谁批准了 / People who approved it',
      resolve: async ({ approvedBy }, _args, context) => (await staffLoader(context).loadMany(approvedBy)) as StaffMember[],
    }),
    approvedAt: t.expose('approvedAt', { type: 'DateTime', nullable: true, description: '何时批准 / When it was approved' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: '何时到期 / When it expires' }),
    dismissReason: t.exposeString('dismissReason', { description: '为什么取消 / Reason for cancelling it' }),
    staff: t.field({
      type: [StaffMemberType],
      extensions: { listSize: 3 },
      description: '派给哪些民警、网格员 / Officers and grid workers assigned to it',
      resolve: async ({ staffIds }, _args, context) => (await staffLoader(context).loadMany(staffIds)) as StaffMember[],
    }),
    teams: t.field({
      type: [Team],
      extensions: { listSize: 2 },
      description: '派给哪些巡逻队 / Patrol teams assigned to it',
      resolve: async ({ teamIds }, _args, context) =>
        (await Promise.all(teamIds.map((id) => teamLoader(context).load(id)))).filter((team) => team !== null),
    }),
    candidates: t.field({
      type: Candidates,
      nullable: true,
      description: '可以派谁；无权派人为空 / People and teams that can be assigned; null: the viewer may not assign',
      resolve: (plan, _args, context) =>
        may(context, 'patrolPlan.make', planSubject(plan, context.viewer))
          ? readCandidates(context.services.pool, plan.gridId, context.services.clock.now())
          : null,
    }),
    walking: t.field({
      type: [PatrolRun],
      extensions: { listSize: 2 },
      description: '正在走的，最近开始的在前 / Patrols under way, latest first',
      resolve: async ({ routeId }, _args, context) =>
        routeId ? (await runsLoader(context).load(routeId)).filter(({ endedAt }) => !endedAt) : [],
    }),
    runCount: t.int({
      description: '走过几次 / Number of patrols',
      resolve: async ({ routeId }, _args, context) => (routeId ? (await runsLoader(context).load(routeId)).length : 0),
    }),
    myRun: t.field({
      type: PatrolRun,
      nullable: true,
      description: '我正在走的这一次；没在走为空 / The viewer’s patrol under way; null: none',
      resolve: async ({ routeId }, _args, context) => {
        const { viewer } = context;
        if (!routeId || viewer?.kind !== 'staff') return null;
        const runs = await runsLoader(context).load(routeId);
        return runs.find(({ staffId, endedAt }) => staffId === viewer.staffId && !endedAt) ?? null;
      },
    }),
    runs: t.field({
      type: [PatrolRun],
      description: '走过几次，最近在前 / Patrols along it, latest first',
      resolve: ({ routeId }, _args, context) => (routeId ? runsLoader(context).load(routeId) : []),
    }),
    version: t.exposeInt('version', { description: '版本，修改和批准时带上 / Version, for edits and approvals' }),
    viewerCan: t.field({ type: Permissions, description: '当前的人能做什么 / What the viewer may do', resolve: (plan) => plan }),
  }),
});

registerNode<PlanRow>('PatrolPlan', (id, context) => planLoader(context).load(id), {
  action: 'patrolPlan.read',
  subjectOf: (plan, { viewer }) => planSubject(plan, viewer),
});

builder.objectField(HotIssue, 'plans', (t) =>
  t.field({
    type: [PatrolPlan],
    description: '为它排的巡逻，最近在前；只列看得到的 / Patrol plans for the issue that the viewer may see, latest first',
    resolve: async ({ id }, _args, context) =>
      (await plansLoader(context).load(id)).filter((plan) => may(context, 'patrolPlan.read', planSubject(plan, context.viewer))),
  }),
);

builder.objectField(HotIssuePermissions, 'plan', (t) =>
  t.boolean({
    description: '能否为它排巡逻 / Whether the viewer may plan patrols for it',
    resolve: (issue, _args, context) => !isClosed(issue.status) && !issue.isFrozen && may(context, 'patrolPlan.make', subjectOf(issue)),
  }),
);

const plansOfRouteLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, PlanRow[]>('plansOfRoute', async (ids) =>
    grouped(ids, await readPlansOfRoutes(pool, ids), ({ routeId }) => routeId ?? ''),
  );

builder.objectField(PatrolRoute, 'category', (t) =>
  t.field({
    type: Category,
    nullable: true,
    description: '走这条路线为的是哪一类问题；不为议题的为空 / Category of the issue the plan is for; null: no issue',
    resolve: async ({ id }, _args, context) => {
      const [plan] = await plansOfRouteLoader(context).load(id);
      const issue = plan?.hotIssueId ? await hotIssueLoader(context).load(plan.hotIssueId) : null;
      return issue ? categoryLoader(context).existing(issue.categoryId) : null;
    },
  }),
);

builder.objectField(PatrolRun, 'plan', (t) =>
  t.field({
    type: PatrolPlan,
    nullable: true,
    description: '按哪个计划走；自己队的路线、无权看的为空 / The plan it follows; null: a team’s own route, or not visible to the viewer',
    resolve: async ({ routeId }, _args, context) => {
      const [plan] = await plansOfRouteLoader(context).load(routeId);
      return plan && may(context, 'patrolPlan.read', planSubject(plan, context.viewer)) ? plan : null;
    },
  }),
);

const ViewEnum = enumOf<PlanView>('PatrolPlanView', '看哪些计划 / Filter for patrol plans', {
  PROPOSED: '待批准 / Pending approval',
  IN_FORCE: '现在有效 / In force',
  PAST: '过期和取消的 / Expired or cancelled',
});

const FIRST = '条数，1–100 / Number of plans, 1–100';

builder.queryField('patrolPlans', (t) =>
  t.field({
    type: [PatrolPlan],
    description: '我管的、派给我的巡逻计划，最近在前 / Patrol plans of the viewer’s grids, and those assigned to the viewer, latest first',
    authScopes: { may: 'patrolPlan.read' },
    args: {
      view: t.arg({ type: ViewEnum, required: true, description: '看哪些 / Filter' }),
      first: t.arg.int({ defaultValue: 50, description: FIRST }),
    },
    resolve: (_root, { view, first }, context) => {
      const { services, viewer } = context;
      return listPlans(services.pool, view, reachOf(viewer, 'patrolPlan.read'), services.clock.now(), pageSize(first ?? 50, context));
    },
  }),
);

builder.subscriptionField('patrolPlansUpdated', (t) =>
  t.field({
    type: [PatrolPlan],
    description:
      '现在有效的计划和走到哪里：先给现状，有变即推送 / Plans in force and their progress: current state first, then every change',
    authScopes: { may: 'patrolPlan.read' },
    subscribe: (_root, _args, context) => {
      const { pool, clock } = context.services;
      return readOnChange(context.services, [PATROLS_TOPIC, RIGHTS_SEEN_TOPIC], () =>
        listPlans(pool, 'IN_FORCE', reachOf(context.viewer, 'patrolPlan.read'), clock.now(), 50),
      );
    },
    resolve: (plans) => plans,
  }),
);
