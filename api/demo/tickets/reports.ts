// A year of reports on the demo street: what, where, when and by whom; not yet what became of them.
import { type Chance, chance } from '../chance.ts';
import { localHour, RHYTHM } from '../rhythm.ts';
import { type DemoGrid, type DemoResident, pointIn, type Town } from '../town.ts';
import { ALARMS, FALSE_ALARM, TICKET_KINDS, type TicketKind } from './words.ts';

const DAY_MS = 86_400_000;
/** A lively street. */
const LIVELINESS = 1.4;
const ALARMS_PER_DAY = 0.12;
const FALSE_ALARMS = 0.15;
/** Sundays first: people are at home and see more. */
const WEEK = [1.15, 0.95, 0.9, 0.9, 0.95, 1.05, 1.2] as const;

export interface DemoReport {
  id: string;
  at: Date;
  grid: DemoGrid;
  point: { longitude: number; latitude: number };
  /** `other` for an alarm. */
  category: string;
  text: string;
  /** Null: found on patrol. */
  reporter: DemoResident | null;
  isAnonymous: boolean;
  alarm: { result: string; isFalse: boolean } | null;
  kind: TicketKind | null;
}

/** The reports of the days before `now`, in the order of time. Deterministic for a given moment. */
export function makeReports(town: Town, now: Date, days: number, seed = 11): DemoReport[] {
  const random = chance(seed);
  const byGrid = Map.groupBy(town.residents, ({ gridId }) => gridId);
  const trouble = town.grids.map(() => 0.5 + random.next() * 1.5); // some grids have more of it than others
  const reports: DemoReport[] = [];
  for (let day = days; day > 0; day--) {
    const start = now.getTime() - day * DAY_MS;
    const weekday = WEEK[new Date(start).getUTCDay()] as number;
    const season = Math.floor(((new Date(start).getUTCMonth() + 1) % 12) / 3);
    for (const kind of TICKET_KINDS) {
      const count = poisson(random, LIVELINESS * kind.perDay * weekday * (kind.seasons[season] as number));
      for (let index = 0; index < count; index++) reports.push(reportOf(kind, start));
    }
    for (let index = poisson(random, ALARMS_PER_DAY); index > 0; index--) reports.push(alarmOf(start));
  }
  return reports.filter(({ at }) => at < now).sort((a, b) => a.at.getTime() - b.at.getTime());

  function reportOf(kind: TicketKind, start: number): DemoReport {
    const isPatrol = random.next() < kind.patrolShare;
    const { reporter, ...place } = somewhere();
    return {
      ...place,
      id: random.uuid(),
      at: momentOf(random, start),
      category: kind.category,
      text: random.pick(kind.reports),
      reporter: isPatrol ? null : reporter,
      isAnonymous: !isPatrol && random.next() < 0.12,
      alarm: null,
      kind,
    };
  }

  function alarmOf(start: number): DemoReport {
    const isFalse = random.next() < FALSE_ALARMS;
    const { text, result } = isFalse ? FALSE_ALARM : random.pick(ALARMS);
    const alarm = { result, isFalse };
    return {
      ...somewhere(),
      id: random.uuid(),
      at: momentOf(random, start),
      category: 'other',
      text,
      isAnonymous: false,
      alarm,
      kind: null,
    };
  }

  function somewhere() {
    const grid = town.grids[random.weighted(trouble)] as DemoGrid;
    return { grid, point: pointIn(random, grid), reporter: random.pick(byGrid.get(grid.id) as DemoResident[]) };
  }
}

/** A moment of that day, by the street's rhythm. */
function momentOf(random: Chance, start: number): Date {
  for (;;) {
    const at = new Date(Math.floor(start + random.next() * DAY_MS));
    if (random.next() * Math.max(...RHYTHM) < (RHYTHM[localHour(at)] as number)) return at;
  }
}

/** Knuth's method, fine for small means. */
function poisson(random: Chance, mean: number): number {
  const limit = Math.exp(-mean);
  let [count, product] = [0, random.next()];
  while (product > limit) {
    count += 1;
    product *= random.next();
  }
  return count;
}
