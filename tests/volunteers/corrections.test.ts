// Times of a shift that were wrong: paid anew, the former pay taken back, nothing half done, and on record.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../schema/frame/relay/global-id.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { becomeVolunteer, makeShift, posts, teamIds } from '../support/volunteers.ts';

const MINUTE = 60_000;
const NOBODY = '00000000-0000-4000-8000-000000000000';

let server: TestServer;
const now = new Date();
let captain: string;
let member: string;
let elsewhere: string;
let mine: { id: string; shift: { id: string; startsAt: string; endsAt: string }; points: number; minutes: number };
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => now } });
  [captain, member, elsewhere] = [
    await signIn(server, 'VOLUNTEER', 0),
    await signIn(server, 'VOLUNTEER', 1),
    await signIn(server, 'VOLUNTEER', 8),
  ];
  mine = await latest();
});
afterAll(() => server?.stop());

/** The member's latest piece of service. */
async function latest(): Promise<typeof mine> {
  const { data } = await ask(
    server,
    `query ($until: DateTime!) { myVolunteer { id serviceRecords(from: "2020-01-01T00:00:00Z", until: $until, first: 1) {
       edges { node { shift { id startsAt endsAt } attendance { points minutes isCorrected inAt outAt } } } } } }`,
    { until: now },
    { token: member },
  );
  const { id, serviceRecords } = data.myVolunteer;
  const { shift, attendance } = serviceRecords.edges[0].node;
  return { id, shift, ...attendance };
}
const account = async () =>
  (await ask(server, '{ points { balance entries(first: 3) { edges { node { kind amount note } } } } }', {}, { token: member })).data
    .points;
const correct = (token: string, [from, to]: [number, number], more: object = {}) =>
  deed(server, token, 'attendanceCorrect', {
    shiftId: mine.shift.id,
    volunteerId: mine.id,
    reason: '忘了签退',
    inAt: new Date(Date.parse(mine.shift.startsAt) + from * MINUTE),
    outAt: new Date(Date.parse(mine.shift.startsAt) + to * MINUTE),
    ...more,
  });

describe('a captain', () => {
  it('checks in others by their own code, not themselves', async () => {
    const { PATROL: teamId = '' } = await teamIds(server);
    const { 社区警务室: post } = await posts(server);
    const officer = await signIn(server, 'OFFICER');
    const newcomer = await signIn(server, 'RESIDENT', 40);
    const volunteerId = await becomeVolunteer(server, newcomer, officer);
    const { team } = await deed(server, officer, 'teamCreate', { content: { kind: 'PUBLICITY', name: '新队' } }, 'team { id version }');
    await deed(server, officer, 'teamChange', {
      teamId: team.id,
      expectedVersion: team.version,
      content: { kind: 'PUBLICITY', name: '新队', captainId: volunteerId },
    });
    const code = async (shiftId: string) =>
      (
        await ask(
          server,
          'query ($id: ID!) { node(id: $id) { ... on Shift { captainCode { code } } } }',
          { id: shiftId },
          { token: officer },
        )
      ).data.node.captainCode.code;
    const comeTo = async (ownTeam: string, at: number) => {
      const startsAt = new Date(now.getTime() + at * MINUTE);
      const shiftId = await makeShift(server, officer, { teamId: ownTeam, postId: post?.id ?? '', startsAt, minutes: 15 });
      await deed(server, newcomer, 'shiftJoin', { shiftId });
      return deed(server, newcomer, 'shiftCheckIn', { shiftId, code: await code(shiftId) });
    };
    expect(await comeTo(team.id, 5)).toMatchObject({ __typename: 'CheckInCodeWrongError', message: expect.stringContaining('您自己') });
    expect(await comeTo(teamId, 25)).toMatchObject({ __typename: 'ShiftCheckInSuccess' });
  });
});

describe('a correction', () => {
  it('and an evaluation are nobody’s of themselves', async () => {
    const { data } = await ask(
      server,
      `query ($until: DateTime!) { points { balance } myVolunteer { id serviceRecords(from: "2020-01-01T00:00:00Z", until: $until, first: 1) { edges { node { shift { id startsAt endsAt } } } } } }`,
      { until: now },
      { token: captain },
    );
    const { id: volunteerId, serviceRecords } = data.myVolunteer;
    const { id: shiftId, startsAt, endsAt } = serviceRecords.edges[0].node.shift;
    const own = { shiftId, volunteerId };
    expect(await deed(server, captain, 'attendanceCorrect', { ...own, inAt: startsAt, outAt: endsAt, reason: '多算一点' })).toMatchObject({
      __typename: 'ForbiddenError',
    });
    expect(await deed(server, captain, 'serviceEvaluate', { ...own, rating: 5 })).toMatchObject({ __typename: 'ForbiddenError' });
    expect((await ask(server, '{ points { balance } }', {}, { token: captain })).data.points).toEqual(data.points);
  });

  it('pays anew by the rule, takes the former pay back, and is on record for the person', async () => {
    const before = await account();
    expect(await correct(captain, [0, 30])).toMatchObject({ __typename: 'AttendanceCorrectSuccess' });
    const after = await latest();
    expect(after).toMatchObject({ minutes: 30, isCorrected: true });
    expect(after.points).toBeLessThan(mine.points);
    const { balance, entries } = await account();
    expect(balance).toBe(before.balance - mine.points + after.points);
    expect(entries.edges.slice(0, 2).map(({ node }: { node: object }) => node)).toEqual([
      { kind: 'REVERSAL', amount: -mine.points, note: '忘了签退' },
      { kind: 'SHIFT', amount: after.points, note: expect.any(String) },
    ]);
    const { data } = await ask(server, '{ whoLooked(first: 1) { edges { node { action reason } } } }', {}, { token: member });
    expect(data.whoLooked.edges[0].node).toEqual({ action: 'ATTENDANCE_CORRECT', reason: '忘了签退' });
  });

  it('made by many at once leaves the pay of exactly one', async () => {
    const [before, paid] = [await account(), (await latest()).points];
    const answers = await Promise.all(Array.from({ length: 32 }, (_, n) => correct(captain, [0, 30 + n])));
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['AttendanceCorrectSuccess']));
    const after = await latest();
    expect((await account()).balance).toBe(before.balance - paid + after.points);
    const { rows } = await server.database.pool.query(
      `SELECT sum(e.amount)::int AS net FROM ledger_transaction t JOIN ledger_entry e ON e.transaction_id = t.id JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'PERSON'
       LEFT JOIN ledger_transaction o ON o.id = t.reverses_id
       WHERE coalesce(o.reference, t.reference) LIKE 'shift:' || (SELECT id FROM shift_signup WHERE shift_id = $1 AND volunteer_id = $2) || '%'`,
      [mine.shift.id, mine.id].map((id) => Buffer.from(id, 'base64url').toString().split(':')[1]),
    );
    expect(rows[0].net).toBe(after.points);
  });

  it('is refused with its reason, and changes nothing then', async () => {
    const [before, was] = [await account(), await latest()];
    const refused: [string, [number, number], object, string][] = [
      [elsewhere, [0, 30], {}, 'ForbiddenError'],
      [captain, [0, 30], { reason: '' }, 'ValidationError'],
      [captain, [30, 0], {}, 'ValidationError'],
      [captain, [-600, 30], {}, 'ValidationError'],
      [captain, [0, 100_000], {}, 'ValidationError'],
      [captain, [0, 30], { volunteerId: 'bm9uZQ' }, 'NotFoundError'],
      [captain, [0, 30], { volunteerId: encodeId('Volunteer', NOBODY) }, 'NotCheckedInError'],
    ];
    for (const [token, times, more, expected] of refused) expect(await correct(token, times, more)).toMatchObject({ __typename: expected });
    expect((await correct(member, [0, 30])).code).toBe('FORBIDDEN');
    // What is spent cannot be taken back.
    await server.database.pool.query(`UPDATE ledger_account SET balance = 0 WHERE resident_id = $1`, [
      Buffer.from(mine.id, 'base64url').toString().split(':')[1],
    ]);
    expect(await correct(captain, [0, 1])).toMatchObject({ __typename: 'PointsNotEnoughError' });
    expect(await latest()).toEqual(was);
    expect((await account()).entries).toEqual(before.entries);
  });
});
