import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHeat, compareStanding, type HotListOrder, heatOf, removeHeat, type Standing } from '../../schema/work/hotlist/rules.ts';

const decay = { halfLifeHours: 48 };
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const time = fc.integer({ min: START, max: START + 400 * 24 * HOUR });

describe('heat', () => {
  it('halves with every half-life', () => {
    const fresh = heatOf([START + 48 * HOUR], decay);
    expect(Math.exp(heatOf([START], decay) - fresh)).toBeCloseTo(0.5, 12);
  });

  it('is the same whether votes are summed at once or added one by one, in any order', () => {
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 60 }), (times) => {
        const added = times.reduce((heat, at) => addHeat(heat, { weight: 1, at }, decay), Number.NEGATIVE_INFINITY);
        expect(added).toBeCloseTo(heatOf(times, decay), 9);
      }),
    );
  });

  it('of a batch equals that of its votes', () => {
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 5000 }), fc.array(time, { maxLength: 5 }), (at, weight, before) => {
        const heat = heatOf(before, decay);
        expect(addHeat(heat, { weight, at }, decay)).toBeCloseTo(heatOf([...before, ...new Array(weight).fill(at)], decay), 9);
      }),
      { numRuns: 50 },
    );
  });

  it('forgets a withdrawn vote, or says that it must be summed anew', () => {
    fc.assert(
      fc.property(fc.array(time, { minLength: 2, maxLength: 40 }), (times) => {
        const [withdrawn, ...left] = times as [number, ...number[]];
        const heat = removeHeat(heatOf(times, decay), withdrawn, decay);
        if (heat !== null) expect(heat).toBeCloseTo(heatOf(left, decay), 5);
      }),
    );
  });

  it('neither overflows nor underflows over a thousand half-lives', () => {
    const heat = addHeat(addHeat(Number.NEGATIVE_INFINITY, { weight: 1, at: 0 }, decay), { weight: 1, at: 4000 * 48 * HOUR }, decay);
    expect(Number.isFinite(heat)).toBe(true);
    expect(heat).toBeCloseTo(heatOf([4000 * 48 * HOUR], decay), 9);
  });
});

describe('the order of a board', () => {
  const standing: fc.Arbitrary<Standing> = fc.record({
    id: fc.uuid(),
    heat: fc.oneof(fc.constant(Number.NEGATIVE_INFINITY), fc.double({ min: 0, max: 8000, noNaN: true }), fc.constant(7000)),
    voteCount: fc.nat(5),
    createdAt: fc.nat(3),
  });

  it.each<HotListOrder>(['HOT', 'NEW', 'TOP'])('%s is total: never a tie between two issues, never a circle', (order) => {
    const compare = compareStanding(order);
    fc.assert(
      fc.property(standing, standing, standing, (a, b, c) => {
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
        if (a.id !== b.id) expect(compare(a, b)).not.toBe(0);
        if (compare(a, b) < 0 && compare(b, c) < 0) expect(compare(a, c)).toBeLessThan(0);
      }),
    );
  });

  it('by heat agrees with a brute-force sum of decayed votes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(time, { minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 20 }), (histories) => {
        const now = START + 400 * 24 * HOUR;
        const brute = (times: number[]) => times.reduce((sum, at) => sum + 2 ** ((at - now) / (48 * HOUR)), 0);
        const issues = histories.map((times, index) => ({
          id: String(index),
          heat: heatOf(times, decay),
          voteCount: times.length,
          createdAt: 0,
          brute: brute(times),
        }));
        const sorted = [...issues].sort(compareStanding('HOT'));
        for (const [index, issue] of sorted.slice(1).entries()) {
          expect(issue.brute).toBeLessThanOrEqual((sorted[index]?.brute as number) * (1 + 1e-8));
        }
      }),
    );
  });
});

describe('the order of a hundred thousand pairs', () => {
  it('by heat is that of the decayed votes, added up anew at any later time', () => {
    const random = fc.sample(fc.array(time, { minLength: 1, maxLength: 40 }), { numRuns: 460, seed: 7 });
    const issues = random.map((times, n) => ({ id: String(n), heat: heatOf(times, decay), voteCount: times.length, createdAt: 0, times }));
    const compare = compareStanding('HOT');
    let pairs = 0;
    for (const days of [400, 430, 700]) {
      const now = START + days * 24 * HOUR;
      const decayed = issues.map(({ times }) => times.reduce((sum, at) => sum + 2 ** ((at - now) / (48 * HOUR)), 0));
      for (const [a, one] of issues.entries()) {
        for (let b = 0; b < a; b++) {
          const [first, second] = [decayed[a] as number, decayed[b] as number];
          if (Math.abs(first - second) <= 1e-9 * Math.max(first, second)) continue; // as good as equal: either may be first
          pairs += 1;
          if (Math.sign(compare(one, issues[b] as typeof one)) !== Math.sign(second - first))
            expect.fail(`${a} and ${b} after ${days} days`);
        }
      }
    }
    expect(pairs).toBeGreaterThan(300_000);
  });
});
