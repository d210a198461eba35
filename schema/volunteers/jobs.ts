// What the clock does for volunteers: shifts and papers are brought to mind, series go on, who forgot to check out is checked out.
import type { Job } from '../frame/job.ts';
import { noticeTopics } from '../notices/topics.ts';
import { pointsTopic } from '../points/topics.ts';
import type { Services } from '../services.ts';
import { inTransaction } from '../transaction.ts';
import { closeForgotten } from './attendance/deeds.ts';
import { remind } from './shifts/news.ts';
import { continueSeries } from './shifts/series.ts';
import { SHIFTS_TOPIC, shiftTopic } from './topics.ts';

const EVERY_MS = 300_000;
const AT_ONCE = 100;

type Needed = Pick<Services, 'pool' | 'live' | 'log' | 'clock' | 'settings'>;

export const jobs = (services: Services): readonly Job[] => [{ name: 'shifts', everyMs: EVERY_MS, work: () => tendShifts(services) }];

/** Does what is due. What fails is told and tried again in a few minutes; it holds up nothing else. */
export async function tendShifts({ pool, live, log, clock, settings: { timeZone } }: Needed): Promise<void> {
  const now = clock.now();
  const deeds = {
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
