// The stream of ticket events: in order, resumable, and never more than its viewer may see.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ringDue } from '../../schema/work/tickets/jobs.ts';
import { gridIds } from '../support/people.ts';
import { ask, type Stream, signIn, startTestServer, subscribe, subscribeSse, type TestServer } from '../support/server.ts';
import { act, IN_GRID_12, IN_GRID_13, report } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const EVENTS = `subscription ($after: String, $filter: TicketEventFilter) { ticketEvents(after: $after, filter: $filter) {
  sequence seq kind at actor { title } ticket { id number status } } }`;

let server: TestServer;
let resident: string;
let officer: string;
let dispatcher: string;
beforeAll(async () => {
  server = await startTestServer();
  resident = await signIn(server, 'RESIDENT', 0);
  officer = await signIn(server, 'OFFICER', 2);
  dispatcher = await signIn(server, 'DISPATCHER');
});
afterAll(() => server.stop());

interface Seen {
  sequence: string;
  seq: number;
  kind: string;
  ticket: { id: string; number: string; status: string };
}

const streams: Stream[] = [];
afterAll(() => Promise.all(streams.map((stream) => stream.end())));

/** Listens as somebody; `until` reads on to the first event that fits and answers all up to it. */
function listen(token: string, variables: object = {}) {
  const stream = subscribe(server, EVENTS, variables, token);
  streams.push(stream);
  return {
    stream,
    async until(isLast: (event: Seen) => boolean): Promise<Seen[]> {
      const events: Seen[] = [];
      for (;;) {
        const { data, errors } = await stream.next();
        if (errors) throw new Error(JSON.stringify(errors));
        events.push(data.ticketEvents);
        if (isLast(data.ticketEvents)) return events;
      }
    },
  };
}

const of = (id: string, kind: string) => (event: Seen) => event.ticket.id === id && event.kind === kind;
const lastSequence = async () => {
  const { rows } = await server.database.pool.query<{ last: string }>('SELECT coalesce(max(position), 0)::text AS last FROM ticket_event');
  return rows[0]?.last as string;
};

describe('ticket events', () => {
  it('come in order to everybody concerned; after a break from where it was, nothing twice and nothing missed', async () => {
    const after = await lastSequence();
    const [board, phone, reporter] = [dispatcher, officer, resident].map((token) => listen(token, { after }));
    const { ticket } = await report(server, resident);
    await act(server, officer, 'Dispatch', ticket.id);
    await act(server, officer, 'Accept', ticket.id);
    const heard = await Promise.all([board, phone, reporter].map((one) => one?.until(of(ticket.id, 'ACCEPTED')) as Promise<Seen[]>));
    for (const events of heard) expect(events.map(({ kind }) => kind)).toEqual(['REPORTED', 'DISPATCHED', 'ACCEPTED']);
    await phone?.stream.end();
    await act(server, officer, 'Arrive', ticket.id);
    await act(server, officer, 'Resolve', ticket.id, { result: '已处置' });
    const again = listen(officer, { after: heard[1]?.at(-1)?.sequence });
    expect((await again.until(of(ticket.id, 'RESOLVED'))).map(({ kind, seq }) => [kind, seq])).toEqual([
      ['ARRIVED', 4],
      ['RESOLVED', 5],
    ]);
    const whole = await listen(dispatcher, { after: '0', filter: { ticketId: ticket.id } }).until(of(ticket.id, 'RESOLVED'));
    expect(whole.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it('reach only those concerned, and whoever a ticket leaves is told that it left', async () => {
    const after = await lastSequence();
    const [elsewhere, neighbour] = [await signIn(server, 'OFFICER', 3), await signIn(server, 'RESIDENT', 9)];
    const [here, there, unconcerned] = [officer, elsewhere, neighbour].map((token) => listen(token, { after }));
    const { ticket } = await report(server, resident);
    await here?.until(of(ticket.id, 'REPORTED')); // they listen: it leaves them live
    const grids = await gridIds(server);
    await act(server, officer, 'Transfer', ticket.id, { gridId: grids.get('4'), reason: '在四号网格一侧' });
    await act(server, elsewhere, 'Triage', ticket.id);
    const own = (await report(server, neighbour)).ticket; // grid 3 again
    expect((await here?.until(of(own.id, 'REPORTED')))?.map(({ kind }) => kind)).toEqual(['TRANSFERRED', 'REPORTED']);
    // It is theirs by now: a subscriber who goes through the past sees what they may see today.
    expect((await there?.until(of(ticket.id, 'TRIAGED')))?.map(({ kind }) => kind).slice(-2)).toEqual(['TRANSFERRED', 'TRIAGED']);
    expect((await unconcerned?.until(of(own.id, 'REPORTED')))?.map(({ ticket: { id } }) => id)).toEqual([own.id]);
  });

  it('stop for an officer at the minute their duty ends', async () => {
    const moved = await signIn(server, 'OFFICER', 11); // of grid 12
    const admin = await signIn(server, 'ADMIN');
    const phone = listen(moved, { after: await lastSequence() });
    const first = (await report(server, resident, { location: IN_GRID_12 })).ticket;
    await phone.until(of(first.id, 'REPORTED'));
    const { id: staffId, dutyId } = serving('OFFICER', 12);
    await ask(server, 'mutation ($id: ID!) { dutyEnd(input: { dutyId: $id }) { __typename } }', { id: dutyId }, { token: admin });
    const { data } = await ask(server, '{ viewer { dutyGrids { code } } }', {}, { token: moved });
    expect(data.viewer.dutyGrids).toEqual([]);
    const second = (await report(server, resident, { location: IN_GRID_12 })).ticket;
    // Another grid is theirs now: its events come, and nothing of the old one before them.
    const input = { staffId, gridId: (await gridIds(server)).get('13') };
    await ask(server, 'mutation ($input: DutyAssignInput!) { dutyAssign(input: $input) { __typename } }', { input }, { token: admin });
    let isHeard = false;
    const hearing = phone
      .until(({ ticket: { id } }) => id !== second.id && id !== first.id)
      .finally(() => {
        isHeard = true;
      });
    while (!isHeard) await report(server, resident, { location: IN_GRID_13 });
    const heard = await hearing;
    expect(heard.filter(({ ticket: { id } }) => id === second.id)).toEqual([]);
  });

  it('are the same over SSE, and wrong arguments are told', async () => {
    const sse = await subscribeSse(server, `subscription { ticketEvents(after: "0") { seq kind } }`);
    expect((await sse.next()).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    await sse.end();
    const wrong = subscribe(server, EVENTS, { after: 'tomorrow' }, dispatcher);
    expect((await wrong.next()).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    await wrong.end();
  });
});

describe('clocks', () => {
  it('of one ticket that cannot ring hold up no other’s', async () => {
    const { pool } = server.database;
    const due = async (clocks: string, hours: number) => {
      const { ticket } = await report(server, resident);
      await pool.query(`UPDATE ticket SET clocks = ${clocks}, next_alert_at = now() - make_interval(hours => $2) WHERE number = $1`, [
        ticket.number,
        hours,
      ]);
      return ticket;
    };
    const broken = await due(`'{"no": "list"}'`, 2);
    const twoHoursAgo = `to_jsonb(to_char((now() - interval '2 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
    const sound = await due(`(SELECT jsonb_agg(jsonb_set(c, '{since}', ${twoHoursAgo})) FROM jsonb_array_elements(clocks) c)`, 1);
    expect(await ringDue(server.house.services)).toBeGreaterThan(0); // and it is tried again
    const { rows } = await pool.query<{ number: string; level: number }>(
      'SELECT number, escalation_level AS level FROM ticket WHERE number = ANY($1) ORDER BY number',
      [[broken.number, sound.number]],
    );
    expect(rows).toEqual([
      { number: broken.number, level: 0 },
      { number: sound.number, level: 2 },
    ]);
    await pool.query(`UPDATE ticket SET clocks = '[]', next_alert_at = NULL WHERE number = $1`, [broken.number]);
  });

  it('ring once each though four servers look, escalate, and everybody hears it', async () => {
    const board = listen(dispatcher, { after: await lastSequence() });
    const { ticket } = await report(server, resident);
    // As if it had been reported two hours ago: 30 minutes to triage have passed twice over.
    await server.database.pool.query(
      `UPDATE ticket SET next_alert_at = now() - interval '1 hour', clocks = (
         SELECT jsonb_agg(jsonb_set(c, '{since}', to_jsonb(to_char((now() - interval '2 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))) FROM jsonb_array_elements(clocks) c)
       WHERE number = $1`,
      [ticket.number],
    );
    await Promise.all(Array.from({ length: 4 }, () => ringDue(server.house.services)));
    const heard = await board.until(({ kind, ticket: { id } }) => kind === 'ESCALATED' && id === ticket.id);
    const more = await board.until(({ kind, ticket: { id } }) => kind === 'ESCALATED' && id === ticket.id);
    expect([...heard, ...more].filter(({ ticket: { id } }) => id === ticket.id).map(({ kind }) => kind)).toEqual([
      'REPORTED',
      'CLOCK_WARNED',
      'CLOCK_WARNED',
      'ESCALATED',
      'ESCALATED',
    ]);
    const { data } = await ask(
      server,
      'query ($id: ID!) { node(id: $id) { ... on Ticket { slaState escalationLevel version lastEvents { seq } } } }',
      { id: ticket.id },
      { token: dispatcher },
    );
    expect(data.node).toMatchObject({ slaState: 'BREACHED', escalationLevel: 2, version: 1 });
    expect(data.node.lastEvents).toHaveLength(5);
  });
});
