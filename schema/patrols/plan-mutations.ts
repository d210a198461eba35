// What staff do with patrol plans: propose, edit, approve, say who walks, do away with them.
import { z } from 'zod';
import { staffOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import type { Action } from '../access/rules.ts';
import { SurgeFrozen } from '../answers/refusals.ts';
import { HOT_DESK_TOPIC, stepTopics } from '../answers/topics.ts';
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
import { gridLoader } from '../grids/loaders.ts';
import { hotIssueLoader } from '../hotlist/loaders.ts';
import { isClosed, topicsOf } from '../hotlist/rules.ts';
import type { HotIssueRow } from '../hotlist/store.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import { fieldErrors } from '../validation.ts';
import { PATROLS_TOPIC } from '../volunteers/topics.ts';
import { EVENING, type TimeWindow } from './hours.ts';
import { PointInput, pointsOf } from './mutations.ts';
import { areWindows, MOST_WINDOWS } from './plan-rules.ts';
import { PatrolPlan, planSubject } from './plans.ts';
import {
  type Approved,
  approvePlan,
  dismissPlan,
  editPlan,
  insertPlan,
  type PlanRow,
  readPlans,
  readPossibleWalkers,
  setWalkers,
} from './plans-store.ts';
import { walkingOrder } from './route-order.ts';
import { type NewPoint, readPoints } from './store.ts';
import { patrolWords } from './words.ts';

const PlanWithoutRouteError = errorType('PlanWithoutRouteError', '计划没有路线，不能批准 / A plan without a route cannot be approved');
const SecondApproverError = errorType(
  'SecondApproverError',
  '须另一人批准，自己提出的不能只由自己批准 / A second person must also approve it',
);

interface Success {
  typename: string;
  plan: PlanRow;
}

const successType = (name: string, description: string) =>
  builder.objectRef<Success>(name).implement({
    description,
    fields: (t) => ({ plan: t.expose('plan', { type: PatrolPlan, description: '计划现在的样子 / The plan as it is now' }) }),
  });

const WindowInput = builder.inputType('PatrolWindowInput', {
  description: '时间段，当地整点 / A daily time window, in hours of local time',
  fields: (t) => ({
    from: t.int({ required: true, description: '从几点，0–23 / Start hour' }),
    to: t.int({ required: true, description: '到几点，0–23，小于起点为跨午夜 / End hour; smaller than the start: past midnight' }),
  }),
});

const PLAN_ID = '计划编号 / ID of the plan';
const TITLE = '名称，2–40 字 / Title, 2–40 characters';
const POINTS_TEXT = '巡逻点，最多 30 个；空为以后再说 / Its points, at most 30; omitted: to be added later';
const WINDOWS_TEXT = '每天什么时候走，1–3 段；不填为 20–22 点 / Daily time windows, 1–3; omitted: 20 to 22';
const KEEP_ORDER =
  '是否按给的顺序走；否则排成顺路的 / Whether to keep the given order of points; otherwise they are ordered for a short walk';

const CreateInput = builder.inputType('PatrolPlanCreateInput', {
  description: '新巡逻计划：为一个议题，或为一个网格 / A new plan, for an issue or for a grid',
  fields: (t) => ({
    hotIssueId: t.id({ description: '为哪个议题；网格随它 / The issue, which also decides the grid' }),
    gridId: t.id({ description: '哪个网格，没有议题时填 / The grid, when there is no issue' }),
    title: t.string({ required: true, description: TITLE }),
    points: t.field({ type: [PointInput], required: true, description: POINTS_TEXT }),
    windows: t.field({ type: [WindowInput], description: WINDOWS_TEXT }),
    keepsOrder: t.boolean({ defaultValue: false, description: KEEP_ORDER }),
  }),
});

const EditInput = builder.inputType('PatrolPlanEditInput', {
  description: '把计划改成什么样；已批准的不能改 / The new content of a plan; an approved plan cannot be changed',
  fields: (t) => ({
    planId: t.id({ required: true, description: PLAN_ID }),
    expectedVersion: t.int({ required: true, description: '看到的版本 / The version the change is based on' }),
    title: t.string({ required: true, description: TITLE }),
    points: t.field({ type: [PointInput], required: true, description: POINTS_TEXT }),
    windows: t.field({ type: [WindowInput], description: WINDOWS_TEXT }),
    keepsOrder: t.boolean({ defaultValue: false, description: KEEP_ORDER }),
  }),
});

const ApproveInput = builder.inputType('PatrolPlanApproveInput', {
  description: '批准哪个计划 / The plan to approve',
  fields: (t) => ({
    planId: t.id({ required: true, description: PLAN_ID }),
    expectedVersion: t.int({ required: true, description: '看到的版本 / The version the approval is based on' }),
  }),
});

const AssignInput = builder.inputType('PatrolPlanAssignInput', {
  description: '派谁去走，替换以前的 / People and teams to assign, replacing the current ones',
  fields: (t) => ({
    planId: t.id({ required: true, description: PLAN_ID }),
    staffIds: t.idList({ required: true, description: '民警、网格员 / Officers and grid workers' }),
    teamIds: t.idList({
      required: true,
      description: '巡逻队：有效期内的班次走这条路线 / Patrol teams: their shifts follow the route while the plan is in force',
    }),
  }),
});

const DismissInput = builder.inputType('PatrolPlanDismissInput', {
  description: '取消哪个计划 / The plan to cancel',
  fields: (t) => ({
    planId: t.id({ required: true, description: PLAN_ID }),
    reason: t.string({ required: true, description: '理由，2–200 字 / Reason, 2–200 characters' }),
  }),
});

const LIMITS: Record<string, [number, number]> = { title: [2, 40], reason: [2, 200] };
const planText = z.object({ title: personText({ min: 2, max: 40 }) });
const dismissText = z.object({ reason: personText({ min: 2, max: 200 }) });

interface Content {
  title: string;
  points: NewPoint[];
  windows: TimeWindow[];
}

interface ContentInput {
  title: string;
  points: Parameters<typeof pointsOf>[0];
  windows?: readonly TimeWindow[] | null | undefined;
  keepsOrder?: boolean | null | undefined;
}

/** What a plan says, or what is wrong with it. No points at all: it has no route yet. */
function contentOf({ title, points, windows, keepsOrder }: ContentInput, context: Context): Content | ErrorShape {
  const { language } = context;
  const errors = errorsIn(language);
  const text = planText.safeParse({ title });
  if (!text.success) return errors.invalid(fieldErrors(text.error, LIMITS, language));
  const given = points.length === 0 ? [] : pointsOf(points, context);
  if ('typename' in given) return given;
  const times = windows && windows.length > 0 ? windows.map(({ from, to }) => ({ from, to })) : [EVENING];
  if (!areWindows(times)) return errors.invalidField('windows', 'OUT_OF_RANGE', patrolWords(language).windowsWrong(MOST_WINDOWS));
  return { title: text.data.title, windows: times, points: keepsOrder ? given : walkingOrder(given) };
}

/** The plan under a global id, if the viewer may do that with it. */
async function planFor(globalId: string, action: Action, refusal: string, context: Context): Promise<PlanRow | ErrorShape> {
  const { language, viewer } = context;
  const plan = await visibleNode<PlanRow>('PatrolPlan', globalId, context);
  if (!plan) return errorsIn(language).notFound(patrolWords(language).planNotFound);
  return may(context, action, planSubject(plan, viewer)) ? plan : errorsIn(language).forbidden(refusal);
}

async function changed(typename: string, id: string, { services }: Context, topics: readonly string[] = []): Promise<Success> {
  const [plan] = await readPlans(services.pool, [id]);
  services.live.touch([PATROLS_TOPIC, ...topics]);
  return { typename, plan: plan as PlanRow };
}

/** Where a new plan belongs, or why it cannot be made there. */
async function placeFor({ hotIssueId, gridId }: { hotIssueId?: string | null; gridId?: string | null }, context: Context) {
  const { language, viewer } = context;
  const errors = errorsIn(language);
  const issue = hotIssueId ? await visibleNode<HotIssueRow>('HotIssue', hotIssueId, context) : null;
  if (hotIssueId && !issue) return errors.notFound(wordsIn(language).hotIssueNotFound);
  const id = gridId ? decodeIdOf('Grid', gridId) : null;
  const grid = id ? await gridLoader(context).load(id) : null;
  if (!issue && !grid) return errors.notFound(wordsIn(language).gridNotFound);
  const place = { gridId: issue ? issue.gridId : (grid?.id ?? null), staffIds: [] };
  if (!may(context, 'patrolPlan.make', planSubject(place, viewer))) return errors.forbidden(patrolWords(language).mayNotMake);
  if (issue && isClosed(issue.status)) return errors.conflict(patrolWords(language).issueClosed);
  if (issue?.isFrozen) return frozen(context);
  return { gridId: place.gridId, hotIssueId: issue?.id ?? null };
}

const frozen = ({ language }: Context): ErrorShape => ({
  typename: 'SurgeFrozenError',
  code: 'SURGE_FROZEN',
  message: patrolWords(language).frozen,
});

builder.mutationFields((t) => ({
  patrolPlanCreate: t.field({
    description: '提出巡逻计划 / Proposes a patrol plan',
    authScopes: { may: 'patrolPlan.make' },
    type: resultUnion('PatrolPlanCreate', successType('PatrolPlanCreateSuccess', '已提出 / Proposed'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ConflictError, SurgeFrozen.type],
    ]),
    args: { input: t.arg({ type: CreateInput, required: true, description: '计划 / The plan' }) },
    resolve: async (_root, { input }, context): Promise<Success | ErrorShape> => {
      const { services, requestUuid, language } = context;
      const content = contentOf(input, context);
      if ('typename' in content) return content;
      const place = await placeFor(input, context);
      if ('typename' in place) return place;
      const plan = {
        id: requestUuid,
        source: place.hotIssueId ? 'HOT_ISSUE' : 'STAFF',
        proposedOn: null,
        proposedAt: services.clock.now(),
      } as const;
      const authorId = staffOf(context).staffId;
      const made = await inTransaction(services.pool, (client) => insertPlan(client, { ...plan, ...content, ...place, authorId }));
      if (!made) return errorsIn(language).conflict(patrolWords(language).changed);
      return changed('PatrolPlanCreateSuccess', made.id, context);
    },
  }),
  patrolPlanEdit: t.field({
    description: '修改巡逻计划；已签过的批准作废 / Edits a plan; earlier approvals become void',
    authScopes: { may: 'patrolPlan.make' },
    type: resultUnion('PatrolPlanEdit', successType('PatrolPlanEditSuccess', '已修改 / Saved'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ConflictError],
    ]),
    args: { input: t.arg({ type: EditInput, required: true, description: '修改 / The change' }) },
    resolve: async (_root, { input }, context): Promise<Success | ErrorShape> => {
      const { services, language } = context;
      const content = contentOf(input, context);
      if ('typename' in content) return content;
      const plan = await planFor(input.planId, 'patrolPlan.make', patrolWords(language).mayNotMake, context);
      if ('typename' in plan) return plan;
      const edit = { id: plan.id, expectedVersion: input.expectedVersion, ...content, authorId: staffOf(context).staffId };
      const outcome = await inTransaction(services.pool, (client) => editPlan(client, edit));
      if (outcome !== 'edited') return errorsIn(language).conflict(patrolWords(language).changed);
      return changed('PatrolPlanEditSuccess', plan.id, context);
    },
  }),
  patrolPlanApprove: t.field({
    description:
      '批准巡逻计划，一周内有效；为议题排的即是答复，投票的人会收到 / Approves a plan for a week; for an issue it also counts as an answer, and voters are notified',
    authScopes: { may: 'patrolPlan.approve' },
    type: resultUnion(
      'PatrolPlanApprove',
      successType('PatrolPlanApproveSuccess', '已批准，或已签字等另一人 / Approved, or pending a second approval'),
      [...[NotFoundError, ForbiddenError, ConflictError], ...[PlanWithoutRouteError, SecondApproverError, SurgeFrozen.type]],
    ),
    args: { input: t.arg({ type: ApproveInput, required: true, description: '哪个 / The plan' }) },
    resolve: async (_root, { input }, context): Promise<Success | ErrorShape> => {
      const { services, language } = context;
      const words = patrolWords(language);
      const plan = await planFor(input.planId, 'patrolPlan.approve', words.mayNotApprove, context);
      if ('typename' in plan) return plan;
      const { staffId, title } = staffOf(context);
      const points = plan.routeId ? await readPoints(services.pool, [plan.routeId]) : [];
      // Residents read it: in Chinese, as all that police say to them.
      const announcement = patrolWords('zh').announcement(
        points.map(({ name }) => name),
        plan.windows,
      );
      const request = {
        id: plan.id,
        expectedVersion: input.expectedVersion,
        staffId,
        signature: title,
        required: services.settings.planApprovers,
        announcement,
      };
      const outcome = await inTransaction<Approved>(services.pool, async (client, undo) => {
        const approved = await approvePlan(client, { ...request, now: services.clock.now() });
        return approved === 'approved' || approved === 'waits' ? approved : undo(approved);
      });
      switch (outcome) {
        case 'without-route':
          return { typename: 'PlanWithoutRouteError', code: 'PLAN_WITHOUT_ROUTE', message: words.withoutRoute };
        case 'own':
          return { typename: 'SecondApproverError', code: 'SECOND_APPROVER', message: words.secondApprover };
        case 'frozen':
          return frozen(context);
        case 'conflict':
        case 'not-found':
          return errorsIn(language).conflict(words.changed);
        default: {
          const issue = plan.hotIssueId ? await hotIssueLoader(context).load(plan.hotIssueId) : null;
          const topics = issue ? [...stepTopics(issue.id), HOT_DESK_TOPIC, ...topicsOf(issue)] : [];
          return changed('PatrolPlanApproveSuccess', plan.id, context, topics);
        }
      }
    },
  }),
  patrolPlanAssign: t.field({
    description:
      '派人去走巡逻计划：民警、网格员、志愿巡逻队可以一起 / Assigns officers, grid workers and volunteer teams to a plan, jointly',
    authScopes: { may: 'patrolPlan.make' },
    type: resultUnion('PatrolPlanAssign', successType('PatrolPlanAssignSuccess', '已派 / Assigned'), [
      ...[ValidationError, NotFoundError, ForbiddenError],
    ]),
    args: { input: t.arg({ type: AssignInput, required: true, description: '谁 / The plan, and the people and teams to assign' }) },
    resolve: async (_root, { input }, context): Promise<Success | ErrorShape> => {
      const { services, language } = context;
      const words = patrolWords(language);
      const plan = await planFor(input.planId, 'patrolPlan.make', words.mayNotMake, context);
      if ('typename' in plan) return plan;
      const idsOf = (typename: string, ids: readonly string[]) => [
        ...new Set(ids.slice(0, MOST_WALKERS).flatMap((id) => decodeIdOf(typename, id) ?? [])),
      ];
      const asked = { staffIds: idsOf('Staff', input.staffIds), teamIds: idsOf('Team', input.teamIds) };
      const possible = await readPossibleWalkers(services.pool, asked.staffIds, asked.teamIds);
      if (possible.staffIds.length + possible.teamIds.length < input.staffIds.length + input.teamIds.length)
        return errorsIn(language).invalidField('staffIds', 'UNKNOWN', words.walkersWrong);
      await inTransaction(services.pool, (client) => setWalkers(client, { id: plan.id, ...possible, now: services.clock.now() }));
      return changed('PatrolPlanAssignSuccess', plan.id, context);
    },
  }),
  patrolPlanDismiss: t.field({
    description: '取消巡逻计划 / Cancels a plan',
    authScopes: { may: 'patrolPlan.make' },
    type: resultUnion('PatrolPlanDismiss', successType('PatrolPlanDismissSuccess', '已取消 / Cancelled'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ConflictError],
    ]),
    args: { input: t.arg({ type: DismissInput, required: true, description: '哪个 / The plan and the reason' }) },
    resolve: async (_root, { input }, context): Promise<Success | ErrorShape> => {
      const { services, language } = context;
      const text = dismissText.safeParse({ reason: input.reason });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const plan = await planFor(input.planId, 'patrolPlan.make', patrolWords(language).mayNotMake, context);
      if ('typename' in plan) return plan;
      const now = services.clock.now();
      const dismissed = await inTransaction(services.pool, (client) => dismissPlan(client, { id: plan.id, ...text.data, now }));
      if (!dismissed) return errorsIn(language).conflict(patrolWords(language).changed);
      return changed('PatrolPlanDismissSuccess', plan.id, context);
    },
  }),
}));

const MOST_WALKERS = 50;
