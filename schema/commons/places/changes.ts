// SQL that writes buildings and entrances: one that an administrator changes, or many of an import.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { boxAround, type GeoPoint, type MultiPolygon } from '../grids/rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

interface Names<English = string | null> {
  name: string;
  nameEn: English;
  /** Null: it stays where it was. */
  point: GeoPoint | null;
}

/** 23505: unique_violation. */
const isTaken = (error: unknown) => (error as { code?: string }).code === '23505';

/** An English name that a person has typed: null or undefined leaves the one there is, blank takes it away. */
type Typed = Names<string | null | undefined>;

/** Adds a building, or changes the one of that id. */
export async function saveBuilding(
  db: Db,
  { id, gridId, name, nameEn, point }: Typed & { id: string; gridId: string },
): Promise<'saved' | 'nameTaken' | 'outlined'> {
  try {
    const { rowCount } = await db.query(
      `/* places.saveBuilding */ INSERT INTO building AS b (id, grid_id, name, name_en, longitude, latitude) VALUES ($1, $2, $3, nullif($4, ''), $5, $6)
       ON CONFLICT (id) DO UPDATE SET grid_id = $2, name = $3, name_en = CASE WHEN $4 IS NULL THEN b.name_en ELSE nullif($4, '') END,
         longitude = coalesce($5, b.longitude), latitude = coalesce($6, b.latitude)
       WHERE b.outline IS NULL OR $5::float8 IS NULL`,
      [id, gridId, name, nameEn, point?.longitude, point?.latitude],
    );
    return rowCount === 1 ? 'saved' : 'outlined';
  } catch (error) {
    if (isTaken(error)) return 'nameTaken';
    throw error;
  }
}

/** Adds an entrance, or changes the one of that id. */
export async function saveEntrance(
  db: Db,
  { id, buildingId, name, nameEn, point }: Typed & { id: string; buildingId: string },
): Promise<'saved' | 'nameTaken'> {
  try {
    await db.query(
      `/* places.saveEntrance */ INSERT INTO building_entrance AS e (id, building_id, name, name_en, longitude, latitude) VALUES ($1, $2, $3, nullif($4, ''), $5, $6)
       ON CONFLICT (id) DO UPDATE SET name = $3, name_en = CASE WHEN $4 IS NULL THEN e.name_en ELSE nullif($4, '') END,
         longitude = coalesce($5, e.longitude), latitude = coalesce($6, e.latitude)`,
      [id, buildingId, name, nameEn, point?.longitude, point?.latitude],
    );
    return 'saved';
  } catch (error) {
    if (isTaken(error)) return 'nameTaken';
    throw error;
  }
}

interface Written {
  id: string;
  isChanged: boolean;
}

/** The building of that name in the grid: made when it is missing, and what the file says of it is set; what it does not say stays. */
export async function upsertBuilding(
  db: Db,
  { gridId, name, nameEn, point, outline }: Names & { gridId: string; outline: MultiPolygon | null },
): Promise<Written> {
  const box = outline && boxAround(outline);
  return written(
    db,
    `/* places.upsertBuilding */
     INSERT INTO building AS b (id, grid_id, name, name_en, longitude, latitude, outline, west, south, east, north)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (grid_id, name) DO UPDATE SET (name_en, longitude, latitude, outline, west, south, east, north) =
       (SELECT coalesce($4, b.name_en), coalesce($5, b.longitude), coalesce($6, b.latitude), coalesce($7, b.outline),
          coalesce($8, b.west), coalesce($9, b.south), coalesce($10, b.east), coalesce($11, b.north))
       WHERE ($4 IS NOT NULL AND b.name_en IS DISTINCT FROM $4) OR ($7::jsonb IS NOT NULL AND b.outline IS DISTINCT FROM $7)
         OR ($5::float8 IS NOT NULL AND (b.longitude, b.latitude) IS DISTINCT FROM ($5, $6::float8))
     RETURNING b.id`,
    [
      uuid(),
      gridId,
      name,
      nameEn,
      point?.longitude,
      point?.latitude,
      outline && JSON.stringify(outline),
      box?.west,
      box?.south,
      box?.east,
      box?.north,
    ],
    ['/* places.findBuilding */ SELECT id FROM building WHERE grid_id = $1 AND name = $2', [gridId, name]],
  );
}

/** The entrance of that name at the building, likewise. */
export async function upsertEntrance(db: Db, { buildingId, name, nameEn, point }: Names & { buildingId: string }): Promise<Written> {
  return written(
    db,
    `/* places.upsertEntrance */
     INSERT INTO building_entrance AS e (id, building_id, name, name_en, longitude, latitude) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (building_id, name) DO UPDATE SET name_en = coalesce($4, e.name_en),
         longitude = coalesce($5, e.longitude), latitude = coalesce($6, e.latitude)
       WHERE ($4 IS NOT NULL AND e.name_en IS DISTINCT FROM $4)
         OR ($5::float8 IS NOT NULL AND (e.longitude, e.latitude) IS DISTINCT FROM ($5, $6::float8))
     RETURNING e.id`,
    [uuid(), buildingId, name, nameEn, point?.longitude, point?.latitude],
    ['/* places.findEntrance */ SELECT id FROM building_entrance WHERE building_id = $1 AND name = $2', [buildingId, name]],
  );
}

/** The row that a statement has written, or, where it had nothing to change, the one that a second finds. */
async function written(db: Db, write: string, values: unknown[], [find, key]: [text: string, key: unknown[]]): Promise<Written> {
  const changed = (await db.query<{ id: string }>(write, values)).rows[0];
  if (changed) return { id: changed.id, isChanged: true };
  const { id } = (await db.query<{ id: string }>(find, key)).rows[0] as { id: string };
  return { id, isChanged: false };
}

/** The id of a building that is there already. */
export async function findBuilding(db: Db, gridId: string, name: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>('/* places.findBuilding */ SELECT id FROM building WHERE grid_id = $1 AND name = $2', [
    gridId,
    name,
  ]);
  return rows[0]?.id ?? null;
}
