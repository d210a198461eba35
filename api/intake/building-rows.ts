// Buildings and entrances as a file says them, from CSV or GeoJSON: one shape for both.
import type { GeoPoint, MultiPolygon } from '@xieshou/schema/commons/grids/rules.ts';
import { isOnEarth } from '@xieshou/schema/commons/grids/rules.ts';
import { middleOf, shapeMistake } from '@xieshou/schema/commons/grids/shapes.ts';
import { type Feature, type Geometry, SHAPE_REASONS, toMultiPolygon } from './geojson.ts';
import { type BadRow, type Cell, firstMistake, hasControl, pointOf } from './rows.ts';

interface Named {
  name: string;
  nameEn: string | null;
  point: GeoPoint | null;
}

/** A building, or an entrance of one. */
export interface PlaceRow {
  line: number;
  /** Null: by its position. */
  grid: string | null;
  building: Named & { outline: MultiPolygon | null };
  /** Null: the row is the building itself. */
  entrance: Named | null;
  /** Whether an entrance makes its building: a list of addresses names no building by itself. */
  makesBuilding: boolean;
}

const LONGEST = 40;

const nameMistake = (name: string, what: string) =>
  firstMistake(
    [name === '', `has no ${what}`],
    [name.length > LONGEST, `has a ${what} of more than ${LONGEST} characters`],
    [hasControl(name), 'holds control characters'],
  );

/** A row of a CSV file. */
export function placeRow(cell: Cell, line: number): PlaceRow | string {
  const [name, nameEn, entrance, entranceEn] = [cell('building'), cell('buildingEn'), cell('entrance'), cell('entranceEn')];
  const point = pointOf(cell('longitude'), cell('latitude'));
  const mistake = nameMistake(name, 'building') ?? (entrance ? nameMistake(entrance, 'entrance') : undefined);
  if (mistake) return mistake;
  if (typeof point === 'string') return point;
  return {
    line,
    grid: cell('district') || null,
    building: { name, nameEn: nameEn || null, point: entrance ? null : point, outline: null },
    entrance: entrance ? { name: entrance, nameEn: entranceEn || null, point } : null,
    makesBuilding: true,
  };
}

const wordOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');

/**
 * The rows of a feature. A polygon, or a point without the property `building`, is a building, with whatever `entrances` it lists; a point
 * with it is an entrance of that building.
 */
export function placesOf({ line, properties, geometry }: Feature, nameProperty: string): { rows: PlaceRow[]; bad: BadRow[] } {
  const [name, owner] = [wordOf(properties[nameProperty]), wordOf(properties.building)];
  const nameEn = wordOf(properties.name_en) || null;
  const grid = wordOf(properties.grid) || null;
  const bad = (reason: string, text = name) => ({ line, reason, text: text || 'a feature without a name' });
  const outline = toMultiPolygon(geometry);
  const point = outline ? null : pointIn(geometry);
  const shape = outline && shapeMistake(outline);
  const mistake =
    nameMistake(name, 'name') ??
    (owner ? nameMistake(owner, 'building') : undefined) ??
    (shape ? SHAPE_REASONS[shape] : undefined) ??
    (outline || point
      ? undefined
      : `is a ${geometry?.type ?? 'feature without geometry'}, not a Polygon, MultiPolygon or Point on Earth`) ??
    (owner && outline ? 'is an entrance, which is a Point' : undefined);
  if (mistake) return { rows: [], bad: [bad(mistake)] };
  const spot = point ?? (outline && middleOf(outline));
  const base = { line, grid, makesBuilding: false };
  if (owner) {
    const building = { name: owner, nameEn: null, point: null, outline: null };
    return { rows: [{ ...base, building, entrance: { name, nameEn, point: spot } }], bad: [] };
  }
  const building = { name, nameEn, point: spot, outline };
  const listed = (Array.isArray(properties.entrances) ? properties.entrances : []).map(entranceIn);
  return {
    rows: [
      { ...base, building, entrance: null },
      ...listed.flatMap((entrance) => (typeof entrance === 'string' ? [] : [{ ...base, building, entrance }])),
    ],
    bad: listed.flatMap((entrance) => (typeof entrance === 'string' ? [bad(entrance)] : [])),
  };
}

/** An entrance that a building lists: a name, or a name with a position. */
function entranceIn(value: unknown): Named | string {
  const {
    name,
    name_en: english,
    longitude,
    latitude,
  } = (value !== null && typeof value === 'object' ? value : { name: value }) as Record<string, unknown>;
  const word = wordOf(name);
  const point = pointOf(wordOf(longitude), wordOf(latitude));
  const mistake = nameMistake(word, 'name of an entrance');
  if (mistake) return mistake;
  return typeof point === 'string' ? point : { name: word, nameEn: wordOf(english) || null, point };
}

function pointIn(geometry: Geometry | null): GeoPoint | null {
  const [longitude, latitude] = geometry?.type === 'Point' && Array.isArray(geometry.coordinates) ? geometry.coordinates : [];
  const point = { longitude: longitude as number, latitude: latitude as number };
  return Number.isFinite(longitude) && Number.isFinite(latitude) && isOnEarth(point) ? point : null;
}
