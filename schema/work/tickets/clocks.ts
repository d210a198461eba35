// SLA clocks of a ticket: how long each step may take, what is left, when to warn and when to escalate. Pure functions.
import type { Priority } from '../../../prisma/client/enums.ts';
import { addTime, type Calendar, timeBetween } from '../../ground/calendar.ts';

/** What a clock waits for: a step of a ticket, or the answer to a hot issue. */
export type ClockKind = 'TRIAGE' | 'ACCEPT' | 'ARRIVE' | 'RESOLVE' | 'ANSWER';

/** One clock of a ticket, as stored: times as ISO 8601. It ends by being taken away. */
export interface Clock {
  kind: ClockKind;
  /** Working milliseconds from start to deadline. */
  limitMs: number;
  /** Since when `remainingMs` runs down. */
  since: string;
  /** Working milliseconds left at `since`; negative beyond the deadline. */
  remainingMs: number;
  /** While it waits for the reporter. */
  isPaused: boolean;
  /** How many of ALERTS have rung. */
  alerts: number;
  /** How many of CALLS have been made; left out: none. */
  calls?: number;
  /** The hours that count; null: all. */
  calendar?: Calendar | null;
}

/** When a clock rings, as shares of its limit; the last two escalate, each once. */
export const ALERTS = [
  { share: 0.5, level: 0 },
  { share: 0.8, level: 0 },
  { share: 1, level: 1 },
  { share: 2, level: 2 },
] as const;

/** When an emergency that nobody has accepted calls the next in line, as shares of the time to accept it. */
export const CALLS = [1 / 3, 2 / 3] as const;

const callsOf = ({ kind }: Clock, priority: Priority): readonly number[] => (kind === 'ACCEPT' && priority === 'P1' ? CALLS : []);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Limits of one kind of ticket, in milliseconds; absent: no such clock. */
export type Limits = Partial<Record<ClockKind, number>>;

/** How long each step may take, and which clocks wait for the day. */
export interface Sla {
  byPriority: Readonly<Record<Priority, Limits>>;
  /** Where a category wants other limits than its priority's. */
  byCategory: Readonly<Record<string, Partial<Record<Priority, Limits>>>>;
  /** The hours that count for the clocks that `inDaytime` names. */
  daytime: Calendar;
  inDaytime: Readonly<Partial<Record<Priority, readonly ClockKind[]>>>;
}

/**
 * DOMAIN's table. A blocked fire lane is cleared the same day. Nobody sorts parking at two in the morning: the least
 * urgent wait for the day, and their clock with them.
 */
export const STANDARD_SLA: Sla = {
  byPriority: {
    P1: { ACCEPT: MINUTE, ARRIVE: 5 * MINUTE },
    P2: { TRIAGE: 10 * MINUTE, ACCEPT: 30 * MINUTE, RESOLVE: 4 * HOUR },
    P3: { TRIAGE: 30 * MINUTE, RESOLVE: 24 * HOUR },
    P4: { TRIAGE: 4 * HOUR, RESOLVE: 72 * HOUR },
  },
  byCategory: { fire_lane_blocked: { P2: { ARRIVE: HOUR } } },
  daytime: { timeZone: 'Asia/Shanghai', from: 8, to: 20 },
  inDaytime: { P4: ['TRIAGE'] },
};

/** The clocks that a ticket can have: limits in working milliseconds, and the hours that count. */
export interface Terms {
  limits: Limits;
  calendarOf(kind: ClockKind): Calendar | null;
}

/** What holds for a ticket of this category and priority. */
export function termsOf({ byPriority, byCategory, daytime, inDaytime }: Sla, category: string, priority: Priority): Terms {
  return {
    limits: { ...byPriority[priority], ...byCategory[category]?.[priority] },
    calendarOf: (kind) => (inDaytime[priority]?.includes(kind) ? daytime : null),
  };
}

/** The hours of a clock; one from before clocks kept their own has the standard's. */
const calendarOf = (clock: Clock, priority: Priority): Calendar | null =>
  clock.calendar === undefined ? termsOf(STANDARD_SLA, '', priority).calendarOf(clock.kind) : clock.calendar;

/** Starts the clock of a kind, unless these terms know none. */
export function startClock(kind: ClockKind, { limits, calendarOf: hoursOf }: Terms, at: Date): Clock[] {
  const limitMs = limits[kind];
  if (limitMs === undefined) return [];
  return [{ kind, limitMs, since: at.toISOString(), remainingMs: limitMs, isPaused: false, alerts: 0, calendar: hoursOf(kind) }];
}

/** Working milliseconds left at `at`; negative beyond the deadline. */
export function remainingAt(clock: Clock, priority: Priority, at: Date): number {
  return clock.isPaused ? clock.remainingMs : clock.remainingMs - timeBetween(calendarOf(clock, priority), new Date(clock.since), at);
}

/** The deadline; null while it is paused. */
export function deadlineOf(clock: Clock, priority: Priority): Date | null {
  return clock.isPaused ? null : addTime(calendarOf(clock, priority), new Date(clock.since), clock.remainingMs);
}

/** Stops every clock while the reporter is asked; what is left stays left. */
export function pauseClocks(clocks: readonly Clock[], priority: Priority, at: Date): Clock[] {
  return clocks.map((clock) => ({ ...clock, remainingMs: remainingAt(clock, priority, at), since: at.toISOString(), isPaused: true }));
}

/** Lets them run on. */
export function resumeClocks(clocks: readonly Clock[], at: Date): Clock[] {
  return clocks.map((clock) => ({ ...clock, since: at.toISOString(), isPaused: false }));
}

/** The clocks under other terms: what was used stays used, what the new limits do not know ends. */
export function relimitClocks(clocks: readonly Clock[], from: { priority: Priority }, to: Terms, at: Date): Clock[] {
  return clocks.flatMap((clock) => {
    const limitMs = to.limits[clock.kind];
    if (limitMs === undefined) return [];
    const used = clock.limitMs - remainingAt(clock, from.priority, at);
    const reached = ALERTS.filter(({ share }) => used >= limitMs * share).length;
    const calendar = to.calendarOf(clock.kind);
    return { ...clock, limitMs, remainingMs: limitMs - used, since: at.toISOString(), alerts: Math.min(clock.alerts, reached), calendar };
  });
}

/** When a share of the limit is used; null: never, or not while it is paused. */
function momentOf(clock: Clock, priority: Priority, share: number | undefined): Date | null {
  if (share === undefined || clock.isPaused) return null;
  return addTime(calendarOf(clock, priority), new Date(clock.since), clock.remainingMs - clock.limitMs * (1 - share));
}

/** When the clock rings next; null when it is paused or has rung for the last time. */
export const nextAlertOf = (clock: Clock, priority: Priority) => momentOf(clock, priority, ALERTS[clock.alerts]?.share);

/** When it calls the next in line; null when it calls nobody any more. */
const nextCallOf = (clock: Clock, priority: Priority) => momentOf(clock, priority, callsOf(clock, priority)[clock.calls ?? 0]);

/** The earliest of some times. */
function earliest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((first, time) => (time && (!first || time < first) ? time : first), null);
}

/** The ticket's nearest deadline. */
export const dueAtOf = (clocks: readonly Clock[], priority: Priority) => earliest(clocks.map((clock) => deadlineOf(clock, priority)));

/** When a clock of the ticket next rings or calls somebody. */
export const nextAlertAtOf = (clocks: readonly Clock[], priority: Priority) =>
  earliest(clocks.flatMap((clock) => [nextAlertOf(clock, priority), nextCallOf(clock, priority)]));

/** A clock that rings: 0 warns, more is the level of escalation. */
export interface Ringing {
  kind: ClockKind;
  share: number;
  level: number;
}

/** Rings what is due at `at`, in order of time, after down-time too: everything once. */
export function ring(clocks: readonly Clock[], priority: Priority, at: Date): { clocks: Clock[]; ringing: Ringing[] } {
  const rung: (Ringing & { time: Date })[] = [];
  const after = clocks.map((clock) => {
    let { alerts } = clock;
    for (;;) {
      const time = nextAlertOf({ ...clock, alerts }, priority);
      const alert = ALERTS[alerts];
      if (!time || !alert || time > at) return { ...clock, alerts };
      rung.push({ kind: clock.kind, ...alert, time });
      alerts += 1;
    }
  });
  rung.sort((a, b) => a.time.getTime() - b.time.getTime());
  return { clocks: after, ringing: rung.map(({ kind, share, level }) => ({ kind, share, level })) };
}

/** How many people are to be called by now who have not been, and the clocks after it. */
export function callBy(clocks: readonly Clock[], priority: Priority, at: Date): { clocks: Clock[]; count: number } {
  let count = 0;
  const after = clocks.map((before) => {
    const clock = { ...before };
    for (let time = nextCallOf(clock, priority); time && time <= at; time = nextCallOf(clock, priority)) {
      clock.calls = (clock.calls ?? 0) + 1;
      count += 1;
    }
    return clock;
  });
  return { clocks: after, count };
}

/** The state of a ticket's nearest deadline. */
export type SlaState = 'NONE' | 'ON_TIME' | 'HALF_USED' | 'DUE_SOON' | 'BREACHED' | 'PAUSED';

/** State, working seconds left and limit of the clock that ends first. */
export function slaOf(
  clocks: readonly Clock[],
  priority: Priority,
  at: Date,
): { state: SlaState; remainingSeconds: number | null; limitSeconds: number | null } {
  const first = clocks
    .map((clock) => ({ clock, left: remainingAt(clock, priority, at) }))
    .reduce<{ clock: Clock; left: number } | null>((least, one) => (!least || one.left < least.left ? one : least), null);
  if (!first) return { state: 'NONE', remainingSeconds: null, limitSeconds: null };
  const { clock, left } = first;
  const used = 1 - left / clock.limitMs;
  const state = clock.isPaused ? 'PAUSED' : used >= 1 ? 'BREACHED' : used >= 0.8 ? 'DUE_SOON' : used >= 0.5 ? 'HALF_USED' : 'ON_TIME';
  return { state, remainingSeconds: Math.floor(left / 1000), limitSeconds: Math.round(clock.limitMs / 1000) };
}
