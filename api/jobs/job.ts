// One loop for all that is done again and again: it never overlaps itself, survives its failures and ends when it is told to.
import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '@xieshou/schema/frame/job.ts';
import type { Services } from '@xieshou/schema/frame/services.ts';

/** Starts a job. Returns how to stop it: that resolves when no work runs any more. */
export function startJob(
  { name, everyMs, on, pauseMs = 0, work }: Job,
  { live, log }: Pick<Services, 'live' | 'log'>,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const changes = on === undefined ? null : live.follow(on);
  const pause = (ms: number, until: AbortSignal) => delay(ms, undefined, { signal: until, ref: false }).catch(() => {});
  const running = (async () => {
    await changes?.next(); // comes at once: the run at the start stands for it
    let change = changes?.next();
    while (!signal.aborted) {
      const more = await work().catch((error) => log.warn({ err: error, job: name }, 'a job could not do its work and will try again'));
      await pause(pauseMs, signal);
      const waiting = new AbortController();
      const idle = pause(typeof more === 'number' ? Math.min(more, everyMs) : everyMs, AbortSignal.any([signal, waiting.signal]));
      const isChanged = await Promise.race([idle.then(() => false), ...(change ? [change.then(() => true)] : [])]);
      waiting.abort();
      if (isChanged) change = changes?.next();
    }
  })();
  return async () => {
    stopping.abort();
    await changes?.return?.();
    await running;
  };
}
