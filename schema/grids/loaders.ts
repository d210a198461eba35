// Batched reads of grids and what belongs to them, one query a list.
import type { Context } from '../context.ts';
import {
  type Category,
  type Community,
  type DutyRow,
  type Grid,
  readCategoriesByIds,
  readCommunities,
  readDuties,
  readGridsByIds,
  readNeighbourIds,
} from './store.ts';

/** Values in the order of the keys; null where there is none. */
export function inOrder<Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

export const gridLoader = ({ loaders, services: { prisma } }: Context) =>
  loaders.loader<string, Grid | null>('grid', async (ids) => inOrder(ids, await readGridsByIds(prisma, ids)));

export const communityLoader = ({ loaders, services: { prisma } }: Context) =>
  loaders.loader<string, Community | null>('community', async (ids) => inOrder(ids, await readCommunities(prisma, ids)));

export const categoryLoader = ({ loaders, services: { prisma } }: Context) =>
  loaders.loader<string, Category | null>('category', async (ids) => inOrder(ids, await readCategoriesByIds(prisma, ids)));

export const dutyLoader = ({ loaders, services: { prisma, clock } }: Context) =>
  loaders.loader<string, DutyRow[]>('duty', async (gridIds) => {
    const duties = await readDuties(prisma, gridIds, clock.now());
    return gridIds.map((id) => duties.get(id) ?? []);
  });

export const neighbourLoader = ({ loaders, services: { prisma } }: Context) =>
  loaders.loader<string, string[]>('neighbour', async (gridIds) => {
    const neighbours = await readNeighbourIds(prisma, gridIds);
    return gridIds.map((id) => neighbours.get(id) ?? []);
  });
