// What the clock does for volunteers: shifts and papers are brought to mind, series go on, who forgot to check out is checked out.

import { noticeTopics } from '../../commons/notices/topics.ts';
import { pointsTopic } from '../../commons/points/topics.ts';
import type { Job } from '../../frame/job.ts';
import type { Services } from '../../frame/services.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { closeForgotten } from './attendance/deeds.ts';
import { remind } from './shifts/news.ts';
import { continueSeries } from './shifts/series.ts';
import { SHIFTS_TOPIC, shiftTopic, VOLUNTEER_DESK_TOPIC } from './topics.ts';

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
        const topics = closed.flatMap(({ shiftId, volunteerId }) => [shiftTopic(shiftId), pointsTopic(volunteerId)]);
        if (closed.length > 0) live.touch([...topics, VOLUNTEER_DESK_TOPIC]);
        if (closed.length < AT_ONCE) return;
      }
    },
  };
  for (const [deed, work] of Object.entries(deeds)) {
    await work().catch((error) => log.warn({ err: error, deed }, 'shifts cannot be tended at the moment'));
  }
}
