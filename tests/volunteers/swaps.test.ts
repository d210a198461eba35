// Places that change hands with consent, gaps that are filled by invitation, and who is told of what.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { startPush } from '../../api/jobs/push.ts';
import type { Deliver } from '../../api/jobs/push-delivery.ts';
import { tendShifts } from '../../schema/work/volunteers/jobs.ts';
import { ask, deed, signIn, subscribe } from '../support/server.ts';
import { aTown, type Town } from '../support/town.ts';
import { makeShift, posts, teamIds } from '../support/volunteers.ts';

const HOUR = 3_600_000;
const RACERS = 64;

/** Each test has days of its own, behind the two weeks for which the demo's volunteers have joined shifts. */
let server: Town;
let officer: string;
let captain: string;
let neighbour: string;
let members: string[];
let ids: string[];
let teamId: string;
let postId: string;
beforeAll(async () => {
  server = await aTown({ at: new Date(Date.now() + 10 * 24 * HOUR), pushKey: 'a key that pages are given' });
  officer = await signIn(server, 'OFFICER');
  neighbour = await server.resident(60);
  // The publicity team needs neither training nor insurance.
  [captain = '', ...members] = await Promise.all([8, 9, 10, 11, 12].map((index) => server.volunteer(index)));
  ids = await Promise.all(members.map(async (token) => (await ask(server, '{ myVolunteer { id } }', {}, { token })).data.myVolunteer.id));
  teamId = (await teamIds(server)).PUBLICITY ?? '';
  postId = (await posts(server)).社区警务室?.id ?? '';
  const lead = (await ask(server, 'query ($id: ID!) { node(id: $id) { ... on Team { canManage } } }', { id: teamId }, { token: captain }))
    .data;
  expect(lead.node.canManage).toBe(true);
});
beforeEach(() => server.later(10, 'days'));
afterAll(() => server?.stop());

const shiftIn = (hours: number, more: object = {}) =>
  makeShift(server, officer, { teamId, postId, startsAt: server.after(hours, 'hours'), capacity: 1, ...more });
const join = (token: string, shiftId: string, mayWait = false) => deed(server, token, 'shiftJoin', { shiftId, mayWait });
const SHIFT = 'id joinedCount mySignup { status } swaps { id isAsker shift { id } otherShift { id } } isInvited';
const look = async (token: string, id: string, fields = SHIFT) =>
  (await ask(server, `query ($id: ID!) { node(id: $id) { ... on Shift { ${fields} } } }`, { id }, { token })).data.node;
const placeOf = async (token: string, id: string) => (await look(token, id)).mySignup?.status ?? null;
const askFor = (token: string, shiftId: string, volunteerId: string | undefined, otherShiftId?: string) =>
  deed(server, token, 'shiftSwapAsk', { shiftId, volunteerId, otherShiftId }, 'swap { id }');
const answer = (token: string, swapId: string, isAccepted = true) =>
  deed(server, token, 'shiftSwapAnswer', { swapId, isAccepted }, 'swap { status }');
const NOTICES = 'unreadCount notices { id kind text path isSeen }';
const noticesOf = async (token: string) => (await ask(server, `{ notices { ${NOTICES} } }`, {}, { token })).data.notices;
/** What somebody was told about a shift, newest first. */
const toldOf = async (token: string, shiftId: string): Promise<string[]> =>
  (await noticesOf(token)).notices
    .filter(({ path }: { path: string }) => path === `/shifts/${shiftId}`)
    .map(({ kind }: { kind: string }) => kind);

describe('a swap', () => {
  it('exchanges two places when the other agrees, and both are told', async () => {
    const [mine, theirs] = [await shiftIn(48), await shiftIn(72)];
    const [a = '', b = ''] = members;
    await join(a, mine);
    await join(b, theirs);
    const { swapPartners } = await look(a, mine, 'swapPartners { volunteer { id name } shift { id } }');
    expect(swapPartners).toContainEqual({ volunteer: { id: ids[1], name: expect.any(String) }, shift: { id: theirs } });
    expect((await look(b, mine, 'swapPartners { shift { id } }')).swapPartners).toBe(null);

    const { swap } = await askFor(a, mine, ids[1], theirs);
    expect(await toldOf(b, mine)).toEqual(['SWAP_ASKED']);
    expect((await look(b, mine)).swaps).toEqual([{ id: swap.id, isAsker: false, shift: { id: mine }, otherShift: { id: theirs } }]);
    expect((await look(members[2] as string, mine)).swaps).toEqual([]);
    expect([await placeOf(a, mine), await placeOf(b, theirs)]).toEqual(['JOINED', 'JOINED']);
    expect(await askFor(a, mine, ids[1], theirs)).toMatchObject({ __typename: 'ConflictError' });
    expect(await answer(members[2] as string, swap.id)).toMatchObject({ __typename: 'NotFoundError' });

    const answers = await Promise.all(Array.from({ length: RACERS }, () => answer(b, swap.id)));
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['ShiftSwapAnswerSuccess']));
    expect([await placeOf(a, mine), await placeOf(a, theirs), await placeOf(b, mine), await placeOf(b, theirs)]).toEqual([
      null,
      'JOINED',
      'JOINED',
      null,
    ]);
    expect(await toldOf(a, mine)).toEqual(['SWAP_ACCEPTED']);
    expect((await look(a, mine)).swaps).toEqual([]);
    expect(await answer(b, swap.id, false)).toMatchObject({ __typename: 'ConflictError' });
  });

  it('hands a place over to whoever agrees first, and to nobody else', async () => {
    const [a = '', b = '', c = ''] = members;
    const mine = await shiftIn(48);
    await join(a, mine);
    const questions = [(await askFor(a, mine, ids[1])).swap.id, (await askFor(a, mine, ids[2])).swap.id];
    const answers = await Promise.all([b, c].map((token, index) => answer(token, questions[index])));
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['ConflictError', 'ShiftSwapAnswerSuccess']);
    const places = [await placeOf(a, mine), await placeOf(b, mine), await placeOf(c, mine)];
    expect(places.filter((place) => place === 'JOINED')).toHaveLength(1);
    expect(places[0]).toBe(null);
    expect((await look(a, mine)).joinedCount).toBe(1);
  });

  it('is refused with its reason, and nothing has changed then', async () => {
    const [a = '', b = '', c = ''] = members;
    const [mine, theirs, across] = [await shiftIn(48), await shiftIn(72), await shiftIn(48, { capacity: 3 })];
    expect(await askFor(a, mine, ids[1])).toMatchObject({ __typename: 'ShiftNotJoinedError' });
    await join(a, mine);
    expect(await askFor(a, mine, ids[0])).toMatchObject({ __typename: 'NotFoundError' });
    expect(await askFor(a, mine, ids[1], mine)).toMatchObject({ __typename: 'NotFoundError' });
    expect(await askFor(a, mine, ids[1], theirs)).toMatchObject({ __typename: 'ShiftNotJoinedError' });
    expect((await askFor(neighbour, mine, ids[1])).code).toBe('FORBIDDEN');

    const taken = (await askFor(a, mine, ids[1])).swap.id;
    await join(b, across);
    expect(await answer(b, taken)).toMatchObject({ __typename: 'ShiftOverlapError' });
    expect(await placeOf(a, mine)).toBe('JOINED');
    expect(await answer(b, taken, false)).toMatchObject({ __typename: 'ShiftSwapAnswerSuccess', swap: { status: 'DECLINED' } });
    expect(await toldOf(a, mine)).toEqual(['SWAP_DECLINED']);

    await join(c, mine, true);
    expect(await askFor(a, mine, ids[3])).toMatchObject({ __typename: 'PlaceWaitedForError' });
    const open = (await askFor(a, mine, ids[2])).swap.id; // of the one who waits themselves
    expect(await deed(server, c, 'shiftSwapWithdraw', { swapId: open })).toMatchObject({ __typename: 'NotFoundError' });
    expect(await deed(server, a, 'shiftSwapWithdraw', { swapId: open })).toMatchObject({ __typename: 'ShiftSwapWithdrawSuccess' });
    expect(await answer(c, open)).toMatchObject({ __typename: 'ConflictError' });

    // What was asked about a place goes with it.
    await join(b, theirs);
    const other = (await askFor(b, theirs, ids[3])).swap.id;
    await deed(server, b, 'shiftLeave', { shiftId: theirs });
    await join(b, theirs);
    expect(await answer(members[3] as string, other)).toMatchObject({ __typename: 'ConflictError' });
    const late = (await askFor(b, theirs, ids[3])).swap.id;
    await server.later(73, 'hours');
    expect(await answer(members[3] as string, late)).toMatchObject({ __typename: 'ShiftNotOpenError' });
  });
});

describe('an invitation', () => {
  it('is for whoever is free and fit, once, and keeps no place', async () => {
    const [a = '', b = ''] = members;
    const [gap, across] = [await shiftIn(48), await shiftIn(48, { capacity: 3 })];
    await join(members[3] as string, across);
    const DESK = 'candidates { id } invitations { volunteer { id } answer }';
    const { candidates } = await look(captain, gap, DESK);
    const free = candidates.map(({ id }: { id: string }) => id);
    expect(free).toContain(ids[0]);
    expect(free).not.toContain(ids[3]);
    expect(await look(a, gap, DESK)).toEqual({ candidates: null, invitations: null });
    expect((await deed(server, a, 'shiftInvite', { shiftId: gap, volunteerIds: [ids[1]] })).code).toBe('FORBIDDEN');
    expect((await deed(server, captain, 'shiftInvite', { shiftId: gap, volunteerIds: [] })).__typename).toBe('ValidationError');

    const twice = await Promise.all(
      [0, 1].map(() => deed(server, captain, 'shiftInvite', { shiftId: gap, volunteerIds: ids.slice(0, 2) })),
    );
    expect(twice.map(({ __typename }) => __typename)).toEqual(['ShiftInviteSuccess', 'ShiftInviteSuccess']);
    expect([await toldOf(a, gap), await toldOf(b, gap)]).toEqual([['SHIFT_INVITED'], ['SHIFT_INVITED']]);
    expect((await look(a, gap)).isInvited).toBe(true);
    await deed(server, b, 'shiftInvitationDecline', { shiftId: gap });
    expect((await look(b, gap)).isInvited).toBe(false);
    await join(a, gap);
    const { invitations, candidates: left } = await look(captain, gap, DESK);
    expect(
      invitations.map(({ volunteer, answer: came }: { volunteer: { id: string }; answer: string }) => [volunteer.id, came]).toSorted(),
    ).toEqual(
      [
        [ids[0], 'JOINED'],
        [ids[1], 'DECLINED'],
      ].toSorted(),
    );
    expect(left.map(({ id }: { id: string }) => id)).not.toContain(ids[1]);
    expect(await deed(server, captain, 'shiftInvite', { shiftId: gap, volunteerIds: [ids[2]] })).toMatchObject({
      __typename: 'ShiftFullError',
    });
    expect(await deed(server, members[2] as string, 'shiftInvitationDecline', { shiftId: gap })).toMatchObject({
      __typename: 'NotFoundError',
    });
  });
});

describe('notices', () => {
  const services = () => server.house.services;

  it('bring a shift to mind a day and an hour before it, once, and not to those who have just joined', async () => {
    const [a = '', b = ''] = members;
    const shift = await shiftIn(30, { capacity: 2 });
    await join(a, shift);
    await tendShifts(services());
    expect(await toldOf(a, shift)).toEqual([]);
    await server.later(7, 'hours');
    await join(b, shift);
    await tendShifts(services());
    await tendShifts(services());
    expect([await toldOf(a, shift), await toldOf(b, shift)]).toEqual([['SHIFT_REMINDER'], []]);
    await server.later(22.5, 'hours');
    await tendShifts(services());
    expect([await toldOf(a, shift), await toldOf(b, shift)]).toEqual([['SHIFT_REMINDER', 'SHIFT_REMINDER'], ['SHIFT_REMINDER']]);
  });

  it('tell who has moved up, whose shift is called off, and the captain of a late gap', async () => {
    const [a = '', b = ''] = members;
    const shift = await shiftIn(6);
    await join(a, shift);
    await join(b, shift, true);
    await deed(server, a, 'shiftLeave', { shiftId: shift });
    expect([await toldOf(b, shift), await toldOf(captain, shift)]).toEqual([['SHIFT_PROMOTED'], []]);
    await deed(server, b, 'shiftLeave', { shiftId: shift });
    expect(await toldOf(captain, shift)).toEqual(['SHIFT_LEFT_LATE']);
    const late = async (token: string) =>
      (await ask(server, 'query ($id: ID!) { node(id: $id) { ... on Volunteer { lateLeaveCount } } }', { id: ids[1] }, { token })).data.node
        .lateLeaveCount;
    expect([await late(officer), await late(a)]).toEqual([1, null]);
    await join(b, shift);
    await deed(server, officer, 'shiftCancel', { shiftId: shift, reason: '大雨' });
    const { notices } = await noticesOf(b);
    expect(notices[0]).toMatchObject({ kind: 'SHIFT_CANCELLED', text: expect.stringMatching(/^“加班巡逻”（.*）取消了：大雨$/) });
    const { data } = await ask(server, `{ notices(first: 1) { notices { text } } }`, {}, { token: b, language: 'en' });
    expect(data.notices.notices[0].text).toMatch(/^“加班巡逻” \(.*\) was cancelled: 大雨$/);
  });

  it('warn of insurance before it lapses, once, unless a later one is there', async () => {
    const [a = '', b = ''] = members;
    const insure = (index: number, days: number) =>
      deed(server, officer, 'insuranceAdd', {
        volunteerId: ids[index],
        insurer: '平安意外险',
        policyNumber: `P-${days}`,
        startsAt: server.after(-1, 'hours'),
        endsAt: server.after(days, 'days'),
      });
    await server.database.pool.query('DELETE FROM insurance');
    await insure(0, 20);
    await insure(1, 20);
    await insure(1, 300);
    await tendShifts(services());
    await tendShifts(services());
    const warned = async (token: string) =>
      (await noticesOf(token)).notices
        .filter(({ kind }: { kind: string }) => kind === 'INSURANCE_LAPSES')
        .map(({ path }: { path: string }) => path);
    expect([await warned(a), await warned(b)]).toEqual([['/volunteer'], []]);
  });

  it('come live, are unread until they are seen, and are nobody else’s', async () => {
    const [a = '', b = ''] = members;
    const shift = await shiftIn(48, { capacity: 3 });
    const feed = subscribe(server, `subscription { noticesUpdated { ${NOTICES} } }`, {}, a);
    const next = async () => (await feed.next()).data.noticesUpdated;
    const first = await next();
    await deed(server, captain, 'shiftInvite', { shiftId: shift, volunteerIds: [ids[0]] });
    const heard = await next();
    expect(heard.unreadCount).toBe(first.unreadCount + 1);
    const [{ id }] = heard.notices;
    const see = async (token: string) =>
      (
        await ask(
          server,
          'mutation ($ids: [ID!]!) { noticesSeen(input: { ids: $ids }) { notices { unreadCount } } }',
          { ids: [id, 'x'] },
          { token },
        )
      ).data.noticesSeen.notices.unreadCount;
    await see(b);
    expect((await noticesOf(a)).unreadCount).toBe(heard.unreadCount);
    expect(await see(a)).toBe(first.unreadCount);
    expect((await next()).notices[0]).toMatchObject({ id, isSeen: true });
    await feed.end();
  });

  it('wake the person’s browsers once, and not for old news', async () => {
    const [a = ''] = members;
    const phone = webPush.generateVAPIDKeys();
    const keys = { subject: 'mailto:duty@example.org', ...webPush.generateVAPIDKeys() };
    const input = { endpoint: 'https://push.example/a', p256dh: phone.publicKey, auth: Buffer.alloc(16, 7).toString('base64url') };
    const on = 'mutation ($input: PushSubscribeInput!) { pushSubscribe(input: $input) { ... on PushSuccess { isOn } } }';
    expect((await ask(server, on, { input }, { token: a })).data.pushSubscribe.isOn).toBe(true);
    const sent: string[] = [];
    let heard = Promise.withResolvers<void>();
    const deliver: Deliver = async (endpoint) => {
      sent.push(endpoint);
      heard.resolve();
      return 201;
    };
    const stop = startPush(services(), keys, deliver);
    const shift = await shiftIn(48, { capacity: 3 });
    await deed(server, captain, 'shiftInvite', { shiftId: shift, volunteerIds: [ids[0]] });
    await heard.promise;
    heard = Promise.withResolvers<void>();
    await join(a, shift);
    await deed(server, officer, 'shiftCancel', { shiftId: shift, reason: '大雨' });
    await heard.promise;
    await stop();
    expect(sent).toHaveLength(2); // what was told in former tests lies days back
    const { rows } = await server.database.pool.query('SELECT count(*)::int AS n FROM notice WHERE pushed_at IS NULL');
    expect(rows[0].n).toBe(0);
  });
});
