// What carries "this topic changed" between processes.

import type { Redis } from 'ioredis';

export interface Bus {
  /** For single commands; fails at once while Redis is away. */
  redis: Redis;
  /** Tells the other processes. Never fails: what is lost in a gap is made good by a full wake-up after it. */
  publish(topics: readonly string[]): void;
  /** Calls back for touches of other processes; null: unknown topics, after a gap. */
  onTouched(listener: (topics: readonly string[] | null) => void): void;
  isHealthy(): boolean;
  close(): Promise<void>;
}
