// Patrol plans: proposed, edited, approved by those who may, walked by staff and by volunteers; what they find; what voters see of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { tellAll } from '../../schema/joins/answers/jobs.ts';
import { tendPlans } from '../../schema/joins/patrols/jobs.ts';
import { tomorrowAt } from '../support/moments.ts';
import { gridIds } from '../support/people.ts';
import { type Answer, ask, deed, raiseIssue, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';
import { IN_GRID_3, reportEverywhere } from '../support/tickets.ts';
import { aTown, serving, type Town } from '../support/town.ts';
import { makeShift, posts, teamIds } from '../support/volunteers.ts';

const RACERS = 64;

let server: Town;
let strict: TestServer;
let officer: string;
let elsewhere: string;
let commander: string;
let worker: string;
let voter: string;
let gridId: string;
beforeAll(async () => {
  server = await aTown({ at: tomorrowAt(10) });
  strict = await startTestServer({ clock: server.house.services.clock, planApprovers: 2, databaseUrl: server.databaseUrl });
  [officer, elsewhere, worker] = [await server.officerOf(3), await server.officerOf(12), await server.workerOf(3)];
  [commander, voter] = [await server.commander(), await server.resident()];
  gridId = (await gridIds(server)).get('3') ?? '';
});
afterAll(async () => {
  await strict?.stop();
  await server?.stop();
});

const at = (n: number, name = `${n} 号点`) => ({ name, longitude: IN_GRID_3.longitude + n / 2000, latitude: IN_GRID_3.latitude });
const PLAN = `plan { id title status version isInForce source expiresAt windows { from to } route { points { id name longitude latitude } }
  author { title } approvers { title } staff { id } teams { id } viewerCan { edit approve walk } runs { endedAt visits { pointId isFar distance isByCode } findingCount } hotIssue { id } }`;
const create = (token: string, input: object = {}) =>
  deed(server, token, 'patrolPlanCreate', { gridId, title: '夜巡', points: [at(0), at(2), at(1)], ...input }, PLAN);
const approve = (token: string, { id, version }: { id: string; version: number }, on: TestServer = server) =>
  deed(on, token, 'patrolPlanApprove', { planId: id, expectedVersion: version }, PLAN);
const inForce = async () => (await approve(officer, (await create(officer)).plan)).plan;

describe('a plan', () => {
  it('is proposed with a route in a sensible order, edited by whoever has seen it last, and approved for a week', async () => {
    const { plan } = await create(worker);
    expect(plan).toMatchObject({ status: 'PROPOSED', source: 'STAFF', isInForce: false, windows: [{ from: 20, to: 22 }] });
    expect(plan.route.points.map(({ name }: { name: string }) => name)).toEqual(['0 号点', '1 号点', '2 号点']);
    const edit = (expectedVersion: number, more: object = {}) =>
      deed(
        server,
        officer,
        'patrolPlanEdit',
        {
          planId: plan.id,
          expectedVersion,
          title: '夜巡改',
          points: [at(0), at(2), at(1)],
          keepsOrder: true,
          windows: [{ from: 23, to: 1 }],
          ...more,
        },
        PLAN,
      );
    const edited = await edit(plan.version);
    expect(edited.plan).toMatchObject({ title: '夜巡改', version: 2, windows: [{ from: 23, to: 1 }] });
    expect(edited.plan.route.points.map(({ name }: { name: string }) => name)).toEqual(['0 号点', '2 号点', '1 号点']);
    expect(await edit(plan.version)).toMatchObject({ __typename: 'ConflictError' });
    expect(await approve(worker, edited.plan)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await approve(elsewhere, edited.plan)).toMatchObject({ __typename: 'NotFoundError' });
    expect(await approve(officer, { ...edited.plan, version: 1 })).toMatchObject({ __typename: 'ConflictError' });
    const approved = await approve(officer, edited.plan);
    expect(approved.plan).toMatchObject({
      status: 'APPROVED',
      isInForce: true,
      expiresAt: server.after(7, 'days').toISOString(),
    });
    expect(await edit(approved.plan.version)).toMatchObject({ __typename: 'ConflictError' });
  });

  it('that says too little, or is of another grid, is refused as what it is', async () => {
    expect(await create(officer, { title: '夜' })).toMatchObject({ __typename: 'ValidationError' });
    expect(await create(officer, { points: [at(0)] })).toMatchObject({ __typename: 'ValidationError' });
    expect(await create(officer, { windows: [{ from: 25, to: 3 }] })).toMatchObject({ __typename: 'ValidationError' });
    expect(await create(elsewhere)).toMatchObject({ __typename: 'ForbiddenError' });
    expect(await create(officer, { gridId: 'nowhere' })).toMatchObject({ __typename: 'NotFoundError' });
    expect(await create(voter)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('without a route cannot be approved, and the database says so too', async () => {
    const { plan } = await create(officer, { points: [] });
    expect(await approve(officer, plan)).toMatchObject({ __typename: 'PlanWithoutRouteError', code: 'PLAN_WITHOUT_ROUTE' });
    await expect(
      server.database.pool.query(`UPDATE patrol_plan SET status = 'APPROVED', approved_at = now(), expires_at = now() WHERE id = $1`, [
        decodeIdOf('PatrolPlan', plan.id),
      ]),
    ).rejects.toThrow('patrol_plan_with_route');
  });

  it('needs another one than its author where two are required; an edit makes approvals void', async () => {
    const { plan } = await create(officer);
    expect(await approve(officer, plan, strict)).toMatchObject({ __typename: 'SecondApproverError', code: 'SECOND_APPROVER' });
    expect(await approve(commander, plan, strict)).toMatchObject({ plan: { status: 'APPROVED' } });
    const other = (await create(worker)).plan;
    const edited = await deed(
      server,
      commander,
      'patrolPlanEdit',
      { planId: other.id, expectedVersion: 1, title: '所长改过', points: [at(0), at(1)] },
      PLAN,
    );
    expect(await approve(commander, edited.plan, strict)).toMatchObject({ code: 'SECOND_APPROVER' });
    expect(await approve(officer, edited.plan, strict)).toMatchObject({
      plan: { status: 'APPROVED', approvers: [{ title: expect.any(String) }] },
    });
  });

  it(`is approved once, however many of ${RACERS} do at the same time`, async () => {
    const { plan } = await create(officer);
    const all = await Promise.all(Array.from({ length: RACERS }, () => approve(officer, plan)));
    expect(all.filter(({ __typename }) => __typename === 'PatrolPlanApproveSuccess')).toHaveLength(1);
    expect(all.filter(({ __typename }) => __typename === 'ConflictError')).toHaveLength(RACERS - 1);
  });

  it('for a hot issue answers it: its voters are told and see the chain; a frozen one gets none', async () => {
    const issue = await raiseIssue(server, voter, { title: '停车场夜里没灯', location: IN_GRID_3 });
    await deed(server, voter, 'hotIssueVote', { hotIssueId: issue });
    await server.later(2, 'days');
    const { plan } = await create(officer, { hotIssueId: issue, gridId: undefined });
    expect(plan).toMatchObject({ source: 'HOT_ISSUE', hotIssue: { id: issue } });
    await approve(officer, plan);
    const { data } = await ask(
      server,
      'query ($id: ID!) { hotIssue(id: $id) { status steps { kind text signature } plans { id } } }',
      { id: issue },
      { token: voter },
    );
    expect(data.hotIssue).toMatchObject({
      status: 'PATROLLING',
      plans: [],
      steps: [{ kind: 'PLANNED', text: '已排好巡逻：0 号点、1 号点、2 号点；每天 20:00–22:00，为期一周。' }],
    });
    await tellAll(server.house.services);
    const { notices } = (await ask(server, '{ notices { notices { text path } } }', {}, { token: voter })).data.notices;
    expect(notices[0]).toEqual({ text: '您关注的“停车场夜里没灯”已排好巡逻路线。', path: `/hot/${issue}` });

    const frozen = await raiseIssue(server, voter, { title: '有人买票的巡逻', location: IN_GRID_3 });
    const waiting = (await create(officer, { hotIssueId: frozen })).plan;
    await deed(server, commander, 'surgeFlagRaise', { hotIssueId: frozen, reason: '票来得太快' });
    expect(await create(officer, { hotIssueId: frozen })).toMatchObject({ __typename: 'SurgeFrozenError' });
    expect(await approve(officer, waiting)).toMatchObject({ __typename: 'SurgeFrozenError', code: 'SURGE_FROZEN' });
    const { rows } = await server.database.pool.query('SELECT FROM patrol_plan_approval WHERE plan_id = $1', [
      decodeIdOf('PatrolPlan', waiting.id),
    ]);
    expect(rows).toEqual([]);
  });

  it('is done away with for a reason, once', async () => {
    const plan = await inForce();
    const dismiss = (reason: string) => deed(server, officer, 'patrolPlanDismiss', { planId: plan.id, reason }, PLAN);
    expect(await dismiss('')).toMatchObject({ __typename: 'ValidationError' });
    expect(await dismiss('路口封了')).toMatchObject({ plan: { status: 'DISMISSED', isInForce: false } });
    expect(await dismiss('路口封了')).toMatchObject({ __typename: 'ConflictError' });
  });
});

describe('a patrol of staff', () => {
  const step = (token: string, planId: string, pointId?: string, more: object = {}) =>
    deed(
      server,
      token,
      pointId ? 'patrolRunVisit' : 'patrolRunStart',
      { planId, ...(pointId ? { pointId } : {}), ...more },
      `run { startedAt endedAt } ${PLAN}`,
    );
  const end = (token: string, planId: string) => deed(server, token, 'patrolRunEnd', { planId }, 'run { endedAt }');

  it('begins, is at points, near and far, ends; twice is as good as once', async () => {
    const plan = await inForce();
    const [first, second, third] = plan.route.points;
    await step(worker, plan.id);
    await step(worker, plan.id, first.id, { position: { longitude: first.longitude, latitude: first.latitude, accuracyMetres: 10 } });
    await step(worker, plan.id, first.id);
    const far = await step(worker, plan.id, second.id, {
      position: { longitude: second.longitude + 0.01, latitude: second.latitude, accuracyMetres: 10 },
    });
    expect(far.plan.runs).toEqual([
      expect.objectContaining({
        endedAt: null,
        visits: [
          expect.objectContaining({ pointId: first.id, isFar: false, distance: 0 }),
          expect.objectContaining({ pointId: second.id, isFar: true }),
        ],
      }),
    ]);
    expect(await end(worker, plan.id)).toMatchObject({ run: { endedAt: server.now.toISOString() } });
    expect(await end(worker, plan.id)).toMatchObject({ __typename: 'ConflictError' });
    // What the phone kept is sent later, and belongs to the patrol it was on.
    await server.later(1, 'hours');
    const sent = await step(worker, plan.id, third.id, { at: server.after(-1, 'hours').toISOString() });
    expect(sent.plan.runs).toHaveLength(1);
    expect(sent.plan.runs[0].visits).toHaveLength(3);
    expect(await step(worker, plan.id, third.id, { at: server.after(-3, 'days').toISOString() })).toMatchObject({
      __typename: 'CheckInTimeError',
    });
  });

  it('is at a point by the code that hangs there, marked so; another code is none', async () => {
    const plan = await inForce();
    const [first, second] = plan.route.points;
    const { data } = await ask(
      server,
      'query ($id: ID!) { node(id: $id) { ... on PatrolPlan { route { points { code } } } } }',
      { id: plan.id },
      { token: officer },
    );
    const [code, other] = data.node.route.points.map((point: { code: string }) => point.code);
    const far = { longitude: first.longitude + 0.01, latitude: first.latitude, accuracyMetres: 10 };
    expect(await step(worker, plan.id, first.id, { code: other })).toMatchObject({ __typename: 'ValidationError' });
    await step(worker, plan.id, first.id, { code: code.toLowerCase(), position: far });
    const visited = await step(worker, plan.id, second.id, { position: far });
    const { visits } = visited.plan.runs[0];
    expect(visits).toEqual([
      expect.objectContaining({ pointId: first.id, isFar: false, isByCode: true }),
      expect.objectContaining({ pointId: second.id, isFar: true, isByCode: false }),
    ]);
    await end(worker, plan.id);
  });

  it('covers its grid point by point; far away covers nothing', async () => {
    const covered = async (token: string) => {
      const query = '{ patrolCoverage { grid { code } pointCount passedCount patrolCount lastAt } }';
      const rows: { grid: { code: string } }[] = (await ask(server, query, {}, { token })).data.patrolCoverage;
      return rows.find(({ grid }) => grid.code === '3') as never as Record<string, number>;
    };
    const plan = await inForce();
    const before = await covered(officer);
    const [first, second] = plan.route.points;
    await step(worker, plan.id, first.id);
    await step(worker, plan.id, second.id, { position: { longitude: 0, latitude: 0, accuracyMetres: 5 } });
    await end(worker, plan.id);
    const after = await covered(officer);
    expect(after).toEqual({
      ...before,
      passedCount: (before.passedCount ?? 0) + 1,
      patrolCount: (before.patrolCount ?? 0) + 1,
      lastAt: server.now.toISOString(),
    });
    expect(await covered(elsewhere)).toBeUndefined();
    expect(await covered(commander)).toEqual(after);
  });

  it('of somebody else’s plan, of one that waits, or of one too old is refused', async () => {
    const plan = await inForce();
    expect(await step(elsewhere, plan.id)).toMatchObject({ __typename: 'NotFoundError' });
    const waiting = (await create(officer)).plan;
    expect(await step(officer, waiting.id)).toMatchObject({ __typename: 'PlanNotInForceError', code: 'PLAN_NOT_IN_FORCE' });
    await server.later(7, 'days');
    expect(await step(officer, plan.id, plan.route.points[0].id)).toMatchObject({ __typename: 'PlanNotInForceError' });
  });

  it('is one at a time, and one of them for 64 taps', async () => {
    const [plan, other] = [await inForce(), await inForce()];
    const taps = await Promise.all(Array.from({ length: RACERS }, () => step(officer, plan.id)));
    expect(taps.filter(({ __typename }) => __typename === 'PatrolRunStartSuccess').length).toBeGreaterThan(0);
    const { rows } = await server.database.pool.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM patrol_run r JOIN patrol_plan p ON p.route_id = r.route_id WHERE p.id = $1',
      [decodeIdOf('PatrolPlan', plan.id)],
    );
    expect(rows[0]?.n).toBe(1);
    expect(await step(officer, other.id)).toMatchObject({ __typename: 'ConflictError' });
    await end(officer, plan.id);
    expect(await step(officer, other.id)).toMatchObject({ __typename: 'PatrolRunStartSuccess' });
    // Forgotten, the clock ends it.
    await server.later(13, 'hours');
    await tendPlans(server.house.services);
    expect(await end(officer, other.id)).toMatchObject({ __typename: 'ConflictError' });
  });

  it('shows on the desk at once', async () => {
    const plan = await inForce();
    const stream = subscribe(server, 'subscription { patrolPlansUpdated { id runs { visits { pointId } } } }', {}, commander);
    await stream.next();
    await step(worker, plan.id, plan.route.points[0].id);
    let shown: { id: string; runs: { visits: object[] }[] } | undefined;
    do shown = (await stream.next()).data.patrolPlansUpdated.find(({ id }: { id: string }) => id === plan.id);
    while (!shown?.runs[0]?.visits.length);
    await stream.end();
    await end(worker, plan.id);
  });

  it('shows on the board of whoever has to do with its grid, while it goes on', async () => {
    const plan = await inForce();
    const QUERY = 'subscription { patrolsUpdated { plan { id } staff { id } visits { pointId } } }';
    const streams = [commander, elsewhere].map((token) => subscribe(server, QUERY, {}, token));
    const [desk, other] = streams as [(typeof streams)[number], (typeof streams)[number]];
    const idsOf = ({ data }: Answer): (string | undefined)[] =>
      data.patrolsUpdated.map((run: { plan: { id: string } | null }) => run.plan?.id);
    await step(worker, plan.id, plan.route.points[0].id);
    let shown: (string | undefined)[];
    do shown = idsOf(await desk.next());
    while (!shown.includes(plan.id));
    expect(idsOf(await other.next())).not.toContain(plan.id);
    await end(worker, plan.id);
    do shown = idsOf(await desk.next());
    while (shown.includes(plan.id));
    await Promise.all(streams.map((stream) => stream.end()));
  });

  it('finds something: a ticket of the patrol, linked to the issue, a step for its voters; without a place it is none', async () => {
    const issue = await raiseIssue(server, voter, { title: '巷子里有人撬车', location: IN_GRID_3 });
    await deed(server, voter, 'hotIssueVote', { hotIssueId: issue });
    const plan = (await approve(officer, (await create(officer, { hotIssueId: issue })).plan)).plan;
    const find = (patrol: object, more: object = {}) =>
      deed(
        server,
        worker,
        'ticketCreate',
        { category: 'lighting', description: '三盏灯不亮', patrol, ...more },
        'ticket { id source grid { code } }',
      );
    expect(await find({ planId: plan.id })).toMatchObject({ __typename: 'FindingPlaceMissingError', code: 'FINDING_PLACE_MISSING' });
    await step(worker, plan.id, plan.route.points[0].id);
    const found = await find({ planId: plan.id, pointId: plan.route.points[1].id });
    expect(found.ticket).toMatchObject({ source: 'PATROL', grid: { code: '3' } });
    const { data } = await ask(
      server,
      'query ($id: ID!) { hotIssue(id: $id) { ticketCount steps { kind } plans { runs { findingCount } } } }',
      { id: issue },
      { token: officer },
    );
    expect(data.hotIssue).toEqual({
      ticketCount: 1,
      steps: [{ kind: 'PLANNED' }, { kind: 'PATROLLED' }, { kind: 'FOUND' }],
      plans: [{ runs: [{ findingCount: 1 }] }],
    });
    await end(worker, plan.id);
  });
});

describe('who walks a plan', () => {
  it('could be whoever is on duty there first, anybody else of the station, or a patrol team', async () => {
    const plan = await inForce();
    const query = 'query ($id: ID!) { node(id: $id) { ... on PatrolPlan { candidates { staff { id role } teams { id } } } } }';
    const candidates = async (token: string) => (await ask(server, query, { id: plan.id }, { token })).data.node?.candidates;
    const { staff, teams } = await candidates(officer);
    const ids = staff.map(({ id }: { id: string }) => id);
    const [own, guest] = [serving('OFFICER', 3).id, serving('OFFICER', 12).id];
    expect(ids.findIndex((id: string) => own.includes(id))).toBeLessThan(ids.findIndex((id: string) => guest.includes(id)));
    expect(new Set(staff.map(({ role }: { role: string }) => role))).toEqual(new Set(['OFFICER', 'GRID_WORKER']));
    expect(teams).toEqual([{ id: (await teamIds(server)).PATROL }]);
  });

  it('are officers, grid workers and patrol teams; shifts of the teams have its route while it is in force', async () => {
    const plan = await inForce();
    const [teams, allPosts] = [await teamIds(server), await posts(server)];
    const patrol = teams.PATROL ?? '';
    const shift = await makeShift(server, commander, {
      teamId: patrol,
      postId: Object.values(allPosts)[0]?.id ?? '',
      startsAt: server.after(2, 'days'),
      capacity: 3,
    });
    const after = await makeShift(server, commander, {
      teamId: patrol,
      postId: Object.values(allPosts)[0]?.id ?? '',
      startsAt: server.after(9, 'days'),
      capacity: 3,
    });
    const assign = (staffIds: string[], ids: string[]) =>
      deed(server, officer, 'patrolPlanAssign', { planId: plan.id, staffIds, teamIds: ids }, PLAN);
    expect(await assign([], [teams.PUBLICITY ?? ''])).toMatchObject({ __typename: 'ValidationError' });
    const { id: guest } = serving('OFFICER', 12);
    expect(await assign([guest], [patrol])).toMatchObject({ plan: { staff: [{ id: guest }], teams: [{ id: patrol }] } });
    const routeOf = async (id: string) =>
      (await ask(server, 'query ($id: ID!) { node(id: $id) { ... on Shift { route { points { id } } } } }', { id }, { token: commander }))
        .data.node.route;
    expect((await routeOf(shift)).points).toHaveLength(3);
    expect((await routeOf(after))?.points?.[0]?.id).not.toBe(plan.route.points[0].id);
    // A volunteer sees the route of their shift, what it is for, and not the plan behind it.
    const volunteer = await signIn(server, 'VOLUNTEER', 0);
    const walked = await ask(
      server,
      'query ($id: ID!) { node(id: $id) { ... on Shift { route { name points { name code } } } ... on PatrolPlan { title } } }',
      { id: shift },
      { token: await signIn(server, 'VOLUNTEER', 1) },
    );
    expect(walked.data.node.route.points).toEqual(plan.route.points.map(({ name }: { name: string }) => ({ name, code: null })));
    const hidden = await ask(server, 'query ($id: ID!) { node(id: $id) { id } }', { id: plan.id }, { token: volunteer });
    expect(hidden.data.node).toBeNull();
    // Whoever was asked may walk it, of another grid too.
    expect(await deed(server, elsewhere, 'patrolRunStart', { planId: plan.id })).toMatchObject({ __typename: 'PatrolRunStartSuccess' });
    await deed(server, elsewhere, 'patrolRunEnd', { planId: plan.id });
    const mine = await ask(server, '{ patrolPlans(view: IN_FORCE) { id } }', {}, { token: elsewhere });
    expect(mine.data.patrolPlans).toContainEqual({ id: plan.id });
    await deed(server, officer, 'patrolPlanDismiss', { planId: plan.id, reason: '改期' });
    expect((await routeOf(shift))?.points?.[0]?.id).not.toBe(plan.route.points[0].id);
  });
});

describe('the planner', () => {
  it('proposes once a day, from hot issues, from reports and at random; a frozen issue is passed over; nobody walks it before somebody approves', async () => {
    await server.later(30, 'days');
    await server.moveTo(new Date(`${server.now.toISOString().slice(0, 10)}T01:00:00Z`)); // nine in Shanghai
    const { rows: hot } = await server.database.pool.query<{ id: string }>(
      `UPDATE hot_issue SET is_frozen = true WHERE id = (SELECT id FROM hot_issue WHERE closed_at IS NULL AND grid_id IS NOT NULL ORDER BY heat_order DESC LIMIT 1) RETURNING id`,
    );
    await reportEverywhere(server, server.now);
    await Promise.all(Array.from({ length: 4 }, () => tendPlans(server.house.services)));
    const { rows } = await server.database.pool.query<{ source: string; hotIssueId: string | null; status: string; route: string | null }>(
      `SELECT source, hot_issue_id AS "hotIssueId", status, route_id AS route FROM patrol_plan WHERE proposed_on = $1`,
      [server.after(8, 'hours').toISOString().slice(0, 10)],
    );
    expect(rows.filter(({ source }) => source === 'HOT_ISSUE').length).toBeGreaterThan(0);
    expect(rows.filter(({ source }) => source === 'HOT_ISSUE').length).toBeLessThanOrEqual(3);
    expect(rows.filter(({ source }) => source === 'REPORTS' || source === 'RANDOM').length).toBeGreaterThan(0);
    expect(rows.map(({ hotIssueId }) => hotIssueId)).not.toContain(hot[0]?.id);
    expect(rows.every(({ status }) => status === 'PROPOSED')).toBe(true);
    // However close reports lie there is a route; and no point tells whose door it is.
    expect(rows.every(({ route }) => route !== null)).toBe(true);
    const { rows: points } = await server.database.pool.query<{ name: string }>(
      'SELECT o.name FROM patrol_point o WHERE o.route_id = ANY($1)',
      [rows.map(({ route }) => route)],
    );
    expect(points.filter(({ name }) => name.includes('502'))).toEqual([]);
    const before = rows.length;
    await tendPlans(server.house.services);
    const { rows: again } = await server.database.pool.query('SELECT FROM patrol_plan WHERE proposed_on = $1', [
      server.after(8, 'hours').toISOString().slice(0, 10),
    ]);
    expect(again).toHaveLength(before);
  });
});
