import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthOf, walkingOrder } from '../../schema/joins/patrols/route-order.ts';

const place = fc.record({
  longitude: fc.double({ min: 116, max: 116.05, noNaN: true }),
  latitude: fc.double({ min: 38.4, max: 38.5, noNaN: true }),
});
const places = fc.array(place, { minLength: 2, maxLength: 30 });

/** Every order of the points behind the first. */
function* orders<Item>([first, ...rest]: readonly Item[]): Generator<Item[]> {
  if (first === undefined) return yield [];
  for (const order of orders(rest)) for (let at = 0; at <= order.length; at += 1) yield [...order.slice(0, at), first, ...order.slice(at)];
}

describe('the order in which points are walked', () => {
  it('begins with the first, has each once, and is no longer than as they came', () => {
    fc.assert(
      fc.property(places, (points) => {
        const order = walkingOrder(points);
        expect(order[0]).toBe(points[0]);
        expect(new Set(order)).toEqual(new Set(points));
        expect(order).toHaveLength(points.length);
        expect(lengthOf(order)).toBeLessThanOrEqual(lengthOf(points) + 1e-6);
        expect(lengthOf(walkingOrder(order))).toBeCloseTo(lengthOf(order), 6);
      }),
    );
  });

  it('is the shortest walk there is, for up to seven points', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 7 }), (points) => {
        const [first, ...rest] = points;
        const shortest = Math.min(...[...orders(rest)].map((order) => lengthOf([first as never, ...order])));
        expect(lengthOf(walkingOrder(points))).toBeCloseTo(shortest, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('follows a street whose corners came in any order', () => {
    const street = [0, 5, 2, 4, 1, 3].map((n) => ({ longitude: 116 + n / 1000, latitude: 38.45 }));
    expect(walkingOrder(street).map(({ longitude }) => Math.round((longitude - 116) * 1000))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(walkingOrder([])).toEqual([]);
  });
});
