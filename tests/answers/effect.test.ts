// What the picture before and after says: how sure it is, when it holds its tongue, what counts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOfCount } from '../../schema/ground/statistics.ts';
import { doneSince, effectOf, frameOf, publicEffect, WEEK_MS, WEEKS_BEFORE } from '../../schema/joins/answers/effect-rules.ts';

const SINCE = new Date('2026-09-01T12:00:00Z');
const weeksLater = (weeks: number) => new Date(SINCE.getTime() + weeks * WEEK_MS);

/** `before` reports a week, then `after`. */
const weekly = (before: number, after: number, weeksAfter: number) =>
  effectOf(
    new Map(Array.from({ length: WEEKS_BEFORE + weeksAfter }, (_, index) => [index - WEEKS_BEFORE, index < WEEKS_BEFORE ? before : after])),
    SINCE,
    weeksLater(weeksAfter),
  );

describe('the exact interval of a count', () => {
  it('is the published one', () => {
    const to2 = (k: number) => {
      const { low, high } = intervalOfCount(k);
      return [Number(low.toFixed(2)), Number(high.toFixed(2))];
    };
    // Garwood’s table, 95 %.
    expect([0, 1, 2, 5, 10, 50].map(to2)).toEqual([
      [0, 3.69],
      [0.03, 5.57],
      [0.24, 7.22],
      [1.62, 11.67],
      [4.8, 18.39],
      [37.11, 65.92],
    ]);
  });

  it('holds its count, and is wider for more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (k) => {
        const [one, next] = [intervalOfCount(k), intervalOfCount(k + 1)];
        expect(one.low <= k && k <= one.high).toBe(true);
        expect(next.low > one.low && next.high > one.high).toBe(true);
      }),
    );
  });
});

describe('when something was done', () => {
  const step = (
    kind: 'ANSWERED' | 'PLANNED' | 'PATROLLED' | 'FOUND',
    at: number,
    status?: 'PATROLLING' | 'FIXING' | 'SOLVED' | 'DECLINED',
  ) => ({
    kind,
    at: weeksLater(at),
    detail: status ? { status } : {},
  });

  it('is the first patrol or the first fix; words and plans are nothing done', () => {
    expect(doneSince([])).toBe(null);
    expect(doneSince([step('ANSWERED', 0, 'PATROLLING'), step('PLANNED', 1, 'PATROLLING'), step('ANSWERED', 2, 'DECLINED')])).toBe(null);
    expect(doneSince([step('ANSWERED', 0), step('PATROLLED', 3), step('FOUND', 4)])).toEqual(weeksLater(3));
    expect(doneSince([step('ANSWERED', 2, 'FIXING'), step('PATROLLED', 3)])).toEqual(weeksLater(2));
  });
});

describe('what it says', () => {
  it('nothing before something was done, and too early before two whole weeks', () => {
    expect(effectOf(new Map([[-1, 9]]), null, SINCE)).toMatchObject({ verdict: 'NOTHING_DONE', since: null, after: null });
    expect(weekly(5, 0, 1)).toMatchObject({ verdict: 'TOO_EARLY' });
    expect(effectOf(new Map(), SINCE, weeksLater(0.9)).weeks).toHaveLength(WEEKS_BEFORE);
  });

  it('fewer or more only beyond chance; else that nothing is clear', () => {
    expect(weekly(5, 1, 4)).toMatchObject({ verdict: 'FEWER', before: { perWeek: 5 }, after: { perWeek: 1 } });
    expect(weekly(1, 5, 4)).toMatchObject({ verdict: 'MORE' });
    expect(weekly(5, 4, 4)).toMatchObject({ verdict: 'UNCLEAR' });
    expect(weekly(0, 0, 12)).toMatchObject({ verdict: 'UNCLEAR', after: { perWeek: 0, low: 0 } });
    expect(weekly(1, 0, 2)).toMatchObject({ verdict: 'UNCLEAR' }); // fewer to look at, but two weeks say little
  });

  it('is wrong about an unchanged street at most one time in twenty', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2, max: 12 }), fc.integer(), (mean, weeksAfter, seed) => {
        let state = seed >>> 0;
        const random = () => {
          state = (state * 1_664_525 + 1_013_904_223) >>> 0;
          return (state + 0.5) / 2 ** 32;
        };
        const poisson = () => {
          let count = 0;
          for (let product = random(); product > Math.exp(-mean); product *= random()) count += 1;
          return count;
        };
        const trials = 250;
        let wrong = 0;
        for (let trial = 0; trial < trials; trial += 1) {
          const counts = new Map(Array.from({ length: WEEKS_BEFORE + weeksAfter }, (_, index) => [index - WEEKS_BEFORE, poisson()]));
          const { verdict } = effectOf(counts, SINCE, weeksLater(weeksAfter));
          if (verdict === 'FEWER' || verdict === 'MORE') wrong += 1;
        }
        expect(wrong / trials).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / trials));
      }),
      { numRuns: 8, seed: 20_261_127 },
    );
  });
});

describe('what anybody sees of it', () => {
  it('leads to no week of fewer than five: neither by itself, nor by what is left of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: WEEKS_BEFORE, maxLength: WEEKS_BEFORE + 12 }), (counts) => {
        const whole = effectOf(
          new Map(counts.map((count, index) => [index - WEEKS_BEFORE, count])),
          SINCE,
          weeksLater(counts.length - WEEKS_BEFORE),
        );
        const shown = publicEffect(whole);
        for (const isAfter of [false, true]) {
          const half = whole.weeks
            .map((week, index) => ({ ...week, shown: shown.weeks[index]?.count }))
            .filter((week) => week.isAfter === isAfter);
          const hidden = half.filter((week) => week.shown === null);
          const sum = hidden.reduce((total, { count }) => total + count, 0);
          const total = half.reduce((all, { count }) => all + count, 0);
          for (const week of half) expect(week.shown === null || (week.shown === week.count && week.count >= 5)).toBe(true);
          const isTold = (isAfter ? shown.after : shown.before) !== null;
          if (isTold)
            expect(total >= 5 && (hidden.length === 0 || (hidden.length >= 2 && sum >= 5) || hidden.length === half.length)).toBe(true);
          else expect(half.length === 0 || total < 5).toBe(true);
        }
      }),
    );
  });

  it('stands still for a week, before anything was done: windows that move by a day would tell of single days', () => {
    const days = Array.from({ length: 14 }, (_, day) => frameOf(null, weeksLater(day / 7)).middle.getTime());
    expect(new Set(days).size).toBeLessThanOrEqual(3);
  });
});
