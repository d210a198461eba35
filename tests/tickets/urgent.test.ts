// Emergencies that wait for somebody, pushed to whoever may see them, and read once for all of them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stream, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';
import { recordStatements } from '../support/statements.ts';
import { act, alarm, letWait } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const URGENT = 'subscription { urgentTickets { id number status viewerCan place { sentence } assignee { title } } }';

describe('emergencies that wait', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  const watch = async (persona: string, index = 0) => subscribe(server, URGENT, {}, await signIn(server, persona, index));
  const urgent = async (stream: Stream) => (await stream.next()).data.urgentTickets;

  it('are pushed whole to the desk and the officer of the grid, and once more when somebody has accepted; nobody else hears', async () => {
    const officer = serving('OFFICER', 3);
    const streams = [
      await watch('DISPATCHER'),
      await watch('OFFICER', officer.index),
      await watch('OFFICER', serving('OFFICER', 12).index),
    ];
    const [desk, own, elsewhere] = streams as [Stream, Stream, Stream];
    for (const stream of streams) expect(await urgent(stream)).toEqual([]);
    const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 0));
    for (const stream of [desk, own]) {
      const [first] = await urgent(stream);
      expect(first).toMatchObject({ number: ticket.number, status: 'DISPATCHED', assignee: { title: officer.title } });
      expect(first.place.sentence).toMatch(/号楼/);
      expect(first.viewerCan.includes('ACCEPT')).toBe(stream === own);
    }
    await act(server, await signIn(server, 'OFFICER', officer.index), 'Accept', ticket.id);
    for (const stream of [desk, own]) expect(await urgent(stream)).toMatchObject([{ number: ticket.number, status: 'ACCEPTED' }]);
    // Whoever serves elsewhere hears first of an alarm of their own.
    const other = (await alarm(server, await signIn(server, 'RESIDENT', 1), { location: { longitude: 116.0257, latitude: 38.4532 } }))
      .ticket;
    expect(await urgent(elsewhere)).toMatchObject([{ number: other.number }]);
    await act(server, await signIn(server, 'OFFICER', serving('OFFICER', 12).index), 'Accept', other.id);
    await Promise.all(streams.map((stream) => stream.end()));
  });

  it('ring whoever is called, wherever they serve', async () => {
    const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 2));
    await letWait(server, ticket.id, 20_000);
    const { rows } = await server.database.pool.query(
      `SELECT d.grid_id, g.code FROM ticket t JOIN duty d ON d.staff_id = t.called_ids[1] JOIN grid g ON g.id = d.grid_id WHERE t.number = $1`,
      [ticket.number],
    );
    const called = serving('OFFICER', Number(rows[0].code.match(/\d+/)[0]));
    const stream = await watch('OFFICER', called.index);
    const [first] = await urgent(stream);
    expect(first).toMatchObject({ number: ticket.number, viewerCan: expect.arrayContaining(['ACCEPT']) });
    await act(server, await signIn(server, 'OFFICER', called.index), 'Accept', ticket.id);
    await stream.end();
  });

  it('are read once, though forty pages show them', async () => {
    const streams = await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 ? watch('DISPATCHER') : watch('COMMANDER'))));
    await Promise.all(streams.map((stream) => stream.next()));
    const statements = recordStatements(server);
    const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 3));
    const seen = await Promise.all(streams.map(urgent));
    expect(seen.every((tickets) => tickets.some(({ number }: { number: string }) => number === ticket.number))).toBe(true);
    expect(statements.filter(({ text }) => text.includes('tickets.readUrgent')).length).toBeLessThanOrEqual(2);
    expect(statements.filter(({ text }) => text.includes('tickets.readToTriage')).length).toBeLessThanOrEqual(4);
    await Promise.all(streams.map((stream) => stream.end()));
  });
});
