import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENING, windowsOf } from '../../schema/joins/patrols/hours.ts';

describe('when a patrol goes', () => {
  it('is the evening where nothing is known', () => {
    expect(windowsOf([])).toEqual([EVENING]);
  });

  it('is when things are reported, across midnight too', () => {
    expect(windowsOf([23, 23, 23, 0, 0, 0])).toEqual([{ from: 23, to: 1 }]);
    expect(windowsOf([18, 18, 18, 19, 19, 7, 7, 7, 8])).toEqual([
      { from: 18, to: 20 },
      { from: 7, to: 9 },
    ]);
  });

  it('has a second window only where it is worth it', () => {
    expect(windowsOf([...Array.from({ length: 20 }, () => 21), 9])).toHaveLength(1);
    expect(windowsOf([21, 21, 9, 9], 1)).toHaveLength(1);
  });

  it('is one or two windows of two hours that do not overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(23), { maxLength: 200 }), (hours) => {
        const windows = windowsOf(hours);
        expect(windows.length).toBeGreaterThan(0);
        expect(windows.length).toBeLessThanOrEqual(2);
        const covered = windows.flatMap(({ from }) => [from, (from + 1) % 24]);
        expect(new Set(covered).size).toBe(covered.length);
        for (const { from, to } of windows) expect((from + 2) % 24).toBe(to);
      }),
    );
  });
});
