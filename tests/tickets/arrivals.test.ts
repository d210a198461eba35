// How long help may take, as the reporter of an alarm is told: from what came true before, with its spread.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectArrival, FEWEST, type PastArrival } from '../../schema/work/tickets/arrivals.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, alarm, IN_GRID_3 } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

describe('an expected arrival', () => {
  const arrivals = (least: number) =>
    fc.array(
      fc.record({
        seconds: fc.integer({ min: 0, max: 7200 }),
        gridId: fc.constantFrom('here', 'there', null),
        metres: fc.option(fc.integer({ min: 0, max: 20_000 })),
      }),
      { minLength: least, maxLength: 60 },
    );
  const asked = fc.record({ gridId: fc.constantFrom('here', null), metres: fc.option(fc.integer({ min: 0, max: 20_000 })) });

  it('holds eight of ten of the times it is drawn from, and is none when there are too few', () => {
    fc.assert(
      fc.property(arrivals(0), asked, (past, about) => {
        const expected = expectArrival(past, about);
        expect(expected === null).toBe(past.length < FEWEST);
        if (!expected) return;
        const { lowSeconds, highSeconds, count, basis } = expected;
        expect(count).toBeGreaterThanOrEqual(FEWEST);
        const drawnFrom = past.filter(({ metres, gridId }) =>
          basis === 'DISTANCE' ? metres !== null : basis === 'GRID' ? gridId === about.gridId : true,
        );
        const within = drawnFrom.filter(({ seconds }) => lowSeconds <= seconds && seconds <= highSeconds);
        if (drawnFrom.length === count) expect(within.length).toBeGreaterThanOrEqual(0.8 * count);
        expect(past.some(({ seconds }) => seconds === lowSeconds)).toBe(true);
      }),
    );
  });

  it('follows the distance where that is known', () => {
    // A minute, and one more for each 200 metres.
    const past: PastArrival[] = Array.from({ length: 100 }, (_, n) => ({ metres: n * 40, seconds: 60 + n * 12, gridId: 'here' }));
    const at = (metres: number | null) => expectArrival(past, { gridId: 'here', metres });
    expect(at(200)).toMatchObject({ basis: 'DISTANCE', count: 20 });
    for (const metres of [100, 800, 3000]) {
      const { lowSeconds = 0, highSeconds = 0 } = at(metres) ?? {};
      expect(lowSeconds).toBeLessThanOrEqual(60 + metres * 0.3);
      expect(highSeconds).toBeGreaterThanOrEqual(60 + metres * 0.3);
    }
    expect(at(100)?.highSeconds).toBeLessThan(at(3000)?.lowSeconds ?? 0);
    expect(at(null)).toMatchObject({ basis: 'GRID', count: 100 });
  });
});

describe('who waits for help', () => {
  let server: TestServer;
  let officer: string;
  let zhang: string;
  beforeAll(async () => {
    server = await startTestServer();
    [officer, zhang] = await Promise.all([signIn(server, 'OFFICER', serving('OFFICER', 3).index), signIn(server, 'RESIDENT', 0)]);
  });
  afterAll(() => server?.stop());

  const FIELDS = 'acceptedAt handlerPhone expectedArrival { lowSeconds highSeconds count basis }';
  const told = async (token: string, id: string) =>
    (await ask(server, `query ($id: ID!) { node(id: $id) { ... on Ticket { ${FIELDS} } } }`, { id }, { token })).data.node;
  const nearby = { location: { ...IN_GRID_3, latitude: IN_GRID_3.latitude + 0.001 } }; // 111 m

  it('learns how long it may take once somebody has accepted and enough came before, and may call them, until they are there', async () => {
    const { ticket: first } = await alarm(server, zhang);
    expect(await told(zhang, first.id)).toEqual({ acceptedAt: null, handlerPhone: null, expectedArrival: null });
    await act(server, officer, 'Accept', first.id);
    // Nothing has come before: nothing is promised.
    expect(await told(zhang, first.id)).toMatchObject({ expectedArrival: null, handlerPhone: expect.stringMatching(/^\+86/) });
    for (let n = 1; n <= FEWEST; n++) {
      const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', n));
      await act(server, officer, 'Accept', ticket.id, n % 2 ? nearby : {});
      await act(server, officer, 'Arrive', ticket.id);
    }
    const { expectedArrival } = await told(zhang, first.id);
    expect(expectedArrival).toMatchObject({ count: FEWEST, basis: 'GRID' });
    expect(expectedArrival.lowSeconds).toBeLessThanOrEqual(expectedArrival.highSeconds);
    await act(server, officer, 'Arrive', first.id);
    expect(await told(zhang, first.id)).toMatchObject({ expectedArrival: null, handlerPhone: expect.any(String) });
    await act(server, officer, 'Resolve', first.id, { result: '已处理，人没事', isFalseAlarm: false });
    expect(await told(zhang, first.id)).toMatchObject({ handlerPhone: null });
    expect(await told(officer, first.id)).toMatchObject({ handlerPhone: null });
  });

  it('is compared with those as far away when phones say where they are; of that the distance is kept, not the place', async () => {
    for (let n = 1; n <= FEWEST; n++) {
      const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 20 + n));
      await act(server, officer, 'Accept', ticket.id, nearby);
      await act(server, officer, 'Arrive', ticket.id);
    }
    const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 40));
    await act(server, officer, 'Accept', ticket.id, nearby);
    expect((await told(await signIn(server, 'RESIDENT', 40), ticket.id)).expectedArrival).toMatchObject({ basis: 'DISTANCE' });
    const { rows } = await server.database.pool.query(
      `SELECT e.detail FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id WHERE t.number = $1 AND e.kind = 'ACCEPTED'`,
      [ticket.number],
    );
    expect(rows).toEqual([{ detail: { assigneeId: expect.any(String), metres: expect.closeTo(111, -1) } }]);
  });

  it('refuses a place that is nowhere on Earth', async () => {
    const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 41));
    const answer = await act(server, officer, 'Accept', ticket.id, { location: { longitude: 200, latitude: 0 } });
    expect(answer).toMatchObject({ __typename: 'ValidationError', fieldErrors: [{ path: ['input', 'location'], code: 'OUT_OF_RANGE' }] });
  });
});
