// Grids and what belongs to them: the places from the gazetteer, who serves there in one query a list.
import type { Context } from '../context.ts';
import type { Places } from './gazetteer.ts';
import { type DutyRow, readDuties } from './store.ts';

/** Values in the order of the keys; null where there is none. */
export function inOrder<Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** Rows of one kind by their ids; those that there are not, as null from `load` and left out from `loadMany`. `existing` is for ids that a foreign key holds. */
const placesOf =
  <Row>(kindOf: (places: Places) => ReadonlyMap<string, Row>) =>
  ({ gazetteer }: Pick<Context, 'gazetteer'>) => ({
    existing: (id: string) => gazetteer.find((places) => kindOf(places).get(id) as Row),
    load: (id: string) => gazetteer.find((places) => kindOf(places).get(id) ?? null),
    loadMany: (ids: readonly string[]) =>
      gazetteer.find((places) => ids.map((id) => kindOf(places).get(id)).filter((row): row is Row & {} => row !== undefined)),
  });

export const gridLoader = placesOf(({ grids }) => grids);
export const communityLoader = placesOf(({ communities }) => communities);
export const categoryLoader = placesOf(({ categories }) => categories);
export const neighbourLoader = placesOf(({ neighbours }) => neighbours);

export const dutyLoader = ({ loaders, services: { pool, clock } }: Context) =>
  loaders.loader<string, DutyRow[]>('duty', async (gridIds) => {
    const duties = await readDuties(pool, gridIds, clock.now());
    return gridIds.map((id) => duties.get(id) ?? []);
  });

/** Those of each key, in the order they were read. */
export const grouped = <Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[][] => {
  const byKey = Map.groupBy(rows, keyOf);
  return keys.map((key) => byKey.get(key) ?? []);
};
