// Several mutations in one document, with keys and without, cut off and sent again: what is acknowledged is stored once, and
// what is stored was acknowledged or is found by its key.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdempotencyKeys } from '../../api/doors/idempotency.ts';
import { post } from '../support/attack.ts';
import { tries } from '../support/length.ts';
import { type Answer, ask, signIn, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let resident: string;
let commander: string;
let residentId: string;
let teamId: string;
beforeAll(async () => {
  server = await startTestServer();
  [resident, commander] = await Promise.all([signIn(server, 'RESIDENT', 40), signIn(server, 'COMMANDER')]);
  residentId = (await ask(server, '{ residents(first: 1) { edges { node { id } } } }', {}, { token: commander })).data.residents.edges[0]
    .node.id;
  teamId = (await ask(server, '{ teams { id } }', {}, { token: commander })).data.teams[0].id;
});
afterAll(() => server.stop());

/** A field that makes something named by a mark, and how often that is stored. */
interface Deed {
  by: 'resident' | 'commander';
  field(mark: string): string;
  stored: string;
}

const text = (mark: string) => JSON.stringify(mark);
const AT = '{ longitude: 121.47, latitude: 31.23 }';
const DEEDS: Record<string, Deed> = {
  report: {
    by: 'resident',
    field: (mark) => `ticketCreate(input: { category: "noise", description: ${text(mark)}, location: ${AT} })`,
    stored: 'SELECT description AS mark FROM ticket',
  },
  issue: {
    by: 'resident',
    field: (mark) => `hotIssueCreate(input: { title: ${text(mark)}, category: "noise", location: ${AT} })`,
    stored: 'SELECT title AS mark FROM hot_issue',
  },
  praise: {
    by: 'commander',
    field: (mark) => `praiseGive(input: { teamId: ${text(teamId)}, text: ${text(mark)} })`,
    stored: 'SELECT text AS mark FROM praise',
  },
  award: {
    by: 'commander',
    field: (mark) => `pointsAward(input: { residentId: ${text(residentId)}, points: 1, reason: ${text(mark)} })`,
    stored: 'SELECT note AS mark FROM ledger_transaction',
  },
  reward: {
    by: 'commander',
    field: (mark) => `rewardCreate(input: { stock: 1, content: { name: ${text(mark)}, points: 5 } })`,
    stored: 'SELECT name AS mark FROM reward',
  },
  team: {
    by: 'commander',
    field: (mark) => `teamCreate(input: { content: { kind: PATROL, name: ${text(mark)} } })`,
    stored: 'SELECT name AS mark FROM team',
  },
  course: {
    by: 'commander',
    field: (mark) => `trainingCourseCreate(input: { name: ${text(mark)} })`,
    stored: 'SELECT name AS mark FROM training_course',
  },
  place: {
    by: 'commander',
    field: (mark) => `dutyPostCreate(input: { name: ${text(mark)}, longitude: 121.47, latitude: 31.23 })`,
    stored: 'SELECT name AS mark FROM duty_post',
  },
};

async function timesStored(marks: readonly string[]): Promise<Map<string, number>> {
  const union = Object.values(DEEDS).map(({ stored }) => stored);
  const { rows } = await server.database.pool.query<{ mark: string; times: number }>(
    `SELECT mark, count(*)::int AS times FROM (${union.join(' UNION ALL ')}) AS made WHERE mark = ANY($1) GROUP BY mark`,
    [marks],
  );
  return new Map(rows.map(({ mark, times }) => [mark, times]));
}

let made = 0;
/** A document of these deeds, each with a mark of its own. */
function documentOf(deeds: readonly Deed[]): { query: string; marks: string[] } {
  const marks = deeds.map(() => `标记${made++}号`);
  const fields = deeds.map((deed, index) => `d${index}: ${deed.field(marks[index] as string)} { __typename }`);
  return { query: `mutation { ${fields.join(' ')} }`, marks };
}

const acknowledged = ({ data }: Answer, marks: readonly string[]) =>
  marks.filter((_, index) => String(data?.[`d${index}`]?.__typename).endsWith('Success'));

const by = (who: Deed['by']) =>
  fc.array(fc.constantFrom(...Object.values(DEEDS).filter((deed) => deed.by === who)), { minLength: 2, maxLength: 5 });

describe('a document of several mutations', () => {
  it('stores what it acknowledges once, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('resident' as const, 'commander' as const).chain((who) => fc.tuple(fc.constant(who), by(who))),
        fc.boolean(),
        fc.array(fc.constantFrom('whole', 'cut', 'at once' as const), { maxLength: 3 }),
        fc.integer({ min: 0, max: 25 }),
        async ([who, deeds], hasKey, repeats, cutAfterMs) => {
          const { query, marks } = documentOf(deeds);
          const token = who === 'resident' ? resident : commander;
          const headers = { authorization: `Bearer ${token}`, ...(hasKey ? { 'idempotency-key': randomUUID() } : {}) };
          const send = () => post(server, { query }, headers).then(({ answer }) => acknowledged(answer, marks));
          const cut = () =>
            fetch(`${server.address}graphql`, {
              method: 'POST',
              headers: { 'content-type': 'application/json', ...headers },
              body: JSON.stringify({ query }),
              signal: AbortSignal.timeout(cutAfterMs),
            }).catch(() => null);
          const heard = new Set<string>();
          const times = hasKey ? repeats : [];
          for (const how of times) {
            if (how === 'cut') await cut();
            else for (const mark of (await Promise.all(how === 'whole' ? [send()] : [send(), send(), send()])).flat()) heard.add(mark);
          }
          for (const mark of await send()) heard.add(mark); // with its key it finds what was done before
          const stored = await timesStored(marks);
          expect([...stored.keys()].sort()).toEqual([...heard].sort());
          expect([...stored.values()].every((count) => count === 1)).toBe(true);
        },
      ),
      { numRuns: tries('XIESHOU_TEST_DOCUMENTS', { short: 50, long: 150 }) },
    );
  }, 120_000);

  it.each(Object.entries(DEEDS))('may hold two of a kind: %s', async (_name, deed) => {
    await server.database.pool.query('DELETE FROM praise');
    const { query, marks } = documentOf([deed, deed]);
    const { answer } = await post(
      server,
      { query },
      { authorization: `Bearer ${deed.by === 'resident' ? resident : commander}`, 'idempotency-key': randomUUID() },
    );
    expect(acknowledged(answer, marks)).toEqual(marks);
    expect([...(await timesStored(marks))].sort()).toEqual(marks.map((mark) => [mark, 1]).sort());
  });

  it('that holds a report and an alarm makes both', async () => {
    const mark = `标记${made++}号`;
    const alarm = await signIn(server, 'RESIDENT', 41);
    const { data } = await ask(
      server,
      `mutation { d0: ${DEEDS.report?.field(mark)} { ... on TicketCreateSuccess { ticket { id source } } }
        d1: ticketAlarm(input: { text: "救命", location: ${AT} }) { ... on TicketAlarmSuccess { ticket { id source } } } }`,
      {},
      { token: alarm, headers: { 'idempotency-key': randomUUID() } },
    );
    expect([data.d0.ticket.source, data.d1.ticket.source]).toEqual(['RESIDENT', 'ALARM']);
    expect(data.d0.ticket.id).not.toBe(data.d1.ticket.id);
  });
});

describe('an Idempotency-Key', () => {
  const asked = (mark: string, key: string, operationName?: string) =>
    post(
      server,
      {
        query: `mutation One { d0: ${DEEDS.issue?.field(mark)} { __typename } } mutation Other { d0: ${DEEDS.report?.field(mark)} { __typename } }`,
        operationName,
      },
      { authorization: `Bearer ${resident}`, 'idempotency-key': key },
    );

  it('is of one operation: another one of the same document is a conflict', async () => {
    const [mark, key] = [`标记${made++}号`, randomUUID()];
    expect((await asked(mark, key, 'One')).answer.data.d0.__typename).toBe('HotIssueCreateSuccess');
    const other = await asked(mark, key, 'Other');
    expect([other.status, other.answer.errors?.[0]?.extensions.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    expect((await timesStored([mark])).get(mark)).toBe(1);
  });

  it('of a request that has not ended is no conflict yet: whoever sends something else under it waits, and is told to come back', async () => {
    const [mark, key] = [`标记${made++}号`, randomUUID()];
    // The first died with its server a moment ago.
    await asked(mark, key, 'One');
    await server.database.pool.query('UPDATE idempotency_record SET response = NULL WHERE key = $1', [key]);
    const other = await asked(`标记${made++}号`, key, 'One');
    expect([other.status, other.answer.errors?.[0]?.extensions.code]).toEqual([503, 'UNAVAILABLE']);
  }, 30_000);

  it('is the same whether operationName is sent or not, when there is one operation', async () => {
    const [mark, key] = [`标记${made++}号`, randomUUID()];
    const query = `mutation Raise { d0: ${DEEDS.issue?.field(mark)} { __typename } }`;
    const headers = { authorization: `Bearer ${resident}`, 'idempotency-key': key };
    const named = await post(server, { query, operationName: 'Raise' }, headers);
    const unnamed = await post(server, { query }, headers);
    expect([named.answer.data, unnamed.answer.data]).toEqual(Array(2).fill({ d0: { __typename: 'HotIssueCreateSuccess' } }));
    expect((await timesStored([mark])).get(mark)).toBe(1);
  });

  it('used again a day later makes something new', async () => {
    const [first, second, key] = [`标记${made++}号`, `标记${made++}号`, randomUUID()];
    await asked(first, key, 'Other');
    await server.database.pool.query(`UPDATE idempotency_record SET created_at = created_at - interval '25 hours' WHERE key = $1`, [key]);
    expect((await asked(second, key, 'Other')).answer.data.d0.__typename).toBe('TicketCreateSuccess');
    expect(await timesStored([first, second])).toEqual(
      new Map([
        [first, 1],
        [second, 1],
      ]),
    );
  });

  it('keeps an answer whose other field failed: sent again, nothing is done twice', async () => {
    const [mark, key] = [`标记${made++}号`, randomUUID()];
    const query = `mutation { d0: ${DEEDS.issue?.field(mark)} { __typename } d1: dutyEnd(input: { dutyId: "x" }) { __typename } }`;
    const twice = [];
    for (let n = 0; n < 2; n++) {
      twice.push((await post(server, { query }, { authorization: `Bearer ${resident}`, 'idempotency-key': key })).answer);
    }
    expect(twice[0]?.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(twice[1]?.errors?.[0]?.extensions.requestId).toBe(twice[0]?.errors?.[0]?.extensions.requestId);
    expect((await timesStored([mark])).get(mark)).toBe(1);
  });

  it('is free when its first field failed: sent again it is tried again, and makes what it would have made', async () => {
    const [mark, key] = [`标记${made++}号`, randomUUID()];
    const owner = new pg.Client({ connectionString: server.databaseUrl });
    await owner.connect();
    await owner.query(`ALTER TABLE hot_issue ADD CONSTRAINT broken CHECK (title <> '${mark}') NOT VALID`);
    expect((await asked(mark, key, 'One')).answer.errors?.[0]?.extensions.code).toBe('INTERNAL');
    await owner.query('ALTER TABLE hot_issue DROP CONSTRAINT broken');
    await owner.end();
    expect((await asked(mark, key, 'One')).answer.data.d0.__typename).toBe('HotIssueCreateSuccess');
    expect((await timesStored([mark])).get(mark)).toBe(1);
  });

  it('stays taken when its sender gives up waiting, until the work has ended', async () => {
    const [mark, key] = [`标记${made++}号`, randomUUID()];
    const locker = new pg.Client({ connectionString: server.databaseUrl });
    await locker.connect();
    await locker.query('BEGIN');
    await locker.query('LOCK TABLE hot_issue IN EXCLUSIVE MODE');
    const late = await asked(mark, key, 'One');
    expect([late.status, late.answer.errors?.[0]?.extensions.code]).toEqual([503, 'UNAVAILABLE']);
    const again = asked(mark, key, 'One'); // waits for the first
    await locker.query('ROLLBACK');
    await locker.end();
    expect((await again).answer.data.d0.__typename).toBe('HotIssueCreateSuccess');
    expect((await timesStored([mark])).get(mark)).toBe(1);
  }, 40_000);

  it('of a server that died is free after its silence, and names the same things', async () => {
    const { pool } = server.database;
    const keys = new IdempotencyKeys(pool);
    const request = { owner: 'user:gone', key: randomUUID(), content: 1, sealing: Buffer.alloc(32) };
    const first = (await keys.begin(request)) as { born: Date };
    await pool.query(`UPDATE idempotency_record SET taken_at = now() - interval '31 seconds' WHERE key = $1`, [request.key]);
    expect(await new IdempotencyKeys(pool).begin(request)).toEqual(first);
    await keys.finish(request, { data: {} });
    await keys.close();
  });

  it('of a server that died between the deed and its answer does nothing twice, whatever is done', async () => {
    await post(
      server,
      { query: `mutation { x: ${DEEDS.report?.field('等人处置')} { __typename } }` },
      { authorization: `Bearer ${resident}` },
    );
    const [volunteer] = (await ask(server, '{ volunteers(first: 1, status: ACTIVE) { edges { node { id } } } }', {}, { token: commander }))
      .data.volunteers.edges;
    const { dutyPosts, grids, staff, ticket } = (
      await ask(
        server,
        '{ dutyPosts { id } grids { edges { node { id } } } staff(first: 50) { edges { node { id role } } } ticket: tickets(first: 1, filter: { isOpen: true }) { edges { node { id version } } } }',
        {},
        { token: commander },
      )
    ).data;
    const soon = (hours: number) => JSON.stringify(new Date(Date.now() + hours * 3_600_000).toISOString());
    const worker = staff.edges.find(({ node }: { node: { role: string } }) => node.role === 'GRID_WORKER').node.id;
    const acts: Record<string, { field: string; stored: string; times?: number }> = {
      ...Object.fromEntries(
        Object.entries(DEEDS)
          .filter(([, deed]) => deed.by === 'commander')
          .map(([kind, deed]) => [
            kind,
            { field: deed.field(`死后 ${kind}`), stored: `SELECT FROM (${deed.stored}) d WHERE mark = '死后 ${kind}'` },
          ]),
      ),
      series: {
        field: `shiftSeriesCreate(input: { rule: "FREQ=WEEKLY", content: { teamId: "${teamId}", postId: "${dutyPosts[0].id}", title: "死后的班次", startsAt: ${soon(48)}, minutes: 60, capacity: 2 } })`,
        stored: `SELECT FROM shift_series WHERE title = '死后的班次'`,
      },
      insurance: {
        field: `insuranceAdd(input: { volunteerId: "${volunteer.node.id}", insurer: "人保", policyNumber: "DEAD-0001", startsAt: ${soon(0)}, endsAt: ${soon(900)} })`,
        stored: `SELECT FROM insurance WHERE policy_number = 'DEAD-0001'`,
      },
      rule: {
        field: `pointsRuleCreate(input: { kind: PATROL, validFrom: ${soon(500)}, pointsPerHour: 7, reason: "死后的规则" })`,
        stored: `SELECT FROM points_rule WHERE reason = '死后的规则'`,
      },
      duty: {
        field: `dutyAssign(input: { staffId: "${worker}", gridId: "${grids.edges[0].node.id}", startsAt: ${soon(400)}, endsAt: ${soon(401)} })`,
        stored: `SELECT FROM duty WHERE ends_at - starts_at = interval '1 hour' AND starts_at > now() + interval '399 hours'`,
      },
      note: {
        field: `ticketNote(input: { ticketId: "${ticket.edges[0].node.id}", expectedVersion: ${ticket.edges[0].node.version}, text: "死后的备注" })`,
        stored: `SELECT FROM ticket_event WHERE detail->>'text' = '死后的备注'`,
      },
    };
    for (const [kind, { field, stored }] of Object.entries(acts)) {
      const key = randomUUID();
      const send = async () =>
        (
          await post(
            server,
            { query: `mutation { x: ${field} { __typename ... on Error { message } } }` },
            { authorization: `Bearer ${commander}`, 'idempotency-key': key },
          )
        ).answer;
      expect([kind, (await send()).data?.x]).toEqual([kind, { __typename: expect.stringMatching(/Success$/) }]);
      await server.database.pool.query(`UPDATE idempotency_record SET response = NULL, taken_at = 'epoch' WHERE key = $1`, [key]);
      expect([kind, (await send()).data?.x]).toEqual([kind, { __typename: expect.stringMatching(/Success$/) }]);
      expect([kind, (await server.database.pool.query(stored)).rowCount]).toEqual([kind, 1]);
    }
  });

  it('is free at once when the answer to taking it was lost', async () => {
    const { pool } = server.database;
    const request = { owner: 'user:cut', key: randomUUID(), content: 1, sealing: Buffer.alloc(32) };
    let isCut = true;
    const keys = new IdempotencyKeys({
      async query(text: string, values?: unknown[]) {
        const result = await pool.query(text, values);
        if (isCut && text.includes('idempotency.begin')) {
          isCut = false;
          throw new Error('Connection terminated unexpectedly');
        }
        return result;
      },
    } as unknown as pg.Pool);
    await expect(keys.begin(request)).rejects.toThrow('terminated');
    const begun = performance.now();
    expect(await keys.begin(request)).toEqual({ born: expect.any(Date) });
    expect(performance.now() - begun).toBeLessThan(5000);
    await keys.finish(request, { data: { made: true } });
    expect(await new IdempotencyKeys(pool).begin(request)).toEqual({ answer: { data: { made: true } } });
    await keys.close();
  });

  it('stays free when what says that its request still runs arrives after it was freed', async () => {
    const { pool } = server.database;
    const request = { owner: 'user:beat', key: randomUUID(), content: 1, sealing: Buffer.alloc(32) };
    const [said, beat] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const keys = new IdempotencyKeys({
      async query(text: string, values?: unknown[]) {
        if (text.includes('idempotency.beat')) {
          said.resolve();
          await beat.promise;
        }
        return pool.query(text, values);
      },
    } as unknown as pg.Pool);
    await keys.begin(request);
    const beating = keys.close();
    await said.promise;
    await keys.finish(request, null); // it came to nothing
    beat.resolve();
    await beating;
    expect(await new IdempotencyKeys(pool).begin(request)).toEqual({ born: expect.any(Date) });
  });

  it('is let go only by the request that has it', async () => {
    const { pool } = server.database;
    const request = () => ({ owner: 'user:late', key, content: 1, sealing: Buffer.alloc(32) });
    const key = randomUUID();
    const [slow, quick] = [new IdempotencyKeys(pool), new IdempotencyKeys(pool)];
    const [first, second] = [request(), request()];
    await slow.begin(first);
    await pool.query(`UPDATE idempotency_record SET taken_at = now() - interval '31 seconds' WHERE key = $1`, [key]);
    await quick.begin(second);
    await slow.finish(first, null); // comes to nothing long after it was given up
    const { rows } = await pool.query<{ isTaken: boolean }>(
      `SELECT taken_at > now() - interval '30 seconds' AS "isTaken" FROM idempotency_record WHERE key = $1`,
      [key],
    );
    expect(rows).toEqual([{ isTaken: true }]);
    await quick.finish(second, { data: {} });
    await Promise.all([slow.close(), quick.close()]);
  });
});
