// The rules of shifts by themselves: when they repeat, what they earn, whether somebody was there.
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodeOwner, codeAt, isWithin, judgeCode, type MakeCode } from '../../schema/work/volunteers/attendance/rules.ts';
import { countedSpan, earningOf } from '../../schema/work/volunteers/pay/rules.ts';
import { isPublicHoliday, recurrenceMistake, startsOf } from '../../schema/work/volunteers/shifts/recurrence.ts';

// Its ES build cannot be imported by Node; the types are the same.
const { RRule } = createRequire(import.meta.url)('rrule') as typeof import('rrule');

const timeZone = 'Asia/Shanghai';
const at = (text: string) => new Date(`${text}+08:00`);
const local = (date: Date) => new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

describe('a recurrence', () => {
  const weekly = { rule: 'FREQ=WEEKLY;BYDAY=MO,WE', firstStartsAt: at('2026-11-30T19:00'), timeZone, skipsHolidays: false };

  it('keeps the hour of the wall clock', () => {
    expect(startsOf(weekly, weekly.firstStartsAt, at('2026-12-10T00:00')).map(local)).toEqual([
      '2026-11-30T19:00',
      '2026-12-02T19:00',
      '2026-12-07T19:00',
      '2026-12-09T19:00',
    ]);
    // Where clocks change, 19:00 stays 19:00: https://www.iana.org/time-zones, Europe/Berlin, 25 October 2026.
    const berlin = { ...weekly, timeZone: 'Europe/Berlin', rule: 'FREQ=DAILY', firstStartsAt: new Date('2026-10-24T17:00:00Z') };
    expect(startsOf(berlin, berlin.firstStartsAt, new Date('2026-10-27T00:00:00Z')).map((date) => date.toISOString())).toEqual([
      '2026-10-24T17:00:00.000Z',
      '2026-10-25T18:00:00.000Z',
      '2026-10-26T18:00:00.000Z',
    ]);
  });

  it('counts by weeks from its first, wherever one looks', () => {
    const everyOther = { ...weekly, rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO' };
    expect(startsOf(everyOther, at('2026-12-08T00:00'), at('2027-01-01T00:00')).map(local)).toEqual([
      '2026-12-14T19:00',
      '2026-12-28T19:00',
    ]);
    expect(startsOf({ ...weekly, rule: 'FREQ=DAILY;COUNT=3' }, at('2026-12-02T00:00'), at('2027-01-01T00:00')).map(local)).toEqual([
      '2026-12-02T19:00',
    ]);
    expect(startsOf({ ...weekly, rule: 'FREQ=MONTHLY;BYDAY=1TH,3TH' }, at('2026-12-01T00:00'), at('2027-01-01T00:00')).map(local)).toEqual([
      '2026-12-03T19:00',
      '2026-12-17T19:00',
    ]);
  });

  it('leaves public holidays out where that is asked, and weekends in', () => {
    const daily = { ...weekly, rule: 'FREQ=DAILY', firstStartsAt: at('2026-09-26T09:00'), skipsHolidays: true };
    const days = startsOf(daily, daily.firstStartsAt, at('2026-10-10T00:00')).map((date) => local(date).slice(0, 10));
    expect(days).toContain('2026-09-30');
    for (const holiday of ['2026-10-01', '2026-10-02', '2026-10-07']) expect(days).not.toContain(holiday);
    expect(isPublicHoliday('2026-10-01')).toBe(true);
    expect(isPublicHoliday('2026-11-28')).toBe(false); // a Saturday
  });

  it.each([
    ['', 'FORM'],
    ['FREQ=WEEKLY;BYDAY=XX', 'FORM'],
    ['FREQ=WEEKLY;FREQ=DAILY', 'FORM'],
    ['FREQ=DAILY\nDTSTART:20200101', 'FORM'],
    ['FREQ=SECONDLY', 'FREQUENCY'],
    ['FREQ=YEARLY', 'FREQUENCY'],
    ['FREQ=DAILY;BYHOUR=3', 'FORM'],
    ['FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20261205T000000Z', 'NEVER'],
    ['FREQ=DAILY', null],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', null],
    // Followed without end, or to the year 9999, by a library that is given no limits.
    ['FREQ=DAILY;INTERVAL=-1', 'FORM'],
    ['FREQ=DAILY;INTERVAL=0', 'FORM'],
    ['FREQ=DAILY;BYMONTHDAY=99', 'FORM'],
    ['FREQ=WEEKLY;BYSETPOS=300;BYDAY=MO', 'FORM'],
    ['FREQ=MONTHLY;BYDAY=+50MO', 'FORM'],
    ['FREQ=WEEKLY;BYDAY=+1MO', 'FORM'],
    ['FREQ=DAILY;COUNT=501', 'FORM'],
    ['FREQ=DAILY;UNTIL=soon', 'FORM'],
    ['FREQ=DAILY;INTERVAL=7;BYDAY=TU', 'NEVER'],
    ['FREQ=DAILY;BYSETPOS=2', 'FORM'],
    ['FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=9', 'NEVER'],
    ['FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31', 'NEVER'],
    ['FREQ=DAILY;BYDAY=MO;BYDAY=TU', 'FORM'],
    ['FREQ=DAILY;COUNT=3=4', 'FORM'],
    ['FREQ=DAILY;__proto__=1', 'FORM'],
  ])('%j: %s', (rule, mistake) => {
    expect(recurrenceMistake({ ...weekly, rule })).toBe(mistake);
  });

  it('of any parts is judged without holding the process', () => {
    const number = fc.integer({ min: -400, max: 400 }).map(String);
    const day = fc.tuple(fc.oneof(fc.constant(''), number), fc.constantFrom('MO', 'TU', 'SA', 'XX')).map((pair) => pair.join(''));
    const part = fc.oneof(
      fc.tuple(fc.constantFrom('INTERVAL', 'COUNT', 'BYMONTHDAY', 'BYSETPOS'), number),
      fc.tuple(fc.constant('BYDAY'), fc.array(day, { minLength: 1, maxLength: 4 }).map(String)),
      fc.tuple(fc.constantFrom('UNTIL', 'WKST', 'BYWEEKNO'), fc.constantFrom('20270101', '99999999', 'MO', '1')),
    );
    const rules = fc
      .tuple(fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY'), fc.array(part, { maxLength: 4 }))
      .map(([frequency, parts]) => [`FREQ=${frequency}`, ...parts.map((pair) => pair.join('='))].join(';'));
    fc.assert(
      fc.property(rules, (rule) => {
        const milliseconds = () => {
          const before = process.cpuUsage();
          recurrenceMistake({ ...weekly, rule });
          return process.cpuUsage(before).user / 1000;
        };
        // What is slow is slow each time; the compiler and the collector of the process pass by once.
        expect(milliseconds() < 50 || Math.min(milliseconds(), milliseconds()) < 50).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('says the same as the library that everybody uses, where that comes to an end', () => {
    const item = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
    const days = fc.uniqueArray(item, { minLength: 1, maxLength: 4 }).map(String);
    const monthDays = fc.uniqueArray(fc.constantFrom(1, 2, 15, 28, 29, 30, 31, -1, -2, -31), { minLength: 1, maxLength: 3 }).map(String);
    const positions = fc.constantFrom(1, 2, 3, -1, -2); // of several that name the same day the library makes it twice
    const nth = fc.uniqueArray(
      fc.tuple(fc.constantFrom(1, 2, 5, -1, -2), item).map((pair) => pair.join('')),
      { minLength: 1, maxLength: 3 },
    );
    const rules = fc.oneof(
      fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=MONTHLY'),
      days.map((value) => `FREQ=DAILY;BYDAY=${value}`),
      fc.tuple(days, item).map(([value, start]) => `FREQ=WEEKLY;BYDAY=${value};WKST=${start}`),
      monthDays.map((value) => `FREQ=MONTHLY;BYMONTHDAY=${value}`),
      fc.tuple(days, monthDays).map(([day, monthDay]) => `FREQ=MONTHLY;BYDAY=${day};BYMONTHDAY=${monthDay}`),
      nth.map((value) => `FREQ=MONTHLY;BYDAY=${value}`),
      fc.tuple(days, positions).map(([day, place]) => `FREQ=MONTHLY;BYDAY=${day};BYSETPOS=${place}`),
    );
    const more = fc.oneof(
      fc.constant(''),
      fc.integer({ min: 1, max: 40 }).map((n) => `;COUNT=${n}`),
      fc.integer({ min: 1, max: 28 }).map((day) => `;UNTIL=202704${String(day).padStart(2, '0')}T190000`),
    );
    const first = fc.integer({ min: 0, max: 365 }).map((day) => new Date(at('2026-11-30T19:00').getTime() + day * 86_400_000));
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 5 }), more, first, (base, interval, end, firstStartsAt) => {
        const rule = `${base};INTERVAL=${interval}${end}`;
        const until = new Date(firstStartsAt.getTime() + 500 * 86_400_000);
        const dtstart = new Date(firstStartsAt.getTime() + 8 * 3_600_000);
        const theirs = new RRule({ ...RRule.parseString(rule), dtstart }).between(
          dtstart,
          new Date(until.getTime() + 8 * 3_600_000 - 1),
          true,
        );
        expect(startsOf({ ...weekly, rule, firstStartsAt }, firstStartsAt, until).map(local)).toEqual(
          theirs.slice(0, 500).map((date) => date.toISOString().slice(0, 16)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('ends with the whole day that UNTIL names, or at its moment', () => {
    const until = (value: string) =>
      startsOf({ ...weekly, rule: `FREQ=DAILY;UNTIL=${value}` }, weekly.firstStartsAt, at('2027-01-01T00:00')).length;
    expect(until('20261202')).toBe(3);
    expect(until('20261202T185959')).toBe(2);
    expect(until('20261202T110000Z')).toBe(3); // 19:00 in Shanghai
    expect(until('20261202T105959Z')).toBe(2);
  });

  it('made piece by piece is the same as made at once', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=DAILY;INTERVAL=3;COUNT=20'),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (rule, first, second) => {
          const from = weekly.firstStartsAt;
          const day = (n: number) => new Date(from.getTime() + n * 86_400_000);
          const recurrence = { ...weekly, rule };
          const pieces = [...startsOf(recurrence, from, day(first)), ...startsOf(recurrence, day(first), day(first + second))];
          expect(pieces).toEqual(startsOf(recurrence, from, day(first + second)));
        },
      ),
    );
  });
});

describe('what a shift earns', () => {
  const rule = { pointsPerHour: 5, nightPerHour: 2, leastMinutes: 15 };
  const span = (from: string, until: string) => ({ startsAt: at(from), endsAt: at(until) });

  it.each([
    ['by day', span('2026-11-26T09:00', '2026-11-26T11:00'), { minutes: 120, nightMinutes: 0, base: 10, nightBonus: 0, points: 10 }],
    [
      'into the night',
      span('2026-11-26T21:00', '2026-11-26T23:00'),
      { minutes: 120, nightMinutes: 60, base: 10, nightBonus: 2, points: 12 },
    ],
    [
      'through midnight',
      span('2026-11-26T23:30', '2026-11-27T06:30'),
      { minutes: 420, nightMinutes: 390, base: 35, nightBonus: 13, points: 48 },
    ],
    ['too little', span('2026-11-26T09:00', '2026-11-26T09:14'), { minutes: 14, nightMinutes: 0, base: 0, nightBonus: 0, points: 0 }],
    ['just enough', span('2026-11-26T09:00', '2026-11-26T09:15'), { minutes: 15, nightMinutes: 0, base: 1, nightBonus: 0, points: 1 }],
  ])('%s', (_name, time, earning) => {
    expect(earningOf(rule, time, timeZone)).toEqual(earning);
  });

  it('counts what lies within the shift: not who comes early, not who stays on', () => {
    const shift = span('2026-11-26T19:00', '2026-11-26T21:00');
    expect(countedSpan(shift, span('2026-11-26T18:40', '2026-11-26T21:30'))).toEqual(shift);
    expect(countedSpan(shift, span('2026-11-26T19:10', '2026-11-26T20:00'))).toEqual(span('2026-11-26T19:10', '2026-11-26T20:00'));
    expect(countedSpan(shift, span('2026-11-26T18:40', '2026-11-26T18:50'))).toEqual({ startsAt: shift.startsAt, endsAt: shift.startsAt });
  });

  it('never earns less for more, nor a night longer than the shift', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2880 }),
        fc.integer({ min: 0, max: 960 }),
        fc.integer({ min: 0, max: 600 }),
        (begin, long, more) => {
          const startsAt = new Date(at('2026-11-26T00:00').getTime() + begin * 60_000);
          const until = (minutes: number) => ({ startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) });
          const shorter = earningOf(rule, until(long), timeZone);
          const longer = earningOf(rule, until(long + more), timeZone);
          expect(longer.points).toBeGreaterThanOrEqual(shorter.points);
          expect(shorter.nightMinutes).toBeLessThanOrEqual(shorter.minutes);
          expect(shorter.points).toBe(shorter.base + shorter.nightBonus);
        },
      ),
    );
  });
});

describe('a check-in code', () => {
  const make: MakeCode = ({ kind, id }, window) => `${kind}${id}${window}`;
  const post: CodeOwner = { kind: 'POST', id: 'a' };
  const now = at('2026-11-26T19:00:10');
  const later = (ms: number) => new Date(now.getTime() + ms);

  it('is good while it is shown and shortly after, then too old, then unknown', () => {
    const { code, changesAt } = codeAt(post, now, make);
    expect(changesAt).toEqual(at('2026-11-26T19:00:30'));
    for (const [ms, verdict] of [
      [0, 'valid'],
      [40_000, 'valid'],
      [60_000, 'expired'],
      [600_000, 'expired'],
      [700_000, 'unknown'],
    ] as const)
      expect(judgeCode(post, code, later(ms), make), `${ms}`).toBe(verdict);
  });

  it('is of its own place only, and nothing else is one', () => {
    const { code } = codeAt(post, now, make);
    expect(judgeCode({ kind: 'POST', id: 'b' }, code, now, make)).toBe('unknown');
    expect(judgeCode({ kind: 'CAPTAIN', id: 'a' }, code, now, make)).toBe('unknown');
    expect(judgeCode(post, 'POSTa1', now, make)).toBe('unknown');
  });

  it('of a captain lasts for minutes', () => {
    const captain: CodeOwner = { kind: 'CAPTAIN', id: 's' };
    const { code } = codeAt(captain, now, make);
    expect(judgeCode(captain, code, later(240_000), make)).toBe('valid');
    expect(judgeCode(captain, code, later(400_000), make)).toBe('expired');
  });
});

describe('a position', () => {
  it('is near enough within the radius, with what the phone says of itself, but not with anything', () => {
    expect(isWithin(150, 150, 0)).toBe(true);
    expect(isWithin(151, 150, 0)).toBe(false);
    expect(isWithin(200, 150, 60)).toBe(true);
    expect(isWithin(251, 150, 5000)).toBe(false);
    expect(isWithin(151, 150, -10)).toBe(false);
  });
});
