// What charts of figures by month draw: every number where it belongs, gaps as gaps, and no comparison that says nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FiguresOfMonthFragment } from '../../client/src/generated/honours/graphql.ts';
import { changeOf, heightOf, linesThrough, MEASURES, type Point, pointsOf, scaleOf } from '../../client/src/honours/trend.ts';

const month = (more: Partial<FiguresOfMonthFragment>): FiguresOfMonthFragment => ({
  __typename: 'KpiMonth',
  month: '2026-10',
  ticketCount: 20,
  onTimeShare: 0.9,
  endedShare: 0.95,
  reopenedShare: 0.05,
  medianArrivalMinutes: 12,
  averageRating: 4.5,
  volunteerMinutes: 90,
  ...more,
});
const points = (...values: (number | null)[]): Point[] => values.map((value, n) => ({ month: `2026-${n + 1}`, value, isFew: false }));

describe('a chart', () => {
  it('begins at nothing for counts and times, and where there is something to see for shares and ratings', () => {
    expect(scaleOf('tickets', points(10, 20))).toEqual({ low: 0, top: 22 });
    expect(scaleOf('onTime', points(0.96, 0.88))).toEqual({ low: 0.8, top: 1 });
    expect(scaleOf('onTime', points(0.96), 0.7).low).toBeCloseTo(0.7);
    expect(scaleOf('rating', points(4.1, 4.6))).toEqual({ low: 4, top: 5 });
    expect(scaleOf('service', points(0, 0))).toEqual({ low: 0, top: 1 });
  });

  it('is not stretched by months of few tickets', () => {
    const [few, ...solid] = points(0, 0.93, 0.95) as [Point, ...Point[]];
    expect(scaleOf('onTime', [{ ...few, isFew: true }, ...solid])).toEqual({ low: 0.9, top: 1 });
  });

  it('breaks its line where a month has no number', () => {
    expect(linesThrough(points(0, null, 5, 10), { low: 0, top: 10 })).toEqual(['0.00,100.00 0.00,100.00', '66.67,50.00 100.00,0.00']);
    expect(linesThrough(points(null, null), { low: 0, top: 10 })).toEqual([]);
  });

  it('draws every number within its box, whatever the figures', () => {
    const value = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(fc.constantFrom(...MEASURES), fc.array(value, { minLength: 1, maxLength: 13 }), (measure, values) => {
        const drawn = points(...values);
        const scale = scaleOf(measure, drawn);
        expect(scale.top).toBeGreaterThan(scale.low);
        for (const line of linesThrough(drawn, scale))
          for (const number of line.split(/[ ,]/).map(Number)) expect(number >= 0 && number <= 100).toBe(true);
        expect(heightOf(scale.low, scale)).toBe(100);
        expect(heightOf(scale.top, scale)).toBe(0);
      }),
    );
  });
});

describe('a change against the month before', () => {
  it('is said of two whole months of enough tickets', () => {
    expect(changeOf(pointsOf([month({ onTimeShare: 0.8 }), month({})], 'onTime'), true)).toBeCloseTo(0.1);
  });

  it.each([
    ['goes on', [month({}), month({})], false],
    ['has few tickets', [month({}), month({ ticketCount: 9 })], true],
    ['follows one of few', [month({ ticketCount: 9 }), month({})], true],
    ['has no number', [month({}), month({ onTimeShare: null })], true],
    ['is the first', [month({})], true],
  ] as const)('is not said of a month that %s', (_how, rows, isOver) => {
    expect(changeOf(pointsOf(rows, 'onTime'), isOver)).toBeNull();
  });

  it('of counts needs no ten tickets', () => {
    expect(changeOf(pointsOf([month({ ticketCount: 2 }), month({ ticketCount: 5 })], 'tickets'), true)).toBe(3);
  });
});
