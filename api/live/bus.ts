// What carries "this topic changed" between processes.

import type { Redis } from 'ioredis';

export interface Bus {
  /** For single commands; fails immediately while Redis is away, and soon when it does not answer. */
  redis: Redis;
  /** Tells the other processes. Never fails: what is lost in a gap is made good by a full wake-up after it. */
  publish(topics: readonly string[]): void;
  /** Calls back for touches of other processes; null: unknown topics, after a gap. */
  onTouched(listener: (topics: readonly string[] | null) => void): void;
  /** Whether Redis answers. */
  isHealthy(): Promise<boolean>;
  close(): Promise<void>;
}
