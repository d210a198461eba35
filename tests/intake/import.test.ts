// A city's own past, from real files and broken ones.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../api/config.ts';
import type { Database } from '../../api/database/connect.ts';
import { connectTo } from '../../api/database/connect.ts';
import { importFile } from '../../api/intake/import.ts';
import { StartError } from '../../api/start-error.ts';
import { heatOf } from '../../schema/work/hotlist/rules.ts';
import { readBoard } from '../../schema/work/hotlist/store.ts';
import { readEventsAfter } from '../../schema/work/tickets/store.ts';
import { makeDatabase } from '../support/database.ts';
import { runCommand, scratchFolder } from '../support/process.ts';
import { countersAndRows } from '../support/town.ts';

const DATA = process.env.XIESHOU_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const REQUESTS = join(DATA, 'chicago_311_sanitation_2011_2012.csv');
const GRIDS = join(DATA, 'memphis_precincts.geojson');
const VOTES = join(DATA, 'votes/town1/votes.csv');
const HALF_LIFE_MS = 48 * 3_600_000;

// In CI a missing file is a failure; elsewhere these tests are skipped, and counted so.
const hasData = existsSync(DATA) || process.env.CI === 'true';

const scratch = scratchFolder();
afterAll(scratch.remove);

const within = (url: string) => readConfig([], { DATABASE_URL: url });
const importHere = (url: string, file: string, options: { as?: 'tickets'; map?: string[] } = {}) =>
  importFile(file, within(url), { ...options, folder: scratch.folder });

/** As somebody types it. */
async function importByCommand(url: string, file: string, ...flags: string[]) {
  const { code, stdout, stderr } = await runCommand('api/commands/import.ts', [file, '--json', ...flags], {
    env: { DATABASE_URL: url },
    cwd: scratch.folder,
  });
  return { code, stderr: stderr.trim(), summary: stdout ? JSON.parse(stdout) : null };
}

const write = (name: string, text: string) => {
  const file = join(scratch.folder, name);
  writeFileSync(file, text);
  return file;
};

describe.runIf(hasData)('past 311 requests of a city', { timeout: 120_000 }, () => {
  let url: string;
  let database: Database;
  let rows: { request_id: string; created: string; category: string; police_district: string }[];
  beforeAll(async () => {
    url = await makeDatabase();
    database = await connectTo(url, { databaseConnections: 2 });
    const all = parse(readFileSync(REQUESTS), { columns: true }) as typeof rows;
    rows = [...new Map(all.map((row) => [row.request_id, row])).values()]; // each id once
  });
  afterAll(() => database.close());

  it('count as many votes as the file has ids, each at its own time', async () => {
    expect(await importHere(url, REQUESTS)).toMatchObject({ rows: 37_046, imported: 37_044, unchanged: 2, rejected: 0 });
    const expected = new Map<string, number>();
    for (const { category, police_district: district } of rows) {
      const title = district ? `${category} · ${district}` : category;
      expected.set(title, (expected.get(title) ?? 0) + 1);
    }
    const { rows: issues } = await database.pool.query<{ title: string; votes: number }>(
      'SELECT title, vote_count AS votes FROM hot_issue',
    );
    expect(new Map(issues.map(({ title, votes }) => [title, votes]))).toEqual(expected);
    const { rows: days } = await database.pool.query<{ day: string; votes: number }>(
      `SELECT (cast_at AT TIME ZONE 'Asia/Shanghai')::date::text AS day, count(*)::int AS votes FROM vote GROUP BY 1`,
    );
    const expectedDays = Map.groupBy(rows, ({ created }) => created);
    expect(new Map(days.map(({ day, votes }) => [day, votes]))).toEqual(
      new Map([...expectedDays].map(([day, list]) => [day, list.length])),
    );
  });

  it('put districts without a polygon into grids, and the row without one on the station’s own issue', async () => {
    const { rows: grids } = await database.pool.query<{ code: string; boundary: unknown }>('SELECT code, boundary FROM grid');
    const districts = new Set(rows.map(({ police_district }) => police_district).filter(Boolean));
    expect(new Set(grids.map(({ code }) => code))).toEqual(districts);
    expect(grids.every(({ boundary }) => boundary === null)).toBe(true);
    const { rows: own } = await database.pool.query('SELECT sum(vote_count)::int AS votes FROM hot_issue WHERE grid_id IS NULL');
    expect(own[0].votes).toBe(rows.filter(({ police_district }) => !police_district).length);
  });

  it('rank every board as a brute-force decay over the file does', async () => {
    const last = Math.max(...rows.map(({ created }) => Date.parse(`${created}T00:00:00+08:00`)));
    const brute = new Map<string, number>();
    for (const { created, category, police_district: district } of rows) {
      const title = district ? `${category} · ${district}` : category;
      brute.set(title, (brute.get(title) ?? 0) + 2 ** ((Date.parse(`${created}T00:00:00+08:00`) - last) / HALF_LIFE_MS));
    }
    const { rows: grids } = await database.pool.query<{ id: string }>('SELECT id FROM grid');
    const { rows: communities } = await database.pool.query<{ id: string }>('SELECT id FROM community');
    const boards = [
      { scope: 'station' as const },
      ...communities.map(({ id }) => ({ scope: 'community' as const, id })),
      ...grids.map(({ id }) => ({ scope: 'grid' as const, id })),
    ];
    let pairs = 0;
    for (const board of boards) {
      const list = await readBoard(database.pool, { board, order: 'HOT', limit: 10_000 });
      for (const [index, above] of list.entries()) {
        for (const below of list.slice(index + 1)) {
          pairs += 1;
          expect(brute.get(above.title)).toBeGreaterThanOrEqual((brute.get(below.title) as number) * (1 - 1e-8));
        }
      }
    }
    expect(pairs).toBeGreaterThan(3000);
  });

  it('change nothing when they are imported again', async () => {
    const state = async () => (await database.pool.query('SELECT id, vote_count, heat, created_at FROM hot_issue ORDER BY id')).rows;
    const before = await state();
    expect(await importHere(url, REQUESTS)).toMatchObject({ imported: 0, unchanged: 37_046, rejected: 0 });
    expect(await state()).toEqual(before);
  });
});

describe.runIf(hasData)('past 311 requests of a city, as tickets', { timeout: 120_000 }, () => {
  type Row = { request_id: string; created: string; completed: string; status: string; category: string; police_district: string };
  let url: string;
  let database: Database;
  let rows: Row[];
  beforeAll(async () => {
    url = await makeDatabase();
    database = await connectTo(url, { databaseConnections: 2 });
    const all = parse(readFileSync(REQUESTS), { columns: true }) as Row[];
    rows = [...new Map(all.toReversed().map((row) => [row.request_id, row])).values()]; // each id once: its first row
  });
  afterAll(() => database.close());

  /** How often each value occurs, from the database and from the file. */
  const inTable = async (sql: string) => {
    const { rows: counts } = await database.pool.query<{ value: string; n: number }>(
      `SELECT ${sql} AS value, count(*)::int AS n FROM ticket t JOIN category c ON c.id = t.category_id GROUP BY 1`,
    );
    return new Map(counts.map(({ value, n }) => [value, n]));
  };
  const inFile = (wordOf: (row: Row) => string) => new Map([...Map.groupBy(rows, wordOf)].map(([value, list]) => [value, list.length]));

  it('are as many as the file has ids, by status, category, district, month and day of completion', async () => {
    const { code, summary } = await importByCommand(url, REQUESTS, '--as', 'tickets');
    expect(code).toBe(0);
    expect(summary).toMatchObject({ rows: 37_046, imported: 37_044, unchanged: 2, rejected: 0 });
    expect(await inTable('t.status::text')).toEqual(inFile(({ status }) => (status.endsWith('Dup') ? 'MERGED' : 'CLOSED')));
    expect(await inTable(`c.name_en`)).toEqual(inFile(({ category }) => category));
    const month = `to_char(t.created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')`;
    expect(await inTable(month)).toEqual(inFile(({ created }) => created.slice(0, 7)));
    expect(await inTable(`${month} || t.status || c.name_en`)).toEqual(
      inFile(({ created, status, category }) => created.slice(0, 7) + (status.endsWith('Dup') ? 'MERGED' : 'CLOSED') + category),
    );
    const day = (column: string) => `(${column} AT TIME ZONE 'Asia/Shanghai')::date::text`;
    expect(await inTable(`${day('t.created_at')} || ' ' || ${day('t.ended_at')}`)).toEqual(
      inFile(({ created, completed }) => `${created} ${completed || created}`),
    );
    expect(await inTable(`coalesce((SELECT code FROM grid g WHERE g.id = t.grid_id), '')`)).toEqual(
      inFile(({ police_district }) => police_district),
    );
  });

  it('have their events without a gap, which no screen is told of, and change nothing when imported again', async () => {
    const gaps = await database.pool.query(
      'SELECT FROM ticket t WHERE last_seq <> (SELECT count(*) FROM ticket_event e WHERE e.ticket_id = t.id) LIMIT 1',
    );
    expect(gaps.rowCount).toBe(0);
    expect(await readEventsAfter(database.pool, '0', 10)).toEqual([]);
    expect(await importHere(url, REQUESTS, { as: 'tickets' })).toMatchObject({ imported: 0, unchanged: 37_046, rejected: 0 });
    const { rows: left } = await database.pool.query('SELECT count(*)::int AS n FROM ticket');
    expect(left[0].n).toBe(37_044);
  });
});

describe('requests that cannot be tickets, and those that are open', { timeout: 60_000 }, () => {
  it('are refused with line and reason; an open one is open, its clocks run, and screens are told', async () => {
    const url = await makeDatabase();
    const file = write(
      'requests.csv',
      [
        'request_id,created,completed,status,category,lat,lon,description',
        'a,2026-01-01,2026-01-03,Completed,Garbage,38.4,116.0,full bin',
        'b,2026-01-01,,Open,噪音扰民,38.4,116.0,',
        'c,2026-01-05,2026-01-03,Completed,Garbage,38.4,116.0,',
        'd,2026-01-01,,Completed,Garbage,38.4,116.0,',
        'e,2026-01-01,,Vanished,Garbage,38.4,116.0,',
        'f,2026-01-01,2026-01-03,Completed,Garbage,138.4,116.0,',
        'g,2999-01-01,,Open,Garbage,,,',
        'h,2026-01-01,,Open,Garbage,38.4,,',
      ].join('\n'),
    );
    const summary = await importHere(url, file, { as: 'tickets' });
    expect(summary).toMatchObject({ rows: 8, imported: 2, rejected: 6 });
    expect(summary.firstReject).toContain('completed before it was made');
    const database = await connectTo(url, { databaseConnections: 1 });
    const { rows } = await database.pool.query(
      'SELECT t.status, c.code, c.is_offered, t.clocks <> $1 AS runs FROM ticket t JOIN category c ON c.id = t.category_id ORDER BY c.code',
      ['[]'],
    );
    expect(rows).toEqual([
      { status: 'CLOSED', code: 'city_garbage', is_offered: false, runs: false },
      { status: 'SUBMITTED', code: 'noise', is_offered: true, runs: true },
    ]);
    expect((await readEventsAfter(database.pool, '0', 10)).map(({ kind }) => kind)).toContain('REPORTED');
    await database.close();
  });
});

describe.runIf(hasData)('a city’s grids and votes', { timeout: 120_000 }, () => {
  let url: string;
  let database: Database;
  beforeAll(async () => {
    url = await makeDatabase();
    database = await connectTo(url, { databaseConnections: 2 });
  });
  afterAll(() => database.close());

  it('take nine precincts with their slivers, their neighbours, and once only', async () => {
    const first = await importHere(url, GRIDS);
    expect(first).toMatchObject({ as: 'grids', imported: 9, rejected: 0 });
    expect(first.warnings.length).toBeGreaterThan(5);
    expect(await importHere(url, GRIDS)).toMatchObject({ imported: 0, unchanged: 9 });
    const { rows } = await database.pool.query(
      'SELECT code, (SELECT count(*)::int FROM grid_neighbour n WHERE n.grid_id = g.id) AS neighbours FROM grid g',
    );
    expect(rows).toHaveLength(9);
    expect(rows.every(({ neighbours }) => neighbours >= 1 && neighbours <= 7)).toBe(true);
  });

  it('leave the votes that the file leaves, whatever was taken back', async () => {
    expect(await importHere(url, VOTES)).toMatchObject({ rows: 8395, imported: 8395, rejected: 0 });
    const rows = parse(readFileSync(VOTES), { columns: true }) as { at: string; account: string; issue: string; value: string }[];
    const standing = new Map<string, number>();
    for (const { at, account, issue, value } of rows) {
      const key = `${account} ${issue}`;
      if (value === '-1') standing.delete(key);
      else if (!standing.has(key)) standing.set(key, Date.parse(at));
    }
    const { rows: votes } = await database.pool.query<{ key: string; at: number }>(
      `SELECT r.source_id || ' ' || h.source_id AS key, extract(epoch FROM v.cast_at)::float8 * 1000 AS at
       FROM vote v JOIN resident r ON r.id = v.resident_id JOIN hot_issue h ON h.id = v.hot_issue_id`,
    );
    expect(new Map(votes.map(({ key, at }) => [key, Math.round(at)]))).toEqual(standing);
    for (const { voteCount, heat, times } of await countersAndRows(database)) {
      expect(voteCount).toBe(times.length);
      expect(heat).toBeCloseTo(heatOf(times, { halfLifeHours: 48 }), 6);
    }
    expect(await importHere(url, VOTES)).toMatchObject({ imported: 0, unchanged: 8395 });
  });
});

describe('a broken file', () => {
  let url: string;
  let database: Database;
  beforeAll(async () => {
    url = await makeDatabase();
    database = await connectTo(url, { databaseConnections: 2 });
  });
  afterAll(() => database.close());

  it('has its broken rows in a reject file with line and reason, and the rest imported', async () => {
    const file = write(
      'mixed.csv',
      'request_id,created,category,district\nA1,2026-01-05,Noise,7\n,2026-01-05,Noise,7\nA3,2026-02-30,Noise,7\nA4,01/06/2026 11:30 PM,"Dark, ""very"" dark",\nA5,2026-01-05\nA6,yesterday,Noise,7\n',
    );
    const summary = await importHere(url, file);
    expect(summary).toMatchObject({
      rows: 6,
      imported: 2,
      rejected: 4,
      firstReject: expect.stringMatching(/^Line 3 .*has no request id\.$/),
    });
    const rejects = readFileSync(summary.rejects as string, 'utf8')
      .trim()
      .split('\n');
    expect(rejects.slice(1).map((line) => line.split(',')[0])).toEqual(['3', '4', '6', '7']);
    expect(rejects[2]).toContain('has the date ""2026-02-30"", which is none');
    expect(rejects[3]).toContain('has 2 cells instead of 4');
    const { rows } = await database.pool.query(`SELECT title FROM hot_issue ORDER BY title`);
    expect(rows).toEqual([{ title: 'Dark, "very" dark' }, { title: 'Noise · 7' }]);
  });

  it.each([
    ['missing', () => join(scratch.folder, 'nope.csv'), /cannot be read \(ENOENT\)/],
    ['empty', () => write('empty.csv', ''), /is empty/],
    ['binary', () => write('picture.csv', 'GIF89a\0\0\0'), /is not a text file/],
    [
      'without the needed column',
      () => write('columns.csv', 'id,when,what\n1,2,3\n'),
      /^Line 1: no column for at .* and category .* Name it with --map/,
    ],
    ['of broken JSON', () => write('broken.geojson', '{"type": "FeatureCollection", '), /is not JSON/],
    ['of another JSON', () => write('other.json', '{"a": 1}'), /is not a GeoJSON FeatureCollection/],
    [
      'in another coordinate system',
      () => write('crs.geojson', JSON.stringify({ type: 'FeatureCollection', crs: { properties: { name: 'EPSG:3857' } }, features: [{}] })),
      /convert it to WGS 84/,
    ],
  ])('%s is told in one sentence', async (_name, make, sentence) => {
    const fault = await importHere(url, make()).catch((error) => error);
    expect(fault).toBeInstanceOf(StartError);
    expect(fault.message.split('\n')).toHaveLength(1);
    expect(fault.message).toMatch(sentence);
  });

  it('that cannot be read, or whose rows are all broken, ends the command with exit code 1', async () => {
    const [missing, broken] = await Promise.all([
      importByCommand(url, join(scratch.folder, 'nope.csv')),
      importByCommand(url, write('all.csv', 'request_id,created,category\n,,\n')),
    ]);
    expect(missing).toMatchObject({ code: 1, summary: null });
    expect(missing.stderr.split('\n')).toEqual([expect.stringContaining('cannot be read (ENOENT)')]);
    expect(broken).toMatchObject({ code: 1, summary: { imported: 0, rejected: 1 } });
  });

  it('is understood with --map, which is refused when it names no column', async () => {
    const file = write('map.csv', 'key,when,what\nK1,2026-03-01,Lamp\n');
    const flags = ['--map', 'requestId=key', '--map', 'at=when', '--map', 'category=what'];
    expect((await importByCommand(url, file, ...flags)).summary).toMatchObject({ imported: 1 });
    await expect(importHere(url, file, { map: ['at=wann'] })).rejects.toThrow(
      'Line 1: there is no column "wann" for at; the columns are key, when, what.',
    );
  });

  it('of shapes keeps the good ones and says what is wrong with the others', async () => {
    const square = (x: number, size = 1) => [
      [x, 0],
      [x + size, 0],
      [x + size, size],
      [x, size],
      [x, 0],
    ];
    const feature = (name: string, ring: number[][], type = 'Polygon') => ({
      type: 'Feature',
      properties: { name },
      geometry: { type, coordinates: [ring] },
    });
    const file = write(
      'shapes.geojson',
      JSON.stringify(
        {
          type: 'FeatureCollection',
          name: 'squares',
          features: [
            feature('good', square(0)),
            feature('bow tie', [
              [2, 0],
              [3, 1],
              [3, 0],
              [2, 1],
              [2, 0],
            ]),
            feature('open', square(4).slice(0, 4)),
            feature('sliver', square(0.995)),
            feature('overlapping', square(0.5)),
            feature('far', [
              [200, 0],
              [201, 0],
              [201, 1],
              [200, 0],
            ]),
            feature('line', square(6), 'LineString'),
            feature('good', square(8)),
          ],
        },
        null,
        1,
      ),
    );
    const summary = await importHere(url, file);
    expect(summary).toMatchObject({ imported: 2, rejected: 6, warnings: [expect.stringMatching(/^sliver overlaps good by 0\.5/)] });
    const rejects = readFileSync(summary.rejects as string, 'utf8');
    for (const reason of [
      'crosses itself',
      'last position is not its first',
      'overlaps sliver by 50',
      'not longitude and latitude',
      'is a LineString',
      'has the name of an earlier one',
    ]) {
      expect(rejects).toContain(reason);
    }
    const lineOf = (name: string) =>
      Number(
        rejects
          .split('\n')
          .find((line) => line.trim().endsWith(`,${name}`))
          ?.split(',')[0],
      );
    expect(
      readFileSync(file, 'utf8')
        .split('\n')
        .slice(lineOf('bow tie') - 1, lineOf('bow tie') + 3)
        .join(''),
    ).toContain('bow tie');
  });
});
