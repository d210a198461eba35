// What points do by themselves: those whose time is over go back, and vouchers too.
import type { Job } from '../../frame/job.ts';
import type { Services } from '../../frame/services.ts';
import { expirePoints } from './ledger.ts';
import { lapseVouchers } from './redemptions.ts';
import { pointsTopic, REWARDS_TOPIC } from './topics.ts';

const EVERY_MS = 3_600_000;
const AT_ONCE = 100;

export const jobs = (services: Services): readonly Job[] => [{ name: 'points', everyMs: EVERY_MS, work: () => lapse(services) }];

/** Takes back all whose time is over. */
export async function lapse({ pool, live }: Pick<Services, 'pool' | 'live'>): Promise<void> {
  // Vouchers first: what comes back of them has its days of grace.
  for (const lapseSome of [lapseVouchers, expirePoints]) {
    let residentIds: string[];
    do {
      residentIds = await lapseSome(pool, AT_ONCE);
      if (residentIds.length > 0) live.touch([REWARDS_TOPIC, ...residentIds.map(pointsTopic)]);
    } while (residentIds.length === AT_ONCE);
  }
}
