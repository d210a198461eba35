// When the shifts of a series begin: an RRULE by the station's wall clock, without public holidays where that is asked.
import chineseDays from 'chinese-days';
import { wallClock, wallClockMoment } from '../../../ground/calendar.ts';

/** More than so many in a row are a mistake. */
const MOST = 500;
const DAY_MS = 86_400_000;

export interface Recurrence {
  /** RFC 5545 RRULE value, without DTSTART: FREQ=WEEKLY;BYDAY=MO,WE. */
  rule: string;
  firstStartsAt: Date;
  timeZone: string;
  skipsHolidays: boolean;
}

/** Why a rule is none of ours. */
type RecurrenceMistake = 'FORM' | 'FREQUENCY' | 'NEVER';

/** Days of a week or month: every one of that weekday, or only the nth; -1 is the last. */
interface Weekday {
  nth: number | null;
  /** 0: Sunday. */
  weekday: number;
}

interface Rule {
  frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY';
  interval: number;
  count: number;
  /** By the wall clock, inclusive; null: no end. */
  until: Date | null;
  weekStart: number;
  weekdays: readonly Weekday[];
  monthDays: readonly number[];
  positions: readonly number[];
}

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const KNOWN = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', 'BYMONTHDAY', 'BYSETPOS'];

/** What is wrong with a rule; null: nothing. Series repeat by days, weeks or months, never within a day. */
export function recurrenceMistake(recurrence: Recurrence): RecurrenceMistake | null {
  const { rule, firstStartsAt, timeZone } = recurrence;
  const parsed = parseRule(rule, timeZone);
  if (typeof parsed === 'string') return parsed;
  const starts = startsOf(recurrence, firstStartsAt, new Date(firstStartsAt.getTime() + 366 * DAY_MS));
  return starts.length > 0 ? null : 'NEVER';
}

/** Beginnings of the shifts in [from, until), in order, at most 500. The first of the series is one only if the rule says so. */
export function startsOf({ rule, firstStartsAt, timeZone, skipsHolidays }: Recurrence, from: Date, until: Date): Date[] {
  const parsed = parseRule(rule, timeZone);
  if (typeof parsed === 'string') return [];
  // Counted in "floating" time: dates whose UTC fields are what the wall clock shows.
  const begin = wallClock(from, timeZone);
  const starts: Date[] = [];
  for (const local of occurrences(parsed, wallClock(firstStartsAt, timeZone), wallClock(until, timeZone))) {
    if (local < begin) continue;
    if (starts.push(local) === MOST) break;
  }
  return starts
    .filter((local) => !skipsHolidays || !isPublicHoliday(local.toISOString().slice(0, 10)))
    .map((local) => wallClockMoment(local, timeZone));
}

/** Whether China rests on a day for a reason beyond its being a weekend; days of years not yet announced are no holidays. */
export function isPublicHoliday(day: string): boolean {
  const { work, name } = chineseDays.getDayDetail(day);
  return !work && name.includes(',');
}

/** Reads a rule. What RFC 5545 forbids, and a position within a day or week, which nobody means, are mistakes of form. */
function parseRule(text: string, timeZone: string): Rule | 'FORM' | 'FREQUENCY' {
  if (text.length > 200) return 'FORM';
  const pairs = text.split(';').map((part) => part.split('='));
  const parts = new Map(pairs.map(([name = '', value = '']) => [name, value]));
  if (parts.size < pairs.length || pairs.some((pair) => pair.length !== 2 || !KNOWN.includes(pair[0] as string))) return 'FORM';
  const frequency = parts.get('FREQ') ?? '';
  if (!/^[A-Z]+$/.test(frequency)) return 'FORM';
  if (frequency !== 'DAILY' && frequency !== 'WEEKLY' && frequency !== 'MONTHLY') return 'FREQUENCY';
  const number = (name: string, most: number) => integerOf(parts.get(name) ?? '1', 1, most);
  const list = <Item>(name: string, read: (item: string) => Item | null) => parts.get(name)?.split(',').map(read) ?? [];
  const weekdays = list('BYDAY', weekdayOf);
  const monthDays = list('BYMONTHDAY', (item) => integerOf(item, -31, 31));
  const positions = list('BYSETPOS', (item) => integerOf(item, -31, 31));
  const interval = number('INTERVAL', 366);
  const count = parts.has('COUNT') ? number('COUNT', MOST) : MOST * 366;
  const weekStart = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO');
  const until = parts.has('UNTIL') ? untilOf(parts.get('UNTIL') as string, timeZone) : null;
  if (!areKnown(weekdays) || !areKnown(monthDays) || !areKnown(positions)) return 'FORM';
  if (interval === null || count === null || weekStart === -1 || (until && Number.isNaN(until.getTime()))) return 'FORM';
  if (parts.has('COUNT') && until) return 'FORM';
  if (frequency !== 'MONTHLY' && (weekdays.some(({ nth }) => nth !== null) || positions.length > 0)) return 'FORM';
  if (frequency === 'WEEKLY' && monthDays.length > 0) return 'FORM';
  if (positions.length > 0 && weekdays.length + monthDays.length === 0) return 'FORM';
  return { frequency, interval, count, until, weekStart, weekdays, monthDays, positions };
}

function areKnown<Item>(items: (Item | null)[]): items is Item[] {
  return !items.includes(null);
}

/** A whole number within bounds that is not zero; null: none. */
function integerOf(text: string, least: number, most: number): number | null {
  const value = /^[+-]?\d{1,3}$/.test(text) ? Number(text) : 0;
  return value !== 0 && value >= least && value <= most ? value : null;
}

function weekdayOf(text: string): Weekday | null {
  const weekday = WEEKDAYS.indexOf(text.slice(-2));
  const nth = text.length > 2 ? integerOf(text.slice(0, -2), -5, 5) : null;
  return weekday === -1 || (text.length > 2 && nth === null) ? null : { nth, weekday };
}

/** The last moment of an UNTIL by the wall clock: a day is meant whole, Z is a moment of UTC. */
function untilOf(text: string, timeZone: string): Date {
  const [, date = '', time, zone] = /^(\d{8})(?:T(\d{6})(Z?))?$/.exec(text) ?? [];
  const day = date.replace(/^(....)(..)(..)$/, '$1-$2-$3');
  const at = new Date(`${day}T${time ? time.replace(/^(..)(..)(..)$/, '$1:$2:$3') : '23:59:59'}Z`);
  return zone && !Number.isNaN(at.getTime()) ? wallClock(at, timeZone) : at;
}

/**
 * The moments of a rule from `first` on and before `end`, in order. It looks at each day up to `end` once at most, and no
 * further, whatever the rule says: general libraries follow a rule that makes nothing to the year 9999.
 */
function* occurrences(rule: Rule, first: Date, end: Date): Generator<Date> {
  const timeOfDay = first.getTime() % DAY_MS;
  const last = Math.min(end.getTime() - 1, rule.until?.getTime() ?? Number.POSITIVE_INFINITY);
  let left = rule.count;
  for (let period = 0; ; period += rule.interval) {
    const days = daysOfPeriod(rule, first, period);
    if ((days[0] as number) > last) return;
    for (const day of positioned(matching(days, rule, first), rule.positions)) {
      const at = day + timeOfDay;
      if (at > last || left === 0) return;
      if (at < first.getTime()) continue;
      left -= 1;
      yield new Date(at);
    }
  }
}

/** Midnights of the days of the nth day, week or month from that of `first`. */
function daysOfPeriod({ frequency, weekStart }: Rule, first: Date, n: number): number[] {
  const midnight = Math.floor(first.getTime() / DAY_MS) * DAY_MS;
  if (frequency === 'DAILY') return [midnight + n * DAY_MS];
  if (frequency === 'WEEKLY') {
    const begin = midnight + (n * 7 - ((first.getUTCDay() - weekStart + 7) % 7)) * DAY_MS;
    return Array.from({ length: 7 }, (_, day) => begin + day * DAY_MS);
  }
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + n];
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Array.from({ length }, (_, day) => Date.UTC(year, month, day + 1));
}

/** The days of a period that the rule names; one that names none means the weekday or the day of the month of the first. */
function matching(days: readonly number[], { frequency, weekdays, monthDays }: Rule, first: Date): number[] {
  const isNamed = weekdays.length + monthDays.length > 0;
  const byWeekday = isNamed || frequency !== 'WEEKLY' ? weekdays : [{ nth: null, weekday: first.getUTCDay() }];
  const byMonthDay = isNamed || frequency !== 'MONTHLY' ? monthDays : [first.getUTCDate()];
  return days.filter((day, index) => {
    const date = new Date(day);
    const fromEnd = days.length - index;
    return (
      (byWeekday.length === 0 ||
        byWeekday.some(
          ({ nth, weekday }) =>
            weekday === date.getUTCDay() &&
            (nth === null || (nth > 0 ? Math.ceil((index + 1) / 7) === nth : Math.ceil(fromEnd / 7) === -nth)),
        )) &&
      (byMonthDay.length === 0 ||
        byMonthDay.some((monthDay) => monthDay === date.getUTCDate() || monthDay === date.getUTCDate() - 1 - lengthOfMonth(date)))
    );
  });
}

function lengthOfMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** Only those at the given places of the set, 1 the first and -1 the last; all when none are given. */
function positioned(days: readonly number[], positions: readonly number[]): readonly number[] {
  if (positions.length === 0) return days;
  return days.filter((_, index) => positions.includes(index + 1) || positions.includes(index - days.length));
}
