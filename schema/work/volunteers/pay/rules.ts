// What a shift earns, and why: pure, in whole points and minutes.
import { timeBetween } from '../../../ground/calendar.ts';

/** What a kind of team earns, from a date on. */
export interface PayRule {
  pointsPerHour: number;
  /** On top of it, from 22 to 6 o'clock. */
  nightPerHour: number;
  /** Who served for less earns nothing. */
  leastMinutes: number;
}

export interface Earning {
  minutes: number;
  nightMinutes: number;
  base: number;
  nightBonus: number;
  points: number;
}

/** The hours of the night, by the wall clock. */
const NIGHT = { from: 22, to: 6 } as const;
const MINUTE = 60_000;

/** A time with a beginning and an end. */
export interface Span {
  startsAt: Date;
  endsAt: Date;
}

/** What of a presence counts: the part within the shift. */
export function countedSpan(shift: Span, presence: Span): Span {
  const from = Math.max(shift.startsAt.getTime(), presence.startsAt.getTime());
  const until = Math.min(shift.endsAt.getTime(), presence.endsAt.getTime());
  return { startsAt: new Date(from), endsAt: new Date(Math.max(from, until)) };
}

/** What a time of service earns. Whole minutes are counted; each part is rounded to the nearest point, half up. */
export function earningOf(rule: PayRule, { startsAt, endsAt }: Span, timeZone: string): Earning {
  const minutes = Math.floor((endsAt.getTime() - startsAt.getTime()) / MINUTE);
  const within = (from: number, to: number) => timeBetween({ timeZone, from, to }, startsAt, endsAt);
  const nightMinutes = Math.min(minutes, Math.floor((within(0, NIGHT.to) + within(NIGHT.from, 24)) / MINUTE));
  if (minutes < rule.leastMinutes) return { minutes, nightMinutes, base: 0, nightBonus: 0, points: 0 };
  const base = Math.round((minutes * rule.pointsPerHour) / 60);
  const nightBonus = Math.round((nightMinutes * rule.nightPerHour) / 60);
  return { minutes, nightMinutes, base, nightBonus, points: base + nightBonus };
}
