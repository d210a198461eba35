// Patrol routes, and how they were walked, as volunteers and staff see them. Nobody else: routes are not told to those they are walked for.
import { may } from '../../frame/access/may.ts';
import { grouped, inOrder } from '../../frame/batches.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { nodeId } from '../../frame/relay/graph.ts';
import { Ticket } from '../../work/tickets/graph.ts';
import { ticketLoader } from '../../work/tickets/loaders.ts';
import { subjectOf } from '../../work/tickets/visibility.ts';
import { teamRoute } from '../../work/volunteers/inputs.ts';
import { teamLoader } from '../../work/volunteers/loaders.ts';
import { Shift, ShiftSignup } from '../../work/volunteers/shifts/graph.ts';
import { Team } from '../../work/volunteers/teams/graph.ts';
import { StaffMemberType } from '../answers/graph.ts';
import { readStaff, type StaffMember } from '../answers/store.ts';
import { pointCode } from './point-codes.ts';
import {
  type PointRow,
  type RouteRow,
  type RunRow,
  readFindings,
  readPoints,
  readRoutes,
  readRoutesOf,
  readRuns,
  readVisits,
  type VisitRow,
} from './store.ts';

export const routeLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, RouteRow | null>('patrolRoute', async (ids) => inOrder(ids, await readRoutes(pool, ids)));

const routesLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, RouteRow[]>('teamRoutes', async (ids) =>
    grouped(ids, await readRoutesOf(pool, ids), ({ teamId }) => teamId ?? ''),
  );

const pointsLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, PointRow[]>('patrolPoints', async (ids) => grouped(ids, await readPoints(pool, ids), ({ routeId }) => routeId));

const runLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, RunRow | null>('patrolRun', async (ids) => {
    const bySignup = new Map((await readRuns(pool, ids)).map((run) => [run.signupId ?? '', run]));
    return ids.map((id) => bySignup.get(id) ?? null);
  });

const visitsLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, VisitRow[]>('patrolVisits', async (ids) => grouped(ids, await readVisits(pool, ids), ({ runId }) => runId));

const findingsLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, { runId: string; ticketId: string }[]>('patrolFindings', async (ids) =>
    grouped(ids, await readFindings(pool, ids), ({ runId }) => runId),
  );

export const staffLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, StaffMember | null>('patrolStaff', async (ids) => inOrder(ids, await readStaff(pool, ids)));

const PatrolPoint = builder.objectRef<PointRow>('PatrolPoint').implement({
  description: '巡逻点 / A point on a patrol route',
  fields: (t) => ({
    id: t.id(nodeId('PatrolPoint')),
    name: t.exposeString('name', { description: '名称 / Name' }),
    longitude: t.exposeFloat('longitude', { description: '经度，WGS 84 / Longitude' }),
    latitude: t.exposeFloat('latitude', { description: '纬度，WGS 84 / Latitude' }),
    radiusMetres: t.exposeInt('radiusMetres', { description: '多少米以内算到了 / Distance in metres within which a visit counts' }),
    code: t.string({
      nullable: true,
      description: '贴在点上的码；只给能出示签到码的人 / The code posted at the point; only for people who may show codes, otherwise null',
      resolve: ({ id }, _args, context) => (may(context, 'post.show') ? pointCode(id, context) : null),
    }),
  }),
});

export const PatrolRoute = builder.objectRef<RouteRow>('PatrolRoute').implement({
  description: '巡逻路线 / A patrol route',
  fields: (t) => ({
    id: t.id(nodeId('PatrolRoute')),
    name: t.exposeString('name', { description: '名称 / Name' }),
    pointCount: t.int({
      description: '几个巡逻点 / Number of points',
      resolve: async ({ id }, _args, context) => (await pointsLoader(context).load(id)).length,
    }),
    points: t.field({
      type: [PatrolPoint],
      extensions: { listSize: 8 },
      description: '巡逻点，按走的顺序 / Its points, in walking order',
      resolve: ({ id }, _args, context) => pointsLoader(context).load(id),
    }),
  }),
});

const PatrolVisit = builder.objectRef<VisitRow>('PatrolVisit').implement({
  description: '到过一个巡逻点 / A visit to a point',
  fields: (t) => ({
    pointId: t.id({ description: '哪个点 / The point', resolve: ({ pointId }) => nodeId('PatrolPoint').resolve({ id: pointId }) }),
    at: t.expose('at', { type: 'DateTime', description: '何时 / Time of the visit' }),
    distance: t.exposeInt('distance', {
      nullable: true,
      description: '离点多少米；空为没有位置 / Metres from the point; null: no location was sent',
    }),
    isFar: t.exposeBoolean('isFar', { description: '是否离得太远 / Whether the visit was too far from the point' }),
    isByCode: t.exposeBoolean('isByCode', { description: '是否扫了贴在点上的码 / Whether the code posted there was scanned' }),
  }),
});

export const PatrolRun = builder.objectRef<RunRow>('PatrolRun').implement({
  description: '一个人走的一次巡逻 / One patrol along a route',
  fields: (t) => ({
    id: t.id(nodeId('PatrolRun')),
    staff: t.field({
      type: StaffMemberType,
      nullable: true,
      description: '谁在走；志愿者为空 / The staff member on patrol; null: a volunteer',
      resolve: ({ staffId }, _args, context) => (staffId ? staffLoader(context).load(staffId) : null),
    }),
    team: t.field({
      type: Team,
      nullable: true,
      description: '哪支志愿队的班次；民警、网格员为空 / The shift in which a volunteer patrols; null: staff',
      resolve: ({ teamId }, _args, context) => (teamId ? teamLoader(context).load(teamId) : null),
    }),
    route: t.field({
      type: PatrolRoute,
      nullable: true,
      description: '走哪条路线 / The route',
      resolve: ({ routeId }, _args, context) => routeLoader(context).load(routeId),
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: '何时开始 / When it started' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: '何时结束；志愿者签退即结束；还在走为空 / When it ended, for volunteers at check-out; null: under way',
    }),
    visits: t.field({
      type: [PatrolVisit],
      extensions: { listSize: 8 },
      description: '到过的点，先到在前 / Points visited, in order',
      resolve: ({ id }, _args, context) => visitsLoader(context).load(id),
    }),
    findingCount: t.int({
      description: '发现了几件事 / Number of problems found',
      resolve: async ({ id }, _args, context) => (await findingsLoader(context).load(id)).length,
    }),
    findings: t.field({
      type: [Ticket],
      description: '发现的事；只列看得到的 / Problems found that the viewer may see',
      resolve: async ({ id }, _args, context) => {
        const found = await findingsLoader(context).load(id);
        const tickets = await Promise.all(found.map(({ ticketId }) => ticketLoader(context).load(ticketId)));
        return tickets.filter((ticket) => ticket !== null).filter((ticket) => may(context, 'ticket.read', subjectOf(ticket)));
      },
    }),
  }),
});

builder.objectField(Team, 'routes', (t) =>
  t.field({
    type: [PatrolRoute],
    nullable: true,
    description: '巡逻路线；只给志愿者和工作人员 / The team’s routes; for volunteers and staff',
    resolve: ({ id }, _args, context) => (may(context, 'shift.readRoster') ? routesLoader(context).load(id) : null),
  }),
);

teamRoute.fill(async (globalId, context) => {
  const id = decodeIdOf('PatrolRoute', globalId);
  return id ? routeLoader(context).load(id) : null;
});

builder.objectField(Shift, 'route', (t) =>
  t.field({
    type: PatrolRoute,
    nullable: true,
    description: '走哪条路线；不巡逻、或无权看者为空 / The route to patrol; null: none, or not visible to the viewer',
    resolve: ({ routeId }, _args, context) => (routeId && may(context, 'shift.readRoster') ? routeLoader(context).load(routeId) : null),
  }),
);

builder.objectField(ShiftSignup, 'patrol', (t) =>
  t.field({
    type: PatrolRun,
    nullable: true,
    description: '走到哪里了；还没走为空 / Progress along the route; null: not started',
    resolve: ({ id }, _args, context) => runLoader(context).load(id),
  }),
);
