// The site of something that happens: the building it is at, named by a person or found by its position.
import type pg from 'pg';
import type { GeoPoint } from '../grids/rules.ts';
import { nearestOf, pointOf } from './rules.ts';
import { type BuildingRow, type EntranceRow, readAround } from './store.ts';

/** As rows hold it. */
export interface Site {
  buildingId: string;
  entranceId: string | null;
  /** From the building; null: a person has named it. */
  metres: number | null;
}

/** The building that a point is at or near, if any. */
export async function siteAt(db: Pick<pg.ClientBase, 'query'>, point: GeoPoint): Promise<Site | null> {
  const found = nearestOf(point, await readAround(db, point));
  return found && { buildingId: found.building.id, entranceId: found.entrance?.id ?? null, metres: found.metres };
}

/** What a person has named. */
export const siteOf = (building: Pick<BuildingRow, 'id'>, entrance: Pick<EntranceRow, 'id'> | null): Site => ({
  buildingId: building.id,
  entranceId: entrance?.id ?? null,
  metres: null,
});

/** Where that is: the entrance, or else the building; null: nobody has said. */
export const spotOf = (building: BuildingRow, entrance: EntranceRow | null): GeoPoint | null =>
  (entrance && pointOf(entrance)) ?? pointOf(building);
