// Whether polygons are fit to be grids. Pure geometry; metres are of a local plane, exact enough for a city.
import { boxAround, type GeoPoint, isOnEarth, type MultiPolygon, type Position, type Ring } from './rules.ts';

const METRES_PER_DEGREE = 111_320;

/** What is wrong with a shape. */
export type ShapeMistake = 'not-on-earth' | 'too-few-points' | 'not-closed' | 'crosses-itself' | 'no-area';

/** The first mistake of a shape, or null. */
export function shapeMistake(shape: MultiPolygon): ShapeMistake | null {
  if (shape.coordinates.length === 0) return 'no-area';
  for (const ring of shape.coordinates.flat()) {
    if (!ring.every(([longitude, latitude]) => isOnEarth({ longitude, latitude }))) return 'not-on-earth';
    if (ring.length < 4) return 'too-few-points';
    const [first, last] = [ring[0] as Position, ring.at(-1) as Position];
    if (first[0] !== last[0] || first[1] !== last[1]) return 'not-closed';
    if (crossesItself(ring)) return 'crosses-itself';
  }
  return areaOf(shape) > 0 ? null : 'no-area';
}

/** Whether two edges of a ring that do not follow each other touch. Sweeps by longitude, so that few pairs are compared. */
function crossesItself(ring: Ring): boolean {
  const edges = ring
    .slice(1)
    .map((to, index) => ({ index, from: ring[index] as Position, to }))
    .sort((a, b) => Math.min(a.from[0], a.to[0]) - Math.min(b.from[0], b.to[0]));
  const count = edges.length;
  for (const [place, a] of edges.entries()) {
    const right = Math.max(a.from[0], a.to[0]);
    for (let next = place + 1; next < count; next++) {
      const b = edges[next] as (typeof edges)[number];
      if (Math.min(b.from[0], b.to[0]) > right) break;
      const gap = Math.abs(a.index - b.index);
      if (gap === 1 || gap === count - 1) {
        if (foldsBack(a.index < b.index === (gap === 1) ? a : b, a.index < b.index === (gap === 1) ? b : a)) return true;
      } else if (touch(a.from, a.to, b.from, b.to)) return true;
    }
  }
  return false;
}

interface Edge {
  from: Position;
  to: Position;
}

/** Whether an edge returns over the one before it. */
function foldsBack(before: Edge, after: Edge): boolean {
  if (turn(before.from, before.to, after.to) !== 0) return false;
  const dot =
    (before.to[0] - before.from[0]) * (after.to[0] - after.from[0]) + (before.to[1] - before.from[1]) * (after.to[1] - after.from[1]);
  return dot < 0;
}

function touch(a: Position, b: Position, c: Position, d: Position): boolean {
  const [t1, t2, t3, t4] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (t1 * t2 < 0 && t3 * t4 < 0) return true;
  return (
    (t1 === 0 && isBetween(a, b, c)) ||
    (t2 === 0 && isBetween(a, b, d)) ||
    (t3 === 0 && isBetween(c, d, a)) ||
    (t4 === 0 && isBetween(c, d, b))
  );
}

/** Sign of the turn from a over b to c: 1 left, −1 right, 0 straight. */
function turn(a: Position, b: Position, c: Position): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function isBetween(a: Position, b: Position, p: Position): boolean {
  return p[0] >= Math.min(a[0], b[0]) && p[0] <= Math.max(a[0], b[0]) && p[1] >= Math.min(a[1], b[1]) && p[1] <= Math.max(a[1], b[1]);
}

/** Area in square metres: outer rings less their holes. */
export function areaOf({ coordinates }: MultiPolygon): number {
  return coordinates.reduce(
    (total, [outer, ...holes]) => total + ringArea(outer ?? []) - holes.reduce((sum, hole) => sum + ringArea(hole), 0),
    0,
  );
}

function ringArea(ring: Ring): number {
  const [origin] = ring;
  if (!origin) return 0;
  const [kx, ky] = scaleAt(origin[1]);
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1] as Position;
    const [x2, y2] = ring[i] as Position;
    twice += (x1 - origin[0]) * (y2 - origin[1]) - (x2 - origin[0]) * (y1 - origin[1]);
  }
  return (Math.abs(twice) / 2) * kx * ky;
}

function scaleAt(latitude: number): [metresPerDegreeEast: number, metresPerDegreeNorth: number] {
  return [METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180), METRES_PER_DEGREE];
}

/** Shapes this near along two corners share a border: simplified outlines leave gaps of some metres. */
const BORDER_METRES = 40;

/** Whether two shapes share a border, not only a corner: at least two corners lie on the other's outline. */
export function areNeighbours(a: MultiPolygon, b: MultiPolygon): boolean {
  const [kx, ky] = scaleAt(boxAround(a).south);
  const margin = BORDER_METRES / Math.min(kx, ky);
  const [boxA, boxB] = [boxAround(a), boxAround(b)];
  if (boxA.east + margin < boxB.west || boxB.east + margin < boxA.west) return false;
  if (boxA.north + margin < boxB.south || boxB.north + margin < boxA.south) return false;
  const near = [...cornersNear(a, b, kx, ky), ...cornersNear(b, a, kx, ky)];
  const [first] = near;
  return (
    first !== undefined && near.some((corner) => Math.hypot((corner[0] - first[0]) * kx, (corner[1] - first[1]) * ky) > 2 * BORDER_METRES)
  );
}

function cornersNear(from: MultiPolygon, outline: MultiPolygon, kx: number, ky: number): Position[] {
  const rings = outline.coordinates.flat();
  return from.coordinates
    .flat(2)
    .filter((corner) =>
      rings.some((ring) => ring.slice(1).some((to, index) => distanceToEdge(corner, ring[index] as Position, to, kx, ky) <= BORDER_METRES)),
    );
}

/** How far a point is from the nearest edge of a shape, inside it or outside, in metres. */
export function metresToOutline({ coordinates }: MultiPolygon, { longitude, latitude }: GeoPoint): number {
  const [kx, ky] = scaleAt(latitude);
  const edges = coordinates.flat().flatMap((ring) => ring.slice(1).map((to, index) => [ring[index] as Position, to] as const));
  return edges.reduce(
    (least, [from, to]) => Math.min(least, distanceToEdge([longitude, latitude], from, to, kx, ky)),
    Number.POSITIVE_INFINITY,
  );
}

/** The middle of a shape by area, of its largest part: inside it, unless it bends around. */
export function middleOf({ coordinates }: MultiPolygon): GeoPoint {
  const [outer] = coordinates.map(([ring = []]) => ring).sort((a, b) => ringArea(b) - ringArea(a));
  const [x0, y0] = (outer as Ring)[0] as Position;
  let [twice, x, y] = [0, 0, 0];
  for (const [index, [x2, y2]] of (outer as Ring).slice(1).entries()) {
    const [x1, y1] = (outer as Ring)[index] as Position;
    const cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    twice += cross;
    x += cross * (x1 + x2 - 2 * x0);
    y += cross * (y1 + y2 - 2 * y0);
  }
  return { longitude: x0 + x / (3 * twice), latitude: y0 + y / (3 * twice) };
}

function distanceToEdge(p: Position, a: Position, b: Position, kx: number, ky: number): number {
  const [ax, ay, bx, by] = [(a[0] - p[0]) * kx, (a[1] - p[1]) * ky, (b[0] - p[0]) * kx, (b[1] - p[1]) * ky];
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / length));
  return Math.hypot(ax + share * (bx - ax), ay + share * (by - ay));
}
