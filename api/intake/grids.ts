// A GeoJSON file into grids: every shape checked before anything is written.
import { readFile } from 'node:fs/promises';
import { insertNeighbours, type PlaceRow, readPlaces, upsertCommunity, upsertGrid } from '@xieshou/schema/grids/past.ts';
import type { MultiPolygon, PolygonRings } from '@xieshou/schema/grids/rules.ts';
import { areaOf, areNeighbours, type ShapeMistake, shapeMistake } from '@xieshou/schema/grids/shapes.ts';
import { intersection } from 'polyclip-ts';
import type { Database } from '../database/connect.ts';
import { notifyChanged } from '../live/notices.ts';
import { StartError } from '../start-error.ts';
import type { BadRow } from './rows.ts';
import type { Station } from './votes.ts';

/** Overlap up to this share of the smaller shape is a sliver of drawing, not two owners of one place. */
const SLIVER = 0.01;
/** Below this nothing is said: borders drawn twice with rounding. */
const UNSEEN = 1e-6;

const NAME_PROPERTIES = ['name', 'Name', 'NAME', '名称', 'grid', 'precinct', 'district', 'beat', 'ward', 'code', 'id'];

const REASONS: Record<ShapeMistake, string> = {
  'not-on-earth': 'has positions that are not longitude and latitude in degrees (WGS 84)',
  'too-few-points': 'has a ring of fewer than four positions',
  'not-closed': 'has a ring whose last position is not its first',
  'crosses-itself': 'has an outline that crosses itself',
  'no-area': 'has no area',
};

interface Feature {
  line: number;
  name: string;
  shape: MultiPolygon;
}

export interface GridIntake {
  imported: number;
  unchanged: number;
  bad: BadRow[];
  warnings: string[];
}

/**
 * Imports the polygons of a file as grids of the community `community` (by default named like the file's collection).
 * Shapes that are wrong or overlap another by 1 % or more are left out; the rest is written in one transaction.
 */
export async function importGrids(
  file: string,
  database: Database,
  station: Station,
  { nameProperty, community }: { nameProperty: string | undefined; community: string | undefined },
): Promise<GridIntake> {
  const { features, collection, bad } = await readFeatures(file, nameProperty);
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    const standing = (await readPlaces(client)).filter(({ boundary }) => boundary !== null);
    const { fit, warnings } = keepApart(features, standing, bad);
    const result: GridIntake = { imported: 0, unchanged: 0, bad, warnings };
    if (fit.length > 0) {
      const communityId = await upsertCommunity(client, station.id, community ?? collection);
      const places: PlaceRow[] = [];
      for (const { name, shape } of fit) {
        const { place, isChanged } = await upsertGrid(client, { communityId, code: name, boundary: shape });
        places.push(place);
        result[isChanged ? 'imported' : 'unchanged'] += 1;
      }
      await insertNeighbours(client, neighbourPairs(places, standing));
      if (result.imported > 0) await notifyChanged(client);
    }
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

interface GeoJson {
  type?: string;
  name?: string;
  features?: { type?: string; properties?: Record<string, unknown> | null; geometry?: { type?: string; coordinates?: unknown } | null }[];
  crs?: { properties?: { name?: string } };
}

async function readFeatures(file: string, nameProperty: string | undefined) {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new StartError(`${file} cannot be read (${error.code}): check the path and its rights.`);
  });
  let json: GeoJson;
  try {
    json = JSON.parse(text) as GeoJson;
  } catch (error) {
    throw new StartError(`${file} is not JSON: ${(error as Error).message}.`);
  }
  if (json.type !== 'FeatureCollection' || !Array.isArray(json.features) || json.features.length === 0) {
    throw new StartError(`${file} is not a GeoJSON FeatureCollection with features.`);
  }
  const crs = json.crs?.properties?.name;
  if (crs && !/CRS84|EPSG::?4326/i.test(crs))
    throw new StartError(`${file} uses the coordinate system ${crs}: convert it to WGS 84 longitude and latitude first.`);

  const lines = featureLines(text);
  const property = nameProperty ?? recogniseName(json.features.map((feature) => feature.properties ?? {}));
  const features: Feature[] = [];
  const bad: BadRow[] = [];
  for (const [index, { properties, geometry }] of json.features.entries()) {
    const line = lines[index] ?? 1;
    const value = properties?.[property ?? ''];
    const name = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    const refuse = (reason: string) => bad.push({ line, reason, text: name || `feature ${index + 1}` });
    const shape = toMultiPolygon(geometry);
    const mistake = shape && shapeMistake(shape);
    if (!name)
      refuse(property ? `has no property "${property}" to name it` : 'has no property to name it: say which with --map name=PROPERTY');
    else if (!shape) refuse(`is a ${geometry?.type ?? 'feature without geometry'}, not a Polygon or MultiPolygon`);
    else if (mistake) refuse(REASONS[mistake]);
    else if (features.some((other) => other.name === name)) refuse(`has the name of an earlier one, ${name}`);
    else features.push({ line, name, shape });
  }
  return { features, bad, collection: json.name ?? '导入片区' };
}

/** The line on which each feature begins. */
function featureLines(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let from = 0;
  for (const { index } of text.matchAll(/"type"\s*:\s*"Feature"/g)) {
    for (let at = text.indexOf('\n', from); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
    lines.push(line);
    from = index;
  }
  return lines;
}

function recogniseName(properties: readonly Record<string, unknown>[]): string | undefined {
  const known = NAME_PROPERTIES.find((name) => properties.every((one) => one[name] !== undefined && one[name] !== null));
  const [only, ...more] = Object.keys(properties[0] ?? {});
  return known ?? (more.length === 0 ? only : undefined);
}

function toMultiPolygon(geometry: { type?: string; coordinates?: unknown } | null | undefined): MultiPolygon | null {
  const coordinates =
    geometry?.type === 'Polygon' ? [geometry.coordinates] : geometry?.type === 'MultiPolygon' ? geometry.coordinates : null;
  const isNested = (value: unknown, depth: number): boolean =>
    depth === 0
      ? typeof value === 'number' && Number.isFinite(value)
      : Array.isArray(value) && (depth > 1 || value.length >= 2) && value.every((part) => isNested(part, depth - 1));
  if (!isNested(coordinates, 4)) return null;
  // Heights are dropped: a position is longitude and latitude.
  const flat = (coordinates as number[][][][]).map((polygon) => polygon.map((ring) => ring.map(([x = 0, y = 0]) => [x, y] as const)));
  return { type: 'MultiPolygon', coordinates: flat satisfies PolygonRings[] };
}

/** Leaves out shapes that overlap an earlier one; slivers are kept with a warning. */
function keepApart(features: readonly Feature[], standing: readonly PlaceRow[], bad: BadRow[]): { fit: Feature[]; warnings: string[] } {
  const fit: Feature[] = [];
  const warnings: string[] = [];
  for (const feature of features) {
    const others = [
      ...standing
        .filter(({ code }) => code !== feature.name && !features.some(({ name }) => name === code))
        .map(({ name, boundary }) => ({ name, shape: boundary as MultiPolygon })),
      ...fit,
    ];
    const overlaps = others
      .map((other) => ({ other, share: overlapShare(feature.shape, other.shape) }))
      .filter(({ share }) => share > UNSEEN);
    const worst = overlaps.sort((a, b) => b.share - a.share)[0];
    if (worst && worst.share >= SLIVER) {
      bad.push({ line: feature.line, reason: `overlaps ${worst.other.name} by ${percent(worst.share)}`, text: feature.name });
      continue;
    }
    for (const { other, share } of overlaps)
      warnings.push(`${feature.name} overlaps ${other.name} by ${percent(share)}: accepted, points there belong to the older one.`);
    fit.push(feature);
  }
  return { fit, warnings };
}

/** Shared area over the smaller shape's. */
function overlapShare(a: MultiPolygon, b: MultiPolygon): number {
  const shared = intersection(a.coordinates as never, b.coordinates as never);
  return areaOf({ type: 'MultiPolygon', coordinates: shared }) / Math.min(areaOf(a), areaOf(b));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.001 ? 4 : 2)} %`;
}

function neighbourPairs(places: readonly PlaceRow[], standing: readonly PlaceRow[]): [string, string][] {
  const all = new Map([...standing, ...places].map((place) => [place.id, place]));
  return places.flatMap((place) =>
    [...all.values()]
      .filter((other) => other.id !== place.id && place.boundary && other.boundary && areNeighbours(place.boundary, other.boundary))
      .map((other): [string, string] => [place.id, other.id]),
  );
}
