import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../api/database/connect.ts';
import { readTime } from '../../api/database/times.ts';
import { openTestDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('moments are read as pg reads them, in every zone and of every year', async () => {
  const moment = fc.tuple(
    fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }),
    fc.constantFrom('UTC', 'Asia/Shanghai', 'Asia/Kolkata', 'America/St_Johns', 'America/New_York'),
  );
  const some = fc.sample(moment, { numRuns: 300, seed: 6 });
  const readByPg = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);
  const client = await database.pool.connect();
  try {
    for (const [date, zone] of some) {
      await client.query(`SELECT set_config('TimeZone', $1, false)`, [zone]);
      const { rows } = await client.query('SELECT $1::timestamptz AS at, $1::timestamptz::text AS text', [date.toISOString()]);
      expect(rows[0].at).toEqual(date);
      expect(readTime(rows[0].text)).toEqual(readByPg(rows[0].text));
    }
    for (const text of ['infinity', '-infinity', '0044-03-15 12:00:00+00 BC']) expect(readTime(text)).toEqual(readByPg(text));
  } finally {
    client.release(true);
  }
});

it('days are stored as they are, wherever the machine stands', async () => {
  const { TZ } = process.env;
  try {
    for (const zone of ['America/St_Johns', 'Asia/Shanghai', 'Pacific/Kiritimati']) {
      process.env.TZ = zone;
      const { rows } = await database.pool.query('SELECT $1::date::text AS day', [new Date('1966-12-31')]);
      expect(rows[0].day, zone).toBe('1966-12-31');
    }
  } finally {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  }
});

it('the database’s clock is ours, when ours is moved too: times of both are compared', async () => {
  const { rows } = await database.pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  expect(Math.abs((rows[0]?.now.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
});
