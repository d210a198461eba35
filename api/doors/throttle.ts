// A leaky bucket for each key, person and address: cost points that come back at a steady rate.
import type { Redis } from 'ioredis';

export interface Allowance {
  /** Points a full bucket holds. */
  maximumAvailable: number;
  /** Points that come back each second. */
  restoreRate: number;
}

export interface ThrottleStatus extends Allowance {
  currentlyAvailable: number;
}

/** What taking points answers: refused, nothing was taken, and it says when enough will be there. */
export interface Taken {
  status: ThrottleStatus;
  retryAfterSeconds: number | null;
}

/** Buckets by name. */
export interface Throttle {
  take(bucket: string, points: number, allowance: Allowance): Taken | Promise<Taken>;
  /** Gives back what an operation did not use. */
  giveBack(bucket: string, points: number, allowance: Allowance): ThrottleStatus | Promise<ThrottleStatus>;
}

interface Bucket {
  available: number;
  /** Monotonic milliseconds of the last change. */
  at: number;
}

/** More callers than this at once: those with full buckets are forgotten, which changes nothing for them. */
const SWEEP_FROM = 50_000;
/** Still more: those who asked longest ago are forgotten, one for each who comes. */
const MOST = 200_000;

/** Buckets of this process. @param now monotonic milliseconds */
export class MemoryThrottle implements Throttle {
  #buckets = new Map<string, Bucket>();
  #sweptAt = Number.NEGATIVE_INFINITY;
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  take(name: string, points: number, allowance: Allowance): Taken {
    const bucket = this.#restored(name, allowance);
    if (bucket.available < points) {
      const retryAfterSeconds = Math.max(1, Math.ceil((points - bucket.available) / allowance.restoreRate));
      return { status: statusOf(bucket.available, allowance), retryAfterSeconds };
    }
    bucket.available -= points;
    return { status: statusOf(bucket.available, allowance), retryAfterSeconds: null };
  }

  giveBack(name: string, points: number, allowance: Allowance): ThrottleStatus {
    const bucket = this.#restored(name, allowance);
    bucket.available = Math.min(allowance.maximumAvailable, bucket.available + points);
    return statusOf(bucket.available, allowance);
  }

  #restored(name: string, { maximumAvailable, restoreRate }: Allowance): Bucket {
    const now = this.#now();
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      if (this.#buckets.size >= SWEEP_FROM && now - this.#sweptAt > 1000) this.#sweep(now);
      if (this.#buckets.size >= MOST) this.#buckets.delete(this.#buckets.keys().next().value as string);
      bucket = { available: maximumAvailable, at: now };
      this.#buckets.set(name, bucket);
    }
    bucket.available = Math.min(maximumAvailable, bucket.available + ((now - bucket.at) / 1000) * restoreRate);
    bucket.at = now;
    return bucket;
  }

  /** Any bucket is full again within this time: no allowance takes longer to restore. */
  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const [name, { at }] of this.#buckets) if (now - at > 60_000) this.#buckets.delete(name);
  }
}

function statusOf(available: number, allowance: Allowance): ThrottleStatus {
  return { ...allowance, currentlyAvailable: Math.floor(available) };
}

/** Takes (or with negative points gives back) in one step, by Redis' own clock, so that servers need not agree on the time. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local max, rate, points = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'a', 't')
local available = max
if kept[1] then available = math.min(max, tonumber(kept[1]) + (now - tonumber(kept[2])) * rate) end
local taken = 0
if available >= points then available = math.min(max, available - points) taken = 1 end
redis.call('HSET', KEYS[1], 'a', tostring(available), 't', tostring(now))
redis.call('PEXPIRE', KEYS[1], math.ceil(max / rate * 1000) + 1000)
return {taken, tostring(available)}`;

/** So long nobody waits for a Redis that did not answer. */
const AWAY_FOR_MS = 2000;

/** Buckets that several servers share. While Redis is away each server counts for itself. */
export class RedisThrottle implements Throttle {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #alone: MemoryThrottle;
  /** Monotonic milliseconds: not asked again before. */
  #isAwayUntil = 0;

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#prefix = `${prefix}bucket:`;
    this.#alone = new MemoryThrottle();
  }

  async take(name: string, points: number, allowance: Allowance): Promise<Taken> {
    const answer = await this.#run(name, points, allowance);
    if (!answer) return this.#alone.take(name, points, allowance);
    const status = statusOf(answer.available, allowance);
    if (answer.isTaken) return { status, retryAfterSeconds: null };
    return { status, retryAfterSeconds: Math.max(1, Math.ceil((points - answer.available) / allowance.restoreRate)) };
  }

  async giveBack(name: string, points: number, allowance: Allowance) {
    const answer = await this.#run(name, -points, allowance);
    return answer ? statusOf(answer.available, allowance) : this.#alone.giveBack(name, points, allowance);
  }

  async #run(name: string, points: number, { maximumAvailable, restoreRate }: Allowance) {
    if (performance.now() < this.#isAwayUntil) return null;
    try {
      const [taken, available] = (await this.#redis.eval(TAKE, 1, this.#prefix + name, maximumAvailable, restoreRate, points)) as [
        number,
        string,
      ];
      return { isTaken: taken === 1, available: Number(available) };
    } catch {
      this.#isAwayUntil = performance.now() + AWAY_FOR_MS;
      return null;
    }
  }
}
