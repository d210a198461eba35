// Staff walk a plan: begin, say at each point that they are there, end. Without a network their phone sends it later.
import { staffOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { stepTopics } from '../answers/topics.ts';
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
import { isOnEarth } from '../grids/rules.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { visibleNode } from '../relay/graph.ts';
import { CheckInTimeError, PositionInput } from '../volunteers/serving.ts';
import { PATROLS_TOPIC } from '../volunteers/topics.ts';
import { PatrolRun } from './graph.ts';
import { PatrolPlan, planSubject } from './plans.ts';
import { type PlanRow, readPlans } from './plans-store.ts';
import { isByCode } from './point-codes.ts';
import { endStaffRun, type RunRow } from './store.ts';
import { staffVisit } from './walking.ts';
import { patrolWords } from './words.ts';

const PlanNotInForceError = errorType('PlanNotInForceError', '计划未批准或已过期，不能签到 / The plan is not approved, or has expired');

interface Success {
  typename: string;
  run: RunRow;
  plan: PlanRow;
}

const successType = (name: string, description: string) =>
  builder.objectRef<Success>(name).implement({
    description,
    fields: (t) => ({
      run: t.expose('run', { type: PatrolRun, description: '这次巡逻 / The patrol' }),
      plan: t.expose('plan', { type: PatrolPlan, description: '计划 / The plan' }),
    }),
  });

const PLAN_ID = '计划编号 / ID of the plan';
const AT = '没有网络时记的，补传其时间；不填为现在 / When it happened, if it was recorded offline; omitted: now';

const StartInput = builder.inputType('PatrolRunStartInput', {
  description: '开始走哪个计划 / The plan to start',
  fields: (t) => ({ planId: t.id({ required: true, description: PLAN_ID }), at: t.field({ type: 'DateTime', description: AT }) }),
});

const VisitInput = builder.inputType('PatrolRunVisitInput', {
  description: '到了哪个点 / The point that was reached',
  fields: (t) => ({
    planId: t.id({ required: true, description: PLAN_ID }),
    pointId: t.id({ required: true, description: '哪个点 / The point' }),
    position: t.field({
      type: PositionInput,
      description: '手机的位置；太远也记，只是注明 / The phone’s location; a visit from too far away is kept, and marked',
    }),
    code: t.string({
      description: '贴在点上的六位码，扫到的；代替位置 / The six-character code posted at the point, instead of a location',
    }),
    at: t.field({ type: 'DateTime', description: AT }),
  }),
});

const EndInput = builder.inputType('PatrolRunEndInput', {
  description: '结束哪个计划的巡逻 / The patrol to end',
  fields: (t) => ({ planId: t.id({ required: true, description: PLAN_ID }), at: t.field({ type: 'DateTime', description: AT }) }),
});

/** The plan, if the viewer may walk it. */
export async function planToWalk(globalId: string, context: Context): Promise<PlanRow | ErrorShape> {
  const { language, viewer } = context;
  const plan = await visibleNode<PlanRow>('PatrolPlan', globalId, context);
  if (!plan) return errorsIn(language).notFound(patrolWords(language).planNotFound);
  return may(context, 'patrolPlan.walk', planSubject(plan, viewer)) ? plan : errorsIn(language).forbidden(patrolWords(language).mayNotWalk);
}

interface StepInput {
  planId: string;
  pointId?: string;
  position?: { longitude: number; latitude: number; accuracyMetres?: number | null } | null | undefined;
  code?: string | null | undefined;
  at?: Date | null | undefined;
}

async function step(typename: string, { planId, pointId, position, code, at }: StepInput, context: Context): Promise<Success | ErrorShape> {
  const { language, services } = context;
  const words = patrolWords(language);
  const plan = await planToWalk(planId, context);
  if ('typename' in plan) return plan;
  const point = pointId === undefined ? null : decodeIdOf('PatrolPoint', pointId);
  if (pointId !== undefined && !point) return errorsIn(language).notFound(words.pointNotFound);
  if (position && !isOnEarth(position)) return errorsIn(language).invalidField('position', 'OUT_OF_RANGE', words.placeMissing);
  const byCode = point ? isByCode(code, point, context) : false;
  if (typeof byCode === 'object') return byCode;
  const receivedAt = services.clock.now();
  const visited = await staffVisit(services.pool, {
    ...{ plan, staffId: staffOf(context).staffId, pointId: point, at: at ?? receivedAt, receivedAt, isByCode: byCode },
    position: position ? { ...position, accuracyMetres: position.accuracyMetres ?? 0 } : null,
  });
  switch (visited.outcome) {
    case 'visited':
      services.live.touch([PATROLS_TOPIC, ...stepTopics(visited.hotIssueId)]);
      return { typename, run: visited.run, plan: (await readPlans(services.pool, [plan.id]))[0] as PlanRow };
    case 'not-found':
      return errorsIn(language).notFound(words.pointNotFound);
    case 'expired':
      return { typename: 'PlanNotInForceError', code: 'PLAN_NOT_IN_FORCE', message: words.notInForce };
    case 'time-wrong':
      return { typename: 'CheckInTimeError', code: 'CHECK_IN_TIME', message: words.stepTimeWrong };
    case 'elsewhere':
      return errorsIn(language).conflict(words.elsewhere);
  }
}

const ERRORS = [NotFoundError, ForbiddenError, ConflictError, PlanNotInForceError, CheckInTimeError] as const;

builder.mutationFields((t) => ({
  patrolRunStart: t.field({
    description: '开始巡逻；已在走同一条的不变 / Starts a patrol; one already under way continues',
    authScopes: { may: 'patrolPlan.walk' },
    type: resultUnion('PatrolRunStart', successType('PatrolRunStartSuccess', '已开始 / Started'), [...ERRORS, ValidationError]),
    args: { input: t.arg({ type: StartInput, required: true, description: '哪个 / The plan' }) },
    resolve: (_root, { input }, context) => step('PatrolRunStartSuccess', input, context),
  }),
  patrolRunVisit: t.field({
    description: '记下到了巡逻点；还没开始的就此开始 / Records a visit to a point, starting the patrol if necessary',
    authScopes: { may: 'patrolPlan.walk' },
    type: resultUnion('PatrolRunVisit', successType('PatrolRunVisitSuccess', '已记下 / Recorded'), [...ERRORS, ValidationError]),
    args: { input: t.arg({ type: VisitInput, required: true, description: '哪里 / The point' }) },
    resolve: (_root, { input }, context) => step('PatrolRunVisitSuccess', input, context),
  }),
  patrolRunEnd: t.field({
    description: '结束巡逻 / Ends a patrol',
    authScopes: { may: 'patrolPlan.walk' },
    type: resultUnion('PatrolRunEnd', successType('PatrolRunEndSuccess', '已结束 / Ended'), [NotFoundError, ForbiddenError, ConflictError]),
    args: { input: t.arg({ type: EndInput, required: true, description: '哪个 / The plan' }) },
    resolve: async (_root, { input }, context): Promise<Success | ErrorShape> => {
      const { language, services } = context;
      const plan = await planToWalk(input.planId, context);
      if ('typename' in plan) return plan;
      const now = services.clock.now();
      const at = input.at && input.at < now ? input.at : now;
      const { staffId } = staffOf(context);
      const run = plan.routeId ? await endStaffRun(services.pool, { routeId: plan.routeId, staffId, at }) : null;
      if (!run) return errorsIn(language).conflict(patrolWords(language).changed);
      services.live.touch([PATROLS_TOPIC]);
      return { typename: 'PatrolRunEndSuccess', run, plan };
    },
  }),
}));
