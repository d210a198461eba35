// Routes are created by the team's captain or officers; volunteers record their visits to the points.
import { residentOf } from '../../frame/access/callers.ts';
import { may } from '../../frame/access/may.ts';
import { id, text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, conflict, Forbidden, isRefusal } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { ownTeam } from '../../work/volunteers/inputs.ts';
import { teamLoader } from '../../work/volunteers/loaders.ts';
import {
  CheckInTime,
  NotCheckedIn,
  routeGone,
  ShiftNotJoined,
  shiftGone,
  refusals as volunteerRefusals,
} from '../../work/volunteers/refusals.ts';
import { Shift } from '../../work/volunteers/shifts/graph.ts';
import { readShifts, type ShiftRow } from '../../work/volunteers/shifts/store.ts';
import { Team } from '../../work/volunteers/teams/graph.ts';
import type { TeamRow } from '../../work/volunteers/teams/store.ts';
import { PATROLS_TOPIC, SHIFTS_TOPIC, shiftTopic } from '../../work/volunteers/topics.ts';
import { stepTopics } from '../answers/topics.ts';
import { AT_POINT, pointsOf } from './inputs.ts';
import { isByCode } from './point-codes.ts';
import { pointGone, refusals } from './refusals.ts';
import { insertRoute, readRoutes, retireRoute } from './store.ts';
import { visit } from './walking.ts';

const team = gives<{ team: TeamRow }>((t) => ({
  team: t.expose('team', { type: Team, description: '队现在的样子 / The team as it is now' }),
}));
const nameTaken = say('队里已有同名的路线，请换个名称。', 'The team already has a route with this name. Choose another name.');

mutation('patrolRouteCreate', {
  says: '新设巡逻路线 / Creates a patrol route',
  may: 'shift.manage',
  input: {
    teamId: ownTeam,
    name: text(2, 30, '名称 / Name'),
    points: pointsOf('2–30 个点，按走的顺序 / 2–30 points, in walking order'),
  },
  done: '已设好 / Created',
  gives: team,
  refuses: [Conflict],
  async do({ teamId: team, ...content }, { services: { pool }, requestUuid: id }) {
    const route = await insertRoute(pool, { id, teamId: team.id, ...content });
    return route ? { team } : conflict(nameTaken);
  },
});

mutation('patrolRouteRetire', {
  says: '停用巡逻路线；以后的班次不再走 / Retires a route; upcoming shifts no longer use it',
  may: 'shift.manage',
  input: { routeId: id('PatrolRoute', '路线编号 / ID of the route', routeGone) },
  done: '已停用 / Retired',
  gives: team,
  refuses: [Forbidden],
  async do({ routeId }, context) {
    const { pool, clock, live } = context.services;
    const [route] = await readRoutes(pool, [routeId]);
    if (!route?.teamId) return refusals.routeNotFound;
    if (!may(context, 'shift.manage', { teamId: route.teamId })) return volunteerRefusals.notYourTeam;
    await inTransaction(pool, (client) => retireRoute(client, route.id, clock.now()));
    live.touch([SHIFTS_TOPIC]);
    return { team: (await teamLoader(context).load(route.teamId)) as TeamRow };
  },
});

mutation('patrolVisit', {
  says: '记下到了巡逻点 / Records a visit to a point of the route',
  may: 'shift.serve',
  input: {
    shiftId: id('Shift', '在哪个班次里 / The shift', shiftGone),
    pointId: id('PatrolPoint', '哪个点 / The point', pointGone),
    ...AT_POINT,
  },
  done: '已记下 / Recorded',
  gives: gives<{ shift: ShiftRow }>((t) => ({
    shift: t.expose('shift', { type: Shift, description: '班次现在的样子 / The shift as it is now' }),
  })),
  refuses: [ShiftNotJoined, NotCheckedIn, CheckInTime],
  async do({ shiftId, pointId, position = null, code, at }, context) {
    const { pool, clock, live } = context.services;
    const byCode = isByCode(code, pointId, context);
    if (isRefusal(byCode)) return byCode;
    const receivedAt = clock.now();
    const step = { shiftId, pointId, volunteerId: residentOf(context).residentId, at: at ?? receivedAt, receivedAt };
    const visited = await visit(pool, { ...step, position, isByCode: byCode });
    if (isRefusal(visited)) return visited;
    live.touch([shiftTopic(shiftId), PATROLS_TOPIC, ...stepTopics(visited.hotIssueId)]);
    return { shift: (await readShifts(pool, [shiftId]))[0] as ShiftRow };
  },
});
