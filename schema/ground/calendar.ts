// Working time: what counts of the time between two moments, when only certain hours of the day count.

/** Hours of each day that count, in a time zone; null in its place: all hours. */
export interface Calendar {
  /** IANA name. */
  timeZone: string;
  /** Whole hours of the wall clock, 0–24. */
  from: number;
  to: number;
}

const DAY = 86_400_000;

/** The moment that a text of RFC 3339 names; null: none of the years 1900 to 2999, which are nobody's, or not a moment at all. */
export function readMoment(text: unknown): Date | null {
  const at = typeof text === 'string' ? new Date(text) : null;
  return at && at.getUTCFullYear() >= 1900 && at.getUTCFullYear() < 3000 ? at : null;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the wall clock of a zone is ahead of UTC at a moment, in milliseconds. */
function offsetAt(timeZone: string, at: number): number {
  let format = formats.get(timeZone);
  if (!format) {
    const numeric = 'numeric';
    const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...parts });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/** The moment at which the wall clock of a zone shows `local` (milliseconds as if it were UTC). */
function momentOf(timeZone: string, local: number): number {
  const guess = local - offsetAt(timeZone, local);
  return local - offsetAt(timeZone, guess);
}

/** What the wall clock of a zone shows at a moment, as the UTC fields of a date. */
export function wallClock(at: Date, timeZone: string): Date {
  return new Date(at.getTime() + offsetAt(timeZone, at.getTime()));
}

/** The moment at which the wall clock of a zone shows the UTC fields of a date. */
export function wallClockMoment(local: Date, timeZone: string): Date {
  return new Date(momentOf(timeZone, local.getTime()));
}

/** The working hours of the day `index` days after that of `at`, as moments. */
function hoursOf({ timeZone, from, to }: Calendar, at: number, index: number): [opens: number, closes: number] {
  const midnight = Math.floor((at + offsetAt(timeZone, at)) / DAY) * DAY + index * DAY;
  return [momentOf(timeZone, midnight + from * 3_600_000), momentOf(timeZone, midnight + to * 3_600_000)];
}

/** Working milliseconds from `start` to `end`; negative when `end` is earlier. */
export function timeBetween(calendar: Calendar | null, start: Date, end: Date): number {
  if (end < start) return -timeBetween(calendar, end, start);
  if (!calendar) return end.getTime() - start.getTime();
  let sum = 0;
  for (let day = 0; ; day++) {
    const [opens, closes] = hoursOf(calendar, start.getTime(), day);
    if (opens >= end.getTime()) return sum;
    sum += Math.max(0, Math.min(closes, end.getTime()) - Math.max(opens, start.getTime()));
  }
}

/** The first moment by which `ms` of working time have passed since `start`; with negative `ms`, the last before it. */
export function addTime(calendar: Calendar | null, start: Date, ms: number): Date {
  if (!calendar || ms === 0) return new Date(start.getTime() + ms);
  const forward = ms >= 0;
  let left = Math.abs(ms);
  for (let day = 0; ; day += forward ? 1 : -1) {
    const [opens, closes] = hoursOf(calendar, start.getTime(), day);
    const [from, to] = forward ? [Math.max(opens, start.getTime()), closes] : [opens, Math.min(closes, start.getTime())];
    const length = Math.max(0, to - from);
    if (left <= length && length > 0) return new Date(forward ? from + left : to - left);
    left -= length;
  }
}

/** A month of a zone's wall clock, written like 2026-11; null when it is none. */
export function monthOf(month: string, timeZone: string): { from: Date; until: Date } | null {
  const [, year, index] = /^(20\d\d)-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (!year || !index) return null;
  const [from, until] = [Number(index) - 1, Number(index)].map((n) => momentOf(timeZone, Date.UTC(Number(year), n)));
  return { from: new Date(from as number), until: new Date(until as number) };
}

/** When the month ends that comes so many months after the one of a moment, by a zone's wall clock. */
export function endOfMonth(at: Date, monthsLater: number, timeZone: string): Date {
  const local = wallClock(at, timeZone);
  return new Date(momentOf(timeZone, Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + monthsLater + 1)));
}
