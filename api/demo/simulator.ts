// Keeps the demo alive: the people of the demo town go on, each module at its own rhythm.
import { setTimeout as delay } from 'node:timers/promises';
import type { House } from '../doors/operations.ts';
import { type Chance, chance } from './chance.ts';
import type { Demo } from './demo.ts';
import { DEMOS } from './demos.ts';

/** Starts the simulator. Answers how to stop it; it is quiet while the database is away. */
export function startSimulator(house: House): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const random = chance(Date.now());
  const running = DEMOS.map(goOn);
  return async () => {
    stopping.abort();
    await Promise.all(running);
  };

  async function goOn({ module, live }: Demo): Promise<void> {
    if (!live) return;
    const street = new live.street(house, random);
    while (!signal.aborted) {
      await delay(Math.min(pause(random, live.everyMs), 6 * live.everyMs), undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      await street.act().catch((error) => house.services.log.warn({ err: error, module }, 'the simulator skips a turn'));
    }
  }
}

/** Between two events of a Poisson process. */
const pause = (random: Chance, meanMs: number) => -Math.log(1 - random.next()) * meanMs;
