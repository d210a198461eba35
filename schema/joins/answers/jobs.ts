// What answers do by themselves: they fall due, and voters are told of each step.
import { setTimeout as delay } from 'node:timers/promises';
import { noticeTopics } from '../../commons/notices/topics.ts';
import type { Job } from '../../frame/job.ts';
import type { Services } from '../../frame/services.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { boardTopic, issueTopic } from '../../work/hotlist/rules.ts';
import { tellOfDuties } from './duty-notices.ts';
import { openDuties, ringDuties } from './duty-store.ts';
import { tellNext } from './telling.ts';
import { HOT_DESK_TOPIC, STEPS_TOPIC } from './topics.ts';

/** However fast votes come, their issues are looked at once in so long. */
const LOOK_EVERY_MS = 2000;
/** And so often when none come: clocks ring, mornings begin. */
const IDLE_MS = 30_000;

type Needed = Pick<Services, 'pool' | 'live' | 'clock' | 'settings'>;

export const jobs = (services: Services): readonly Job[] => [
  {
    name: 'answers that fall due',
    everyMs: IDLE_MS,
    on: boardTopic({ scope: 'station' }),
    pauseMs: LOOK_EVERY_MS,
    work: () => tendDuties(services),
  },
  { name: 'telling', everyMs: IDLE_MS, on: STEPS_TOPIC, work: () => tellAll(services) },
];

/** Begins duties and rings their clocks. */
export async function tendDuties({ pool, live, clock, settings }: Needed): Promise<void> {
  const now = clock.now();
  const { alerts, told } = await inTransaction(pool, async (client) => {
    const opened = (await openDuties(client, settings.answerDuty, now)).map((hotIssueId) => ({ hotIssueId, level: 0, occasion: 'began' }));
    const all = [...opened, ...(await ringDuties(client, now))];
    return { alerts: all, told: await tellOfDuties(client, all, now) };
  });
  const changed = new Set(alerts.map(({ hotIssueId }) => hotIssueId));
  if (changed.size > 0) live.touch([HOT_DESK_TOPIC, ...[...changed].map(issueTopic), ...noticeTopics(told)]);
}

/** Telling takes this part of the time and leaves the rest to votes; ten thousand people are told within half a minute all the same. */
const SHARE_OF_TIME = 0.1;
const LONGEST_PAUSE_MS = 1000;

interface Telling extends Pick<Needed, 'pool' | 'clock'> {
  live: Pick<Needed['live'], 'touch'>;
  settings: Pick<Needed['settings'], 'timeZone'>;
}

/** Tells until there is nobody left to tell, a portion at a time. */
export async function tellAll({ pool, live, clock, settings: { timeZone } }: Telling): Promise<void> {
  for (;;) {
    const started = performance.now();
    const told = await inTransaction(pool, (client) => tellNext(client, { now: clock.now(), timeZone }));
    if (told === null) return;
    live.touch(noticeTopics(told));
    await delay(Math.min(LONGEST_PAUSE_MS, (performance.now() - started) * (1 / SHARE_OF_TIME - 1)));
  }
}
