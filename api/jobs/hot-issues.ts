// What the clock and the votes do to hot issues: answers fall due, surges are looked at, voters are told of each step.
import { setTimeout as delay } from 'node:timers/promises';
import { tellOfDuties } from '@xieshou/schema/answers/duty-notices.ts';
import { openDuties, ringDuties } from '@xieshou/schema/answers/duty-store.ts';
import { tellNext } from '@xieshou/schema/answers/telling.ts';
import { HOT_DESK_TOPIC, STEPS_TOPIC } from '@xieshou/schema/answers/topics.ts';
import { boardTopic, decayRate, issueTopic } from '@xieshou/schema/hotlist/rules.ts';
import { noticeTopics } from '@xieshou/schema/notices/topics.ts';
import type { Services } from '@xieshou/schema/services.ts';
import { Guard } from '@xieshou/schema/surges/guard.ts';
import { inTransaction } from '@xieshou/schema/transaction.ts';
import { type Job, startJob } from './job.ts';

/** However fast votes come, their issues are looked at once in so long. */
const LOOK_EVERY_MS = 2000;
/** And so often when none come: clocks ring, mornings begin. */
const IDLE_MS = 30_000;

type Needed = Pick<Services, 'pool' | 'live' | 'log' | 'clock' | 'settings'>;

/** Starts the jobs. Returns how to stop them. */
export function startHotIssues(services: Needed): () => Promise<void> {
  const guard = new Guard(services);
  const board = boardTopic({ scope: 'station' });
  const jobs: Job[] = [
    { name: 'hot issues', everyMs: IDLE_MS, on: board, pauseMs: LOOK_EVERY_MS, work: () => tendIssues(services, guard) },
    { name: 'telling', everyMs: IDLE_MS, on: STEPS_TOPIC, work: () => tellAll(services) },
  ];
  const stops = jobs.map((job) => startJob(job, services));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Begins duties, rings their clocks, looks at surges. */
export async function tendIssues({ pool, live, clock, settings }: Needed, guard: Guard): Promise<void> {
  const now = clock.now();
  const { alerts, told } = await inTransaction(pool, async (client) => {
    const opened = (await openDuties(client, settings.answerDuty, now)).map((hotIssueId) => ({ hotIssueId, level: 0, occasion: 'began' }));
    const all = [...opened, ...(await ringDuties(client, now))];
    return { alerts: all, told: await tellOfDuties(client, all, now) };
  });
  const flagged = await guard.look(decayRate(settings), now);
  const changed = new Set([...alerts.map(({ hotIssueId }) => hotIssueId), ...flagged]);
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
