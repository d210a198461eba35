// All reads of buildings and their entrances.
import type pg from 'pg';
import type { Building, BuildingEntrance } from '../../../prisma/client/client.ts';
import type { GeoPoint, MultiPolygon } from '../grids/rules.ts';
import { NEAREST_WITHIN_METRES } from './rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export type EntranceRow = Omit<BuildingEntrance, 'createdAt'>;

/** A building with its entrances, without its outline: only who measures needs that. */
export interface BuildingRow extends Pick<Building, 'id' | 'gridId' | 'name' | 'nameEn' | 'longitude' | 'latitude'> {
  /** Whether another building of its community has its name. */
  hasNamesake: boolean;
  /** In the order of their names. */
  entrances: EntranceRow[];
}

export interface OutlinedRow extends BuildingRow {
  outline: MultiPolygon | null;
}

const BUILDING = `b.id, b.grid_id AS "gridId", b.name, b.name_en AS "nameEn", b.longitude, b.latitude,
  EXISTS (SELECT FROM grid g JOIN grid og ON og.community_id = g.community_id AND og.id <> g.id JOIN building o ON o.grid_id = og.id AND o.name = b.name
    WHERE g.id = b.grid_id) AS "hasNamesake",
  (SELECT coalesce(json_agg(json_build_object('id', e.id, 'buildingId', e.building_id, 'name', e.name, 'nameEn', e.name_en,
     'longitude', e.longitude, 'latitude', e.latitude) ORDER BY e.name, e.id), '[]') FROM building_entrance e WHERE e.building_id = b.id) AS entrances`;

/** Buildings by their ids, in no order. */
export async function readBuildings(db: Db, ids: readonly string[]): Promise<BuildingRow[]> {
  const { rows } = await db.query<BuildingRow>(
    `/* places.readBuildings */ SELECT ${BUILDING} FROM building b WHERE b.id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

/** The buildings of a grid, 3 before 12. */
export async function readBuildingsOf(db: Db, gridId: string): Promise<BuildingRow[]> {
  const { rows } = await db.query<BuildingRow>(`/* places.readBuildingsOf */ SELECT ${BUILDING} FROM building b WHERE b.grid_id = $1`, [
    gridId,
  ]);
  return rows.sort((a, b) => BY_NUMBER.compare(a.name, b.name));
}

const BY_NUMBER = new Intl.Collator('zh', { numeric: true });

export async function readEntrances(db: Db, ids: readonly string[]): Promise<EntranceRow[]> {
  const { rows } = await db.query<EntranceRow>(
    `/* places.readEntrances */ SELECT e.id, e.building_id AS "buildingId", e.name, e.name_en AS "nameEn", e.longitude, e.latitude
     FROM building_entrance e WHERE e.id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

const METRES_PER_DEGREE = 111_320;

/** Buildings with a part of them, their middle or an entrance in the box around a point: whatever may be within the bound, and some more. */
export async function readAround(db: Db, { longitude, latitude }: GeoPoint): Promise<OutlinedRow[]> {
  const north = NEAREST_WITHIN_METRES / METRES_PER_DEGREE;
  const east = north / Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
  const isIn = (at: string) => `${at}.longitude BETWEEN $1 AND $2 AND ${at}.latitude BETWEEN $3 AND $4`;
  const { rows } = await db.query<OutlinedRow>(
    `/* places.readAround */ SELECT ${BUILDING}, b.outline FROM building b
     WHERE (b.west <= $2 AND b.east >= $1 AND b.south <= $4 AND b.north >= $3)
        OR (b.outline IS NULL AND (${isIn('b')} OR EXISTS (SELECT FROM building_entrance d WHERE d.building_id = b.id AND ${isIn('d')})))`,
    [longitude - east, longitude + east, latitude - north, latitude + north],
  );
  return rows;
}
