// Which building a position is at. Pure geometry on a local plane, metres.
import { contains, type GeoPoint, type MultiPolygon, metresBetween } from '../grids/rules.ts';
import { metresToOutline } from '../grids/shapes.ts';

/** Somewhere, if anybody has said where. */
export interface Spot {
  longitude: number | null;
  latitude: number | null;
}

export interface Shape<Entrance extends Spot = Spot> extends Spot {
  id: string;
  outline: MultiPolygon | null;
  entrances: readonly Entrance[];
}

/**
 * Farther away a building says less than the grid. Houses of a street stand some 30 to 70 m apart (daylight asks for once or twice their
 * height), and a phone between them errs by up to 30 m: who is more than 100 m from every house stands in a park or on a road.
 */
export const NEAREST_WITHIN_METRES = 100;
/** So near, somebody is at the building: what a phone errs by in the open. */
export const AT_METRES = 15;
/** An entrance this near is the one: entrances of a house are some 20 m apart, and who stands behind it is at none. */
export const ENTRANCE_WITHIN_METRES = 25;

export const pointOf = ({ longitude, latitude }: Spot): GeoPoint | null =>
  longitude === null || latitude === null ? null : { longitude, latitude };

/** How far a point is from a building: none inside it; without an outline, to its middle or an entrance. Infinity: nobody knows where it is. */
export function metresTo(point: GeoPoint, { outline, entrances, ...building }: Omit<Shape, 'id'>): number {
  if (outline) return contains(outline, point) ? 0 : metresToOutline(outline, point);
  const spots = [building, ...entrances].map(pointOf).filter((spot) => spot !== null);
  return Math.min(...spots.map((spot) => metresBetween(spot, point)));
}

export interface Nearest<Building> {
  building: Building;
  /** Only where the point is at the building, and near one. */
  entrance: (Building extends Shape<infer Entrance> ? Entrance : never) | null;
  /** Whole ones, from the building. */
  metres: number;
}

/** The building that a point is at or nearest to, within the bound; of several alike, the one of the lowest id. */
export function nearestOf<Entrance extends Spot, Building extends Shape<Entrance>>(
  point: GeoPoint,
  buildings: readonly Building[],
): Nearest<Building> | null {
  const [first] = buildings
    .map((building) => ({ building, metres: metresTo(point, building) }))
    .filter(({ metres }) => metres <= NEAREST_WITHIN_METRES)
    .sort((a, b) => a.metres - b.metres || (a.building.id < b.building.id ? -1 : 1));
  if (!first) return null;
  const { building, metres } = first;
  const entrance = metres <= AT_METRES ? nearestEntrance<Entrance>(point, building.entrances) : null;
  return { building, entrance: entrance as Nearest<Building>['entrance'], metres: Math.round(metres) };
}

function nearestEntrance<Entrance extends Spot>(point: GeoPoint, entrances: readonly Entrance[]): Entrance | null {
  const near = entrances.flatMap((entrance) => {
    const spot = pointOf(entrance);
    const metres = spot ? metresBetween(spot, point) : Number.POSITIVE_INFINITY;
    return metres <= ENTRANCE_WITHIN_METRES ? [{ entrance, metres }] : [];
  });
  return near.sort((a, b) => a.metres - b.metres)[0]?.entrance ?? null;
}

/** What people of a community call where they live: its name without the word for it. */
export const estateOf = (community: string): string => community.replace(/(?:社区|居委会)$/, '');

const NUMBERED = [
  [/^(\d+)\s*号?楼$/, 'Building'],
  [/^(\d+)\s*栋$/, 'Building'],
  [/^(\d+)\s*号院$/, 'Compound'],
  [/^(\d+)\s*单元(?:门口?)?$/, 'entrance'],
  [/^(\d+)\s*号门$/, 'gate'],
] as const;

const SIDES: Readonly<Record<string, string>> = { 东门: 'east gate', 南门: 'south gate', 西门: 'west gate', 北门: 'north gate' };

/** A name in English: as it was given, or, of one that is only a number, what that says; any other stays as it is. */
export function englishOf({ name, nameEn }: { name: string; nameEn: string | null }): string {
  if (nameEn) return nameEn;
  for (const [form, noun] of NUMBERED) {
    const number = form.exec(name)?.[1];
    if (number) return `${noun} ${number}`;
  }
  return SIDES[name] ?? name;
}
