// What staff do with patrol plans: propose, edit, approve, say who walks, do away with them.

import { gridLoader } from '../../commons/grids/loaders.ts';
import { gridGone } from '../../commons/grids/refusals.ts';
import { staffOf } from '../../frame/access/callers.ts';
import { may } from '../../frame/access/may.ts';
import type { Context } from '../../frame/context.ts';
import { checked, flag, group, optional, row, scalar, text, wrong } from '../../frame/inputs.ts';
import { ids, list } from '../../frame/lists.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, Forbidden, Invalid, invalid, isRefusal, NotFound, notFound, type Refusal } from '../../frame/refusals.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { say } from '../../frame/speech.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { hotIssueLoader } from '../../work/hotlist/loaders.ts';
import { hotIssueGone } from '../../work/hotlist/refusals.ts';
import { isClosed, topicsOf } from '../../work/hotlist/rules.ts';
import type { HotIssueRow } from '../../work/hotlist/store.ts';
import { version } from '../../work/volunteers/inputs.ts';
import { PATROLS_TOPIC } from '../../work/volunteers/topics.ts';
import { SurgeFrozen } from '../answers/refusals.ts';
import { HOT_DESK_TOPIC, stepTopics } from '../answers/topics.ts';
import { EVENING } from './hours.ts';
import { planFor, pointsOf } from './inputs.ts';
import { approvePlan, dismissPlan, editPlan, insertPlan, setWalkers } from './plan-deeds.ts';
import { announcementOf, areWindows, MOST_WINDOWS } from './plan-rules.ts';
import { PatrolPlan, planSubject } from './plans.ts';
import { type PlanRow, readPlans, readPossibleWalkers } from './plans-store.ts';
import { mayNotMake, PlanWithoutRoute, refusals, SecondApprover } from './refusals.ts';
import { walkingOrder } from './route-order.ts';
import { type NewPoint, readPoints } from './store.ts';

const MOST_WALKERS = 50;

const plan = gives<{ plan: PlanRow }>((t) => ({
  plan: t.expose('plan', { type: PatrolPlan, description: '计划现在的样子 / The plan as it is now' }),
}));
const planToMake = planFor('patrolPlan.make', mayNotMake);

const window = group(
  'PatrolWindowInput',
  { type: '时间段，当地整点 / A daily time window, in hours of local time', says: '时间段 / A time window' },
  {
    from: scalar('Int', '从几点，0–23 / Start hour'),
    to: scalar('Int', '到几点，0–23，小于起点为跨午夜 / End hour; smaller than the start: past midnight'),
  },
);
const windowsWrong = say(
  `时间段须为整点，1 到 ${MOST_WINDOWS} 段。`,
  `Choose 1 to ${MOST_WINDOWS} times, each from one whole hour to another.`,
);

const CONTENT = {
  title: text(2, 40, '名称 / Title'),
  points: pointsOf('巡逻点，最多 30 个；空为以后再说 / Its points, at most 30; empty: to be added later', { mayBeNone: true }),
  windows: checked(
    optional(list(window, '每天什么时候走，1–3 段；不填为 20–22 点 / Daily time windows, 1–3; omitted: 20 to 22')),
    (given) => {
      const windows = given?.length ? given : [EVENING];
      return areWindows(windows) ? windows : wrong('OUT_OF_RANGE', windowsWrong);
    },
  ),
  keepsOrder: flag(
    false,
    '是否按给的顺序走；否则排成顺路的 / Whether to keep the given order of points; otherwise they are ordered for a short walk',
  ),
};

const inOrder = (points: NewPoint[], { keepsOrder }: { keepsOrder: boolean }) => (keepsOrder ? points : walkingOrder(points));

async function changed(id: string, { services }: Context, topics: readonly string[] = []): Promise<{ plan: PlanRow }> {
  const [plan] = await readPlans(services.pool, [id]);
  services.live.touch([PATROLS_TOPIC, ...topics]);
  return { plan: plan as PlanRow };
}

mutation('patrolPlanCreate', {
  says: '提出巡逻计划：为一个议题，或为一个网格 / Proposes a patrol plan, for an issue or for a grid',
  may: 'patrolPlan.make',
  input: {
    hotIssueId: optional(row<HotIssueRow>('HotIssue', '为哪个议题；网格随它 / The issue, which also decides the grid', hotIssueGone)),
    gridId: optional(scalar('ID', '哪个网格，没有议题时填 / The grid, when there is no issue')),
    ...CONTENT,
  },
  done: '已提出 / Proposed',
  gives: plan,
  refuses: [Invalid, NotFound, Forbidden, Conflict, SurgeFrozen],
  async do({ hotIssueId: issue, gridId, title, windows, points, keepsOrder }, context) {
    const place = await placeFor(issue ?? null, gridId, context);
    if (isRefusal(place)) return place;
    const { services, requestUuid: id } = context;
    const content = { title, windows, points: inOrder(points, { keepsOrder }), ...place };
    const made = { id, source: issue ? 'HOT_ISSUE' : 'STAFF', proposedOn: null, proposedAt: services.clock.now() } as const;
    const authorId = staffOf(context).staffId;
    const plan = await inTransaction(services.pool, (client) => insertPlan(client, { ...made, ...content, authorId }));
    return plan ? changed(plan.id, context) : refusals.changed;
  },
});

/** Where a new plan belongs, or why it cannot be made there. */
async function placeFor(issue: HotIssueRow | null, gridId: string | null | undefined, context: Context) {
  const id = gridId && !issue ? decodeIdOf('Grid', gridId) : null;
  const grid = id ? await gridLoader(context).load(id) : null;
  if (!issue && !grid) return notFound(gridGone);
  const place = { gridId: issue ? issue.gridId : (grid?.id ?? null), hotIssueId: issue?.id ?? null };
  if (!may(context, 'patrolPlan.make', planSubject({ ...place, staffIds: [] }, context.viewer))) return refusals.mayNotMake;
  if (issue && isClosed(issue.status)) return refusals.issueClosed;
  return issue?.isFrozen ? refusals.frozen : place;
}

mutation('patrolPlanEdit', {
  says: '修改还没批准的巡逻计划；已签过的批准作废 / Edits a plan before its approval; earlier signatures become void',
  may: 'patrolPlan.make',
  input: { planId: planToMake, expectedVersion: version, ...CONTENT },
  done: '已修改 / Saved',
  gives: plan,
  refuses: [Conflict],
  async do({ planId: { id }, expectedVersion, title, windows, points, keepsOrder }, context) {
    const content = { title, windows, points: inOrder(points, { keepsOrder }), authorId: staffOf(context).staffId };
    const isEdited = await inTransaction(context.services.pool, (client) => editPlan(client, { id, expectedVersion, ...content }));
    return isEdited ? changed(id, context) : refusals.changed;
  },
});

mutation('patrolPlanApprove', {
  says: '批准巡逻计划，一周内有效；为议题排的即是答复，投票的人会收到 / Approves a plan for a week; for an issue it also counts as an answer, and voters are notified',
  may: 'patrolPlan.approve',
  input: {
    planId: planFor(
      'patrolPlan.approve',
      say(
        '只有这个网格的民警或所长可以批准巡逻计划。',
        'Only the officer on duty in this grid, or the commander, can approve its patrols.',
      ),
    ),
    expectedVersion: version,
  },
  done: '已批准，或已签字等另一人 / Approved, or pending a second approval',
  gives: plan,
  refuses: [Conflict, PlanWithoutRoute, SecondApprover, SurgeFrozen],
  async do({ planId: { id, routeId, windows, hotIssueId }, expectedVersion }, context) {
    const { pool, clock, settings } = context.services;
    const { staffId, title: signature } = staffOf(context);
    const points = routeId ? await readPoints(pool, [routeId]) : [];
    const announcement = announcementOf(
      points.map(({ name }) => name),
      windows,
    );
    const request = { id, expectedVersion, staffId, signature, required: settings.planApprovers, announcement, now: clock.now() };
    const refusal = await inTransaction<Refusal<
      'PlanWithoutRouteError' | 'SecondApproverError' | 'SurgeFrozenError' | 'ConflictError'
    > | null>(pool, async (client, undo) => {
      const approved = await approvePlan(client, request);
      return isRefusal(approved) ? undo(approved) : null;
    });
    if (refusal) return refusal;
    const issue = hotIssueId ? await hotIssueLoader(context).load(hotIssueId) : null;
    return changed(id, context, issue ? [...stepTopics(issue.id), HOT_DESK_TOPIC, ...topicsOf(issue)] : []);
  },
});

const walkersWrong = say('只能派民警、网格员或巡逻队。', 'Only officers, grid workers and patrol teams can be assigned.');

mutation('patrolPlanAssign', {
  says: '派人去走巡逻计划，替换以前的：民警、网格员、志愿巡逻队可以一起 / Assigns officers, grid workers and volunteer teams to a plan, jointly, replacing the current ones',
  may: 'patrolPlan.make',
  input: {
    planId: planToMake,
    staffIds: ids('Staff', '民警、网格员 / Officers and grid workers', { most: MOST_WALKERS, otherwise: walkersWrong }),
    teamIds: ids('Team', '巡逻队：有效期内的班次走这条路线 / Patrol teams: their shifts follow the route while the plan is in force', {
      most: MOST_WALKERS,
      otherwise: walkersWrong,
    }),
  },
  done: '已派 / Assigned',
  gives: plan,
  refuses: [],
  async do({ planId: { id }, staffIds, teamIds }, context) {
    const { pool, clock } = context.services;
    const possible = await readPossibleWalkers(pool, staffIds, teamIds);
    if (possible.staffIds.length < staffIds.length || possible.teamIds.length < teamIds.length)
      return invalid({ path: ['staffIds'], code: 'UNKNOWN', says: walkersWrong });
    await inTransaction(pool, (client) => setWalkers(client, { id, ...possible, now: clock.now() }));
    return changed(id, context);
  },
});

mutation('patrolPlanDismiss', {
  says: '取消巡逻计划 / Cancels a plan',
  may: 'patrolPlan.make',
  input: { planId: planToMake, reason: text(2, 200, '理由 / Reason') },
  done: '已取消 / Cancelled',
  gives: plan,
  refuses: [Conflict],
  async do({ planId: { id }, reason }, context) {
    const { pool, clock } = context.services;
    const dismissed = await inTransaction(pool, (client) => dismissPlan(client, { id, reason, now: clock.now() }));
    return dismissed ? changed(id, context) : refusals.changed;
  },
});
