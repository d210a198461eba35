// Batched reads of buildings: one statement a list.
import { inOrder } from '../../frame/batches.ts';
import type { Context } from '../../frame/context.ts';
import { type BuildingRow, type EntranceRow, readBuildings, readEntrances } from './store.ts';

export const buildingLoader = ({ loaders, services: { pool } }: Pick<Context, 'loaders' | 'services'>) =>
  loaders.loader<string, BuildingRow | null>('buildings', async (ids) => inOrder(ids, await readBuildings(pool, ids)));

export const entranceLoader = ({ loaders, services: { pool } }: Pick<Context, 'loaders' | 'services'>) =>
  loaders.loader<string, EntranceRow | null>('buildingEntrances', async (ids) => inOrder(ids, await readEntrances(pool, ids)));
