// Badges, names of months, lengths of service: pure rules.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration } from '../../api/files/certificate-pdf.ts';
import { BADGES, badgesOf, type Merits } from '../../schema/joins/honours/badges.ts';
import { monthAt } from '../../schema/joins/honours/stars.ts';
import { starTitle } from '../../schema/joins/honours/stars-store.ts';

const NOTHING: Merits = { minutes: 0, nightMinutes: 0, monthsServed: 0, kindsServed: 0, coursesTaken: 0, praises: 0, stars: 0 };
const count = fc.nat(30_000);
const merits = fc.record({
  minutes: count,
  nightMinutes: count,
  monthsServed: fc.nat(40),
  kindsServed: fc.nat(5),
  coursesTaken: fc.nat(5),
  praises: fc.nat(9),
  stars: fc.nat(3),
});

describe('badges', () => {
  it('are none for nobody, and begin exactly where they say', () => {
    expect(badgesOf(NOTHING)).toEqual([]);
    expect(badgesOf({ ...NOTHING, minutes: 14 })).toEqual([]);
    expect(badgesOf({ ...NOTHING, minutes: 15 })).toEqual(['FIRST_SERVICE']);
    expect(badgesOf({ ...NOTHING, minutes: 599 })).toEqual(['FIRST_SERVICE']);
    expect(badgesOf({ ...NOTHING, minutes: 600 })).toEqual(['FIRST_SERVICE', 'HOURS_10']);
    expect(badgesOf({ ...NOTHING, nightMinutes: 600, monthsServed: 12, kindsServed: 3, coursesTaken: 2, praises: 3, stars: 1 })).toEqual([
      'NIGHT_WATCH',
      'ALL_SEASONS',
      'MANY_HANDS',
      'TRAINED',
      'THANKED',
      'STAR',
    ]);
  });

  it('are never lost by doing more', () => {
    fc.assert(
      fc.property(merits, merits, (some, more) => {
        const sum = Object.fromEntries(
          Object.entries(some).map(([key, value]) => [key, value + more[key as keyof Merits]]),
        ) as unknown as Merits;
        const after = badgesOf(sum);
        expect(badgesOf(some).filter((badge) => !after.includes(badge))).toEqual([]);
        expect(after.every((badge) => badge in BADGES)).toBe(true);
      }),
    );
  });
});

describe('months and times', () => {
  it('are those of the wall clock', () => {
    expect(monthAt(new Date('2026-10-31T15:59:59Z'), 'Asia/Shanghai')).toBe('2026-10');
    expect(monthAt(new Date('2026-10-31T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-11');
    expect(starTitle('2026-09')).toBe('2026 年 9 月志愿之星');
  });

  it('are written as people say them', () => {
    expect([0, 59, 60, 61, 6000].map(duration)).toEqual(['0 小时', '59 分', '1 小时', '1 小时 1 分', '100 小时']);
  });
});
