// SQL that writes the places of an import: communities and grids by name.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { type Box, boxAround, type MultiPolygon } from './rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface PlaceRow {
  id: string;
  communityId: string;
  code: string;
  name: string;
  boundary: MultiPolygon | null;
}

const COLUMNS = 'id, community_id AS "communityId", code, name, boundary';

export async function readPlaces(db: Db): Promise<PlaceRow[]> {
  const { rows } = await db.query<PlaceRow>(`/* past.readPlaces */ SELECT ${COLUMNS} FROM grid ORDER BY created_at, id`);
  return rows;
}

/** The community of that name, made when it is missing. */
export async function upsertCommunity(db: Db, stationId: string, name: string): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `/* past.upsertCommunity */ INSERT INTO community (id, station_id, name) VALUES ($1, $2, $3)
     ON CONFLICT (station_id, name) DO UPDATE SET name = excluded.name RETURNING id`,
    [uuid(), stationId, name],
  );
  return (rows[0] as { id: string }).id;
}

/** Makes a grid, or gives the one of that code a boundary it had not or another one. Returns whether anything changed. */
export async function upsertGrid(
  db: Db,
  { communityId, code, boundary }: { communityId: string; code: string; boundary: MultiPolygon | null },
): Promise<{ place: PlaceRow; isChanged: boolean }> {
  const box: Box | null = boundary && boxAround(boundary);
  const { rows } = await db.query<PlaceRow>(
    `/* past.upsertGrid */
     INSERT INTO grid AS g (id, community_id, code, name, boundary, west, south, east, north) VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (code) DO UPDATE
       SET boundary = excluded.boundary, west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north
       WHERE excluded.boundary IS NOT NULL AND g.boundary IS DISTINCT FROM excluded.boundary
     RETURNING ${COLUMNS}`,
    [uuid(), communityId, code, boundary && JSON.stringify(boundary), box?.west, box?.south, box?.east, box?.north],
  );
  const [changed] = rows;
  if (changed) return { place: changed, isChanged: true };
  const { rows: same } = await db.query<PlaceRow>(`/* past.readGrid */ SELECT ${COLUMNS} FROM grid WHERE code = $1`, [code]);
  return { place: same[0] as PlaceRow, isChanged: false };
}

/** A category as a city calls it: made when it is missing, not offered for reports here. */
export async function upsertCategory(db: Db, name: string): Promise<{ id: string; code: string; defaultPriority: 'P4' }> {
  const code = categoryCode(name);
  const { rows } = await db.query<{ id: string }>(
    `/* past.upsertCategory */
     INSERT INTO category (id, code, name_zh, name_en, default_priority, sort_order, is_offered)
     VALUES ($1, $2, $3, $3, 'P4', (SELECT coalesce(max(sort_order), 0) + 1 FROM category), false)
     ON CONFLICT (code) DO UPDATE SET code = excluded.code RETURNING id`,
    [uuid(), code, name],
  );
  return { id: (rows[0] as { id: string }).id, code, defaultPriority: 'P4' };
}

/** Letters of the name, or, where it has none, a number that follows from it. */
function categoryCode(name: string): string {
  const letters = name
    .toLowerCase()
    .replace(/[^a-z]+/g, '_')
    .replace(/^_|_$/g, '');
  const number = createHash('sha256')
    .update(name)
    .digest('hex')
    .slice(0, 10)
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] as string);
  return letters.length >= 3 ? `city_${letters}`.slice(0, 40) : `city_${number}`;
}

/** Replaces the neighbours of the grids named by `pairs`, in both directions. */
export async function insertNeighbours(db: Db, pairs: readonly (readonly [string, string])[]): Promise<void> {
  const both = pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]);
  await db.query(
    `/* past.insertNeighbours */ INSERT INTO grid_neighbour (grid_id, neighbour_id) SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING`,
    [both.map(([a]) => a), both.map(([, b]) => b)],
  );
}
