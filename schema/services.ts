// What modules may ask of the house: the only door to the outside.
import type pg from 'pg';
import type { PrismaClient } from '../prisma/client/client.ts';

/** The time, so that tests can hold it still. Stored times come from the database, not from here. */
export interface Clock {
  now(): Date;
}

/** Live topics: who wrote something says so, who shows it is woken. */
export interface Live {
  /** Marks topics as changed, here and in every other process. Call after the commit. */
  touch(topics: readonly string[]): void;
  /**
   * Yields once at once, then after every change: the first without delay, later ones at most four a second,
   * several in between as one. `return` ends it at once, even while it waits.
   */
  watch(topic: string): AsyncIterableIterator<void>;
  /** Rises with every change of the topic that this process has heard of: what was read under it is still good. */
  generation(topic: string): number;
}

/** Structured log of the operator; never shown to people. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface Settings {
  /** Half-life of a vote's weight in the HOT order. */
  halfLifeHours: number;
  /** Demo data and personas are open. */
  isDemo: boolean;
  /** How many ballots may wait for the database before new ones are asked to try later. */
  voteQueueLimit: number;
}

export interface Services {
  pool: pg.Pool;
  prisma: PrismaClient;
  clock: Clock;
  live: Live;
  log: Log;
  settings: Settings;
}
