// Points and vouchers whose time is over: once at the start, then every hour.
import { expirePoints } from '@xieshou/schema/points/ledger.ts';
import { lapseVouchers } from '@xieshou/schema/points/redemptions.ts';
import { pointsTopic, REWARDS_TOPIC } from '@xieshou/schema/points/topics.ts';
import type { Services } from '@xieshou/schema/services.ts';
import { startJob } from './job.ts';

const EVERY_MS = 3_600_000;
const AT_ONCE = 100;

type Needed = Pick<Services, 'pool' | 'live' | 'log'>;

/** Starts the job. Returns how to stop it. */
export function startPointsClock(services: Needed): () => Promise<void> {
  return startJob({ name: 'points', everyMs: EVERY_MS, work: () => lapse(services) }, services);
}

/** Takes back all whose time is over. */
export async function lapse({ pool, live }: Pick<Needed, 'pool' | 'live'>): Promise<void> {
  // Vouchers first: what comes back of them has its days of grace.
  for (const lapseSome of [lapseVouchers, expirePoints]) {
    let residentIds: string[];
    do {
      residentIds = await lapseSome(pool, AT_ONCE);
      if (residentIds.length > 0) live.touch([REWARDS_TOPIC, ...residentIds.map(pointsTopic)]);
    } while (residentIds.length === AT_ONCE);
  }
}
