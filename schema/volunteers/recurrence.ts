// When the shifts of a series begin: an RRULE by the station's wall clock, without public holidays where that is asked.
import { createRequire } from 'node:module';
import chineseDays from 'chinese-days';
import { wallClock, wallClockMoment } from '../calendar.ts';

// Its ES build cannot be imported by Node; the types are the same.
const { RRule } = createRequire(import.meta.url)('rrule') as typeof import('rrule');

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

const PARTS = /^[A-Z]+=[A-Z0-9,+-]+(;[A-Z]+=[A-Z0-9,+-]+)*$/;
const KNOWN = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYSETPOS', 'COUNT', 'UNTIL', 'WKST'];

/** What is wrong with a rule; null: nothing. Series repeat by days, weeks or months, never within a day. */
export function recurrenceMistake(recurrence: Recurrence): RecurrenceMistake | null {
  const { rule, firstStartsAt } = recurrence;
  if (rule.length > 200 || !PARTS.test(rule)) return 'FORM';
  const names = rule.split(';').map((part) => part.split('=')[0] as string);
  if (new Set(names).size < names.length || names.some((name) => !KNOWN.includes(name))) return 'FORM';
  if (!/(^|;)FREQ=(DAILY|WEEKLY|MONTHLY)(;|$)/.test(rule)) return 'FREQUENCY';
  try {
    return startsOf(recurrence, firstStartsAt, new Date(firstStartsAt.getTime() + 366 * DAY_MS)).length > 0 ? null : 'NEVER';
  } catch {
    return 'FORM';
  }
}

/** Beginnings of the shifts in [from, until), in order, at most 500. The first of the series is one only if the rule says so. */
export function startsOf({ rule, firstStartsAt, timeZone, skipsHolidays }: Recurrence, from: Date, until: Date): Date[] {
  // The library counts in "floating" time: dates whose UTC fields are what the wall clock shows.
  const floating = (at: Date) => wallClock(at, timeZone);
  const recurrence = new RRule({ ...RRule.parseString(rule), dtstart: floating(firstStartsAt) });
  const last = new Date(floating(until).getTime() - 1);
  return recurrence
    .between(floating(from), last, true, (_date, count) => count < MOST)
    .filter((local) => !skipsHolidays || !isPublicHoliday(local.toISOString().slice(0, 10)))
    .map((local) => wallClockMoment(local, timeZone));
}

/** Whether China rests on a day for a reason beyond its being a weekend; days of years not yet announced are no holidays. */
export function isPublicHoliday(day: string): boolean {
  const { work, name } = chineseDays.getDayDetail(day);
  return !work && name.includes(',');
}
