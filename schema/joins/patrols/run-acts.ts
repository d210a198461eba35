// Staff walk a plan: begin, say at each point that they are there, end. Without a network their phone sends it later.
import { staffOf } from '../../frame/access/callers.ts';
import type { Context } from '../../frame/context.ts';
import { id } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, Invalid, isRefusal } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';
import { CheckInTime } from '../../work/volunteers/refusals.ts';
import { PATROLS_TOPIC } from '../../work/volunteers/topics.ts';
import { stepTopics } from '../answers/topics.ts';
import { PatrolRun } from './graph.ts';
import { AT_POINT, happenedAt, planFor } from './inputs.ts';
import { PatrolPlan } from './plans.ts';
import { type PlanRow, readPlans } from './plans-store.ts';
import { isByCode } from './point-codes.ts';
import { PlanNotInForce, pointGone, refusals } from './refusals.ts';
import { endStaffRun, type RunRow } from './store.ts';
import { type StaffStep, staffVisit, type VisitRequest } from './walking.ts';

const run = gives<{ run: RunRow; plan: PlanRow }>((t) => ({
  run: t.expose('run', { type: PatrolRun, description: '这次巡逻 / The patrol' }),
  plan: t.expose('plan', { type: PatrolPlan, description: '计划 / The plan' }),
}));
const planId = planFor(
  'patrolPlan.walk',
  say('这个计划没有派给您。请让排计划的人把您加上。', 'This plan is not assigned to you. Ask the person who made it to add you.'),
);

mutation('patrolRunStart', {
  says: '开始巡逻；已在走同一条的不变 / Starts a patrol; one already under way continues',
  may: 'patrolPlan.walk',
  input: { planId, at: happenedAt },
  done: '已开始 / Started',
  gives: run,
  refuses: [Conflict, PlanNotInForce, CheckInTime, Invalid],
  do: ({ planId: plan, at }, context) => step(plan, { pointId: null, position: null, isByCode: false, at }, context),
});

mutation('patrolRunVisit', {
  says: '记下到了巡逻点；还没开始的就此开始 / Records a visit to a point, starting the patrol if necessary',
  may: 'patrolPlan.walk',
  input: { planId, pointId: id('PatrolPoint', '哪个点 / The point', pointGone), ...AT_POINT },
  done: '已记下 / Recorded',
  gives: run,
  refuses: [Conflict, PlanNotInForce, CheckInTime],
  do({ planId: plan, pointId, position = null, code, at }, context) {
    const byCode = isByCode(code, pointId, context);
    return isRefusal(byCode) ? byCode : step(plan, { pointId, position, isByCode: byCode, at }, context);
  },
});

mutation('patrolRunEnd', {
  says: '结束巡逻 / Ends a patrol',
  may: 'patrolPlan.walk',
  input: { planId, at: happenedAt },
  done: '已结束 / Ended',
  gives: run,
  refuses: [Conflict],
  async do({ planId: plan, at: said }, context) {
    const { pool, clock, live } = context.services;
    const now = clock.now();
    const at = said && said < now ? said : now;
    const { staffId } = staffOf(context);
    const run = plan.routeId ? await endStaffRun(pool, { routeId: plan.routeId, staffId, at }) : null;
    if (!run) return refusals.changed;
    live.touch([PATROLS_TOPIC]);
    return { run, plan };
  },
});

type Shown = Pick<StaffStep & VisitRequest, 'position' | 'isByCode'> & { pointId: string | null; at: Date | null | undefined };

async function step(plan: PlanRow, { at, ...shown }: Shown, context: Context) {
  const { pool, clock, live } = context.services;
  const receivedAt = clock.now();
  const visited = await staffVisit(pool, { plan, staffId: staffOf(context).staffId, at: at ?? receivedAt, receivedAt, ...shown });
  if (isRefusal(visited)) return visited;
  live.touch([PATROLS_TOPIC, ...stepTopics(visited.hotIssueId)]);
  return { run: visited.run, plan: (await readPlans(pool, [plan.id]))[0] as PlanRow };
}
