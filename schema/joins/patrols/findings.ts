// What somebody finds on their patrol: a ticket like any other, which belongs to the patrol, too.
import type { Context } from '../../frame/context.ts';
import { dateTime, group, optional, scalar, type ValuesOf } from '../../frame/inputs.ts';
import { isRefusal } from '../../frame/refusals.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { type Begun, type Origin, reportsFrom } from '../../work/tickets/origins.ts';
import { PATROLS_TOPIC, shiftTopic } from '../../work/volunteers/topics.ts';
import { stepTopics } from '../answers/topics.ts';
import { markFound } from './plan-deeds.ts';
import { planWalkedBy } from './plans.ts';
import { insertFinding, readPointsById } from './store.ts';
import { staffWalkingAt, type Walking, walkingAt } from './walking.ts';

const globalId = (says: string) => optional(scalar('ID', says));
const FINDING = {
  shiftId: globalId('志愿者：班次编号 / For volunteers: ID of the shift'),
  planId: globalId('民警、网格员：计划编号 / For staff: ID of the plan'),
  pointId: globalId('巡逻点；不填为两点之间 / Point of the route; omitted: between two points'),
  at: optional(dateTime('没有网络时发现的，补传其时间；不填为现在 / When it happened, if it was recorded offline; omitted: now')),
};
type Finding = ValuesOf<typeof FINDING>;

reportsFrom('patrol', {
  field: group(
    'PatrolFindingInput',
    {
      type: '巡逻中发现的：在哪个班次或计划、哪个点；不在巡逻的照常受理 / Found on a patrol: the shift or plan, and the point; from anyone not on patrol it is treated as an ordinary report',
      says: '巡逻中发现的；没有位置时用巡逻点的位置 / Found on a patrol; without a position the point’s is used',
    },
    FINDING,
  ),
  isPlaced: ({ pointId }) => Boolean(pointId),
  originOf,
});

async function originOf({ shiftId, planId, pointId: point, at }: Finding, context: Context): Promise<Origin | null> {
  const { viewer, services } = context;
  const receivedAt = services.clock.now();
  const pointId = point ? decodeIdOf('PatrolPoint', point) : null;
  const step = { pointId, at: at ?? receivedAt, receivedAt };
  const place = async () => (pointId ? ((await readPointsById(services.pool, [pointId]))[0] ?? null) : null);
  if (viewer?.kind === 'staff' && planId) {
    const plan = await planWalkedBy(planId, context);
    if (!plan) return null;
    const walking = { plan, staffId: viewer.staffId, ...step };
    return { point: await place(), begin: async (client) => findingOf(await staffWalkingAt(client, walking), receivedAt) };
  }
  const id = shiftId ? decodeIdOf('Shift', shiftId) : null;
  if (!id || viewer?.kind !== 'resident') return null;
  const walking = { shiftId: id, volunteerId: viewer.residentId, ...step };
  return { point: await place(), begin: async (client) => findingOf(await walkingAt(client, walking), receivedAt, id) };
}

/** A finding of that walk. Null: they do not walk. */
function findingOf(walking: Walking | object, at: Date, shiftId?: string): Begun | null {
  if (isRefusal(walking)) return null;
  const { run, point } = walking as Walking;
  return {
    source: 'PATROL',
    async reported(client, ticketId, isNew) {
      await insertFinding(client, { ticketId, runId: run.id, pointId: point?.id ?? null });
      const hotIssueId = isNew ? await markFound(client, { routeId: run.routeId, ticketId, at }) : null;
      return [PATROLS_TOPIC, ...(shiftId ? [shiftTopic(shiftId)] : []), ...stepTopics(hotIssueId)];
    },
  };
}
