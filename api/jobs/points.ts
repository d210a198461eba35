// Points and vouchers whose time is over: once at the start, then every hour.
import { expirePoints } from '@xieshou/schema/points/ledger.ts';
import { lapseVouchers } from '@xieshou/schema/points/redemptions.ts';
import { pointsTopic, REWARDS_TOPIC } from '@xieshou/schema/points/topics.ts';
import type { Services } from '@xieshou/schema/services.ts';

const EVERY_MS = 3_600_000;
const AT_ONCE = 100;

type Needed = Pick<Services, 'pool' | 'live' | 'log'>;

/** Starts the job. Answers how to stop it. */
export function startPointsClock(services: Needed): () => Promise<void> {
  let running = lapse(services);
  const timer = setInterval(() => {
    running = running.then(() => lapse(services));
  }, EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** Does what is due. What fails is told and tried again in an hour. */
export async function lapse({ pool, live, log }: Needed): Promise<void> {
  try {
    // Vouchers first: what comes back of them has its days of grace.
    for (const lapseSome of [lapseVouchers, expirePoints]) {
      let residentIds: string[];
      do {
        residentIds = await lapseSome(pool, AT_ONCE);
        if (residentIds.length > 0) live.touch([REWARDS_TOPIC, ...residentIds.map(pointsTopic)]);
      } while (residentIds.length === AT_ONCE);
    }
  } catch (error) {
    log.warn({ err: error }, 'points and vouchers whose time is over could not be taken back');
  }
}
