// All reads of stations, communities, grids and duties.
import type pg from 'pg';
import type { Category, Community, Duty, Grid, PrismaClient, StaffProfile, Station } from '../../../prisma/client/client.ts';
import { contains, type GeoPoint, type MultiPolygon } from './rules.ts';

export type { Category, Community, Grid, Station };

/** Who serves a grid, from when to when. */
export interface DutyRow
  extends Pick<Duty, 'gridId' | 'staffId' | 'isResponsible' | 'startsAt' | 'endsAt'>,
    Pick<StaffProfile, 'title' | 'role'> {}

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
export async function readDuties(db: Pick<pg.ClientBase, 'query'>, gridIds: readonly string[], at: Date): Promise<Map<string, DutyRow[]>> {
  const { rows } = await db.query<DutyRow>(
    `/* grids.readDuties */
     SELECT d.grid_id AS "gridId", d.staff_id AS "staffId", s.title, s.role, d.is_responsible AS "isResponsible", d.starts_at AS "startsAt", d.ends_at AS "endsAt"
     FROM duty d JOIN staff_profile s ON s.id = d.staff_id
     WHERE d.grid_id = ANY($1::uuid[]) AND d.starts_at <= $2 AND (d.ends_at IS NULL OR d.ends_at > $2)
     ORDER BY d.is_responsible DESC, d.starts_at, d.id`,
    [gridIds, at],
  );
  return Map.groupBy(rows, ({ gridId }) => gridId);
}

/** The categories that reports and issues can have. */
export function readCategories(prisma: PrismaClient): Promise<Category[]> {
  return prisma.category.findMany({ where: { isOffered: true }, orderBy: [{ sortOrder: 'asc' }, { code: 'asc' }] });
}

/** Those, and the ones that old reports still have. */
export function readAllCategories(prisma: PrismaClient): Promise<Category[]> {
  return prisma.category.findMany();
}
