// Times as the pages say them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeAgo } from '../../client/src/ui/time.ts';

const HOUR = 3_600_000;
const said = {
  justNow: 'now',
  minutesAgo: (n: number) => `${n} minutes`,
  hoursAgo: (n: number) => `${n} hours`,
  yesterday: 'yesterday',
  daysAgo: (n: number) => `${n} days`,
};
const ago = (at: Date, now: Date) => timeAgo(at.toISOString(), said as Parameters<typeof timeAgo>[1], now.getTime());

describe('how long ago something was', () => {
  it('is yesterday only of the day before, by the calendar on the wall', () => {
    const justAfterMidnight = new Date(2026, 10, 29, 0, 3);
    expect(ago(new Date(2026, 10, 28, 0, 1), justAfterMidnight)).toBe('yesterday');
    expect(ago(new Date(2026, 10, 27, 23, 50), justAfterMidnight)).toBe('2 days');
    expect(ago(new Date(2028, 1, 29, 12), new Date(2028, 2, 1, 13))).toBe('yesterday');
    expect(ago(new Date(2026, 11, 31, 23, 58), new Date(2027, 0, 1, 0, 1))).toBe('3 minutes');
    const hours = fc.integer({ min: 24, max: 72 });
    fc.assert(
      fc.property(fc.date({ min: new Date(2026, 0, 1), max: new Date(2030, 0, 1), noInvalidDate: true }), hours, (now, back) => {
        const at = new Date(now.getTime() - back * HOUR);
        const dayBefore = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1).toDateString();
        expect(ago(at, now) === 'yesterday').toBe(at.toDateString() === dayBefore);
      }),
    );
  });
});
