// Buildings and entrances of a file into their grids: each checked before it is written, all in one transaction.
import { toCentimetres } from '@xieshou/schema/commons/grids/rules.ts';
import { findBuilding, upsertBuilding, upsertEntrance } from '@xieshou/schema/commons/places/changes.ts';
import { inTransaction } from '@xieshou/schema/frame/transaction.ts';
import type pg from 'pg';
import type { Database } from '../database/connect.ts';
import { notifyChanged } from '../live/notices.ts';
import { type PlaceRow, placeRow, placesOf } from './building-rows.ts';
import { readGeoJson } from './geojson.ts';
import { KnownPlaces } from './places.ts';
import type { BadRow, RowFile } from './rows.ts';

export interface BuildingIntake {
  imported: number;
  unchanged: number;
  bad: BadRow[];
  warnings: string[];
}

interface Read {
  rows: PlaceRow[];
  bad: BadRow[];
}

/** What a GeoJSON file says of buildings. */
export async function readBuildingFeatures(file: string, nameProperty = 'name'): Promise<Read> {
  const { features } = await readGeoJson(file);
  const read = features.map((feature) => placesOf(feature, nameProperty));
  return { rows: read.flatMap(({ rows }) => rows), bad: read.flatMap(({ bad }) => bad) };
}

/** What a CSV file says of buildings. */
export async function readBuildingRows(file: RowFile): Promise<Read> {
  const read: Read = { rows: [], bad: [] };
  for await (const item of file.rows(placeRow)) {
    if ('bad' in item) read.bad.push(item.bad);
    else read.rows.push(item.row);
  }
  return read;
}

/** Writes them. What lies in no grid, or bears a name that its grid or building has already in this file, is left out with its reason. */
export function importBuildings({ rows, bad }: Read, { pool }: Pick<Database, 'pool'>, station: { id: string }): Promise<BuildingIntake> {
  return inTransaction(pool, async (client) => {
    const known = new KnownPlaces(station.id);
    await known.learn(client);
    const writing = new Writing(client, known, [...bad]);
    // Buildings first: a file may name an entrance before its building.
    for (const row of rows) if (!row.entrance) await writing.building(row);
    for (const row of rows) if (row.entrance) await writing.entrance(row, row.entrance);
    const result = writing.result();
    if (result.imported > 0) await notifyChanged(client);
    return result;
  });
}

type Grid = NonNullable<ReturnType<KnownPlaces['at']>>;

class Writing {
  readonly #client: pg.ClientBase;
  readonly #known: KnownPlaces;
  readonly #bad: BadRow[];
  /** Ids of buildings, by grid and name; those that the file has as rows of their own. */
  readonly #ids = new Map<string, string>();
  readonly #own = new Set<string>();
  readonly #entrances = new Set<string>();
  /** Those that were left out; the entrances that they list go with them. */
  readonly #leftOut = new Set<PlaceRow['building']>();
  /** Grids by the name of a building. */
  readonly #gridsOf = new Map<string, Set<string>>();
  #imported = 0;
  #unchanged = 0;

  constructor(client: pg.ClientBase, known: KnownPlaces, bad: BadRow[]) {
    this.#client = client;
    this.#known = known;
    this.#bad = bad;
  }

  async building({ line, grid: named, building }: PlaceRow): Promise<void> {
    const grid = this.#gridOf(named, building.point);
    const key = typeof grid === 'string' ? '' : `${grid.id} ${building.name}`;
    if (typeof grid === 'string' || this.#own.has(key)) {
      this.#leftOut.add(building);
      const reason = typeof grid === 'string' ? grid : `has the name of an earlier building of ${grid.name}`;
      return this.#refuse(line, reason, building.name);
    }
    this.#own.add(key);
    this.#count((await this.#write(grid, building)).isChanged);
  }

  async entrance({ line, grid: named, building, makesBuilding }: PlaceRow, entrance: NonNullable<PlaceRow['entrance']>): Promise<void> {
    if (this.#leftOut.has(building)) return;
    const text = `${building.name} ${entrance.name}`;
    const grid = this.#gridOf(named, building.point ?? entrance.point);
    if (typeof grid === 'string') return this.#refuse(line, grid, text);
    const buildingId = await this.#buildingOf(grid, building, makesBuilding);
    if (!buildingId) return this.#refuse(line, `is an entrance of ${building.name}, which ${grid.name} does not have`, text);
    const key = `${buildingId} ${entrance.name}`;
    if (this.#entrances.has(key))
      return this.#refuse(line, `has the name of an earlier entrance of ${building.name} in ${grid.name}`, text);
    this.#entrances.add(key);
    const point = entrance.point && toCentimetres(entrance.point);
    this.#count((await upsertEntrance(this.#client, { ...entrance, buildingId, point })).isChanged);
  }

  result(): BuildingIntake {
    const warnings = [...this.#gridsOf]
      .filter(([, grids]) => grids.size > 1)
      .map(([name, grids]) => `${name} stands in ${[...grids].join(' and ')}: kept apart by their grids.`);
    const bad = this.#bad.sort((a, b) => a.line - b.line);
    return { imported: this.#imported, unchanged: this.#unchanged, bad, warnings };
  }

  /** The grid that is named, or in which the position lies, or why there is none. */
  #gridOf(named: string | null, point: PlaceRow['building']['point']): Grid | string {
    const grid = this.#known.named(named);
    if (named !== null && !grid) return `names the grid ${named}, which does not exist`;
    if (!point) return grid ?? 'has neither a grid nor a position';
    const around = this.#known.at(point);
    if (!grid) return around ?? 'lies outside every grid';
    if (grid.boundary === null || around?.id === grid.id) return grid;
    return `lies ${around ? `in ${around.name}` : 'outside every grid'}, not in ${grid.name}`;
  }

  /** The building of an entrance: of this file, of an earlier one, or made now. */
  async #buildingOf(grid: Grid, building: PlaceRow['building'], makesBuilding: boolean): Promise<string | null> {
    const key = `${grid.id} ${building.name}`;
    const id = this.#ids.get(key) ?? (await findBuilding(this.#client, grid.id, building.name));
    if (id) this.#ids.set(key, id);
    return id ?? (makesBuilding ? (await this.#write(grid, building)).id : null);
  }

  async #write(grid: Grid, building: PlaceRow['building']): ReturnType<typeof upsertBuilding> {
    const point = building.point && toCentimetres(building.point);
    const written = await upsertBuilding(this.#client, { ...building, gridId: grid.id, point });
    this.#ids.set(`${grid.id} ${building.name}`, written.id);
    this.#gridsOf.set(building.name, (this.#gridsOf.get(building.name) ?? new Set()).add(grid.name));
    return written;
  }

  #count(isChanged: boolean): void {
    if (isChanged) this.#imported += 1;
    else this.#unchanged += 1;
  }

  #refuse(line: number, reason: string, text: string): void {
    this.#bad.push({ line, reason, text });
  }
}
