// Tickets through the API: the way from report to feedback, and what wrong input gets.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../schema/frame/relay/global-id.ts';
import { gridIds } from '../support/people.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, alarm, IN_GRID_3, IN_GRID_12, look, NOWHERE, report } from '../support/tickets.ts';

let server: TestServer;
let resident: string;
let officer: string;
let worker: string;
let dispatcher: string;
let property: string;
beforeAll(async () => {
  server = await startTestServer();
  resident = await signIn(server, 'RESIDENT', 0);
  officer = await signIn(server, 'OFFICER', 2); // of grid 3
  worker = await signIn(server, 'GRID_WORKER', 4); // of grid 3
  dispatcher = await signIn(server, 'DISPATCHER');
  property = await signIn(server, 'PROPERTY');
});
afterAll(() => server.stop());

const staffId = async (token: string): Promise<string> => {
  const { data } = await ask(
    server,
    '{ tickets(filter: { isMine: true }, first: 1) { edges { node { assignee { id } } } } }',
    {},
    { token },
  );
  return data.tickets.edges[0].node.assignee.id;
};

describe('from report to feedback', () => {
  it('walks the whole way, every step with its event, and its reporter sees each', async () => {
    const { ticket } = await report(server, resident);
    expect(ticket).toMatchObject({
      status: 'SUBMITTED',
      priority: 'P3',
      grid: { code: '3' },
      slaState: 'ON_TIME',
      source: 'RESIDENT',
      followerCount: 1,
    });
    expect(ticket.number).toMatch(/^GD-\d{8}-\d{4}$/);
    expect(ticket.viewerCan).toEqual(['WITHDRAW', 'NOTE', 'URGE']);
    const steps: [token: string, name: string, input: object, status: string][] = [
      [worker, 'Triage', { priority: 'P2' }, 'TRIAGED'],
      [officer, 'Dispatch', {}, 'DISPATCHED'],
      [officer, 'Accept', {}, 'ACCEPTED'],
      [officer, 'Depart', {}, 'EN_ROUTE'],
      [officer, 'Arrive', {}, 'ON_SCENE'],
      [officer, 'Resolve', { result: '已劝离，货车改在早上八点后装卸。' }, 'RESOLVED'],
      [resident, 'Confirm', { rating: 5, comment: '谢谢' }, 'CLOSED'],
    ];
    let { version } = ticket;
    for (const [token, name, input, status] of steps) {
      const answer = await act(server, token, name, ticket.id, { ...input, expectedVersion: version });
      expect([answer.__typename, answer.ticket?.status, answer.ticket?.version], JSON.stringify(answer)).toEqual([
        `Ticket${name}Success`,
        status,
        version + 1,
      ]);
      version += 1;
    }
    const seen = await look(server, resident, ticket.id);
    expect(seen.lastEvents.map(({ seq }: { seq: number }) => seq)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(seen.lastEvents[2]).toMatchObject({ kind: 'ARRIVED', actor: { kind: 'STAFF', title: expect.stringContaining('警官') } });
    expect(seen).toMatchObject({ rating: 5, slaState: 'NONE', reporter: { name: '张桂芳' } });
  });

  it('goes to the dispatcher’s desk without a place, and without a grid', async () => {
    for (const location of [null, NOWHERE]) {
      const { ticket } = await report(server, resident, { location });
      expect(ticket.grid).toBeNull();
      expect((await look(server, dispatcher, ticket.id)).number).toBe(ticket.number);
      expect(await look(server, officer, ticket.id)).toBeNull();
    }
  });

  it('sends an urgent report to the officer on duty by itself, at once', async () => {
    const { ticket } = await report(server, resident, { category: 'fight' });
    expect(ticket).toMatchObject({ status: 'DISPATCHED', priority: 'P1', assignee: { title: expect.stringContaining('警官') } });
    const { lastEvents } = await look(server, officer, ticket.id);
    expect(lastEvents.map(({ kind }: { kind: string }) => kind)).toEqual(['DISPATCHED', 'REPORTED']);
    expect(lastEvents[0].actor).toBeNull(); // the system
  });

  it('is answered by the nearest officer where nobody is on duty', async () => {
    await server.database.pool.query(
      `UPDATE duty SET ends_at = now() FROM grid g WHERE g.id = grid_id AND g.code = '12' AND ends_at IS NULL`,
    );
    const { ticket } = await report(server, resident, { category: 'fight', location: IN_GRID_12 });
    expect(ticket).toMatchObject({ status: 'DISPATCHED', grid: { code: '12' } });
    const { rows } = await server.database.pool.query<{ code: string }>(
      `SELECT g.code FROM ticket t JOIN duty d ON d.staff_id = t.assignee_id JOIN grid g ON g.id = d.grid_id WHERE t.number = $1`,
      [ticket.number],
    );
    expect(['7', '11', '13', '17']).toContain(rows[0]?.code); // a neighbour
  });
});

describe('an alarm', () => {
  it('is one ticket however often it is pressed: 64 times at once, and once more with words', async () => {
    const token = await signIn(server, 'RESIDENT', 11);
    const pressed = await Promise.all(Array.from({ length: 64 }, () => alarm(server, token)));
    expect(new Set(pressed.map(({ ticket }) => ticket.id)).size).toBe(1);
    expect(pressed[0].ticket).toMatchObject({ priority: 'P1', source: 'ALARM', status: 'DISPATCHED' });
    await alarm(server, token, { text: '有人在撬门' });
    const { lastEvents } = await look(server, officer, pressed[0].ticket.id);
    expect(lastEvents[0].seq).toBe(2 + 64);
    expect(lastEvents[0]).toMatchObject({ kind: 'NOTED', text: '有人在撬门' });
  });

  it('is never refused for how it is written', async () => {
    const token = await signIn(server, 'RESIDENT', 12);
    const { ticket } = await alarm(server, token, { location: { longitude: 999, latitude: 0 }, text: '<b>\u0000</b>' });
    expect(ticket).toMatchObject({ priority: 'P1', grid: null, description: '' });
  });
});

describe('wrong input', () => {
  it('is told field by field', async () => {
    const codes = async (input: object) => (await report(server, resident, input)).fieldErrors?.map(({ code }: { code: string }) => code);
    expect(await codes({ category: 'dragons' })).toEqual(['UNKNOWN']);
    expect(await codes({ location: { longitude: 200, latitude: 1 } })).toEqual(['OUT_OF_RANGE']);
    expect(await codes({ description: '长'.repeat(2001) })).toEqual(['TOO_LONG']);
    expect(await codes({ description: '<script>' })).toEqual(['MARKUP']);
  });

  it('of a forbidden transition says what is allowed; of a stale version shows the current ticket', async () => {
    const { ticket } = await report(server, resident);
    expect(await act(server, dispatcher, 'Reopen', ticket.id, { reason: '再来' })).toMatchObject({
      __typename: 'TransitionError',
      code: 'TRANSITION_FORBIDDEN',
      allowed: ['TRIAGE', 'REJECT', 'MERGE', 'SPLIT', 'DISPATCH', 'TRANSFER', 'ESCALATE', 'NOTE', 'ASK'],
      ticket: { status: 'SUBMITTED' },
    });
    await act(server, officer, 'Triage', ticket.id);
    expect(await act(server, dispatcher, 'Dispatch', ticket.id, { expectedVersion: 1 })).toMatchObject({
      __typename: 'ConflictError',
      current: { id: ticket.id, version: 2, status: 'TRIAGED' },
    });
  });

  it('of declining without a reason, resolving without a result, rating beyond five', async () => {
    const { ticket } = await report(server, resident);
    await act(server, officer, 'Dispatch', ticket.id);
    const field = async (token: string, name: string, input: object) =>
      (await act(server, token, name, ticket.id, input)).fieldErrors?.[0].path;
    expect(await field(officer, 'Decline', { reason: '' })).toEqual(['input', 'reason']);
    await act(server, officer, 'Accept', ticket.id);
    expect(await field(officer, 'Resolve', { result: ' ' })).toEqual(['input', 'result']);
    await act(server, officer, 'Resolve', ticket.id, { result: '已处置' });
    expect(await field(resident, 'Confirm', { rating: 6 })).toEqual(['input', 'rating']);
  });

  it('of merging into itself, into one that was merged, into nothing; a good one takes its followers along', async () => {
    const neighbour = await signIn(server, 'RESIDENT', 5);
    const [first, second, third] = await Promise.all(
      [0, 1, 2].map(async (n) => (await report(server, n ? resident : neighbour)).ticket.id),
    );
    const merge = (id: string, intoTicketId: string) => act(server, officer, 'Merge', id, { intoTicketId });
    expect((await merge(first, first)).fieldErrors[0].code).toBe('SAME');
    expect((await merge(first, 'bm9uZQ')).fieldErrors[0].code).toBe('UNKNOWN');
    expect((await merge(first, second)).ticket.status).toBe('MERGED');
    expect((await merge(third, first)).fieldErrors[0].code).toBe('ENDED');
    expect((await merge(first, third)).__typename).toBe('TransitionError');
    const survivor = await look(server, neighbour, second);
    expect(survivor).toMatchObject({ followerCount: 2, description: null, lastEvents: [{ kind: 'ABSORBED' }, { kind: 'REPORTED' }] });
  });

  it('of transferring nowhere, to where it is, to a grid without an officer', async () => {
    const grids = await gridIds(server);
    const { ticket } = await report(server, resident);
    const transfer = async (input: object) => {
      const answer = await act(server, officer, 'Transfer', ticket.id, { reason: '不归本网格', ...input });
      return answer.fieldErrors?.[0].code ?? answer.ticket?.grid.code;
    };
    expect(await transfer({})).toBe('ONE_OF_TWO');
    expect(await transfer({ gridId: grids.get('3') })).toBe('SAME');
    expect(await transfer({ gridId: grids.get('12') })).toBe('CLOSED'); // its duties ended above
    expect(await transfer({ gridId: grids.get('4') })).toBe('4');
    expect(await look(server, officer, ticket.id)).toBeNull(); // it is another officer's now
  });
});

describe('the same report twice', () => {
  it('gets the first one’s receipt: 64 at once under one key, and again after the stored answer is gone', async () => {
    const key = randomUUID();
    const sent = await Promise.all(Array.from({ length: 64 }, () => report(server, resident, {}, key)));
    expect(new Set(sent.map(({ ticket }) => ticket.number)).size).toBe(1);
    // The server died before it stored its answer.
    await server.database.pool.query(`UPDATE idempotency_record SET response = NULL, taken_at = now() - interval '1 minute'`);
    expect((await report(server, resident, {}, key)).ticket.number).toBe(sent[0].ticket.number);
    const other = await signIn(server, 'RESIDENT', 3);
    expect((await report(server, other, {}, key)).ticket.number).not.toBe(sent[0].ticket.number);
  });
});

describe('an alarm that was kept on a phone without a network', () => {
  it('says when it was pressed; one that comes at once says nothing', async () => {
    const at = (minutes: number) => ({
      location: IN_GRID_12,
      text: '救命',
      pressedAt: new Date(Date.now() - minutes * 60_000).toISOString(),
    });
    const kept = (await alarm(server, await signIn(server, 'RESIDENT', 33), at(90))).ticket;
    expect(kept.description).toMatch(/^救命（.*按下，当时没有网络/);
    const quick = (await alarm(server, await signIn(server, 'RESIDENT', 34), at(0.5))).ticket;
    expect(quick.description).toBe('救命');
  });
});

describe('who sees what', () => {
  it('from how far neighbours are told a report to be, nobody finds its door', async () => {
    const asker = await signIn(server, 'RESIDENT', 8);
    const nearest = async (from: { longitude: number; latitude: number }) =>
      (
        await ask(
          server,
          'query ($p: GeoPointInput!) { ticketsNearby(category: "stray_dog", location: $p) { metres } }',
          { p: from },
          { token: asker },
        )
      ).data.ticketsNearby.map(({ metres }: { metres: number }) => metres);
    const corner = { longitude: 116.0257, latitude: 38.4536 };
    const around = [-8, -5, -2, 0, 3, 6, 9].flatMap((x) =>
      [-7, -3, 0, 4, 8].map((y) => ({ longitude: corner.longitude + x / 10_000, latitude: corner.latitude + y / 10_000 })),
    );
    const heard: string[] = [];
    // Two doors of the same hundred metres: every answer is the same for both.
    for (const [dx, dy] of [
      [0.0001, 0.0001],
      [-0.0001, 0.0003],
    ] as const) {
      const location = { longitude: corner.longitude + dx, latitude: corner.latitude + dy };
      const { ticket } = await report(server, resident, { category: 'stray_dog', location });
      heard.push(JSON.stringify(await Promise.all(around.map(nearest))));
      await act(server, resident, 'Withdraw', ticket.id, {});
    }
    expect(JSON.parse(heard[0] as string).flat().length).toBeGreaterThan(5);
    expect(heard[1]).toBe(heard[0]);
  });

  it('the desk sees a mask of the reporter, but in an emergency; whoever handles it sees them in full, and each look is on record', async () => {
    const grid3 = await signIn(server, 'OFFICER', 2);
    const commander = await signIn(server, 'COMMANDER');
    const caller = await signIn(server, 'RESIDENT', 30);
    const { ticket } = await report(server, caller, {});
    const emergency = (await alarm(server, caller)).ticket;
    const name = async (token: string, id: string) => (await look(server, token, id)).reporter.name;
    const looks = async () => {
      const { data } = await ask(server, '{ whoLooked(first: 50) { edges { node { action actorTitle } } } }', {}, { token: caller });
      return data.whoLooked.edges.length;
    };
    expect(await looks()).toBe(0);
    expect([await name(dispatcher, ticket.id), await name(commander, ticket.id), await name(commander, emergency.id)]).toEqual(
      Array(3).fill(expect.stringMatching(/^.\*\*$/)),
    );
    expect(await looks()).toBe(0);
    expect(await name(grid3, ticket.id)).not.toContain('*');
    expect(await looks()).toBe(1);
    expect(await name(dispatcher, emergency.id)).not.toContain('*');
    expect(await looks()).toBe(2);
  });

  it('a neighbour may join what is public, and follows it without its words', async () => {
    const neighbour = await signIn(server, 'RESIDENT', 7);
    const { ticket } = await report(server, resident, { category: 'lighting', location: IN_GRID_12 });
    const near = async (token: string) =>
      (
        await ask(
          server,
          'query ($p: GeoPointInput!) { ticketsNearby(category: "lighting", location: $p) { id status followerCount metres } }',
          { p: { ...IN_GRID_12, latitude: IN_GRID_12.latitude + 0.0005 } },
          { token },
        )
      ).data.ticketsNearby;
    expect(await near(neighbour)).toEqual([{ id: ticket.id, status: 'SUBMITTED', followerCount: null, metres: expect.any(Number) }]);
    expect(await look(server, neighbour, ticket.id)).toBeNull();
    const join = async () =>
      (
        await ask(
          server,
          `mutation ($id: ID!) { ticketFollow(input: { ticketId: $id }) { ... on Error { code } ... on TicketFollowSuccess { ticket { followerCount } } } }`,
          { id: ticket.id },
          { token: neighbour },
        )
      ).data.ticketFollow;
    await Promise.all(Array.from({ length: 64 }, join));
    expect(await join()).toEqual({ ticket: { followerCount: 2 } });
    expect(await look(server, neighbour, ticket.id)).toMatchObject({
      description: null,
      location: null,
      reporter: null,
      viewerCan: ['NOTE', 'URGE'],
    });
    const quarrel = (await report(server, resident, { category: 'family_dispute', location: IN_GRID_12 })).ticket;
    const { data } = await ask(
      server,
      'mutation ($id: ID!) { ticketFollow(input: { ticketId: $id }) { ... on Error { code } } }',
      { id: quarrel.id },
      { token: neighbour },
    );
    expect(data.ticketFollow.code).toBe('NOT_FOUND');
  });

  it('property sees what was handed to it, and nobody’s name', async () => {
    const { ticket } = await report(server, resident, { category: 'fire_lane_blocked' });
    expect(await look(server, property, ticket.id)).toBeNull();
    const { data } = await ask(
      server,
      'query ($id: ID!) { node(id: $id) { ... on Ticket { suggestedAssignees { reason assignee { id role title } } } } }',
      { id: ticket.id },
      { token: officer },
    );
    const estates = data.node.suggestedAssignees.filter(({ reason }: { reason: string }) => reason === 'ESTATE');
    expect(data.node.suggestedAssignees[0]).toMatchObject({ reason: 'SERVES_GRID', assignee: { role: 'OFFICER' } });
    const { rows } = await server.database.pool.query<{ id: string }>(
      `SELECT id FROM staff_profile WHERE role = 'PROPERTY' ORDER BY phone LIMIT 1`,
    );
    const assigneeId = encodeId('Staff', rows[0]?.id ?? '');
    expect(estates.length + data.node.suggestedAssignees.length).toBeGreaterThan(0);
    await act(server, officer, 'Dispatch', ticket.id, { assigneeId });
    expect(await staffId(property)).toBe(assigneeId);
    expect(await look(server, property, ticket.id)).toMatchObject({
      reporter: null,
      description: '楼下半夜装货',
      viewerCan: ['ACCEPT', 'DECLINE', 'NOTE'],
    });
    expect((await act(server, property, 'Reject', ticket.id, { reason: '不归我们' })).code).toBe('FORBIDDEN');
  });

  it('an anonymous reporter is nobody to anybody', async () => {
    const { ticket } = await report(server, resident, { isAnonymous: true });
    expect(ticket.reporter).not.toBeNull(); // themselves
    for (const token of [officer, worker, dispatcher]) expect((await look(server, token, ticket.id)).reporter).toBeNull();
  });

  it('strangers and administrators see no case', async () => {
    const { ticket } = await report(server, resident);
    for (const token of [undefined, await signIn(server, 'ADMIN'), await signIn(server, 'LEGAL_ADVISER')]) {
      expect(await look(server, token, ticket.id)).toBeNull();
    }
    expect((await act(server, await signIn(server, 'RESIDENT', 20), 'Withdraw', ticket.id)).code).toBe('NOT_FOUND');
  });
});

describe('lists', () => {
  it('page by deadline and by time, and hold what the filter says', async () => {
    const read = async (args: string, token = dispatcher) =>
      (
        await ask(
          server,
          `{ tickets(${args}) { edges { cursor node { number status priority dueAt createdAt } } pageInfo { hasNextPage endCursor } } }`,
          {},
          { token },
        )
      ).data.tickets;
    const all = await read('first: 100, filter: { isOpen: true }, orderBy: DUE');
    const due = all.edges.map(({ node }: { node: { dueAt: string | null } }) => node.dueAt ?? '9');
    expect(due).toEqual(due.toSorted());
    const paged: string[] = [];
    for (let after = ''; ; ) {
      const page = await read(`first: 3, filter: { isOpen: true }, orderBy: DUE ${after && `, after: "${after}"`}`);
      paged.push(...page.edges.map(({ node }: { node: { number: string } }) => node.number));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(paged).toEqual(all.edges.map(({ node }: { node: { number: string } }) => node.number));
    const mine = await read('first: 100, filter: { isMine: true, statuses: [CLOSED] }', resident);
    expect(mine.edges).toHaveLength(1);
    const { data } = await ask(
      server,
      'query ($n: String!) { ticketByNumber(number: $n) { status } }',
      { n: mine.edges[0].node.number.toLowerCase() },
      { token: resident },
    );
    expect(data.ticketByNumber.status).toBe('CLOSED');
  });

  it('answers 50 tickets with grid, reporter, assignee and last events in three statements', async () => {
    const statements: string[] = [];
    const { pool } = server.database;
    const query = pool.query.bind(pool);
    pool.query = ((first: string | { text: string }, ...more: unknown[]) => {
      statements.push((typeof first === 'string' ? first : first.text).slice(0, 40));
      return (query as (...all: unknown[]) => unknown)(first, ...more);
    }) as never;
    try {
      const { data } = await ask(
        server,
        `{ tickets(first: 50, orderBy: DUE) { edges { node { number category { nameZh } grid { name } reporter { name } assignee { title } lastEvents(first: 3) { kind at } } } } }`,
        {},
        { token: dispatcher },
      );
      expect(data.tickets.edges.length).toBeGreaterThan(10);
      // Beside finding out who asks.
      expect(statements.filter((text) => !text.startsWith('/* people.'))).toEqual(
        // An alarm is among them: looking at its reporter is on record, once for all of the list.
        ['/* tickets.readPage */', '/* audit.record */', '/* tickets.readLastEvents */'].map((name) => expect.stringContaining(name)),
      );
    } finally {
      pool.query = query as never;
    }
  });
});

describe('what the database itself refuses', () => {
  it('an event that is changed or taken away by the server', async () => {
    const { ticket } = await report(server, resident, { location: IN_GRID_3 });
    expect(ticket.id).toBeTruthy();
    for (const sql of ['UPDATE ticket_event SET kind = kind', 'DELETE FROM ticket_event']) {
      await expect(server.database.pool.query(sql)).rejects.toThrow('permission denied');
    }
  });
});
