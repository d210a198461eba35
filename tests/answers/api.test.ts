// From a vote to an official answer that its voters get to hear of: who owes it, who may give it, and what it moves.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { tellAll, tendDuties } from '../../schema/joins/answers/jobs.ts';
import { Guard } from '../../schema/joins/surges/guard.ts';
import { lookAtVotes } from '../../schema/joins/surges/jobs.ts';
import { tomorrowAt } from '../support/moments.ts';
import { ask, deed, raiseIssue, signIn, subscribe } from '../support/server.ts';
import { IN_GRID_3, IN_GRID_12, report } from '../support/tickets.ts';
import { aTown, type Town } from '../support/town.ts';

const RACERS = 64;

let server: Town;
let residents: string[];
let officer: string;
let elsewhere: string;
let commander: string;
let property: string;
beforeAll(async () => {
  server = await aTown({
    at: tomorrowAt(10),
    answerDuty: { top: 1, leastVotes: 3, votes: 6, hours: 24, calendar: { timeZone: 'Asia/Shanghai', from: 8, to: 20 } },
  });
  residents = await Promise.all(Array.from({ length: 8 }, (_, index) => server.resident(index)));
  [officer, elsewhere, commander, property] = await Promise.all([
    server.officerOf(3),
    server.officerOf(12),
    server.commander(),
    signIn(server, 'PROPERTY'),
  ]);
});
afterAll(() => server?.stop());

const inGrid3 = (more: object = {}) => raiseIssue(server, residents[0] ?? '', { location: IN_GRID_3, ...more });
const vote = (token: string, hotIssueId: string) => deed(server, token, 'hotIssueVote', { hotIssueId });
const votesOf = (count: number, hotIssueId: string) => Promise.all(residents.slice(0, count).map((token) => vote(token, hotIssueId)));
const answer = (token: string | undefined, hotIssueId: string, input: object = {}) =>
  deed(
    server,
    token,
    'hotIssueAnswer',
    { hotIssueId, text: '已安排夜间巡逻，本周报区里装灯。', ...input },
    'hotIssue { status closedReason }',
  );
const look = async (id: string, fields: string, token?: string) =>
  (await ask(server, `query ($id: ID!) { hotIssue(id: $id) { ${fields} } }`, { id }, { token })).data.hotIssue;
const tend = async () => {
  await tendDuties(server.house.services);
  await lookAtVotes(server.house.services, new Guard(server.house.services));
};
const newsOf = async (token: string, id: string): Promise<string[]> =>
  (await ask(server, '{ notices { notices { kind path text } } }', {}, { token, language: 'en' })).data.notices.notices
    .filter(({ path }: { path: string }) => path === `/hot/${id}`)
    .map(({ text }: { text: string }) => text);

describe('an answer that is owed', () => {
  it('begins with so many votes, has a clock of working hours, escalates once a level, and ends with the answer', async () => {
    const id = await inGrid3();
    await votesOf(5, id);
    await tend();
    expect((await look(id, 'answerDuty { votes }'))?.answerDuty).toBe(null);
    await votesOf(6, id);
    await tend();
    await tend();
    const DUTY = 'answerDuty { reason votes dueAt state escalationLevel answeredAt remainingSeconds }';
    // Ten in the morning and 24 hours of daytime: two days later.
    expect((await look(id, DUTY)).answerDuty).toEqual({
      reason: 'VOTES',
      votes: 6,
      dueAt: server.after(2, 'days').toISOString(),
      state: 'ON_TIME',
      escalationLevel: 0,
      answeredAt: null,
      remainingSeconds: 24 * 3600,
    });
    const desk = async (token: string) =>
      (await ask(server, '{ hotDesk { duties { hotIssue { id } } } }', {}, { token })).data.hotDesk.duties.map(
        ({ hotIssue }: { hotIssue: { id: string } }) => hotIssue.id,
      );
    expect(await desk(officer)).toContain(id);
    expect(await desk(commander)).toContain(id);
    expect(await desk(elsewhere)).not.toContain(id);
    await server.later(2 * 86_400 + 1, 'seconds');
    await tend();
    await tend();
    expect((await look(id, DUTY)).answerDuty).toMatchObject({ state: 'BREACHED', escalationLevel: 1 });
    await server.later(10, 'days');
    await tend();
    expect((await look(id, DUTY)).answerDuty).toMatchObject({ state: 'BREACHED', escalationLevel: 2 });
    expect(await answer(officer, id)).toMatchObject({ __typename: 'HotIssueAnswerSuccess' });
    expect((await look(id, DUTY)).answerDuty).toMatchObject({
      state: 'NONE',
      answeredAt: server.now.toISOString(),
      remainingSeconds: null,
    });
    expect(await desk(officer)).not.toContain(id);
  });

  it('is told to the officer when it begins and as its time runs out, late to the commander too, each once', async () => {
    const id = await inGrid3({ title: '岗亭要有人值夜' });
    const told = async (token: string) => (await newsOf(token, id)).map((text) => text.replace(/ (by|due) .*/, ''));
    await votesOf(6, id);
    await tend();
    await tend();
    const owed = 'Please answer the hot issue “岗亭要有人值夜”';
    expect(await told(officer)).toEqual([owed]);
    expect(await told(commander)).toEqual([]);
    expect(await told(elsewhere)).toEqual([]);
    await server.later(1, 'days'); // half of its time
    await tend();
    expect(await told(officer)).toEqual([owed, owed]);
    await server.later(2, 'days');
    await tend();
    await tend();
    const late = 'The answer to the hot issue “岗亭要有人值夜” is overdue: it was';
    expect(await told(officer)).toEqual([late, owed, owed]);
    expect(await told(commander)).toEqual([late]);
    await answer(officer, id);
    await server.later(10, 'days');
    await tend();
    expect(await told(commander)).toEqual([late]);
  });

  it('begins for the first of its board, and is not owed where somebody has answered already', async () => {
    const [first, answered] = [await raiseIssue(server, residents[0] ?? '', { location: IN_GRID_12 }), await inGrid3()];
    await server.database.pool.query(
      `UPDATE hot_issue SET closed_at = now(), status = 'SOLVED', closed_reason = '已解决' WHERE grid_id = (SELECT grid_id FROM hot_issue WHERE id = $1) AND id <> $1`,
      [decodeIdOf('HotIssue', first)],
    );
    await votesOf(3, first);
    await answer(officer, answered);
    await votesOf(8, answered);
    await tend();
    expect((await look(first, 'answerDuty { reason rank }')).answerDuty).toEqual({ reason: 'RANK', rank: 1 });
    expect((await look(answered, 'answerDuty { reason }')).answerDuty).toBe(null);
  });

  it('shows on the desk at once', async () => {
    const stream = subscribe(server, 'subscription { hotDeskUpdated { duties { hotIssue { id } } } }', {}, commander);
    const before = (await stream.next()).data.hotDeskUpdated.duties.length;
    const id = await inGrid3();
    await votesOf(7, id);
    await tend();
    let duties = [];
    do duties = (await stream.next()).data.hotDeskUpdated.duties;
    while (duties.length <= before);
    expect(duties.map(({ hotIssue }: { hotIssue: { id: string } }) => hotIssue.id)).toContain(id);
    await stream.end();
  });
});

describe('an official answer', () => {
  it('is signed, kept in order, moves the issue, and makes a step', async () => {
    const id = await inGrid3();
    expect(await answer(officer, id, { status: 'PATROLLING' })).toMatchObject({ hotIssue: { status: 'PATROLLING' } });
    expect(await answer(officer, id, { text: '灯已装好。', status: 'SOLVED' })).toMatchObject({
      hotIssue: { status: 'SOLVED', closedReason: '灯已装好。' },
    });
    expect(await answer(officer, id, { text: '谢谢各位邻居。' })).toMatchObject({ hotIssue: { status: 'SOLVED' } });
    const { answers, steps } = await look(id, 'answers { signature text status } steps { kind signature status text }');
    expect(answers.map(({ status }: { status: string }) => status)).toEqual(['PATROLLING', 'SOLVED', 'SOLVED']);
    expect(answers[0].signature).toMatch(/警官/);
    expect(steps).toHaveLength(3);
    expect(steps[1]).toMatchObject({ kind: 'ANSWERED', status: 'SOLVED', text: '灯已装好。' });
    expect(await answer(officer, id, { status: 'FIXING' })).toMatchObject({ __typename: 'ConflictError' });
    expect(await answer(officer, id, { status: 'OPEN' })).toMatchObject({ __typename: 'ConflictError' });
  });

  it('of somebody who is not responsible, of nobody, of a resident, or without words is refused, each as what it is', async () => {
    const id = await inGrid3();
    expect(await answer(elsewhere, id)).toMatchObject({ __typename: 'NotResponsibleError', code: 'NOT_RESPONSIBLE' });
    expect(await answer(property, id)).toMatchObject({ __typename: 'NotResponsibleError' });
    expect(await answer(residents[0], id)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await answer(undefined, id)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await answer(officer, id, { text: '好' })).toMatchObject({ __typename: 'ValidationError' });
    expect(await answer(officer, 'nonsense')).toMatchObject({ __typename: 'NotFoundError' });
    expect((await look(id, 'answers { id }')).answers).toEqual([]);
  });

  it('of those who share the work says that it is being fixed, and no more', async () => {
    const id = await inGrid3();
    const { data } = await ask(server, '{ coOwnerCandidates { id title role } }', {}, { token: officer });
    const me = (await ask(server, '{ viewer { title } }', {}, { token: property })).data.viewer;
    const candidate = data.coOwnerCandidates.find(({ title }: { title: string }) => title === me.title);
    expect(candidate.role).toBe('PROPERTY');
    for (const _ of [1, 2])
      expect(
        await deed(server, officer, 'hotIssueOwnerAdd', { hotIssueId: id, staffId: candidate.id }, 'hotIssue { owners { id } }'),
      ).toMatchObject({
        hotIssue: { owners: [{ id: candidate.id }] },
      });
    expect(await answer(property, id, { status: 'SOLVED' })).toMatchObject({ __typename: 'ForbiddenError' });
    expect(await answer(property, id, { text: '路灯配件已到，周三安装。', status: 'FIXING' })).toMatchObject({
      hotIssue: { status: 'FIXING' },
    });
    expect(await deed(server, elsewhere, 'hotIssueOwnerRemove', { hotIssueId: id, staffId: candidate.id })).toMatchObject({
      code: 'NOT_RESPONSIBLE',
    });
    expect(
      await deed(server, officer, 'hotIssueOwnerRemove', { hotIssueId: id, staffId: candidate.id }, 'hotIssue { owners { id } }'),
    ).toMatchObject({
      hotIssue: { owners: [] },
    });
    expect(await answer(property, id)).toMatchObject({ __typename: 'NotResponsibleError' });
    expect(await deed(server, officer, 'hotIssueOwnerAdd', { hotIssueId: id, staffId: 'nobody' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it(`of ${RACERS} at once are all kept, numbered without a gap`, async () => {
    const id = await inGrid3();
    const all = await Promise.all(Array.from({ length: RACERS }, (_, n) => answer(officer, id, { text: `第 ${n} 次说明` })));
    expect(all.every(({ __typename }) => __typename === 'HotIssueAnswerSuccess')).toBe(true);
    const { rows } = await server.database.pool.query<{ ordinals: number[] }>(
      'SELECT array_agg(ordinal ORDER BY ordinal) AS ordinals FROM hot_issue_answer WHERE hot_issue_id = $1',
      [decodeIdOf('HotIssue', id)],
    );
    expect(rows[0]?.ordinals).toEqual(Array.from({ length: RACERS }, (_, n) => n + 1));
  });

  it(`that ends an issue is one of ${RACERS}: the others meet the end`, async () => {
    const id = await inGrid3();
    const all = await Promise.all(
      Array.from({ length: RACERS }, (_, n) => answer(officer, id, { status: n % 2 === 0 ? 'SOLVED' : 'DECLINED' })),
    );
    const ends = new Set(all.filter(({ __typename }) => __typename === 'HotIssueAnswerSuccess').map(({ hotIssue }) => hotIssue.status));
    expect(ends.size).toBe(1);
    expect(all.filter(({ __typename }) => __typename === 'ConflictError')).toHaveLength(RACERS / 2);
  });
});

describe('tickets about the same', () => {
  it('are linked once, and seen by whoever may see them; everybody sees how many', async () => {
    const id = await inGrid3();
    const { ticket } = await report(server, residents[1] ?? '', { location: IN_GRID_3, category: 'lighting' });
    const link = (token: string) =>
      deed(server, token, 'hotIssueTicketLink', { hotIssueId: id, ticketId: ticket.id }, 'hotIssue { ticketCount }');
    expect(await link(elsewhere)).toMatchObject({ code: 'NOT_RESPONSIBLE' });
    for (const _ of [1, 2]) expect(await link(officer)).toMatchObject({ hotIssue: { ticketCount: 1 } });
    expect(await look(id, 'ticketCount tickets { id }', officer)).toEqual({ ticketCount: 1, tickets: [{ id: ticket.id }] });
    expect(await look(id, 'ticketCount tickets { id }', residents[1])).toEqual({ ticketCount: 1, tickets: [{ id: ticket.id }] });
    expect(await look(id, 'ticketCount tickets { id }', residents[2])).toEqual({ ticketCount: 1, tickets: [] });
    expect(await deed(server, officer, 'hotIssueTicketLink', { hotIssueId: id, ticketId: 'none' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(
      await deed(server, officer, 'hotIssueTicketUnlink', { hotIssueId: id, ticketId: ticket.id }, 'hotIssue { ticketCount }'),
    ).toMatchObject({
      hotIssue: { ticketCount: 0 },
    });
  });
});

describe('who is told', () => {
  it('voters and followers, each once; not whoever has taken the vote back', async () => {
    const id = await inGrid3({ title: '夜里停车太乱没有灯' });
    const [voter = '', follower = '', gone = '', nobody = ''] = residents;
    await vote(voter, id);
    expect(await deed(server, follower, 'hotIssueFollow', { hotIssueId: id }, 'hotIssue { viewerFollows }')).toMatchObject({
      hotIssue: { viewerFollows: true },
    });
    await vote(follower, id);
    await vote(gone, id);
    await deed(server, gone, 'hotIssueUnvote', { hotIssueId: id });
    await server.later(3, 'days'); // whatever was told in other tests
    await tellAll(server.house.services);
    await answer(officer, id, { status: 'PATROLLING' });
    await Promise.all(Array.from({ length: 8 }, () => tellAll(server.house.services)));
    for (const token of [voter, follower]) expect(await newsOf(token, id)).toEqual(['“夜里停车太乱没有灯” is on the patrol list.']);
    for (const token of [gone, nobody]) expect(await newsOf(token, id)).toEqual([]);
    await deed(server, follower, 'hotIssueUnfollow', { hotIssueId: id });
    expect((await look(id, 'viewerFollows', follower)).viewerFollows).toBe(false);
  });

  it('twice a day at most: the rest comes in one message, another day, not before eight', async () => {
    const evening = server.after(3, 'days').setUTCHours(13, 0, 0, 0); // 21:00 in Shanghai
    await server.moveTo(new Date(evening));
    await tellAll(server.house.services);
    // The server still knows the session as it was before the days went by.
    await ask(server, '{ viewer { name } }', {}, { token: officer });
    const ids = await Promise.all(['一', '二', '三', '四'].map((n) => inGrid3({ title: `第${n}件烦心的事` })));
    const [voter = ''] = residents;
    for (const id of ids) {
      await vote(voter, id);
      await answer(officer, id, { status: 'FIXING' });
      await tellAll(server.house.services);
    }
    const texts = async () => (await Promise.all(ids.map((id) => newsOf(voter, id)))).map((news) => news.length);
    expect(await texts()).toEqual([1, 1, 0, 0]);
    await server.later(8, 'hours'); // 05:00
    await tellAll(server.house.services);
    expect(await texts()).toEqual([1, 1, 0, 0]);
    await server.later(3, 'hours'); // 08:00
    await tellAll(server.house.services);
    await tellAll(server.house.services);
    expect(await texts()).toEqual([1, 1, 0, 1]);
    expect(await newsOf(voter, ids[3] ?? '')).toEqual(['“第四件烦心的事” is being fixed. 1 more update.']);
  });

  it('hears of it live', async () => {
    await server.later(3, 'days');
    const id = await inGrid3();
    const [, , , , voter = ''] = residents;
    await vote(voter, id);
    const stream = subscribe(server, 'subscription { noticesUpdated { notices { path } } }', {}, voter);
    await stream.next();
    await answer(officer, id);
    const event = (await stream.next()).data.noticesUpdated.notices[0];
    expect(event.path).toBe(`/hot/${id}`);
    await stream.end();
  });
});
