// Volunteers and shifts through the API: every refusal has its own type, and nothing is half done.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { tendShifts } from '../../schema/work/volunteers/jobs.ts';
import { ask, deed, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';
import { becomeVolunteer, makeShift, posts, teamIds } from '../support/volunteers.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RACERS = 64;
const PLACE =
  'shift { id joinedCount waitingCount capacity } signup { status waitingBefore attendance { inMethod outMethod minutes points isUploadedLate isClosedByRule } }';

let server: TestServer;
/** Nine in the morning of tomorrow, in Shanghai: no night comes into what shifts earn. */
let now = new Date(new Date(Date.now() + DAY).setUTCHours(1, 0, 0, 0));
let tokens: Record<'commander' | 'officer' | 'captain' | 'member' | 'captainElsewhere', string>;
let teams: Record<string, string>;
let post: { id: string; longitude: number; latitude: number };
let elsewhere: { id: string };
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => now } });
  tokens = {
    commander: await signIn(server, 'COMMANDER'),
    officer: await signIn(server, 'OFFICER'),
    captain: await signIn(server, 'VOLUNTEER', 0),
    member: await signIn(server, 'VOLUNTEER', 1), // before residents become volunteers and stand between them
    captainElsewhere: await signIn(server, 'VOLUNTEER', 8),
  };
  teams = await teamIds(server);
  const all = await posts(server);
  post = all.社区警务室 as typeof post;
  elsewhere = all.东门岗亭 as typeof elsewhere;
});
afterAll(() => server?.stop());

let people = 40;
/** Volunteers of the patrol who are new: nothing they have joined is in the way. */
const patrol = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const token = await signIn(server, 'RESIDENT', people++);
      await becomeVolunteer(server, token, tokens.officer);
      return token;
    }),
  );
const shiftIn = (ms: number, more: object = {}) =>
  makeShift(server, tokens.officer, { teamId: teams.PATROL as string, postId: post.id, startsAt: new Date(now.getTime() + ms), ...more });
const joinIt = (token: string, shiftId: string, mayWait = false) => deed(server, token, 'shiftJoin', { shiftId, mayWait }, PLACE);
const leaveIt = (token: string, shiftId: string) => deed(server, token, 'shiftLeave', { shiftId }, PLACE);
const come = (token: string, shiftId: string, proof: object) => deed(server, token, 'shiftCheckIn', { shiftId, ...proof }, PLACE);
const go = (token: string, shiftId: string, proof: object) => deed(server, token, 'shiftCheckOut', { shiftId, ...proof }, PLACE);
const HERE = () => ({ position: { longitude: post.longitude, latitude: post.latitude, accuracyMetres: 10 } });
const codeOf = async (postId: string): Promise<string> =>
  (await ask(server, 'query ($id: ID!) { node(id: $id) { ... on DutyPost { code { code } } } }', { id: postId }, { token: tokens.officer }))
    .data.node.code.code;
const balanceOf = async (token: string): Promise<number> =>
  (await ask(server, '{ points { balance } }', {}, { token })).data.points.balance;
const tally = (answers: { __typename: string }[]) =>
  Object.fromEntries(Object.entries(Object.groupBy(answers, ({ __typename }) => __typename)).map(([name, list]) => [name, list?.length]));

/** Runs with the clock elsewhere. */
async function later<Value>(ms: number, work: () => Promise<Value>): Promise<Value> {
  const before = now;
  now = new Date(now.getTime() + ms);
  try {
    return await work();
  } finally {
    now = before;
  }
}

describe('an application', () => {
  const APPLICATION = {
    skills: ['LAW', 'LAW'],
    times: ['WEEKEND_EVENING'],
    healthNote: '膝盖不好',
    contactName: '女儿',
    contactPhone: '10000000009',
  };
  const mine = async (token: string) =>
    (await ask(server, '{ myVolunteer { id status skills healthNote reason version emergencyContact { name phone } } }', {}, { token }))
      .data.myVolunteer;

  it('is refused with a reason, made anew, accepted, and then shifts are open', async () => {
    const token = await signIn(server, 'RESIDENT', 30);
    expect(await mine(token)).toBeNull();
    const shiftId = await shiftIn(DAY);
    expect((await joinIt(token, shiftId)).code).toBe('FORBIDDEN');
    await deed(server, token, 'volunteerApply', APPLICATION);
    const applied = await mine(token);
    expect(applied).toMatchObject({
      status: 'PENDING',
      skills: ['LAW'],
      healthNote: '膝盖不好',
      emergencyContact: { phone: '+8610000000009' },
    });
    const review = (input: object) =>
      deed(server, tokens.officer, 'volunteerReview', { volunteerId: applied.id, ...input }, 'volunteer { status }');
    expect(await review({ expectedVersion: applied.version, isAccepted: false })).toMatchObject({ __typename: 'ValidationError' });
    expect(await review({ expectedVersion: applied.version, isAccepted: false, reason: '请先完成实名' })).toMatchObject({
      volunteer: { status: 'REFUSED' },
    });
    expect(await review({ expectedVersion: applied.version, isAccepted: true })).toMatchObject({ __typename: 'ConflictError' });
    expect(await mine(token)).toMatchObject({ status: 'REFUSED', reason: '请先完成实名' });
    await deed(server, token, 'volunteerApply', APPLICATION);
    const { version } = await mine(token);
    const teamId = teams.MEDIATION;
    expect(await review({ expectedVersion: version, isAccepted: true, teamId })).toMatchObject({ volunteer: { status: 'ACTIVE' } });
    const { data } = await ask(server, '{ viewer { persona can { serveShifts manageShifts } } }', {}, { token });
    expect(data.viewer).toEqual({ persona: 'VOLUNTEER', can: { serveShifts: true, manageShifts: false } });
    expect(await joinIt(token, shiftId)).toMatchObject({
      __typename: 'TrainingMissingError',
      message: expect.stringContaining('巡逻安全与急救'),
    });
  });

  it('keeps the note on health from everybody but the person and the officers, and reading it is on record', async () => {
    const token = await signIn(server, 'RESIDENT', 31);
    await deed(server, token, 'volunteerApply', APPLICATION);
    const { id } = await mine(token);
    const read = async (reader: string) =>
      (
        await ask(
          server,
          'query ($id: ID!) { node(id: $id) { ... on Volunteer { name healthNote emergencyContact { name } } } }',
          { id },
          { token: reader },
        )
      ).data.node;
    expect(await read(tokens.officer)).toMatchObject({ healthNote: '膝盖不好' });
    expect(await read(await signIn(server, 'GRID_WORKER'))).toMatchObject({ healthNote: null, emergencyContact: { name: '女儿' } });
    expect(await read(tokens.captain)).toMatchObject({ healthNote: null, emergencyContact: null });
    expect(await read(await signIn(server, 'RESIDENT', 32))).toBeNull();
    const { data } = await ask(server, '{ whoLooked { edges { node { action } } } }', {}, { token });
    expect(data.whoLooked.edges.map(({ node }: { node: { action: string } }) => node.action)).toContain('VOLUNTEER_READ_HEALTH');
    const { rows } = await server.database.pool.query(
      `SELECT position(convert_to('膝盖', 'UTF8') IN health_note) AS found FROM volunteer WHERE resident_id = $1`,
      [decodeIdOf('Volunteer', id)],
    );
    expect(rows).toEqual([{ found: 0 }]);
  });

  it.each([
    [{ contactName: '' }, 'contactName'],
    [{ contactPhone: '12' }, 'contactPhone'],
    [{ healthNote: '<b>好</b>' }, 'healthNote'],
  ])('with %j is sent back', async (more, field) => {
    const answer = await deed(server, await signIn(server, 'RESIDENT', 33), 'volunteerApply', { ...APPLICATION, ...more });
    expect(answer.fieldErrors).toMatchObject([{ path: ['input', field] }]);
  });
});

describe('a shift', () => {
  it('takes as many as it has places; others wait and move up in their order, live', async () => {
    const [first, second, third, fourth] = (await patrol(4)) as [string, string, string, string];
    const shiftId = await shiftIn(2 * DAY, { capacity: 1 });
    const seen = subscribe(
      server,
      'subscription ($id: ID!) { shiftUpdated(shiftId: $id) { joinedCount waitingCount } }',
      { id: shiftId },
      first,
    );
    expect((await seen.next()).data.shiftUpdated).toEqual([{ joinedCount: 0, waitingCount: 0 }]);
    expect(await joinIt(first, shiftId)).toMatchObject({ signup: { status: 'JOINED' }, shift: { joinedCount: 1 } });
    expect((await seen.next()).data.shiftUpdated).toEqual([{ joinedCount: 1, waitingCount: 0 }]);
    await seen.end();
    expect(await joinIt(second, shiftId)).toMatchObject({ __typename: 'ShiftFullError', code: 'SHIFT_FULL' });
    expect(await joinIt(second, shiftId, true)).toMatchObject({ signup: { status: 'WAITING', waitingBefore: 0 } });
    expect(await joinIt(third, shiftId, true)).toMatchObject({ signup: { status: 'WAITING', waitingBefore: 1 } });
    expect(await joinIt(fourth, shiftId, true)).toMatchObject({ signup: { waitingBefore: 2 }, shift: { waitingCount: 3 } });
    await leaveIt(second, shiftId);
    await joinIt(second, shiftId, true); // to the end
    await leaveIt(first, shiftId);
    const roster = async () =>
      (
        await ask(
          server,
          'query ($id: ID!) { node(id: $id) { ... on Shift { signups { status volunteer { name } } mySignup { status isPromoted } } } }',
          { id: shiftId },
          { token: third },
        )
      ).data.node;
    expect(await roster()).toMatchObject({
      mySignup: { status: 'JOINED', isPromoted: true },
      signups: [{ status: 'JOINED' }, { status: 'WAITING' }, { status: 'WAITING' }],
    });
    const shift = (await ask(server, 'query ($id: ID!) { node(id: $id) { ... on Shift { version } } }', { id: shiftId })).data.node;
    const change = (capacity: number, expectedVersion = shift.version) =>
      deed(
        server,
        tokens.captain,
        'shiftChange',
        { shiftId, expectedVersion, title: '晚间巡逻', capacity },
        'shift { joinedCount version }',
      );
    expect(await change(2)).toMatchObject({ shift: { joinedCount: 2 } });
    expect(await change(3)).toMatchObject({ __typename: 'ConflictError' });
    expect(await change(1, shift.version + 1)).toMatchObject({ __typename: 'ShiftCapacityError' });
    expect(await joinIt(fourth, shiftId)).toMatchObject({ signup: { status: 'JOINED' } });
  });

  it('is refused for another at the same time, a missing skill, insurance that lapses, and once it has begun or was called off', async () => {
    const [token] = (await patrol(1)) as [string];
    const shiftId = await shiftIn(3 * DAY);
    await joinIt(token, shiftId);
    expect(await joinIt(token, await shiftIn(3 * DAY + 30 * MINUTE))).toMatchObject({ __typename: 'ShiftOverlapError' });
    expect(await joinIt(token, await shiftIn(3 * DAY + HOUR))).toMatchObject({ signup: { status: 'JOINED' } });
    expect(await joinIt(token, await shiftIn(4 * DAY, { skills: ['DRIVING', 'LAW'] }))).toMatchObject({
      __typename: 'SkillMissingError',
      message: expect.stringContaining('驾驶'),
    });
    expect(await joinIt(token, await shiftIn(299 * DAY + 23 * HOUR + 30 * MINUTE))).toMatchObject({ __typename: 'InsuranceMissingError' });
    const begun = await shiftIn(HOUR);
    await later(HOUR, async () => expect(await joinIt(token, begun)).toMatchObject({ __typename: 'ShiftNotOpenError' }));
    expect(await leaveIt(token, begun)).toMatchObject({ __typename: 'ShiftNotJoinedError' });
    expect(
      await deed(server, tokens.captain, 'shiftCancel', { shiftId, reason: '大风' }, 'shift { cancelReason joinedCount }'),
    ).toMatchObject({
      shift: { cancelReason: '大风', joinedCount: 0 },
    });
    expect(await joinIt(token, shiftId)).toMatchObject({ __typename: 'ShiftNotOpenError', message: '这个班次已取消。' });
    expect(await joinIt(token, 'x')).toMatchObject({ __typename: 'NotFoundError' });
  });

  it('is planned by its captain and staff, with times and numbers that make sense', async () => {
    const content = {
      teamId: teams.PATROL,
      postId: post.id,
      title: '夜巡',
      capacity: 2,
      minutes: 60,
      startsAt: new Date(now.getTime() + DAY),
    };
    const plan = (token: string, more: object) => deed(server, token, 'shiftCreate', { content: { ...content, ...more } }, 'shift { id }');
    expect((await plan(tokens.captain, {})).__typename).toBe('ShiftCreateSuccess');
    expect((await plan(tokens.captainElsewhere, {})).code).toBe('FORBIDDEN');
    expect((await plan(tokens.member, {})).code).toBe('FORBIDDEN');
    expect((await plan(tokens.captain, { postId: 'x' })).__typename).toBe('NotFoundError');
    for (const [more, field] of [
      [{ title: 'x' }, 'title'],
      [{ capacity: 0 }, 'capacity'],
      [{ minutes: 961 }, 'minutes'],
      [{ startsAt: now }, 'startsAt'],
    ] as const)
      expect((await plan(tokens.captain, more)).fieldErrors, field).toMatchObject([{ path: ['input', 'content', field] }]);
  });

  it('repeats by a rule, goes on by itself, and ends', async () => {
    const startsAt = new Date(now.getTime() + DAY);
    const content = { teamId: teams.PUBLICITY, postId: post.id, title: '菜场宣传', capacity: 2, minutes: 60, startsAt };
    const plan = (rule: string) =>
      deed(server, tokens.captainElsewhere, 'shiftSeriesCreate', { content, rule }, 'shifts { id startsAt isRepeated }');
    expect((await plan('FREQ=HOURLY')).fieldErrors).toMatchObject([{ path: ['input', 'rule'] }]);
    const { shifts } = await plan('FREQ=WEEKLY');
    expect(shifts).toHaveLength(8);
    expect(shifts[7]).toMatchObject({ startsAt: new Date(startsAt.getTime() + 49 * DAY).toISOString(), isRepeated: true });
    const count = async () =>
      (
        await ask(server, 'query ($f: ShiftFilter) { shifts(filter: $f, first: 100) { edges { node { title cancelledAt } } } }', {
          f: { teamId: teams.PUBLICITY, until: new Date(now.getTime() + 200 * DAY) },
        })
      ).data.shifts.edges.filter(
        ({ node }: { node: { title: string; cancelledAt: string | null } }) => node.title === '菜场宣传' && !node.cancelledAt,
      ).length;
    await later(14 * DAY, () => tendShifts(server.house.services));
    expect(await count()).toBe(10);
    const ended = await deed(
      server,
      tokens.captainElsewhere,
      'shiftSeriesEnd',
      { shiftId: shifts[0].id, reason: '换地方' },
      'shifts { id }',
    );
    expect(ended.shifts).toHaveLength(10);
    expect(await count()).toBe(0);
    await later(30 * DAY, () => tendShifts(server.house.services));
    expect(await count()).toBe(0);
    expect(await deed(server, tokens.captainElsewhere, 'shiftSeriesEnd', { shiftId: shifts[0].id, reason: '换地方' })).toMatchObject({
      __typename: 'NotFoundError',
    });
  });
});

describe('check-in and check-out', () => {
  it('of a captain, who can have every code shown anywhere, are by position', async () => {
    const shiftId = await shiftIn(HOUR / 4);
    expect((await joinIt(tokens.captain, shiftId)).__typename).toBe('ShiftJoinSuccess');
    const seen = await ask(
      server,
      'query ($id: ID!) { node(id: $id) { ... on DutyPost { code { code } } } }',
      { id: post.id },
      { token: tokens.captain },
    );
    expect(await come(tokens.captain, shiftId, { code: seen.data.node.code.code })).toMatchObject({ __typename: 'CheckInCodeWrongError' });
    expect((await come(tokens.captain, shiftId, HERE())).__typename).toBe('ShiftCheckInSuccess');
    await go(tokens.captain, shiftId, HERE());
  });

  /** Somebody with a place in a shift that begins in ten minutes. */
  async function onDuty(more: object = {}): Promise<[token: string, shiftId: string]> {
    const [token] = (await patrol(1)) as [string];
    const shiftId = await shiftIn(10 * MINUTE, more);
    await joinIt(token, shiftId);
    return [token, shiftId];
  }

  it('by the code of the post: once in, once out, paid at once and once', async () => {
    const [token, shiftId] = await onDuty();
    const code = await codeOf(post.id);
    expect(await go(token, shiftId, { code })).toMatchObject({ __typename: 'NotCheckedInError' });
    const [first, again] = await Promise.all([come(token, shiftId, { code }), come(token, shiftId, { code: code.toLowerCase() })]);
    for (const answer of [first, again]) expect(answer).toMatchObject({ signup: { attendance: { inMethod: 'POST_CODE', points: null } } });
    expect(await go(token, shiftId, { code })).toMatchObject({ __typename: 'CheckInCodeUsedError' });
    expect(await leaveIt(token, shiftId)).toMatchObject({ __typename: 'ShiftNotOpenError' });
    expect(await deed(server, tokens.captain, 'shiftCancel', { shiftId, reason: '大风' })).toMatchObject({
      __typename: 'ShiftNotOpenError',
    });
    await later(70 * MINUTE, async () => {
      const last = await codeOf(post.id);
      const outs = await Promise.all(Array.from({ length: 8 }, () => go(token, shiftId, { code: last })));
      for (const answer of outs)
        expect(answer).toMatchObject({ signup: { attendance: { minutes: 60, points: 5, isClosedByRule: false } } });
    });
    expect(await balanceOf(token)).toBe(5);
    const { data } = await ask(server, '{ points { entries { edges { node { kind amount note detail } } } } }', {}, { token });
    expect(data.points.entries.edges).toMatchObject([
      { node: { kind: 'SHIFT', amount: 5, note: '加班巡逻', detail: { minutes: 60, pointsPerHour: 5, nightPerHour: 2 } } },
    ]);
  });

  it('refuses codes that are wrong, too old, of another place; positions too far; and nothing at all', async () => {
    const [token, shiftId] = await onDuty();
    const old = await codeOf(post.id);
    for (const [proof, type] of [
      [{ code: 'AAAAAA' }, 'CheckInCodeWrongError'],
      [{ code: '<code>' }, 'CheckInCodeWrongError'],
      [{ code: await codeOf(elsewhere.id) }, 'CheckInElsewhereError'],
      [{ position: { ...HERE().position, latitude: post.latitude + 0.01 } }, 'CheckInTooFarError'],
      [{ position: { ...HERE().position, latitude: 91 } }, 'ValidationError'],
      [{}, 'ValidationError'],
    ] as const)
      expect(await come(token, shiftId, proof), JSON.stringify(proof)).toMatchObject({ __typename: type });
    await later(2 * MINUTE, async () =>
      expect(await come(token, shiftId, { code: old })).toMatchObject({ __typename: 'CheckInCodeExpiredError' }),
    );
    expect(await come(token, shiftId, HERE())).toMatchObject({ signup: { attendance: { inMethod: 'POSITION' } } });
    // Where somebody was is not kept, only how far from the post.
    const { rows } = await server.database.pool.query(
      `SELECT a.* FROM attendance a JOIN shift_signup u ON u.id = a.signup_id WHERE u.shift_id = $1`,
      [decodeIdOf('Shift', shiftId)],
    );
    expect(rows[0].in_distance).toBeLessThan(5);
    expect(JSON.stringify(rows[0])).not.toContain(String(post.longitude).slice(0, 6));
  });

  it('has its time: not an hour before, not after the end, and not without a place', async () => {
    const [token] = (await patrol(1)) as [string];
    const shiftId = await shiftIn(HOUR);
    expect(await come(token, shiftId, HERE())).toMatchObject({ __typename: 'ShiftNotJoinedError' });
    await joinIt(token, shiftId);
    expect(await come(token, shiftId, HERE())).toMatchObject({ __typename: 'CheckInTimeError' });
    await later(2 * HOUR, async () => expect(await come(token, shiftId, HERE())).toMatchObject({ __typename: 'CheckInTimeError' }));
    expect(await come(token, shiftId, { ...HERE(), at: new Date(now.getTime() + 40 * MINUTE) })).toMatchObject({
      __typename: 'CheckInTimeError',
    });
  });

  it('kept for want of a network is taken later, with its own time, and shown as such', async () => {
    const [token, shiftId] = await onDuty();
    const code = await codeOf(post.id);
    const at = now;
    await later(5 * HOUR, async () => {
      // The clock would have closed it; a phone that was away is heard first.
      expect(await come(token, shiftId, { code, at })).toMatchObject({ signup: { attendance: { isUploadedLate: true } } });
      expect(await go(token, shiftId, { ...HERE(), at: new Date(at.getTime() + 40 * MINUTE) })).toMatchObject({
        signup: { attendance: { minutes: 30, points: 3, isUploadedLate: true } },
      });
    });
    await later(72 * HOUR, async () =>
      expect(await come((await onDuty())[0], shiftId, { code, at })).toMatchObject({ __typename: 'ShiftNotJoinedError' }),
    );
  });

  it('forgotten is closed by the clock, paid to the end of the shift, and shown as such', async () => {
    const [token, shiftId] = await onDuty();
    await come(token, shiftId, HERE());
    await later(3 * HOUR, () => tendShifts(server.house.services));
    expect(await balanceOf(token)).toBe(0);
    await later(5 * HOUR, async () => {
      await tendShifts(server.house.services);
      await tendShifts(server.house.services);
      expect(await go(token, shiftId, HERE())).toMatchObject({ __typename: 'CheckOutClosedError' });
    });
    expect(await balanceOf(token)).toBe(5);
    const { data } = await ask(
      server,
      'query ($id: ID!) { node(id: $id) { ... on Shift { mySignup { attendance { isClosedByRule outMethod minutes } } } } }',
      { id: shiftId },
      { token },
    );
    expect(data.node.mySignup.attendance).toEqual({ isClosedByRule: true, outMethod: 'RULE', minutes: 60 });
  });

  it('is paid by the rule of its beginning, whatever is published meanwhile', async () => {
    const [token, shiftId] = await onDuty();
    await come(token, shiftId, HERE());
    const publish = (more: object) =>
      deed(
        server,
        tokens.commander,
        'pointsRuleCreate',
        { kind: 'PATROL', pointsPerHour: 50, reason: '试行', ...more },
        'rule { pointsPerHour }',
      );
    expect((await publish({ validFrom: now })).fieldErrors).toMatchObject([{ path: ['input', 'validFrom'] }]);
    expect((await publish({ validFrom: new Date(now.getTime() + DAY), pointsPerHour: 1001 })).__typename).toBe('ValidationError');
    const validFrom = new Date(now.getTime() + 20 * MINUTE);
    expect(await publish({ validFrom })).toMatchObject({ rule: { pointsPerHour: 50 } });
    expect((await publish({ validFrom })).__typename).toBe('ConflictError');
    await later(70 * MINUTE, async () => expect(await go(token, shiftId, HERE())).toMatchObject({ signup: { attendance: { points: 5 } } }));
    const next = await shiftIn(DAY, { minutes: 90 });
    const { data } = await ask(
      server,
      'query ($id: ID!) { node(id: $id) { ... on Shift { earning { base rule { pointsPerHour reason } } } } }',
      { id: next },
    );
    expect(data.node.earning).toEqual({ base: 75, rule: { pointsPerHour: 50, reason: '试行' } });
  });
});

describe(`${RACERS} at once`, () => {
  it('for the last place: one has it, the others are told that it is full', async () => {
    const racers = await patrol(RACERS);
    const shiftId = await shiftIn(5 * DAY, { capacity: 1 });
    const answers = await Promise.all(racers.map((token) => joinIt(token, shiftId)));
    expect(tally(answers)).toEqual({ ShiftJoinSuccess: 1, ShiftFullError: RACERS - 1 });
    // All of them wait; the one leaves; one moves up.
    const waiting = await Promise.all(racers.map((token) => joinIt(token, shiftId, true)));
    expect(tally(waiting)).toEqual({ ShiftJoinSuccess: RACERS });
    const winner = racers[answers.findIndex(({ __typename }) => __typename === 'ShiftJoinSuccess')] as string;
    await Promise.all([leaveIt(winner, shiftId), ...racers.slice(0, 20).map((token) => leaveIt(token, shiftId))]);
    const { rows } = await server.database.pool.query(
      `SELECT s.joined, (SELECT count(*)::int FROM shift_signup u WHERE u.shift_id = s.id AND u.status = 'JOINED') AS places,
         (SELECT bool_and(w.position > j.position) FROM shift_signup w, shift_signup j
          WHERE w.shift_id = s.id AND j.shift_id = s.id AND w.status = 'WAITING' AND j.status = 'JOINED') AS "inOrder"
       FROM shift s WHERE id = $1`,
      [decodeIdOf('Shift', shiftId)],
    );
    expect(rows[0]).toEqual({ joined: 1, places: 1, inOrder: true });
  });

  it('for two shifts at the same time: each person is in one of them', async () => {
    const [token] = (await patrol(1)) as [string];
    const shifts = await Promise.all(Array.from({ length: 16 }, () => shiftIn(6 * DAY)));
    const answers = await Promise.all(shifts.flatMap((shiftId) => [joinIt(token, shiftId), joinIt(token, shiftId, true)]));
    expect(new Set(answers.filter(({ signup }) => signup).map(({ shift }) => shift.id)).size).toBe(1);
    expect(tally(answers).ShiftOverlapError).toBe(30);
  });

  it('check one person in, and out: there is one of each', async () => {
    const [token] = (await patrol(1)) as [string];
    const shiftId = await shiftIn(10 * MINUTE, { minutes: 120 });
    await joinIt(token, shiftId);
    await Promise.all(Array.from({ length: RACERS }, () => come(token, shiftId, HERE())));
    await later(130 * MINUTE, () => Promise.all(Array.from({ length: RACERS }, () => go(token, shiftId, HERE()))));
    const { data } = await ask(server, '{ points { entries { edges { node { kind } } } } }', {}, { token });
    expect(data.points.entries.edges).toHaveLength(1);
  });
});
