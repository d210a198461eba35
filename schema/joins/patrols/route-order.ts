// In what order the points of a patrol are walked. Pure.
import { type GeoPoint, metresBetween } from '../../commons/grids/rules.ts';

/** Length of a walk past the points in their order, in metres. */
export function lengthOf(points: readonly GeoPoint[]): number {
  return points.slice(1).reduce((sum, point, index) => sum + metresBetween(points[index] as GeoPoint, point), 0);
}

/** So many points are put into the best order there is; more into a good one. */
const MOST_EXACT = 10;

/**
 * The points in an order that makes a short walk; the first stays the first, where the patrol begins. The shortest for up to ten
 * points (Held and Karp 1962); beyond that the nearest neighbour of each, or the order given if that is shorter, in which stretches
 * are turned around as long as that shortens the walk (2-opt, Croes 1958).
 */
export function walkingOrder<Point extends GeoPoint>(points: readonly Point[]): Point[] {
  if (points.length <= 2) return [...points];
  return points.length <= MOST_EXACT ? shortest(points) : turned(points);
}

/** For each set of points behind the first and each of them as the last: the shortest walk, built up from smaller sets. */
function shortest<Point extends GeoPoint>(points: readonly Point[]): Point[] {
  const [first, ...rest] = points as [Point, ...Point[]];
  const metres = rest.map((one) => rest.map((other) => metresBetween(one, other)));
  const all = 2 ** rest.length - 1;
  const walks = new Map<number, { length: number; before: number }>();
  const keyOf = (set: number, last: number) => set * rest.length + last;
  for (let set = 1; set <= all; set += 1) {
    for (let last = 0; last < rest.length; last += 1) {
      const bit = 1 << last;
      if (!(set & bit)) continue;
      const others = set & ~bit;
      let best =
        others === 0 ? { length: metresBetween(first, rest[last] as Point), before: -1 } : { length: Number.POSITIVE_INFINITY, before: -1 };
      for (let before = 0; before < rest.length; before += 1) {
        const known = others & (1 << before) ? walks.get(keyOf(others, before)) : undefined;
        const length = known ? known.length + (metres[before]?.[last] ?? 0) : Number.POSITIVE_INFINITY;
        if (length < best.length) best = { length, before };
      }
      walks.set(keyOf(set, last), best);
    }
  }
  const order: Point[] = [];
  let last = rest.reduce(
    (best, _, n) => ((walks.get(keyOf(all, n))?.length ?? 0) < (walks.get(keyOf(all, best))?.length ?? 0) ? n : best),
    0,
  );
  for (let set = all; last >= 0; ) {
    order.unshift(rest[last] as Point);
    const { before } = walks.get(keyOf(set, last)) as { before: number };
    set &= ~(1 << last);
    last = before;
  }
  return [first, ...order];
}

function turned<Point extends GeoPoint>(points: readonly Point[]): Point[] {
  const nearest = nearestFirst(points);
  const order = lengthOf(nearest) < lengthOf(points) ? nearest : [...points];
  for (let isShorter = true; isShorter; ) {
    isShorter = false;
    for (let from = 1; from < order.length - 1; from += 1) {
      for (let to = from + 1; to < order.length; to += 1) {
        const other = [...order.slice(0, from), ...order.slice(from, to + 1).reverse(), ...order.slice(to + 1)];
        // A tie is no gain: without the margin rounding could turn the same stretch for ever.
        if (lengthOf(other) < lengthOf(order) - 1e-6) {
          order.splice(0, order.length, ...other);
          isShorter = true;
        }
      }
    }
  }
  return order;
}

function nearestFirst<Point extends GeoPoint>(points: readonly Point[]): Point[] {
  const [first, ...left] = points;
  if (!first) return [];
  const order = [first];
  while (left.length > 0) {
    const here = order.at(-1) as Point;
    const nearest = left.reduce(
      (best, point, index) => (metresBetween(here, point) < metresBetween(here, left[best] as Point) ? index : best),
      0,
    );
    order.push(...left.splice(nearest, 1));
  }
  return order;
}
