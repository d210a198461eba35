// Shifts that repeat: they are made some weeks ahead, once, and the series remembers up to where.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { inTransaction } from '../../../frame/transaction.ts';
import { startsOf } from './recurrence.ts';
import {
  insertSeries,
  insertShifts,
  lockUnfinishedSeries,
  moveSeries,
  readShiftsOfSeries,
  type SeriesRow,
  type ShiftRow,
} from './store.ts';

/** Shifts of a series are made so far ahead. */
const AHEAD_MS = 56 * 86_400_000;

const aheadOf = (now: Date) => new Date(now.getTime() + AHEAD_MS);

type NewSeries = Omit<SeriesRow, 'madeUntil' | 'endedAt'>;

/** Begins a series with its shifts of the next weeks, earliest first; of one that was begun already, those it has. */
export function beginSeries(pool: pg.Pool, series: NewSeries, { now, timeZone }: { now: Date; timeZone: string }): Promise<ShiftRow[]> {
  const madeUntil = new Date(Math.max(series.firstStartsAt.getTime() + 1, aheadOf(now).getTime()));
  return inTransaction(pool, async (client) => {
    const begun = await insertSeries(client, { ...series, madeUntil });
    if (!begun) return readShiftsOfSeries(client, series.id);
    const shifts = await insertShifts(client, shiftsOf(begun, { from: series.firstStartsAt, until: madeUntil, timeZone }), {
      ...begun,
      seriesId: begun.id,
    });
    return shifts.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  });
}

/** Makes the shifts of series that have not been made so far ahead. Returns how many. */
export async function continueSeries(pool: pg.Pool, { now, timeZone }: { now: Date; timeZone: string }): Promise<number> {
  const until = aheadOf(now);
  for (let count = 0; ; ) {
    const made = await inTransaction(pool, async (client) => {
      // A day's shifts at once, so that the clock does not write for every tick of its own.
      const series = await lockUnfinishedSeries(client, new Date(until.getTime() - 86_400_000));
      if (!series) return null;
      const times = shiftsOf(series, { from: series.madeUntil, until, timeZone });
      await insertShifts(client, times, { ...series, seriesId: series.id });
      await moveSeries(client, series.id, until);
      return times.length;
    });
    if (made === null) return count;
    count += made;
  }
}

function shiftsOf(series: SeriesRow, { from, until, timeZone }: { from: Date; until: Date; timeZone: string }) {
  return startsOf({ ...series, timeZone }, from, until).map((startsAt) => ({
    id: uuid(),
    startsAt,
    endsAt: new Date(startsAt.getTime() + series.minutes * 60_000),
  }));
}
