// What the guard does by itself: it looks at every issue that votes have moved.

import type { Job } from '../../frame/job.ts';
import type { Services } from '../../frame/services.ts';
import { boardTopic, decayRate, issueTopic } from '../../work/hotlist/rules.ts';
import { HOT_DESK_TOPIC } from '../answers/topics.ts';
import { Guard } from './guard.ts';

/** However fast votes come, their issues are looked at once in so long. */
const LOOK_EVERY_MS = 2000;
/** And so often when none come: what is usual changes with the hours. */
const IDLE_MS = 30_000;

export function jobs(services: Services): readonly Job[] {
  const guard = new Guard(services);
  const on = boardTopic({ scope: 'station' });
  return [{ name: 'guard of votes', everyMs: IDLE_MS, on, pauseMs: LOOK_EVERY_MS, work: () => lookAtVotes(services, guard) }];
}

/** Freezes what looks bought. */
export async function lookAtVotes(
  { live, clock, settings }: Pick<Services, 'live' | 'clock' | 'settings'>,
  guard: Pick<Guard, 'look'>,
): Promise<void> {
  const frozen = await guard.look(decayRate(settings), clock.now());
  if (frozen.length > 0) live.touch([HOT_DESK_TOPIC, ...frozen.map(issueTopic)]);
}
