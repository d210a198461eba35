// Keeps the demo alive: the people of the demo town go on voting, reporting, working on what was reported, volunteering, answering and patrolling.
import { setTimeout as delay } from 'node:timers/promises';
import { type Chance, chance } from '../../prisma/demo/random.ts';
import type { House } from '../doors/operations.ts';
import { AnswersOfStreet } from './simulated-answers.ts';
import { PatrolsOfStreet } from './simulated-patrols.ts';
import { ShiftsOfStreet } from './simulated-shifts.ts';
import { TicketsOfStreet } from './simulated-tickets.ts';
import { VotesOfStreet } from './simulated-votes.ts';

/** Mean time between two votes, two steps of tickets, two deeds of volunteers, two answers, two steps of patrols, in milliseconds. */
const VOTES_MS = 1800;
const TICKETS_MS = 6000;
const SHIFTS_MS = 20_000;
const ANSWERS_MS = 90_000;
const PATROLS_MS = 15_000;

/** Starts the simulator. Answers how to stop it; it is quiet while the database is away. */
export function startSimulator(house: House): () => Promise<void> {
  const stopping = new AbortController();
  const random = chance(Date.now());
  const votes = new VotesOfStreet(house, random);
  const tickets = new TicketsOfStreet(house, random);
  const shifts = new ShiftsOfStreet(house, random);
  const answers = new AnswersOfStreet(house, random);
  const patrols = new PatrolsOfStreet(house, random);
  const running = [
    goOn(VOTES_MS, () => votes.act()),
    goOn(TICKETS_MS, () => tickets.act()),
    goOn(SHIFTS_MS, () => shifts.act()),
    goOn(ANSWERS_MS, () => answers.act()),
    goOn(PATROLS_MS, () => patrols.act()),
  ];
  return async () => {
    stopping.abort();
    await Promise.all(running);
  };

  async function goOn(meanMs: number, act: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      await delay(Math.min(pause(random, meanMs), 6 * meanMs), undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      await act().catch((error) => house.services.log.warn({ err: error }, 'the simulator skips a turn'));
    }
  }
}

/** Between two events of a Poisson process. */
const pause = (random: Chance, meanMs: number) => -Math.log(1 - random.next()) * meanMs;
