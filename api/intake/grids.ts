// A GeoJSON file into grids: every shape checked before anything is written.
import { insertNeighbours, type PlaceRow, readPlaces, upsertCommunity, upsertGrid } from '@xieshou/schema/commons/grids/past.ts';
import type { MultiPolygon } from '@xieshou/schema/commons/grids/rules.ts';
import { areaOf, areNeighbours, shapeMistake } from '@xieshou/schema/commons/grids/shapes.ts';
import { intersection } from 'polyclip-ts';
import type { Database } from '../database/connect.ts';
import { notifyChanged } from '../live/notices.ts';
import { readGeoJson, SHAPE_REASONS, toMultiPolygon } from './geojson.ts';
import type { BadRow } from './rows.ts';
import type { Station } from './votes.ts';

/** Overlap up to this share of the smaller shape is a sliver of drawing, not two owners of one place. */
const SLIVER = 0.01;
/** Below this nothing is said: borders drawn twice with rounding. */
const UNSEEN = 1e-6;

const NAME_PROPERTIES = ['name', 'Name', 'NAME', '名称', 'grid', 'precinct', 'district', 'beat', 'ward', 'code', 'id'];

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

async function readFeatures(file: string, nameProperty: string | undefined) {
  const { features: read, name: collection = '导入片区' } = await readGeoJson(file);
  const property = nameProperty ?? recogniseName(read.map(({ properties }) => properties));
  const features: Feature[] = [];
  const bad: BadRow[] = [];
  for (const [index, { line, properties, geometry }] of read.entries()) {
    const value = properties[property ?? ''];
    const name = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    const refuse = (reason: string) => bad.push({ line, reason, text: name || `feature ${index + 1}` });
    const shape = toMultiPolygon(geometry);
    const mistake = shape && shapeMistake(shape);
    if (!name)
      refuse(property ? `has no property "${property}" to name it` : 'has no property to name it: say which with --map name=PROPERTY');
    else if (!shape) refuse(`is a ${geometry?.type ?? 'feature without geometry'}, not a Polygon or MultiPolygon`);
    else if (mistake) refuse(SHAPE_REASONS[mistake]);
    else if (features.some((other) => other.name === name)) refuse(`has the name of an earlier one, ${name}`);
    else features.push({ line, name, shape });
  }
  return { features, bad, collection };
}

function recogniseName(properties: readonly Record<string, unknown>[]): string | undefined {
  const known = NAME_PROPERTIES.find((name) => properties.every((one) => one[name] !== undefined && one[name] !== null));
  const [only, ...more] = Object.keys(properties[0] ?? {});
  return known ?? (more.length === 0 ? only : undefined);
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
