// Tickets of the past: a year of the demo street, lived through the table and written with its own times.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../api/database/connect.ts';
import { prepareStation } from '../../api/database/station.ts';
import { chance } from '../../api/demo/chance.ts';
import { ensureDemo } from '../../api/demo/seed.ts';
import { TicketsOfStreet } from '../../api/demo/tickets/street.ts';
import type { House } from '../../api/doors/operations.ts';
import { Gazetteer } from '../../schema/commons/grids/gazetteer.ts';
import { STANDARD_SLA } from '../../schema/work/tickets/clocks.ts';
import { ACTS, LIFE_CYCLE } from '../../schema/work/tickets/life-cycle.ts';
import { openTestDatabase } from '../support/database.ts';

/** The last noon of the street: at night little is open. */
const NOW = new Date(Math.floor((Date.now() - 4 * 3_600_000) / 86_400_000) * 86_400_000 + 4 * 3_600_000);

describe('a year of the demo street', { timeout: 60_000 }, () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
    await prepareStation(database, { stationName: '和平街道派出所', halfLifeHours: 48 });
    await ensureDemo(database, { halfLifeHours: 48, timeZone: 'Asia/Shanghai' }, { now: NOW, ticketDays: 365 }, () => {});
  }, 60_000);
  afterAll(() => database?.close());

  const count = async (sql: string) => Number((await database.pool.query<{ n: string }>(`SELECT count(*) AS n ${sql}`)).rows[0]?.n);

  it('holds a few thousand tickets of every month, some of each status, and open ones for the board', async () => {
    const all = await count('FROM ticket');
    expect(all).toBeGreaterThan(2000);
    const { rows: months } = await database.pool.query('SELECT DISTINCT to_char(created_at, $1) FROM ticket', ['YYYY-MM']);
    expect(months.length).toBeGreaterThanOrEqual(12);
    const { rows: statuses } = await database.pool.query<{ status: string }>('SELECT DISTINCT status FROM ticket');
    for (const status of ['CLOSED', 'RESOLVED', 'REJECTED', 'CANCELLED']) expect(statuses).toContainEqual({ status });
    expect(await count(`FROM ticket WHERE ended_at IS NULL AND status <> 'RESOLVED'`)).toBeGreaterThan(5);
    expect(await count(`FROM ticket WHERE source = 'ALARM'`)).toBeGreaterThan(10);
  });

  it('goes on: the simulator reports and moves tickets through many states, urgent ones too', async () => {
    const { pool, prisma } = database;
    const touched: string[] = [];
    const house = {
      services: { pool, prisma, live: { touch: (topics: string[]) => touched.push(...topics) }, settings: { sla: STANDARD_SLA } },
      gazetteer: new Gazetteer({ prisma, live: { generation: () => 0 } }),
    } as unknown as House;
    const street = new TicketsOfStreet(house, chance(1));
    const before = await count('FROM ticket_event');
    for (let turn = 0; turn < 400; turn++) await street.act();
    expect(touched).toHaveLength(400);
    expect(await count('FROM ticket_event')).toBeGreaterThan(before + 350);
    const since = `at > '${NOW.toISOString()}'`;
    const { rows } = await pool.query<{ kind: string }>(`SELECT DISTINCT kind FROM ticket_event WHERE ${since}`);
    for (const kind of ['REPORTED', 'TRIAGED', 'DISPATCHED', 'ACCEPTED', 'DEPARTED', 'ARRIVED', 'RESOLVED', 'CONFIRMED']) {
      expect(rows).toContainEqual({ kind });
    }
    // Alarms are rare: of 400 acts some have none.
    const alarms = () => count(`FROM ticket WHERE source = 'ALARM' AND created_at > '${NOW.toISOString()}'`);
    for (let turn = 0; turn < 4000 && (await alarms()) === 0; turn++) await street.act();
    expect(await alarms()).toBeGreaterThan(0);
  });

  it('changes status only along the table, leaves no gap, and keeps the order of time', async () => {
    const { rows } = await database.pool.query<{ kind: string; from: string | null; to: string }>(
      'SELECT DISTINCT kind, from_status AS from, to_status AS to FROM ticket_event WHERE from_status IS DISTINCT FROM to_status',
    );
    const allowed = ACTS.map((kind) => LIFE_CYCLE[kind]);
    for (const { kind, from, to } of rows.filter(({ from }) => from !== null)) {
      const along = allowed.some((rule) => rule.event === kind && (rule.from as readonly string[]).includes(from ?? '') && rule.to === to);
      expect(along, `${kind} from ${from} to ${to}`).toBe(true);
    }
    expect(
      await count(`FROM ticket t WHERE last_seq <> (SELECT count(*) FROM ticket_event e WHERE e.ticket_id = t.id)
        OR last_seq <> (SELECT max(seq) FROM ticket_event e WHERE e.ticket_id = t.id)`),
    ).toBe(0);
    expect(
      await count(`FROM ticket_event a JOIN ticket_event b ON b.ticket_id = a.ticket_id AND b.seq = a.seq + 1
        WHERE b.at < a.at OR b.position < a.position`),
    ).toBe(0);
  });

  it('numbers each day from 1 without a gap, and the day of now goes on behind', async () => {
    expect(
      await count(`FROM (SELECT substr(number, 4, 8) AS day, count(*) AS tickets, max(substr(number, 13)::int) AS last FROM ticket GROUP BY 1) d
        WHERE tickets <> last`),
    ).toBe(0);
    expect(
      await count(
        'FROM ticket_day d WHERE last <> (SELECT count(*) FROM ticket WHERE number LIKE to_char(d.day, $$"GD-"YYYYMMDD$$) || $$-%$$)',
      ),
    ).toBe(0);
  });
});
