// Buildings of a town's own files: each into its grid, once, and what cannot be is left out with its reason.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../api/config.ts';
import { connectTo, type Database } from '../../api/database/connect.ts';
import { importFile } from '../../api/intake/import.ts';
import { makeDatabase } from '../support/database.ts';
import { runCommand, scratchFolder } from '../support/process.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

let url: string;
let database: Database;
beforeAll(async () => {
  url = await makeDatabase();
  database = await connectTo(url, { databaseConnections: 2 });
  const grid = (name: string, west: number) => feature({ name }, square(west, 38.4, 0.01));
  await importFile(write('grids.geojson', collection([grid('A', 116), grid('B', 116.01)])), config(), { folder: scratch.folder });
});
afterAll(() => database?.close());

const config = () => readConfig([], { DATABASE_URL: url });
const write = (name: string, text: string) => {
  const file = join(scratch.folder, name);
  writeFileSync(file, text);
  return file;
};

const square = (west: number, south: number, size: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});
const pin = (longitude: number, latitude: number) => ({ type: 'Point', coordinates: [longitude, latitude] });
const feature = (properties: object, geometry: object) => ({ type: 'Feature', properties, geometry });
/** One feature a line, the first on line 2. */
const collection = (features: object[]) =>
  `{"type":"FeatureCollection","features":[\n${features.map((one) => JSON.stringify(one)).join(',\n')}\n]}`;

const take = (name: string, text: string) => importFile(write(name, text), config(), { as: 'places', folder: scratch.folder });
const rejectsOf = ({ rejects }: { rejects: string | null }) =>
  rejects
    ? (parse(readFileSync(rejects), { columns: true }) as { line: string; reason: string }[]).map(({ line, reason }) => `${line} ${reason}`)
    : [];
const standing = async (grid: string) =>
  (
    await database.pool.query<{ name: string; entrances: string[]; isOutlined: boolean }>(
      `SELECT b.name, b.outline IS NOT NULL AS "isOutlined", ARRAY(SELECT e.name FROM building_entrance e WHERE e.building_id = b.id ORDER BY 1) AS entrances
       FROM building b JOIN grid g ON g.id = b.grid_id WHERE g.code = $1 ORDER BY b.name`,
      [grid],
    )
  ).rows;

describe('a GeoJSON file of buildings', () => {
  const file = collection([
    feature(
      { name: '1 号楼', entrances: ['1 单元门口', { name: '2 单元门口', longitude: 116.0012, latitude: 38.4011 }] },
      square(116.001, 38.401, 0.0005),
    ),
    feature({ name: '2 号楼', name_en: 'North house' }, pin(116.003, 38.403)),
    feature({ name: '北门', building: '2 号楼' }, pin(116.003, 38.4031)),
    feature({ name: '1 号楼' }, pin(116.012, 38.402)),
  ]);

  it('puts each into the grid it lies in, with its entrances; of one name in two grids both are kept, and it is said', async () => {
    const summary = await take('buildings.geojson', file);
    expect(summary).toMatchObject({
      as: 'places',
      rows: 6,
      imported: 6,
      rejected: 0,
      warnings: ['1 号楼 stands in A and B: kept apart by their grids.'],
    });
    expect(await standing('A')).toEqual([
      { name: '1 号楼', entrances: ['1 单元门口', '2 单元门口'], isOutlined: true },
      { name: '2 号楼', entrances: ['北门'], isOutlined: false },
    ]);
    expect(await standing('B')).toMatchObject([{ name: '1 号楼' }]);
  });

  it('changes nothing when it comes again, and only what is new when it has changed', async () => {
    expect(await take('buildings.geojson', file)).toMatchObject({ imported: 0, unchanged: 6, rejected: 0 });
    expect(await take('buildings.geojson', file.replace('North house', 'House 2'))).toMatchObject({ imported: 1, unchanged: 5 });
  });

  it('is told line and reason of what cannot be used', async () => {
    const bow = {
      type: 'Polygon',
      coordinates: [
        [
          [116.005, 38.405],
          [116.006, 38.406],
          [116.006, 38.405],
          [116.005, 38.406],
          [116.005, 38.405],
        ],
      ],
    };
    const summary = await take(
      'broken.geojson',
      collection([
        feature({ name: '蝴蝶楼' }, bow),
        feature({ name: '远楼' }, pin(117, 39)),
        feature({ name: '错楼', grid: 'B' }, pin(116.005, 38.405)),
        feature({ name: '无格', grid: 'Z' }, pin(116.005, 38.405)),
        feature({ name: '重名' }, pin(116.005, 38.405)),
        feature({ name: '重名', entrances: ['南门'] }, pin(116.006, 38.406)),
        feature({ name: '门', building: '9 号楼' }, pin(116.005, 38.405)),
        feature({}, pin(116.005, 38.405)),
        feature({ name: '线' }, { type: 'LineString', coordinates: [] }),
        feature({ name: '天外' }, pin(999, 38)),
        feature({ name: '门多', entrances: [{ name: '' }] }, pin(116.007, 38.407)),
      ]),
    );
    expect(rejectsOf(summary)).toEqual([
      '2 has an outline that crosses itself',
      '3 lies outside every grid',
      '4 lies in A, not in B',
      '5 names the grid Z, which does not exist',
      '7 has the name of an earlier building of A',
      '8 is an entrance of 9 号楼, which A does not have',
      '9 has no name',
      '10 is a LineString, not a Polygon, MultiPolygon or Point on Earth',
      '11 is a Point, not a Polygon, MultiPolygon or Point on Earth',
      '12 has no name of an entrance',
    ]);
    expect(summary).toMatchObject({ imported: 2, rejected: 10 });
    expect((await standing('A')).map(({ name }) => name)).toEqual(['1 号楼', '2 号楼', '重名', '门多']);
  });
});

it('a request of the past that is still open is at the building that came before it', async () => {
  await take('yard.csv', 'name,longitude,latitude\n值班室,116.0075,38.4075\n');
  const past = write(
    'past.csv',
    'request_id,created,completed,status,category,lat,lon\no1,2026-01-01,,Open,Garbage,38.40752,116.0075\nc1,2026-01-01,2026-01-02,Closed,Garbage,38.40752,116.0075\n',
  );
  await importFile(past, config(), { as: 'tickets', folder: scratch.folder });
  const { rows } = await database.pool.query(
    'SELECT t.status, b.name, t.building_metres AS metres FROM ticket t LEFT JOIN building b ON b.id = t.building_id ORDER BY t.status DESC',
  );
  expect(rows).toEqual([
    { status: 'CLOSED', name: null, metres: null },
    { status: 'SUBMITTED', name: '值班室', metres: 2 },
  ]);
});

describe('a CSV file of buildings', () => {
  it('finds the grid by its code or by the position, and makes the building of an entrance', async () => {
    const file = [
      '楼栋,网格,门口,经度,纬度',
      '21 号楼,A,,,',
      '22 号楼,,,116.004,38.404',
      '22 号楼,A,1 单元门口,,',
      '23 号楼,B,东门,116.015,38.405',
    ].join('\n');
    expect(await take('buildings.csv', file)).toMatchObject({ rows: 4, imported: 4, rejected: 0 });
    expect(await take('buildings.csv', file)).toMatchObject({ imported: 0, unchanged: 4 });
    expect((await standing('B')).find(({ name }) => name === '23 号楼')).toMatchObject({ entrances: ['东门'] });
  });

  it('is told line and reason of what cannot be used', async () => {
    const summary = await take(
      'broken.csv',
      [
        'name,grid,entrance,longitude,latitude',
        '31 号楼,,,,',
        ',A,,,',
        '32 号楼,A,,116.5,',
        '33 号楼,A,,116.015,38.405',
        '34 号楼,A,,,',
        '34 号楼,A,,,',
        '34 号楼,A,1 单元,,',
        '34 号楼,A,1 单元,,',
        `${'长'.repeat(41)},A,,,`,
        '35 号楼,A',
      ].join('\n'),
    );
    expect(rejectsOf(summary)).toEqual([
      '2 has neither a grid nor a position',
      '3 has no building',
      '4 has the position ", 116.5", which is none',
      '5 lies in B, not in A',
      '7 has the name of an earlier building of A',
      '9 has the name of an earlier entrance of 34 号楼 in A',
      '10 has a building of more than 40 characters',
      '11 has 2 cells instead of 5',
    ]);
    expect(summary).toMatchObject({ imported: 2, firstReject: expect.stringMatching(/^Line 2 .*neither a grid nor a position\.$/) });
  });

  it('without a column for the name is refused in one sentence, before a database is needed', async () => {
    await expect(take('nameless.csv', 'grid,entrance\nA,东门\n')).rejects.toThrow(
      /no column for building \(building, building_name, name …\)/,
    );
    await expect(take('none.geojson', '{}')).rejects.toThrow(/not a GeoJSON FeatureCollection/);
  });

  it('is taken by the command as somebody types it', async () => {
    const file = write('typed.csv', 'building,grid\n41 号楼,A\n');
    const { code, stdout } = await runCommand('api/commands/import.ts', [file, '--as', 'places', '--json'], {
      env: { DATABASE_URL: url },
      cwd: scratch.folder,
    });
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { as: 'places', imported: 1 }]);
  });

  it('counts every row once, whatever stands in it, and again when it comes again', async () => {
    const cell = fc.constantFrom('51 号楼', '52 号楼', '', 'A', 'B', 'Z', '116.005', '38.405', '0', '"', '门');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell, cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = ['name,grid,entrance,longitude,latitude', ...rows.map((row) => row.map(quoted).join(','))].join('\n');
        const first = await take('any.csv', text);
        const again = await take('any.csv', text);
        expect([first.rows, again.rows]).toEqual([rows.length, rows.length]);
        expect([again.imported, again.rejected]).toEqual([0, first.rejected]);
      }),
      { numRuns: 15 },
    );
  });
});
