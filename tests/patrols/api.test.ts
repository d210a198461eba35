// Patrol routes: laid out by captains, walked by who is checked in, and what is found becomes a ticket.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { makeShift, posts, teamIds } from '../support/volunteers.ts';

const MINUTE = 60_000;
const POINTS = [
  { name: '南门', longitude: 116.0215, latitude: 38.4582 },
  { name: '地下车库', longitude: 116.0225, latitude: 38.4592, radiusMetres: 100 },
  { name: '北巷', longitude: 116.0235, latitude: 38.4602 },
];

let server: TestServer;
let now = new Date();
let officer: string;
let captain: string;
let member: string;
let stranger: string;
let teamId: string;
let postId: string;
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => now } });
  // The publicity team needs neither training nor insurance.
  [officer, captain, member, stranger] = await Promise.all([
    signIn(server, 'OFFICER'),
    signIn(server, 'VOLUNTEER', 8),
    signIn(server, 'VOLUNTEER', 9),
    signIn(server, 'RESIDENT', 60),
  ]);
  teamId = (await teamIds(server)).PUBLICITY ?? '';
  postId = (await posts(server)).社区警务室?.id ?? '';
  await server.database.pool.query(
    `UPDATE shift_signup SET status = 'LEFT', left_at = now() WHERE starts_at BETWEEN now() - interval '4 hours' AND now() + interval '3 days'`,
  );
});
afterAll(() => server?.stop());

const TEAM = 'team { routes { id name points { id name radiusMetres } } }';
const SHIFT = `query ($id: ID!) { node(id: $id) { ... on Shift { route { id points { id name } } mySignup { patrol { visits { pointId distance isFar } findingCount findings { number } } } } } }`;
const look = async (token: string | undefined, id: string) => (await ask(server, SHIFT, { id }, { token })).data.node;
const createRoute = (token: string, more: object = {}) =>
  deed(server, token, 'patrolRouteCreate', { teamId, name: '夜巡一号', points: POINTS, ...more }, TEAM);
const visit = (token: string, shiftId: string, pointId: string, more: object = {}) =>
  deed(server, token, 'patrolVisit', { shiftId, pointId, ...more }, 'shift { id }');

/** A shift on a route that begins now and that the member is checked in to, and its points. */
async function onPatrol(routeId: string, at: Date) {
  now = at;
  const startsAt = new Date(now.getTime() + 5 * MINUTE);
  const shiftId = await makeShift(server, officer, { teamId, postId, routeId, startsAt, minutes: 60 });
  await deed(server, member, 'shiftJoin', { shiftId });
  return { shiftId, points: (await look(member, shiftId)).route.points as { id: string; name: string }[] };
}
async function checkIn(shiftId: string): Promise<void> {
  const CODE = 'query ($id: ID!) { node(id: $id) { ... on Shift { captainCode { code } } } }';
  const { code } = (await ask(server, CODE, { id: shiftId }, { token: officer })).data.node.captainCode;
  expect(await deed(server, member, 'shiftCheckIn', { shiftId, code })).toMatchObject({ __typename: 'ShiftCheckInSuccess' });
}

describe('a route', () => {
  it('is laid out once of each name by whoever leads the team, and seen by volunteers and staff only', async () => {
    expect(await createRoute(member)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await createRoute(await signIn(server, 'VOLUNTEER', 0))).toMatchObject({ __typename: 'ForbiddenError' }); // captain of another team
    const answers = await Promise.all(Array.from({ length: 8 }, () => createRoute(captain)));
    expect(answers.filter(({ __typename }) => __typename === 'ConflictError')).toHaveLength(7);
    const { routes } = answers.find(({ team }) => team).team;
    expect(routes).toMatchObject([
      { name: '夜巡一号', points: [{ name: '南门', radiusMetres: 60 }, { name: '地下车库', radiusMetres: 100 }, { name: '北巷' }] },
    ]);
    for (const [points, ...where] of [
      [POINTS.slice(0, 1)],
      [[...POINTS, { ...POINTS[0], name: '一' }], '3', 'name'],
      [[...POINTS, { ...POINTS[0], latitude: 95 }]],
      [[...POINTS, { ...POINTS[0], radiusMetres: 5 }], '3', 'radiusMetres'],
      [Array.from({ length: 31 }, () => POINTS[0])],
    ] as const)
      expect((await createRoute(captain, { name: '另一条', points })).fieldErrors).toMatchObject([{ path: ['input', 'points', ...where] }]);
    const seen = async (token: string | undefined) =>
      (await ask(server, 'query ($id: ID!) { node(id: $id) { ... on Team { routes { name } } } }', { id: teamId }, { token })).data.node
        .routes;
    expect([await seen(member), await seen(stranger), await seen(undefined)]).toEqual([[{ name: '夜巡一号' }], null, null]);
    expect(
      await deed(server, officer, 'shiftCreate', { content: { ...shiftOf((await teamIds(server)).PATROL ?? ''), routeId: routes[0].id } }),
    ).toMatchObject({
      __typename: 'NotFoundError', // it is another team's
    });
  });

  const shiftOf = (team: string) => ({
    teamId: team,
    postId,
    title: '夜巡',
    capacity: 2,
    minutes: 60,
    startsAt: new Date(now.getTime() + 86_400_000),
  });

  it('is walked by a series too, until it is retired: shifts to come walk none then', async () => {
    const { team } = await createRoute(captain, { name: '早巡' });
    const route = team.routes.find(({ name }: { name: string }) => name === '早巡');
    const input = { content: { ...shiftOf(teamId), routeId: route.id }, rule: 'FREQ=DAILY' };
    const { shifts } = await deed(server, captain, 'shiftSeriesCreate', input, 'shifts { id route { id } }');
    expect(shifts.at(-1).route.id).toBe(route.id);
    expect((await deed(server, member, 'patrolRouteRetire', { routeId: route.id })).code).toBe('FORBIDDEN');
    const retired = await deed(server, captain, 'patrolRouteRetire', { routeId: route.id }, TEAM);
    expect(retired.team.routes.map(({ name }: { name: string }) => name)).toEqual(['夜巡一号']);
    expect((await look(member, shifts.at(-1).id)).route).toBe(null);
    expect(await deed(server, captain, 'shiftCreate', { content: input.content })).toMatchObject({ __typename: 'NotFoundError' });
    await createRoute(captain, { name: '早巡' }); // the name is free again
  });
});

describe('a patrol', () => {
  let routeId: string;
  beforeAll(async () => {
    routeId = (await createRoute(captain, { name: '傍晚巡' })).team.routes.find(({ name }: { name: string }) => name === '傍晚巡').id;
  });

  it('is walked point by point by who is checked in; far away is kept and marked, twice counts once', async () => {
    const { shiftId, points } = await onPatrol(routeId, new Date(now.getTime() + 60 * MINUTE));
    const [south = { id: '' }, garage = { id: '' }, north = { id: '' }] = points;
    expect(await visit(member, shiftId, south.id)).toMatchObject({ __typename: 'NotCheckedInError' });
    await checkIn(shiftId);
    const at = ({ longitude, latitude }: { longitude: number; latitude: number }) => ({
      position: { longitude, latitude, accuracyMetres: 10 },
    });
    const [p = POINTS[0], q = POINTS[1]] = POINTS;
    const racers = await Promise.all(Array.from({ length: 64 }, () => visit(member, shiftId, south.id, at(p as (typeof POINTS)[0]))));
    expect(new Set(racers.map(({ __typename }) => __typename))).toEqual(new Set(['PatrolVisitSuccess']));
    await visit(member, shiftId, garage.id, at({ longitude: (q?.longitude ?? 0) + 0.01, latitude: q?.latitude ?? 0 }));
    await visit(member, shiftId, north.id);
    expect((await look(member, shiftId)).mySignup.patrol.visits).toEqual([
      { pointId: south.id, distance: 0, isFar: false },
      { pointId: garage.id, distance: expect.any(Number), isFar: true },
      { pointId: north.id, distance: null, isFar: false },
    ]);
    expect(await visit(captain, shiftId, south.id)).toMatchObject({ __typename: 'ShiftNotJoinedError' });
    expect(await visit(member, shiftId, 'bm9uZQ')).toMatchObject({ __typename: 'NotFoundError' });
    expect((await visit(stranger, shiftId, south.id)).code).toBe('FORBIDDEN');
    expect(await visit(member, shiftId, south.id, { position: { longitude: 500, latitude: 0 } })).toMatchObject({
      __typename: 'ValidationError',
    });
    const late = await onPatrol(routeId, new Date(now.getTime() + 100 * MINUTE));
    await checkIn(late.shiftId);
    expect(await visit(member, late.shiftId, late.points[0]?.id ?? '', { at: new Date(now.getTime() - 90 * MINUTE) })).toMatchObject({
      __typename: 'CheckInTimeError', // before the check-in
    });
  });

  it('turns what is found into a ticket at that point, seen by the office as found on patrol; a report from nowhere is one all the same', async () => {
    const { shiftId, points } = await onPatrol(routeId, new Date(now.getTime() + 120 * MINUTE));
    await checkIn(shiftId);
    const found = { category: 'lighting', patrol: { shiftId, pointId: points[1]?.id } };
    const TICKET = 'ticket { id number source location { longitude latitude } }';
    const { ticket } = await deed(server, member, 'ticketCreate', found, TICKET);
    expect(ticket.source).toBe('PATROL');
    expect(ticket.location.longitude).toBeCloseTo(116.0225, 3);
    const { patrol } = (await look(member, shiftId)).mySignup;
    expect(patrol).toMatchObject({ findingCount: 1, findings: [{ number: ticket.number }] });
    const other = await look(captain, shiftId);
    expect(other.mySignup).toBe(null);

    // Nobody who is not on this patrol adds to it, and none of their reports is lost.
    for (const token of [stranger, captain]) {
      const { ticket: own } = await deed(server, token, 'ticketCreate', found, TICKET);
      expect(own.source).toBe('RESIDENT');
    }
    expect((await look(member, shiftId)).mySignup.patrol.findingCount).toBe(1);
  });
});
