// Grids and what belongs to them: the places from the gazetteer, who serves there in one query a list.
import type { Context } from '../../frame/context.ts';
import type { Places } from './gazetteer.ts';
import { type DutyRow, readDuties } from './store.ts';

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
