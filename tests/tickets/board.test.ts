// What a board asks, who looks at a ticket, what strangers see, what may be taken away.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';
import { act, alarm, IN_GRID_3, IN_GRID_12, look, report } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const { id: assigneeId, index: officerIndex } = serving('OFFICER', 3);

let server: TestServer;
let zhang: string;
let neighbour: string;
let officer: string;
let desk: string;
let otherDesk: string;
beforeAll(async () => {
  server = await startTestServer();
  [zhang, neighbour, officer, desk, otherDesk] = await Promise.all([
    signIn(server, 'RESIDENT', 0),
    signIn(server, 'RESIDENT', 1),
    signIn(server, 'OFFICER', officerIndex),
    signIn(server, 'DISPATCHER', 0),
    signIn(server, 'DISPATCHER', 1),
  ]);
});
afterAll(() => server?.stop());

const query = async (document: string, token?: string, variables: object = {}) => (await ask(server, document, variables, { token })).data;

describe('the board', () => {
  it('counts what is open, where, and how long help took', async () => {
    const summary = () =>
      query(
        '{ ticketSummary { openCount urgentCount waitingCount atWorkCount toConfirmCount medianArrivalSeconds loads { openCount grid { code } } } }',
        desk,
      );
    expect((await summary()).ticketSummary).toMatchObject({ openCount: 0, medianArrivalSeconds: null, loads: [] });
    await report(server, zhang, { location: IN_GRID_12 });
    const { ticket } = await alarm(server, zhang);
    expect((await summary()).ticketSummary).toMatchObject({ openCount: 2, urgentCount: 1, waitingCount: 1, atWorkCount: 1 });
    await act(server, officer, 'Accept', ticket.id);
    await act(server, officer, 'Arrive', ticket.id);
    const units = await query('{ unitsOnDuty { title state openCount longitude grids { code } } }', desk);
    expect(units.unitsOnDuty[0]).toMatchObject({ state: 'ON_SCENE', openCount: 1, grids: [{ code: '3' }] });
    expect(units.unitsOnDuty[0].longitude).toBeCloseTo(IN_GRID_3.longitude, 4);
    await act(server, officer, 'Resolve', ticket.id, { result: '已到场处置' });
    const after = (await summary()).ticketSummary;
    expect(after).toMatchObject({ openCount: 1, urgentCount: 0, toConfirmCount: 1, loads: [{ openCount: 1, grid: { code: '12' } }] });
    expect(after.medianArrivalSeconds).toBeGreaterThanOrEqual(0);
    const { ticketHistory } = await query('{ ticketHistory(first: 3) { kind ticket { id } } }', desk);
    expect(ticketHistory[0]).toEqual({ kind: 'RESOLVED', ticket: { id: ticket.id } });
  });

  it('shows each of its grid only: an officer elsewhere counts and reads nothing of it', async () => {
    const elsewhere = await signIn(server, 'OFFICER', 8);
    const seen = await query('{ ticketSummary { openCount toConfirmCount } ticketHistory { kind } }', elsewhere);
    expect(seen).toEqual({ ticketSummary: { openCount: 0, toConfirmCount: 0 }, ticketHistory: [] });
  });

  it('reads history page by page without a gap or a double', async () => {
    const page = (before: string | null) =>
      query('query ($before: String) { ticketHistory(first: 2, before: $before) { sequence } }', desk, { before });
    const seen: string[] = [];
    for (let before: string | null = null; ; before = seen.at(-1) ?? null) {
      const { ticketHistory } = await page(before);
      if (ticketHistory.length === 0) break;
      seen.push(...ticketHistory.map(({ sequence }: { sequence: string }) => sequence));
    }
    const { rows } = await server.database.pool.query('SELECT position::text FROM ticket_event ORDER BY position DESC');
    expect(seen).toEqual(rows.map(({ position }) => position));
  });

  it('takes a dispatch back until it is accepted', async () => {
    const { ticket } = await report(server, neighbour, { location: IN_GRID_3 });
    await act(server, desk, 'Dispatch', ticket.id, { assigneeId });
    const { ticket: back } = await act(server, desk, 'Recall', ticket.id);
    expect(back).toMatchObject({ status: 'TRIAGED', assignee: null });
    await act(server, desk, 'Dispatch', ticket.id, { assigneeId });
    await act(server, officer, 'Accept', ticket.id);
    expect((await act(server, desk, 'Recall', ticket.id)).__typename).toBe('TransitionError');
  });
});

describe('who looks at a ticket', () => {
  it('is told to the others at once, and when they leave; never to residents', async () => {
    const { ticket } = await report(server, zhang, { location: IN_GRID_3, category: 'parking' });
    const watch = (token: string) =>
      subscribe(server, 'subscription ($id: ID!) { ticketViewers(ticketId: $id) { title } }', { id: ticket.id }, token);
    const first = watch(desk);
    expect((await first.next()).data.ticketViewers).toEqual([]);
    const second = watch(otherDesk);
    expect((await second.next()).data.ticketViewers).toEqual([{ title: '周调度' }]);
    expect((await first.next()).data.ticketViewers).toEqual([{ title: '许调度' }]);
    await second.end();
    expect((await first.next()).data.ticketViewers).toEqual([]);
    await first.end();
    const resident = watch(zhang);
    expect((await resident.next()).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await resident.end();
  });

  it('whose screen is gone without a word is gone within a minute', async () => {
    const { ticket } = await report(server, zhang, { location: IN_GRID_3, category: 'stray_dog' });
    await server.database.pool.query(
      `INSERT INTO ticket_presence (id, ticket_id, staff_id, seen_at)
       SELECT gen_random_uuid(), t.id, s.id, now() - interval '55 seconds' FROM ticket t, staff_profile s WHERE t.number = $1 AND s.title = '丁调度'`,
      [ticket.number],
    );
    const stream = subscribe(server, 'subscription ($id: ID!) { ticketViewers(ticketId: $id) { title } }', { id: ticket.id }, desk);
    expect((await stream.next()).data.ticketViewers).toEqual([]);
    await stream.end();
  });
});

describe('an anonymous reporter', () => {
  const reveal = (token: string, ticketId: string, reason = '需要当面核实') =>
    query(
      `mutation ($input: TicketReporterRevealInput!) { x: ticketReporterReveal(input: $input) { __typename ... on Error { code }
        ... on TicketReporterRevealSuccess { reporter { name phone } } } }`,
      token,
      { input: { ticketId, reason } },
    );

  it('is revealed to the officer of record alone, with a reason, and sees who looked', async () => {
    const { ticket } = await report(server, zhang, { location: IN_GRID_3, category: 'theft', isAnonymous: true });
    await act(server, desk, 'Dispatch', ticket.id, { assigneeId });
    expect((await look(server, officer, ticket.id)).reporter).toBeNull();
    expect((await reveal(desk, ticket.id)).x.code).toBe('FORBIDDEN');
    expect((await reveal(officer, ticket.id, '')).x.__typename).toBe('ValidationError');
    expect((await reveal(officer, ticket.id)).x.reporter).toMatchObject({ name: '张桂芳' });
    const { whoLooked } = await query('{ whoLooked(first: 1) { edges { node { action reason actorTitle } } } }', zhang);
    expect(whoLooked.edges[0].node).toMatchObject({ action: 'TICKET_REVEAL_REPORTER', reason: '需要当面核实' });
  });
});

describe('somebody who raises false alarms', () => {
  it('is told of to those who handle it, and is answered all the same', async () => {
    const token = await signIn(server, 'RESIDENT', 33);
    const falseAlarm = async () => {
      const { ticket } = await alarm(server, token, { location: IN_GRID_3 });
      expect(ticket.status).toBe('DISPATCHED');
      await act(server, officer, 'Accept', ticket.id);
      await act(server, officer, 'Resolve', ticket.id, { result: '误按', isFalseAlarm: true });
      return ticket.id;
    };
    await falseAlarm();
    const id = await falseAlarm();
    const countFor = async (viewer: string) =>
      (await query('query ($id: ID!) { node(id: $id) { ... on Ticket { falseAlarmCount } } }', viewer, { id })).node;
    expect(await countFor(officer)).toEqual({ falseAlarmCount: 1 });
    expect(await countFor(token)).toEqual({ falseAlarmCount: null });
  });
});

describe('a call over the relay', () => {
  it('tells the gateway both numbers and the handler neither, for anonymous reporters too', async () => {
    const asked: object[] = [];
    const gateway = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        asked.push(JSON.parse(Buffer.concat(parts).toString()));
        response.end(JSON.stringify({ dial: '95013*88' }));
      });
    }).listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    const { port } = gateway.address() as { port: number };
    const relayed = await startTestServer({ relay: { url: `http://127.0.0.1:${port}/`, token: 'x' } });
    const reporter = await signIn(relayed, 'RESIDENT', 0);
    const handler = await signIn(relayed, 'OFFICER', 2);
    const { ticket } = await report(relayed, reporter, { location: IN_GRID_3, isAnonymous: true });
    const call = (token: string) =>
      ask(
        relayed,
        'mutation ($id: ID!) { x: ticketCall(input: { ticketId: $id }) { __typename ... on Error { code } ... on TicketCallSuccess { dial } } }',
        { id: ticket.id },
        { token },
      );
    expect((await call(handler)).data.x).toEqual({ __typename: 'TicketCallSuccess', dial: '95013*88' });
    expect(asked).toEqual([{ from: expect.stringMatching(/^\+86100/), to: '+8610000000001', reference: ticket.number }]);
    expect((await call(await signIn(relayed, 'OFFICER', 8))).data.x.code).toBe('NOT_FOUND');
    await relayed.stop();
    gateway.close();
    // Without one, whoever may sees the number and dials it.
    const plain = await report(server, zhang, { location: IN_GRID_3 });
    const { data } = await ask(
      server,
      'mutation ($id: ID!) { x: ticketCall(input: { ticketId: $id }) { __typename } }',
      { id: plain.ticket.id },
      { token: officer },
    );
    expect(data.x.__typename).toBe('ValidationError');
  });
});

describe('strangers', () => {
  const publicTickets = async () =>
    (
      await query(
        '{ publicTickets(first: 100) { edges { node { category { code } location { longitude latitude } followerCount grid { code } } } } }',
      )
    ).publicTickets.edges.map(({ node }: { node: object }) => node);

  it('see what the street works on, roughly where, and nothing sensitive, urgent or personal', async () => {
    await report(server, zhang, {
      location: { longitude: 116.029_512, latitude: 38.458_734 },
      category: 'facility_damage',
      address: '3 号楼',
    });
    await report(server, zhang, { location: IN_GRID_3, category: 'family_dispute' });
    const seen = await publicTickets();
    const codes = seen.map(({ category }: { category: { code: string } }) => category.code);
    expect(codes).toContain('facility_damage');
    expect(codes).not.toContain('family_dispute');
    expect(codes).not.toContain('other'); // the alarm
    expect(seen.find(({ category }: { category: { code: string } }) => category.code === 'facility_damage')).toEqual({
      category: { code: 'facility_damage' },
      location: { longitude: 116.03, latitude: 38.459 },
      followerCount: null,
      grid: { code: '3' },
    });
  });

  it('follow a ticket by its link until it is taken back, and learn nothing about anybody', async () => {
    const { ticket } = await report(server, zhang, { location: IN_GRID_3, category: 'lighting', description: '张桂芳门口的灯' });
    const share = 'mutation ($id: ID!) { x: ticketShare(input: { ticketId: $id }) { __typename ... on TicketShareSuccess { path } } }';
    expect((await query(share, neighbour, { id: ticket.id })).x.__typename).toBe('NotFoundError');
    const { path } = (await query(share, zhang, { id: ticket.id })).x;
    const read = () =>
      query('query ($token: String!) { sharedTicket(token: $token) { number status steps { kind actorKind } } }', undefined, {
        token: path.split('/')[2],
      });
    const { sharedTicket } = await read();
    expect(sharedTicket).toEqual({ number: ticket.number, status: 'SUBMITTED', steps: [{ kind: 'REPORTED', actorKind: 'RESIDENT' }] });
    await query('mutation ($id: ID!) { ticketUnshare(input: { ticketId: $id }) { __typename } }', zhang, { id: ticket.id });
    expect((await read()).sharedTicket).toBeNull();
  });
});

describe('a list taken away', () => {
  const take = (path: string, token?: string) =>
    fetch(new URL(path, server.address), { headers: token ? { authorization: `Bearer ${token}` } : {} });

  it('is a CSV that no spreadsheet runs, a GeoJSON that maps read, the filtered rows, and on record', async () => {
    await report(server, zhang, {
      location: IN_GRID_12,
      category: 'parking',
      description: '=HYPERLINK("http://evil.example","x"), "quoted"\nline',
      address: '＝SUM(A1)',
    });
    const csv = await take('/exports/tickets.csv?categories=parking', desk);
    expect(csv.headers.get('content-disposition')).toContain('attachment');
    const rows = parse(await csv.text(), { columns: true, bom: true }) as Record<string, string>[];
    const { rows: inTable } = await server.database.pool.query(
      `SELECT number FROM ticket t JOIN category c ON c.id = t.category_id WHERE c.code = 'parking' ORDER BY t.created_at DESC, t.id DESC`,
    );
    expect(rows.map(({ number }) => number)).toEqual(inTable.map(({ number }) => number));
    expect(rows[0]?.description?.startsWith(`'=HYPERLINK`)).toBe(true);
    expect(rows.map(({ building }) => building).join()).toMatch(/\d+ 号楼/);
    expect(rows[0]?.address).toBe(`'＝SUM(A1)`); // full width: spreadsheets in Chinese run it, too
    const map = await (await take('/exports/tickets.geojson?isOpen=1', desk)).json();
    expect(map.type).toBe('FeatureCollection');
    expect(map.features[0].geometry).toMatchObject({ type: 'Point' });
    const { rows: log } = await server.database.pool.query(`SELECT detail FROM access_log WHERE action = 'ticket.export' ORDER BY at`);
    expect(log).toHaveLength(2);
  });

  it('is within reach only, and nobody’s who may not', async () => {
    const elsewhere = await signIn(server, 'OFFICER', 8);
    expect(parse(await (await take('/exports/tickets.csv', elsewhere)).text(), { bom: true })).toHaveLength(1); // the head
    expect((await take('/exports/tickets.csv')).status).toBe(401);
    expect((await take('/exports/tickets.csv', zhang)).status).toBe(403);
    expect((await take('/exports/tickets.csv?statuses=NOPE', desk)).status).toBe(400);
    expect((await take('/exports/tickets.exe', desk)).status).toBe(404);
  });
});
