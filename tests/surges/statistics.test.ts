import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surpriseOfCount, surpriseOfFew, surpriseOfMany } from '../../schema/ground/statistics.ts';

/** Tails summed term by term, for numbers so small that nothing overflows. */
function plainTail(n: number, from: number, to: number, p: number): number {
  let total = 0;
  for (let k = from; k <= to; k += 1) {
    let term = p ** k * (1 - p) ** (n - k);
    for (let i = 1; i <= k; i += 1) term *= (n - k + i) / i;
    total += term;
  }
  return total;
}

describe('how surprising a count is', () => {
  it('is the binomial tail, as its terms say', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(40), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, some, p) => {
        const k = Math.min(some, n);
        expect(surpriseOfMany(n, k, p)).toBeCloseTo(Math.max(0, -Math.log10(plainTail(n, k, n, p))), 6);
        expect(surpriseOfFew(n, k, p)).toBeCloseTo(Math.max(0, -Math.log10(plainTail(n, 0, k, p))), 6);
      }),
    );
  });

  it('rises with the count, holds for thousands, and is never negative', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5000 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, p, part) => {
          const k = Math.floor(part * (n - 1));
          for (const surprise of [surpriseOfMany, surpriseOfFew]) {
            expect(surprise(n, k, p)).toBeGreaterThanOrEqual(0);
            expect(surprise(n, k, p)).toBeLessThan(Number.POSITIVE_INFINITY);
          }
          expect(surpriseOfMany(n, k + 1, p)).toBeGreaterThanOrEqual(surpriseOfMany(n, k, p) - 1e-9);
          expect(surpriseOfFew(n, k + 1, p)).toBeLessThanOrEqual(surpriseOfFew(n, k, p) + 1e-9);
        },
      ),
    );
  });

  it('is the Poisson tail: figures of a table', () => {
    // 1 − Σ e^(−m) m^i / i! for i < k
    expect(10 ** -surpriseOfCount(1, 1)).toBeCloseTo(1 - Math.exp(-1), 9);
    expect(10 ** -surpriseOfCount(3, 2)).toBeCloseTo(1 - Math.exp(-2) * (1 + 2 + 2), 9);
    expect(10 ** -surpriseOfCount(10, 2)).toBeCloseTo(4.6498e-5, 8);
    expect(surpriseOfCount(0, 5)).toBe(0);
    expect(surpriseOfCount(5, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(surpriseOfCount(400, 20)).toBeGreaterThan(300);
  });
});
