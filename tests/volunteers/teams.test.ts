// Teams, posts, training and equipment: run by officers, and each with its "only one" rule.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { becomeVolunteer, teamIds } from '../support/volunteers.ts';

const HOUR = 3_600_000;
const RACERS = 64;

let server: TestServer;
let now = new Date();
let officer: string;
let members: string[];
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => now } });
  officer = await signIn(server, 'OFFICER');
  members = await Promise.all([1, 2, 3, 4].map((index) => signIn(server, 'VOLUNTEER', index)));
});
afterAll(() => server?.stop());

const idOf = async (token: string): Promise<string> => (await ask(server, '{ myVolunteer { id } }', {}, { token })).data.myVolunteer.id;

describe('a team', () => {
  const TEAM = 'team { id name version memberCount captain { id } members { id } }';

  it('is founded with its captain in it, who then leads it', async () => {
    const [token = ''] = members;
    const captainId = await idOf(token);
    const content = { kind: 'PUBLICITY', name: '骑手宣传队', description: '送餐路上顺手提醒', captainId };
    expect(await deed(server, token, 'teamCreate', { content })).toMatchObject({ code: 'FORBIDDEN' });
    const { team } = await deed(server, officer, 'teamCreate', { content }, TEAM);
    expect(team).toMatchObject({ name: '骑手宣传队', memberCount: 1, captain: { id: captainId } });
    expect(await deed(server, officer, 'teamCreate', { content })).toMatchObject({ __typename: 'ConflictError' });
    expect(await deed(server, officer, 'teamCreate', { content: { ...content, name: '一' } })).toMatchObject({
      __typename: 'ValidationError',
      fieldErrors: [{ path: ['input', 'content', 'name'], code: 'TOO_SHORT' }],
    });
    const leads = async () =>
      (await ask(server, 'query ($id: ID!) { node(id: $id) { ... on Team { canManage } } }', { id: team.id }, { token })).data.node
        .canManage;
    await expect.poll(leads).toBe(true);

    const added = await deed(server, token, 'teamMemberAdd', { teamId: team.id, volunteerId: await idOf(members[1] as string) }, TEAM);
    expect(added.team.memberCount).toBe(2);
    expect(await deed(server, members[1] as string, 'teamMemberAdd', { teamId: team.id, volunteerId: captainId })).toMatchObject({
      code: 'FORBIDDEN',
    });

    const change = (expectedVersion: number, more: object) =>
      deed(server, officer, 'teamChange', { teamId: team.id, expectedVersion, content: { ...content, ...more } }, TEAM);
    const [first, second] = await Promise.all([change(team.version, { description: '甲' }), change(team.version, { description: '乙' })]);
    expect([first, second].map(({ __typename }) => __typename).toSorted()).toEqual(['ConflictError', 'TeamChangeSuccess']);
    const { team: removed } = await deed(server, officer, 'teamMemberRemove', { teamId: team.id, volunteerId: captainId }, TEAM);
    expect(removed).toMatchObject({ memberCount: 1, captain: null });
    await expect.poll(leads).toBe(false);
  });

  it('names to neighbours those who want to be named, and nobody else', async () => {
    const neighbour = await signIn(server, 'RESIDENT', 70);
    const [token = ''] = members;
    const { PATROL: id } = await teamIds(server);
    const seen = async () =>
      (await ask(server, 'query ($id: ID!) { node(id: $id) { ... on Team { members { id name skills } } } }', { id }, { token: neighbour }))
        .data.node.members as { id: string; name: string; skills: null }[];
    const me = await idOf(token);
    await deed(server, token, 'volunteerNaming', { isNamed: false });
    expect((await seen()).map((one) => one.id)).not.toContain(me);
    await deed(server, token, 'volunteerNaming', { isNamed: true });
    expect((await seen()).find((one) => one.id === me)).toMatchObject({ name: expect.any(String), skills: null });
  });
});

describe('a post', () => {
  it('is made once of each name, in the grid in which it lies', async () => {
    const input = { name: '西门岗亭', longitude: 116.0295, latitude: 38.4587 };
    const POST = 'post { id radiusMetres grid { code } }';
    const answers = await Promise.all(Array.from({ length: 8 }, () => deed(server, officer, 'dutyPostCreate', input, POST)));
    const made = answers.filter(({ post }) => post);
    expect(made).toHaveLength(1);
    expect(made[0].post).toMatchObject({ radiusMetres: 150, grid: { code: '3' } });
    expect(answers.filter(({ __typename }) => __typename === 'ConflictError')).toHaveLength(7);
    expect(await deed(server, officer, 'dutyPostCreate', { ...input, name: '北门', radiusMetres: 5 })).toMatchObject({
      __typename: 'ValidationError',
    });
    expect(await deed(server, officer, 'dutyPostCreate', { ...input, name: '北门', latitude: 91 })).toMatchObject({
      __typename: 'ValidationError',
    });
  });
});

describe('training', () => {
  const SESSION = 'session { id joinedCount viewerHasJoined }';
  const session = async (capacity: number) => {
    const { course } = await deed(
      server,
      officer,
      'trainingCourseCreate',
      { name: `急救复训${capacity}`, validMonths: 12 },
      'course { id }',
    );
    const input = { courseId: course.id, place: '会议室', startsAt: new Date(now.getTime() + HOUR).toISOString(), minutes: 60, capacity };
    return { course, ...(await deed(server, officer, 'trainingSessionCreate', input, SESSION)).session };
  };

  it('has no place beyond its last, whoever races for it', async () => {
    const { id: sessionId } = await session(2);
    const racers = await Promise.all(
      Array.from({ length: 16 }, async (_, n) => {
        const token = await signIn(server, 'RESIDENT', 80 + n);
        await becomeVolunteer(server, token, officer);
        return token;
      }),
    );
    const answers = await Promise.all(
      Array.from({ length: RACERS }, (_, n) => deed(server, racers[n % racers.length], 'trainingJoin', { sessionId }, SESSION)),
    );
    const names = Object.groupBy(answers, ({ __typename }) => __typename);
    expect(Object.keys(names).toSorted()).toEqual(['TrainingFullError', 'TrainingJoinSuccess']);
    expect(names.TrainingJoinSuccess).toHaveLength((RACERS / racers.length) * 2); // two people, each as often as they pressed
    expect(names.TrainingJoinSuccess?.at(-1).session.joinedCount).toBe(2);
  });

  it('gives whoever came a certificate, once, and takes it from whoever did not', async () => {
    const [token = '', absent = ''] = members;
    const { id: sessionId, course } = await session(5);
    for (const one of [token, absent]) await deed(server, one, 'trainingJoin', { sessionId });
    await deed(server, absent, 'trainingLeave', { sessionId });
    const mark = (who: string, wasThere: boolean) =>
      idOf(who).then((volunteerId) => deed(server, officer, 'trainingMark', { sessionId, volunteerId, wasThere }, SESSION));
    const courses = async () => {
      const { data } = await ask(server, '{ myVolunteer { certificates { course { id } expiresAt } } }', {}, { token });
      return data.myVolunteer.certificates.filter((one: { course: { id: string } }) => one.course.id === course.id).length;
    };
    expect(await mark(token, true)).toMatchObject({ __typename: 'TrainingNotOpenError' });
    const before = now;
    now = new Date(now.getTime() + 1.5 * HOUR);
    try {
      expect(await deed(server, absent, 'trainingJoin', { sessionId })).toMatchObject({ __typename: 'TrainingNotOpenError' });
      expect(await mark(absent, true)).toMatchObject({ __typename: 'NotFoundError' });
      await Promise.all(Array.from({ length: 8 }, () => mark(token, true)));
      expect(await courses()).toBe(1);
      await mark(token, false);
      expect(await courses()).toBe(0);
      expect(await deed(server, officer, 'trainingSessionCancel', { sessionId })).toMatchObject({ __typename: 'TrainingNotOpenError' });
    } finally {
      now = before;
    }
  });
});

describe('equipment', () => {
  it('with a number is with one person at a time', async () => {
    const ids = await Promise.all(members.map(idOf));
    const issue = (volunteerId: string | undefined, serial = 'D-900') =>
      deed(
        server,
        officer,
        'equipmentIssue',
        { volunteerId, name: '强光手电', serial },
        'volunteer { equipment { id name serial returnedAt } }',
      );
    const answers = await Promise.all(Array.from({ length: RACERS }, (_, n) => issue(ids[n % ids.length])));
    const lent = answers.filter(({ volunteer }) => volunteer);
    expect(lent).toHaveLength(1);
    expect(answers.filter(({ __typename }) => __typename === 'ConflictError')).toHaveLength(RACERS - 1);
    const { id: equipmentId } = lent[0].volunteer.equipment.find(({ serial }: { serial: string }) => serial === 'D-900');
    expect(await deed(server, officer, 'equipmentReturn', { equipmentId })).toMatchObject({ __typename: 'EquipmentReturnSuccess' });
    expect(await deed(server, officer, 'equipmentReturn', { equipmentId })).toMatchObject({ __typename: 'NotFoundError' });
    expect(await issue(ids[2])).toMatchObject({ __typename: 'EquipmentIssueSuccess' });
    expect(await issue(ids[2], '')).toMatchObject({ __typename: 'EquipmentIssueSuccess' });
  });
});
