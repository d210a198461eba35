// The street's grids as paths of one picture.
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { StreetDocument, type StreetQuery } from '../generated/graphql.ts';

type Grid = StreetQuery['grids']['edges'][number]['node'];
type Polygons = [number, number][][][];

/** Of the picture, in its own units. */
export const WIDTH = 400;

export interface Shape {
  grid: Grid;
  path: string;
  center: [number, number];
  outline: [number, number][];
}

export interface Drawing {
  shapes: Shape[];
  height: number;
  /** Where a position lies in the picture. */
  place(longitude: number, latitude: number): [x: number, y: number];
  /** Which position is drawn there. */
  positionAt(x: number, y: number): { longitude: number; latitude: number };
}

/** Null until it is loaded, and when no grid has a boundary. */
export function useStreetDrawing(): Drawing | null {
  const [{ data }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  return useMemo(() => draw(data?.grids.edges.map(({ node }) => node) ?? []), [data]);
}

/** Projects the grids onto the picture: equirectangular, fine for a city. Null when none has a boundary. */
function draw(grids: readonly Grid[]): Drawing | null {
  const shaped = grids.flatMap((grid) => {
    const boundary = grid.boundary as { coordinates: Polygons } | null;
    return boundary ? [{ grid, polygons: boundary.coordinates }] : [];
  });
  if (shaped.length === 0) return null;
  const points = shaped.flatMap(({ polygons }) => polygons.flat(2));
  const west = Math.min(...points.map(([x]) => x));
  const east = Math.max(...points.map(([x]) => x));
  const south = Math.min(...points.map(([, y]) => y));
  const north = Math.max(...points.map(([, y]) => y));
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const margin = 2;
  const scale = (WIDTH - 2 * margin) / ((east - west) * shrink);
  const place = ([x, y]: [number, number]): [number, number] => [margin + (x - west) * shrink * scale, margin + (north - y) * scale];
  return {
    height: (north - south) * scale + 2 * margin,
    place: (longitude, latitude) => place([longitude, latitude]),
    positionAt: (x, y) => ({ longitude: west + (x - margin) / (shrink * scale), latitude: north - (y - margin) / scale }),
    shapes: shaped.map(({ grid, polygons }) => {
      const rings = polygons.flat().map((ring) => ring.map(place));
      const outline = rings[0] ?? [];
      return {
        grid,
        path: rings.map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`).join(''),
        center: middle(outline),
        outline,
      };
    }),
  };
}

/** The grid in which a position lies, as far as this device knows the street; undefined: none. */
export function gridAt({ shapes, place }: Drawing, { longitude, latitude }: { longitude: number; latitude: number }): Grid | undefined {
  const [x, y] = place(longitude, latitude);
  // Inside is where a ray to the east crosses the outline an odd number of times.
  const isCrossed = ([fromX, fromY]: [number, number], [toX, toY]: [number, number]) =>
    fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX);
  return shapes.find(
    ({ outline }) => outline.filter((from, index) => isCrossed(from, outline[(index + 1) % outline.length] ?? from)).length % 2 === 1,
  )?.grid;
}

function middle(ring: readonly [number, number][]): [number, number] {
  const open = ring.slice(0, -1);
  const sum = open.reduce<[number, number]>(([sx, sy], [x, y]) => [sx + x, sy + y], [0, 0]);
  return [sum[0] / open.length, sum[1] / open.length];
}
