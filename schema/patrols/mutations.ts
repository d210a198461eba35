// Routes are created by the team's captain or officers; volunteers record their visits to the points.
import { z } from 'zod';
import { residentOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { stepTopics } from '../answers/topics.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { isOnEarth } from '../grids/rules.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { fieldErrors } from '../validation.ts';
import { teamLoader } from '../volunteers/loaders.ts';
import { Team } from '../volunteers/people.ts';
import { CheckInTimeError, NotCheckedInError, PositionInput, refusalOf, ShiftNotJoinedError } from '../volunteers/serving.ts';
import { Shift } from '../volunteers/shifts.ts';
import { readShifts, type ShiftRow } from '../volunteers/shifts-store.ts';
import type { TeamRow } from '../volunteers/store.ts';
import { PATROLS_TOPIC, SHIFTS_TOPIC, shiftTopic } from '../volunteers/topics.ts';
import { volunteerWords } from '../volunteers/words.ts';
import { isByCode } from './point-codes.ts';
import { insertRoute, readRoutes, retireRoute } from './store.ts';
import { visit } from './walking.ts';

export const PointInput = builder.inputType('PatrolPointInput', {
  description: '一个巡逻点 / A point on the new route',
  fields: (t) => ({
    name: t.string({ required: true, description: '名称，2–30 字 / Name' }),
    longitude: t.float({ required: true, description: '经度，WGS 84 / Longitude' }),
    latitude: t.float({ required: true, description: '纬度，WGS 84 / Latitude' }),
    radiusMetres: t.int({ defaultValue: 60, description: '多少米以内算到了，20–1000 / Distance in metres within which a visit counts' }),
  }),
});

const RouteInput = builder.inputType('PatrolRouteCreateInput', {
  description: '新巡逻路线 / A new patrol route',
  fields: (t) => ({
    teamId: t.id({ required: true, description: '哪支队 / The team the route belongs to' }),
    name: t.string({ required: true, description: '名称，2–30 字 / Name' }),
    points: t.field({ type: [PointInput], required: true, description: '2–30 个点，按走的顺序 / 2–30 points, in walking order' }),
  }),
});

const RetireInput = builder.inputType('PatrolRouteRetireInput', {
  description: '停用哪条路线 / The route to retire',
  fields: (t) => ({ routeId: t.id({ required: true, description: '路线编号 / ID of the route' }) }),
});

const VisitInput = builder.inputType('PatrolVisitInput', {
  description: '到了哪个点 / The point that was reached',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '在哪个班次里 / The shift' }),
    pointId: t.id({ required: true, description: '哪个点 / The point' }),
    position: t.field({
      type: PositionInput,
      description: '手机的位置；太远也记，只是注明 / The phone’s location; a visit from too far away is kept, and marked',
    }),
    code: t.string({
      description: '贴在点上的六位码，扫到的；代替位置 / The six-character code posted at the point, instead of a location',
    }),
    at: t.field({
      type: 'DateTime',
      description: '没有网络时记的，补传其时间；不填为现在 / When it happened, if it was recorded offline; omitted: now',
    }),
  }),
});

interface TeamSuccess {
  typename: string;
  team: TeamRow;
}

const teamSuccess = (name: string, description: string) =>
  builder.objectRef<TeamSuccess>(name).implement({
    description,
    fields: (t) => ({ team: t.expose('team', { type: Team, description: '队现在的样子 / The team as it is now' }) }),
  });

const VisitSuccess = builder.objectRef<{ typename: string; shift: ShiftRow }>('PatrolVisitSuccess').implement({
  description: '已记下 / Recorded',
  fields: (t) => ({ shift: t.expose('shift', { type: Shift, description: '班次现在的样子 / The shift as it is now' }) }),
});

const POINTS = { least: 2, most: 30 } as const;
const RADIUS = { least: 20, most: 1000 } as const;
const LIMITS: Record<string, [number, number]> = { name: [2, 30] };
const nameText = personText({ min: 2, max: 30 });
const routeText = z.object({ name: nameText });

type Points = (typeof PointInput.$inferInput)[];

/** The points as they are stored, or what is wrong with them. */
export function pointsOf(points: Points, { language }: Context) {
  const words = volunteerWords(language);
  const wrong = (code: string, message: string) => errorsIn(language).invalidField('points', code, message);
  const stored = points.map(({ name, longitude, latitude, radiusMetres }) => ({
    ...{ name: nameText.safeParse(name).data ?? '', longitude, latitude, radiusMetres: radiusMetres ?? 60 },
  }));
  if (points.length < POINTS.least || points.length > POINTS.most || stored.some(({ name }) => name === ''))
    return wrong('OUT_OF_RANGE', words.pointsSome(POINTS.least, POINTS.most));
  if (!stored.every(isOnEarth)) return wrong('OUT_OF_RANGE', words.pointPlace);
  if (!stored.every(({ radiusMetres }) => radiusMetres >= RADIUS.least && radiusMetres <= RADIUS.most))
    return wrong('OUT_OF_RANGE', words.whole(RADIUS.least, RADIUS.most));
  return stored;
}

builder.mutationFields((t) => ({
  patrolRouteCreate: t.field({
    description: '新设巡逻路线 / Creates a patrol route',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('PatrolRouteCreate', teamSuccess('PatrolRouteCreateSuccess', '已设好 / Created'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ConflictError],
    ]),
    args: { input: t.arg({ type: RouteInput, required: true, description: '路线 / The route' }) },
    resolve: async (_root, { input }, context): Promise<TeamSuccess | ErrorShape> => {
      const { language, services, requestUuid } = context;
      const words = volunteerWords(language);
      const text = routeText.safeParse({ name: input.name });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const team = await visibleNode<TeamRow>('Team', input.teamId, context);
      if (!team) return errorsIn(language).notFound(words.teamNotFound);
      if (!may(context, 'shift.manage', { teamId: team.id })) return errorsIn(language).forbidden(words.mayNotPlan);
      const points = pointsOf(input.points, context);
      if ('typename' in points) return points;
      const route = await insertRoute(services.pool, { id: requestUuid, teamId: team.id, ...text.data, points });
      return route ? { typename: 'PatrolRouteCreateSuccess', team } : errorsIn(language).conflict(words.routeNameTaken);
    },
  }),
  patrolRouteRetire: t.field({
    description: '停用巡逻路线；以后的班次不再走 / Retires a route; upcoming shifts no longer use it',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('PatrolRouteRetire', teamSuccess('PatrolRouteRetireSuccess', '已停用 / Retired'), [NotFoundError, ForbiddenError]),
    args: { input: t.arg({ type: RetireInput, required: true, description: '哪条 / The route' }) },
    resolve: async (_root, { input }, context): Promise<TeamSuccess | ErrorShape> => {
      const { language, services } = context;
      const words = volunteerWords(language);
      const id = decodeIdOf('PatrolRoute', input.routeId);
      const [route] = id ? await readRoutes(services.pool, [id]) : [];
      if (!route?.teamId) return errorsIn(language).notFound(words.routeNotFound);
      if (!may(context, 'shift.manage', { teamId: route.teamId })) return errorsIn(language).forbidden(words.mayNotPlan);
      await retireRoute(services.pool, route.id, services.clock.now());
      services.live.touch([SHIFTS_TOPIC]);
      return { typename: 'PatrolRouteRetireSuccess', team: (await teamLoader(context).load(route.teamId)) as TeamRow };
    },
  }),
  patrolVisit: t.field({
    description: '记下到了巡逻点 / Records a visit to a point of the route',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('PatrolVisit', VisitSuccess, [
      ...[ValidationError, NotFoundError, ShiftNotJoinedError, NotCheckedInError, CheckInTimeError],
    ]),
    args: { input: t.arg({ type: VisitInput, required: true, description: '哪里 / The point' }) },
    resolve: async (_root, { input }, context): Promise<{ typename: string; shift: ShiftRow } | ErrorShape> => {
      const { language, services } = context;
      const words = volunteerWords(language);
      const [shiftId, pointId] = [decodeIdOf('Shift', input.shiftId), decodeIdOf('PatrolPoint', input.pointId)];
      if (!shiftId || !pointId) return errorsIn(language).notFound(words.routeNotFound);
      const { position } = input;
      if (position && !isOnEarth(position)) return errorsIn(language).invalidField('position', 'OUT_OF_RANGE', words.evidenceMissing);
      const byCode = isByCode(input.code, pointId, context);
      if (typeof byCode === 'object') return byCode;
      const receivedAt = services.clock.now();
      const visited = await visit(services.pool, {
        isByCode: byCode,
        ...{ shiftId, pointId, volunteerId: residentOf(context).residentId, at: input.at ?? receivedAt, receivedAt },
        position: position ? { ...position, accuracyMetres: position.accuracyMetres ?? 0 } : null,
      });
      if (visited.outcome === 'not-found') return errorsIn(language).notFound(words.routeNotFound);
      if (visited.outcome === 'time-wrong') return { typename: 'CheckInTimeError', code: 'CHECK_IN_TIME', message: words.stepTimeWrong };
      if (visited.outcome !== 'visited') return refusalOf(visited, context);
      services.live.touch([shiftTopic(shiftId), PATROLS_TOPIC, ...stepTopics(visited.hotIssueId)]);
      const [shift] = await readShifts(services.pool, [shiftId]);
      return { typename: 'PatrolVisitSuccess', shift: shift as ShiftRow };
    },
  }),
}));
