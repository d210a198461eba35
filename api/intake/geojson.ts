// A GeoJSON file: its features with the lines they begin on, and shapes that are whole.
import { readFile } from 'node:fs/promises';
import type { MultiPolygon, PolygonRings } from '@xieshou/schema/commons/grids/rules.ts';
import type { ShapeMistake } from '@xieshou/schema/commons/grids/shapes.ts';
import { StartError } from '../start-error.ts';

/** Why a shape cannot be used, behind its name. */
export const SHAPE_REASONS: Record<ShapeMistake, string> = {
  'not-on-earth': 'has positions that are not longitude and latitude in degrees (WGS 84)',
  'too-few-points': 'has a ring of fewer than four positions',
  'not-closed': 'has a ring whose last position is not its first',
  'crosses-itself': 'has an outline that crosses itself',
  'no-area': 'has no area',
};

export interface Geometry {
  type?: string;
  coordinates?: unknown;
}

export interface Feature {
  line: number;
  properties: Readonly<Record<string, unknown>>;
  geometry: Geometry | null;
}

interface GeoJson {
  type?: string;
  name?: string;
  features?: { properties?: Record<string, unknown> | null; geometry?: Geometry | null }[];
  crs?: { properties?: { name?: string } };
}

/** The features of a collection, and its name. @throws StartError when it is none, or not in WGS 84 */
export async function readGeoJson(file: string): Promise<{ features: Feature[]; name: string | undefined }> {
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
  const features = json.features.map((feature, index) => ({
    line: lines[index] ?? 1,
    properties: feature?.properties ?? {},
    geometry: feature?.geometry ?? null,
  }));
  return { features, name: json.name };
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

/** The shape of a Polygon or MultiPolygon; null: it is neither, or its coordinates are none. */
export function toMultiPolygon(geometry: Geometry | null): MultiPolygon | null {
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
