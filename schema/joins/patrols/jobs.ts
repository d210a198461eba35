// The planner: each morning it proposes where patrols should go, and ends runs that nobody has ended.

import type { Job } from '../../frame/job.ts';
import type { Services } from '../../frame/services.ts';
import { wallClock } from '../../ground/calendar.ts';
import { PATROLS_TOPIC } from '../../work/volunteers/topics.ts';
import { LONGEST_RUN_MS } from './plan-rules.ts';
import { propose } from './planner.ts';
import { endForgottenRuns } from './store.ts';

const EVERY_MS = 600_000;
/** Of the wall clock: before the day's shifts begin. */
const MORNING_HOUR = 6;

type Needed = Pick<Services, 'pool' | 'live' | 'clock' | 'settings'>;

export const jobs = (services: Services): readonly Job[] => [{ name: 'planner', everyMs: EVERY_MS, work: () => tendPlans(services) }];

/** Ends runs that nobody has ended; in the morning, proposes where to go. */
export async function tendPlans({ pool, live, clock, settings: { timeZone } }: Needed): Promise<void> {
  const now = clock.now();
  const ended = await endForgottenRuns(pool, new Date(now.getTime() - LONGEST_RUN_MS));
  const isMorning = wallClock(now, timeZone).getUTCHours() >= MORNING_HOUR;
  const proposed = isMorning ? await propose(pool, { now, timeZone }) : 0;
  if (ended + proposed > 0) live.touch([PATROLS_TOPIC]);
}
