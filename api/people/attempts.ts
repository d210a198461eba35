// How often somebody may try: codes asked for, codes and passwords guessed, per phone, login and address.
import type { TooOften } from '@xieshou/schema/frame/services.ts';
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from './viewer.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Tries in a time, in seconds. */
const ALLOWED = {
  /** One text message a minute, so that a double tap sends one. */
  codeSoon: { points: 1, duration: MINUTE },
  codePerPhone: { points: 10, duration: 24 * HOUR },
  /** A household or an office shares an address. */
  codePerAddress: { points: 60, duration: HOUR },
  guessPerAddress: { points: 60, duration: HOUR },
  guessPerPhone: { points: 20, duration: HOUR },
  /** Of one code, as long as it is good. */
  guessPerCode: { points: 5, duration: 10 * MINUTE },
  realNamePerPerson: { points: 10, duration: 24 * HOUR },
  passwordPerLogin: { points: 5, duration: 15 * MINUTE },
  passwordPerAddress: { points: 50, duration: 15 * MINUTE },
} as const;

type Kind = keyof typeof ALLOWED;

export class Attempts {
  readonly #limiters: Record<Kind, RateLimiterAbstract>;

  /** @param redis shared by all servers; null, or while it does not answer: this process counts for itself */
  constructor(redis: { client: Redis; prefix: string } | null) {
    this.#limiters = Object.fromEntries(
      Object.entries(ALLOWED).map(([kind, { points, duration }]) => {
        const alone = new RateLimiterMemory({ keyPrefix: kind, points, duration });
        if (!redis) return [kind, alone];
        const keyPrefix = `${redis.prefix}try:${kind}`;
        return [kind, new RateLimiterRedis({ storeClient: redis.client, keyPrefix, points, duration, insuranceLimiter: alone })];
      }),
    ) as unknown as Record<Kind, RateLimiterAbstract>;
  }

  /** Takes one try of each kind; answers when to come back if one of them is used up. */
  async take(...tries: [kind: Kind, key: string][]): Promise<TooOften | null> {
    let longest: TooOften | null = null;
    for (const [kind, key] of tries) {
      try {
        await this.#limiters[kind].consume(kind.endsWith('PerAddress') ? networkOf(key) : key);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        if (!longest || retryAfterSeconds > longest.retryAfterSeconds) longest = { retryAfterSeconds };
      }
    }
    return longest;
  }

  /** Forgets the tries: the right password ends the count of wrong ones. */
  async forgive(kind: Kind, key: string): Promise<void> {
    await this.#limiters[kind].delete(key);
  }
}
