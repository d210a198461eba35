// Times as people say them.
import type { Language } from './preferences.ts';
import type { words } from './words.ts';

type Words = (typeof words)['zh'];

/** 21:46 */
export function clockTime(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** The midnight with which a day of the phone's wall clock begins, as if it were UTC. */
function midnightOf(at: Date): number {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
}

/** "3 minutes ago", "yesterday": how long before `now`; from a day on, by the calendar. */
export function timeAgo(at: string, w: Words, now = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000);
  if (minutes < 1) return w.justNow;
  if (minutes < 60) return w.minutesAgo(minutes);
  const days = (midnightOf(new Date(now)) - midnightOf(new Date(at))) / 86_400_000;
  if (minutes < 24 * 60 || days < 1) return w.hoursAgo(Math.floor(minutes / 60)); // a day may have 25 hours
  return days === 1 ? w.yesterday : w.daysAgo(days);
}

/** 11月23日 10:42 · 23 Nov, 10:42; of another year with it. */
export function dateTime(at: string, language: Language, now = new Date()): string {
  const date = new Date(at);
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(date);
}

/** The last day before a moment, as people say it: 2026年11月23日 · 23 November 2026 */
export function lastDayOf(until: string, language: Language): string {
  return dayOf(new Date(Date.parse(until) - 1).toISOString(), language);
}

/** A day: 2026年11月23日 · 23 November 2026 */
export function dayOf(at: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'long' }).format(new Date(at));
}

const MONTHS = 13;

/** The current month and those of a year before it, newest first: 2026-11. */
export function lastMonths(now: Date): string[] {
  return Array.from({ length: MONTHS }, (_, back) => {
    const first = new Date(Date.UTC(now.getFullYear(), now.getMonth() - back, 1));
    return first.toISOString().slice(0, 7);
  });
}

/** A month like 2026-11 as people say it: 2026年11月 · November 2026 */
export function monthName(month: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { year: 'numeric', month: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

/** A moment as an input of date and time holds it: 2026-11-26T19:00, by the phone's wall clock. */
export function inputTime(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What such an input holds, as the API takes it. What is no time becomes one that is refused. */
export function momentOf(typed: string): string {
  const at = new Date(typed);
  return (Number.isNaN(at.getTime()) ? new Date(2000, 0, 1) : at).toISOString();
}
