// What the clock does for volunteers: shifts and papers are brought to mind, series go on, who forgot to check out is checked out, months get their stars. At the start, then every few minutes.

import { monthAt } from '@xieshou/schema/honours/stars.ts';
import { closeStarMonths } from '@xieshou/schema/honours/stars-store.ts';
import { noticeTopics } from '@xieshou/schema/notices/topics.ts';
import { pointsTopic } from '@xieshou/schema/points/topics.ts';
import type { Services } from '@xieshou/schema/services.ts';
import { inTransaction } from '@xieshou/schema/transaction.ts';
import { closeForgotten } from '@xieshou/schema/volunteers/attendance.ts';
import { continueSeries } from '@xieshou/schema/volunteers/series.ts';
import { remind } from '@xieshou/schema/volunteers/shift-news.ts';
import { SHIFTS_TOPIC, shiftTopic } from '@xieshou/schema/volunteers/topics.ts';
import { startJob } from './job.ts';

const EVERY_MS = 300_000;
const AT_ONCE = 100;

type Needed = Pick<Services, 'pool' | 'live' | 'log' | 'clock' | 'settings'>;

/** Starts the job. Returns how to stop it. */
export function startShiftClock(services: Needed): () => Promise<void> {
  return startJob({ name: 'shifts', everyMs: EVERY_MS, work: () => tendShifts(services) }, services);
}

/** Does what is due. What fails is told and tried again in a few minutes; it holds up nothing else. */
export async function tendShifts({ pool, live, log, clock, settings: { timeZone } }: Needed): Promise<void> {
  const now = clock.now();
  const deeds = {
    closeStarMonths: () => closeStarMonths(pool, { month: monthAt(now, timeZone), now }),
    remind: async () => live.touch(noticeTopics(await inTransaction(pool, (client) => remind(client, now)))),
    continueSeries: async () => {
      if ((await continueSeries(pool, { now, timeZone })) > 0) live.touch([SHIFTS_TOPIC]);
    },
    closeForgotten: async () => {
      for (;;) {
        const closed = await closeForgotten(pool, { now, timeZone, limit: AT_ONCE });
        if (closed.length > 0) live.touch(closed.flatMap(({ shiftId, volunteerId }) => [shiftTopic(shiftId), pointsTopic(volunteerId)]));
        if (closed.length < AT_ONCE) return;
      }
    },
  };
  for (const [deed, work] of Object.entries(deeds)) {
    await work().catch((error) => log.warn({ err: error, deed }, 'shifts cannot be tended at the moment'));
  }
}
