// In what order the points of a patrol are walked. Pure.
import { type GeoPoint, metresBetween } from '../grids/rules.ts';

/** Length of a walk past the points in their order, in metres. */
export function lengthOf(points: readonly GeoPoint[]): number {
  return points.slice(1).reduce((sum, point, index) => sum + metresBetween(points[index] as GeoPoint, point), 0);
}

/**
 * The points in an order that makes a short walk: the first stays the first (where the patrol begins), then the nearest neighbour of
 * each (or the order given, if that is shorter), then stretches are turned around as long as that shortens the walk (2-opt, Croes 1958). For the 2–30 points of a patrol.
 */
export function walkingOrder<Point extends GeoPoint>(points: readonly Point[]): Point[] {
  const nearest = nearestFirst(points);
  const order = lengthOf(nearest) < lengthOf(points) ? nearest : [...points];
  for (let isShorter = true; isShorter; ) {
    isShorter = false;
    for (let from = 1; from < order.length - 1; from += 1) {
      for (let to = from + 1; to < order.length; to += 1) {
        const turned = [...order.slice(0, from), ...order.slice(from, to + 1).reverse(), ...order.slice(to + 1)];
        // A tie is no gain: without the margin rounding could turn the same stretch for ever.
        if (lengthOf(turned) < lengthOf(order) - 1e-6) {
          order.splice(0, order.length, ...turned);
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
