// All reads of stations, communities, grids and duties.
import type { Category, Community, Duty, Grid, PrismaClient, StaffProfile, Station } from '../../prisma/client/client.ts';
import { contains, type GeoPoint, type MultiPolygon } from './rules.ts';

export type { Category, Community, Grid, Station };
export type DutyRow = Duty & { staff: StaffProfile };

/** The station of this deployment: the oldest. */
export function readStation(prisma: PrismaClient): Promise<Station> {
  return prisma.station.findFirstOrThrow({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
}

export function readCommunities(prisma: PrismaClient): Promise<Community[]> {
  return prisma.community.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
}

export function readAllGrids(prisma: PrismaClient): Promise<Grid[]> {
  return prisma.grid.findMany();
}

/** Grids in the order they were made, behind the grid `after`. */
export function readGrids(prisma: PrismaClient, { limit, after }: { limit: number; after?: string }): Promise<Grid[]> {
  return prisma.grid.findMany({
    take: limit,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    ...(after ? { cursor: { id: after }, skip: 1 } : {}),
  });
}

/** The grid a point lies in, or null. Where shapes overlap by a sliver, always the older grid. */
export async function findGridAt(prisma: PrismaClient, point: GeoPoint): Promise<Grid | null> {
  const candidates = await prisma.grid.findMany({
    where: {
      west: { lte: point.longitude },
      east: { gte: point.longitude },
      south: { lte: point.latitude },
      north: { gte: point.latitude },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return candidates.find((grid) => contains(grid.boundary as unknown as MultiPolygon, point)) ?? null;
}

/** Grid ids that share a border with each of the grids. */
export async function readNeighbourIds(prisma: PrismaClient, gridIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await prisma.gridNeighbour.findMany({ where: { gridId: { in: [...gridIds] } }, orderBy: { neighbourId: 'asc' } });
  const neighbours = new Map<string, string[]>(gridIds.map((id) => [id, []]));
  for (const row of rows) neighbours.get(row.gridId)?.push(row.neighbourId);
  return neighbours;
}

/** Duties in force at `at`, the responsible officer first. */
export async function readDuties(prisma: PrismaClient, gridIds: readonly string[], at: Date): Promise<Map<string, DutyRow[]>> {
  const rows = await prisma.duty.findMany({
    where: { gridId: { in: [...gridIds] }, startsAt: { lte: at }, OR: [{ endsAt: null }, { endsAt: { gt: at } }] },
    include: { staff: true },
    orderBy: [{ isResponsible: 'desc' }, { startsAt: 'asc' }, { id: 'asc' }],
  });
  const duties = new Map<string, DutyRow[]>(gridIds.map((id) => [id, []]));
  for (const row of rows) duties.get(row.gridId)?.push(row);
  return duties;
}

/** The categories that reports and issues can have. */
export function readCategories(prisma: PrismaClient): Promise<Category[]> {
  return prisma.category.findMany({ where: { isOffered: true }, orderBy: [{ sortOrder: 'asc' }, { code: 'asc' }] });
}

/** Those, and the ones that old reports still have. */
export function readAllCategories(prisma: PrismaClient): Promise<Category[]> {
  return prisma.category.findMany();
}
