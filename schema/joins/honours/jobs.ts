// What honours do by themselves: a month that is over gets its star.
import type { Job } from '../../frame/job.ts';
import type { Services } from '../../frame/services.ts';
import { monthAt } from './stars.ts';
import { closeStarMonths } from './stars-store.ts';

const EVERY_MS = 300_000;

export const jobs = (services: Services): readonly Job[] => [
  { name: 'stars of the month', everyMs: EVERY_MS, work: () => tendStars(services) },
];

/** Closes the votes of months that are over. */
export async function tendStars({ pool, clock, settings: { timeZone } }: Pick<Services, 'pool' | 'clock' | 'settings'>): Promise<void> {
  const now = clock.now();
  await closeStarMonths(pool, { month: monthAt(now, timeZone), now });
}
