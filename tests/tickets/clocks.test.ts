// Deadlines: working hours, pauses, alarms, and summer time.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTime, type Calendar, timeBetween } from '../../schema/ground/calendar.ts';
import {
  ALERTS,
  type Clock,
  deadlineOf,
  type Limits,
  nextAlertOf,
  pauseClocks,
  relimitClocks,
  remainingAt,
  resumeClocks,
  ring,
  slaOf,
  startClock,
} from '../../schema/work/tickets/clocks.ts';

const HOUR = 3_600_000;
const instant = fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2028-01-01T00:00:00Z'), noInvalidDate: true });
const calendar = fc.constantFrom<Calendar | null>(
  null,
  { timeZone: 'Asia/Shanghai', from: 8, to: 20 },
  { timeZone: 'Europe/Berlin', from: 1, to: 23 },
  { timeZone: 'America/New_York', from: 9, to: 17 },
);

describe('working time', () => {
  it('that is added can be measured', () => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 1, max: 200 * HOUR }), (hours, start, ms) => {
        expect(timeBetween(hours, start, addTime(hours, start, ms))).toBe(ms);
        expect(timeBetween(hours, addTime(hours, start, -ms), start)).toBe(ms);
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it('counts only the hours that are open', () => {
    const day: Calendar = { timeZone: 'Asia/Shanghai', from: 8, to: 20 };
    const twoAtNight = new Date('2026-11-23T02:00:00+08:00');
    expect(addTime(day, twoAtNight, 4 * HOUR)).toEqual(new Date('2026-11-23T12:00:00+08:00'));
    expect(addTime(day, new Date('2026-11-23T18:00:00+08:00'), 4 * HOUR)).toEqual(new Date('2026-11-24T10:00:00+08:00'));
    expect(timeBetween(day, twoAtNight, new Date('2026-11-24T02:00:00+08:00'))).toBe(12 * HOUR);
  });

  it('is not moved by summer time: a deadline round the clock is so many hours away, a working day has its hours', () => {
    const beforeTheChange = new Date('2026-10-24T22:00:00Z'); // Berlin goes back at 01:00Z
    expect(addTime(null, beforeTheChange, 24 * HOUR)).toEqual(new Date('2026-10-25T22:00:00Z'));
    const day: Calendar = { timeZone: 'Europe/Berlin', from: 8, to: 18 };
    expect(addTime(day, new Date('2026-10-24T15:00:00Z'), 2 * HOUR)).toEqual(new Date('2026-10-25T08:00:00Z')); // 17:00 +1 h; 08:00 +1 h
    expect(addTime(day, new Date('2026-03-28T16:00:00Z'), 2 * HOUR)).toEqual(new Date('2026-03-29T07:00:00Z'));
  });
});

/** Terms of these limits, every hour of which counts. */
const terms = (limits: Limits) => ({ limits, calendarOf: () => null });

describe('a clock', () => {
  const start = new Date('2026-11-23T00:00:00Z');
  const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
  const [clock] = startClock('RESOLVE', terms({ RESOLVE: 100 * 60_000 }), start) as [Clock];

  it('rings at 50, 80, 100 and 200 per cent, each once, in order, however late it is asked', () => {
    expect(nextAlertOf(clock, 'P3')).toEqual(later(50));
    expect(ring([clock], 'P3', later(49)).ringing).toEqual([]);
    const first = ring([clock], 'P3', later(81));
    expect(first.ringing.map(({ share }) => share)).toEqual([0.5, 0.8]);
    expect(ring(first.clocks, 'P3', later(81)).ringing).toEqual([]);
    expect(ring(first.clocks, 'P3', later(5000)).ringing.map(({ level }) => level)).toEqual([1, 2]);
    expect(ring([clock], 'P3', later(5000)).ringing).toHaveLength(ALERTS.length);
  });

  it('stands still while it is paused', () => {
    const [paused] = pauseClocks([clock], 'P3', later(30)) as [Clock];
    expect([deadlineOf(paused, 'P3'), nextAlertOf(paused, 'P3'), remainingAt(paused, 'P3', later(500))]).toEqual([null, null, 70 * 60_000]);
    const [resumed] = resumeClocks([paused], later(500)) as [Clock];
    expect(deadlineOf(resumed, 'P3')).toEqual(later(570));
    expect(nextAlertOf(resumed, 'P3')).toEqual(later(520));
  });

  it('keeps what was used when the priority changes', () => {
    const [shorter] = relimitClocks([clock], { priority: 'P3' }, terms({ RESOLVE: 60 * 60_000 }), later(40)) as [Clock];
    expect(deadlineOf(shorter, 'P2')).toEqual(later(60));
    expect(ring([shorter], 'P2', later(40)).ringing.map(({ share }) => share)).toEqual([0.5]); // two thirds are used
    expect(relimitClocks([clock], { priority: 'P3' }, terms({}), later(1))).toEqual([]);
  });

  it('says how it stands', () => {
    const at = (minutes: number) => slaOf([clock], 'P3', later(minutes));
    expect([at(0), at(50), at(80), at(100)].map(({ state }) => state)).toEqual(['ON_TIME', 'HALF_USED', 'DUE_SOON', 'BREACHED']);
    expect([at(99).remainingSeconds, at(101).remainingSeconds]).toEqual([60, -60]);
  });
});
