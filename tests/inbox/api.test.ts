// The inbox through the API: each kind of work is there for whoever may do it, live, until somebody has done it; in order, and for nobody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tendDuties } from '../../schema/joins/answers/jobs.ts';
import { WAITS } from '../../schema/modules.ts';
import { tendShifts } from '../../schema/work/volunteers/jobs.ts';
import { tomorrowAt } from '../support/moments.ts';
import { applyRealName, gridIds, verifyRealName } from '../support/people.ts';
import { type Answer, ask, deed, raiseIssue, type Stream, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';
import { recordStatements } from '../support/statements.ts';
import { act, IN_GRID_3, IN_GRID_12, report } from '../support/tickets.ts';
import { aTown, serving, type Town } from '../support/town.ts';
import { becomeVolunteer, makeShift, posts, teamIds } from '../support/volunteers.ts';

const INBOX = '{ count kinds { kind label count } items { id kind label title grid { code } dueAt since path } }';

interface Item {
  id: string;
  kind: string;
  label: string;
  title: string;
  grid: { code: string } | null;
  dueAt: string | null;
  since: string;
  path: string;
}

interface Inbox {
  count: number;
  kinds: { kind: string; label: string; count: number }[];
  items: Item[];
}

let server: Town;
let resident: string;
let officer: string;
let elsewhere: string;
let worker: string;
let commander: string;
let dispatcher: string;
beforeAll(async () => {
  server = await aTown({
    at: tomorrowAt(10),
    answerDuty: { top: 1, leastVotes: 3, votes: 4, hours: 24, calendar: { timeZone: 'Asia/Shanghai', from: 0, to: 24 } },
  });
  [resident, officer, elsewhere] = [await server.resident(), await server.officerOf(3), await server.officerOf(12)];
  [worker, commander, dispatcher] = [await server.workerOf(3), await server.commander(), await signIn(server, 'DISPATCHER')];
});
afterAll(() => server?.stop());

const askFor = (token?: string, language = 'zh'): Promise<Answer> => ask(server, `{ inbox ${INBOX} }`, {}, { token, language });
const inboxOf = async (token: string, language?: string): Promise<Inbox> => (await askFor(token, language)).data.inbox;
/** The kinds of work on a page that wait for somebody. */
const kindsOn = async (path: string, token: string): Promise<string[]> =>
  (await inboxOf(token)).items.filter((item) => item.path === path).map(({ kind }) => kind);

/** Listens to an inbox; `until` waits for the event in which a page stands for these kinds. */
function listen(token: string, on: TestServer = server): Stream & { until(path: string, kinds: string[]): Promise<Inbox> } {
  const stream = subscribe(on, `subscription { inboxUpdated ${INBOX} }`, {}, token);
  return {
    ...stream,
    async until(path, kinds) {
      for (;;) {
        const { inboxUpdated } = (await stream.next()).data as { inboxUpdated: Inbox };
        const found = inboxUpdated.items.filter((item) => item.path === path).map(({ kind }) => kind);
        if (JSON.stringify(found) === JSON.stringify(kinds)) return inboxUpdated;
      }
    },
  };
}

describe('the inbox', () => {
  it('follows a ticket from person to person, live', { timeout: 30_000 }, async () => {
    const { ticket } = await report(server, resident, { category: 'noise' });
    const path = `/tickets/${ticket.id}`;
    expect(await kindsOn(path, dispatcher)).toEqual(['TICKET_TO_TRIAGE']);
    const [mine, desk] = [listen(officer), listen(dispatcher)];
    const there = await mine.until(path, ['TICKET_TO_TRIAGE']);
    expect(there.items.find((item) => item.path === path)).toMatchObject({
      label: '受理',
      title: expect.stringMatching(/^P\d 噪音/),
      grid: { code: '3' },
      dueAt: ticket.dueAt,
    });
    for (const token of [elsewhere, commander]) expect(await kindsOn(path, token)).toEqual([]);

    await act(server, dispatcher, 'Triage', ticket.id, { category: 'noise', priority: 'P3' });
    await desk.until(path, ['TICKET_TO_DISPATCH']);
    await act(server, dispatcher, 'Dispatch', ticket.id, { assigneeId: serving('OFFICER', 3).id });
    await mine.until(path, ['TICKET_TO_ACCEPT']);
    await desk.until(path, []);
    expect(await kindsOn(path, worker)).toEqual([]);

    await act(server, officer, 'Accept', ticket.id);
    await mine.until(path, ['TICKET_TO_FINISH']);
    await act(server, officer, 'Arrive', ticket.id);
    await act(server, officer, 'Resolve', ticket.id, { result: '已劝离' });
    await mine.until(path, []);
    await Promise.all([mine.end(), desk.end()]);
  });

  it('shows a commander only the tickets that were escalated to the top', async () => {
    const { ticket } = await report(server, resident);
    const path = `/tickets/${ticket.id}`;
    await act(server, dispatcher, 'Escalate', ticket.id, { reason: '需要支援' });
    expect(await kindsOn(path, commander)).toEqual([]);
    await act(server, dispatcher, 'Escalate', ticket.id, { reason: '还没有人到' });
    expect(await kindsOn(path, commander)).toEqual(['TICKET_TO_TRIAGE']);
  });

  it('holds an answer that is owed until somebody else has given it', async () => {
    const id = await raiseIssue(server, resident, { location: IN_GRID_3, title: '路灯全灭' });
    for (let n = 0; n < 4; n++) await deed(server, await server.resident(n), 'hotIssueVote', { hotIssueId: id });
    const mine = listen(officer);
    await tendDuties(server.house.services);
    const there = await mine.until(`/hot/${id}`, ['ANSWER_OWED']);
    expect(there.items.find(({ path }) => path === `/hot/${id}`)).toMatchObject({
      label: '答复议题',
      title: '路灯全灭',
      since: server.now.toISOString(),
      dueAt: server.after(24, 'hours').toISOString(),
    });
    for (const token of [elsewhere, worker]) expect(await kindsOn(`/hot/${id}`, token)).toEqual([]);
    expect(await kindsOn(`/hot/${id}`, commander)).toEqual(['ANSWER_OWED']);
    await deed(server, commander, 'hotIssueAnswer', { hotIssueId: id, text: '今晚抢修，明早复查。' });
    await mine.until(`/hot/${id}`, []);
    await mine.end();
  });

  it('holds a surge for those who may judge it, not for whoever has flagged it', async () => {
    const id = await raiseIssue(server, resident, { location: IN_GRID_3, title: '给某某让路' });
    const mine = listen(officer);
    const { flag } = await deed(server, commander, 'surgeFlagRaise', { hotIssueId: id, reason: '同一地址多票' }, 'flag { id }');
    await mine.until(`/hot/${id}`, ['SURGE_TO_JUDGE']);
    for (const token of [commander, elsewhere, worker]) expect(await kindsOn(`/hot/${id}`, token)).toEqual([]);
    await deed(server, dispatcher, 'surgeFlagClear', { flagId: flag.id, reason: '电话核实过十户' });
    await mine.until(`/hot/${id}`, []);
    await mine.end();
  });

  it('holds a plan for those who may sign it, and lets go of whoever has', async () => {
    const gridId = (await gridIds(server)).get('3');
    const points = [0, 1].map((n) => ({
      name: `${n} 号点`,
      longitude: IN_GRID_3.longitude + n / 2000,
      latitude: IN_GRID_3.latitude,
    }));
    const mine = listen(officer);
    const { plan } = await deed(server, officer, 'patrolPlanCreate', { gridId, title: '夜巡', points }, 'plan { id version }');
    const path = `/plans/${plan.id}`;
    await mine.until(path, ['PLAN_TO_APPROVE']);
    for (const token of [elsewhere, worker, dispatcher]) expect(await kindsOn(path, token)).toEqual([]);

    // Where two must sign, whoever has proposed it is one of them.
    const strict = await startTestServer({ clock: server.house.services.clock, planApprovers: 2, databaseUrl: server.databaseUrl });
    const seen = async (token: string) =>
      (await ask(strict, `{ inbox ${INBOX} }`, {}, { token })).data.inbox.items.some((item: Item) => item.path === path);
    expect([await seen(officer), await seen(commander)]).toEqual([false, true]);
    await strict.stop();

    await deed(server, commander, 'patrolPlanApprove', { planId: plan.id, expectedVersion: plan.version });
    await mine.until(path, []);
    await mine.end();
  });

  it('holds real names of the grid, by a masked name, once they can be decided', async () => {
    await server.database.pool.query(`UPDATE resident SET real_name_status = 'UNVERIFIED' WHERE phone = '+8610000000031'`);
    const mine = listen(worker);
    const { data } = await applyRealName(server, await server.resident(30), { gridId: (await gridIds(server)).get('3') });
    const { id, version } = data.realNameApply.application;
    const there = await mine.until('/verify', ['REAL_NAME_TO_VERIFY']);
    expect(there.items.find(({ path }) => path === '/verify')?.title).toBe('测** 的实名登记');
    for (const token of [elsewhere, commander]) expect(await kindsOn('/verify', token)).toEqual([]);
    await verifyRealName(server, officer, id, version);
    await mine.until('/verify', []);

    // A minor's waits for the guardian first.
    await server.database.pool.query(
      `UPDATE real_name_application SET decision = 'PENDING', guardian_id = (SELECT id FROM resident WHERE phone = '+8610000000001'), decided_at = NULL
       WHERE id = (SELECT id FROM real_name_application WHERE decision = 'VERIFIED' LIMIT 1)`,
    );
    expect(await kindsOn('/verify', worker)).toEqual([]);
    await mine.end();
  });

  it('holds applications of volunteers for officers', async () => {
    const before = (await kindsOn('/volunteers', officer)).length;
    const mine = listen(officer);
    const applied = { skills: ['TEACHING'], times: ['WEEKEND_MORNING'], healthNote: '', contactName: '家人', contactPhone: '10000000001' };
    const { volunteer } = await deed(server, await server.resident(41), 'volunteerApply', applied, 'volunteer { id version }');
    await mine.until(
      '/volunteers',
      Array.from({ length: before + 1 }, () => 'VOLUNTEER_TO_REVIEW'),
    );
    expect(await kindsOn('/volunteers', worker)).toEqual([]);
    const { id: volunteerId, version: expectedVersion } = volunteer;
    await deed(server, commander, 'volunteerReview', { volunteerId, expectedVersion, isAccepted: false, reason: '先参加培训' });
    await mine.until(
      '/volunteers',
      Array.from({ length: before }, () => 'VOLUNTEER_TO_REVIEW'),
    );
    await mine.end();
  });

  it('holds a shift after which somebody forgot to check out, until its times are looked at', async () => {
    const token = await server.resident(42);
    const volunteerId = await becomeVolunteer(server, token, officer);
    const [{ PATROL: teamId = '' }, { 社区警务室: post }] = [await teamIds(server), await posts(server)];
    const shiftId = await makeShift(server, officer, { teamId, postId: post?.id ?? '', startsAt: server.after(10, 'minutes') });
    await deed(server, token, 'shiftJoin', { shiftId });
    const { data } = await ask(
      server,
      'query ($id: ID!) { node(id: $id) { ... on Shift { captainCode { code } } } }',
      { id: shiftId },
      { token: officer },
    );
    await deed(server, token, 'shiftCheckIn', { shiftId, code: data.node.captainCode.code });
    await server.later(5, 'hours');
    const mine = listen(worker);
    await tendShifts(server.house.services);
    const there = await mine.until(`/shifts/${shiftId}`, ['SERVICE_TO_CHECK']);
    expect(there.items.find(({ path }) => path === `/shifts/${shiftId}`)?.title).toBe('“加班巡逻”：1 人忘了签退');
    await deed(server, officer, 'serviceEvaluate', { shiftId, volunteerId, rating: 5, text: '' });
    await mine.until(`/shifts/${shiftId}`, []);
    await mine.end();
  });

  it('holds a found thing whose owner is known until it is handed out', async () => {
    const what = { category: 'BAG', title: '黑色双肩包', description: '', place: '公交站', happenedAt: server.now.toISOString() };
    const found = await deed(
      server,
      resident,
      'lostFoundPost',
      { kind: 'FOUND', ...what, question: '挂着什么？', answer: '小熊' },
      'item { id }',
    );
    const { id: itemId } = found.item;
    const path = `/lost-found/${itemId}`;
    expect(await kindsOn(path, officer)).toEqual([]);
    const mine = listen(dispatcher);
    const claimed = await deed(server, await server.resident(5), 'lostFoundClaim', { itemId, answer: '小熊' }, 'item { claim { code } }');
    const there = await mine.until(path, ['FOUND_TO_HAND_OUT']);
    expect(there.items.find((item) => item.path === path)).toMatchObject({
      title: '黑色双肩包 · 拾到的人还没交来',
      dueAt: server.after(14, 'days').toISOString(),
    });
    await deed(server, worker, 'lostFoundKeep', { itemId, place: '警务室 3 号柜' });
    const kept = await mine.until(path, ['FOUND_TO_HAND_OUT']);
    expect(kept.items.find((item) => item.path === path)?.title).toBe('黑色双肩包 · 警务室 3 号柜');
    await deed(server, officer, 'lostFoundHandOut', { itemId, code: claimed.item.claim.code });
    await mine.until(path, []);
    await mine.end();
  });

  it('is ordered by deadline, what has none last and then by age, and counts what it does not list', async () => {
    await server.database.pool.query(
      `INSERT INTO ticket (id, number, station_id, community_id, grid_id, category_id, priority, source, description, due_at)
       SELECT gen_random_uuid(), 'GD-19990102-' || lpad(n::text, 4, '0'), g.station_id, g.community_id, g.id, (SELECT id FROM category WHERE code = 'lighting'), 'P4', 'RESIDENT', '',
         CASE WHEN n % 3 > 0 THEN now() + (n * 7919 % 240 - 60) * interval '1 hour' END
       FROM (SELECT g.id, g.community_id, c.station_id FROM grid g JOIN community c ON c.id = g.community_id WHERE g.code = '5') g, generate_series(1, 130) n`,
    );
    const { items, kinds, count } = await inboxOf(dispatcher);
    expect(items).toHaveLength(100);
    const places = items.map(({ dueAt, since }) => [dueAt ? Date.parse(dueAt) : Number.POSITIVE_INFINITY, Date.parse(since)] as const);
    const inOrder = places.toSorted(([dueA, sinceA], [dueB, sinceB]) => (dueA === dueB ? sinceA - sinceB : dueA - dueB));
    expect(places).toEqual(inOrder);
    expect(new Set(items.map(({ id }) => id)).size).toBe(100);
    expect(kinds.reduce((sum, one) => sum + one.count, 0)).toBe(count);
    const { rows } = await server.database.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ticket WHERE status = 'SUBMITTED' AND ended_at IS NULL AND waiting_since IS NULL`,
    );
    expect(kinds).toContainEqual({ kind: 'TICKET_TO_TRIAGE', label: '受理', count: rows[0]?.count });
    const own = await inboxOf(await server.officerOf(5));
    expect(own.kinds.find(({ kind }) => kind === 'TICKET_TO_TRIAGE')?.count).toBeGreaterThanOrEqual(130);
    expect(own.items.every(({ grid, kind }) => kind !== 'TICKET_TO_TRIAGE' || grid?.code === '5')).toBe(true);
  });

  it('speaks the language of whoever asks', async () => {
    const { ticket } = await report(server, resident, { category: 'noise' });
    const item = (await inboxOf(officer, 'en')).items.find(({ path }) => path === `/tickets/${ticket.id}`);
    expect(item).toMatchObject({ label: 'Triage a report', title: expect.stringMatching(/^P\d Noise/) });
  });

  it('is refused to residents, to programs and to strangers, to read and to hear', async () => {
    for (const [token, code] of [
      [resident, 'FORBIDDEN'],
      [await server.volunteer(), 'FORBIDDEN'],
      [undefined, 'UNAUTHENTICATED'],
    ] as const) {
      expect((await askFor(token)).errors?.[0]?.extensions.code).toBe(code);
      const stream = subscribe(server, 'subscription { inboxUpdated { count } }', {}, token);
      expect((await stream.next()).errors?.[0]?.extensions.code).toBe(code);
      await stream.end();
    }
  });

  it('reads again only those kinds in which something has changed, and says nothing of the work of others', async () => {
    const heard = recordStatements(server);
    const mine = listen(elsewhere);
    const first = (await mine.next()).data.inboxUpdated as Inbox;
    const names = () => new Set(heard.map(({ text }) => /^\/\* (\S+\.read(?:To|Owed)\S*) \*\//.exec(text)?.[1]).filter(Boolean));
    // What an officer has no right to do is not read; everything else is.
    expect(names().size).toBe(Object.keys(WAITS).length);
    heard.length = 0;
    const theirs = await report(server, resident, { location: IN_GRID_3 });
    const ours = await report(server, resident, { location: IN_GRID_12 });
    const next = (await mine.next()).data.inboxUpdated as Inbox;
    expect(next.count).toBe(first.count + 1);
    expect(next.items.map(({ path }) => path)).toContain(`/tickets/${ours.ticket.id}`);
    expect(next.items.map(({ path }) => path)).not.toContain(`/tickets/${theirs.ticket.id}`);
    expect([...names()].sort()).toEqual(['tickets.readToAccept', 'tickets.readToDispatch', 'tickets.readToFinish', 'tickets.readToTriage']);
    await mine.end();
  });
});
