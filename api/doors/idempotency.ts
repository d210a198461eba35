// The same request twice has one effect: its answer is stored under its key for a day.
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { decrypt, encrypt } from '../people/secrets.ts';

type Db = Pick<pg.Pool, 'query'>;

/** A request of which nothing was heard for so long died with its server; its key may be used again. */
const ABANDONED_AFTER_SECONDS = 30;
/** Of a key whose request did nothing: anybody may take it. It stays, so that the same request keeps its birth. */
const FREE = "'epoch'::timestamptz";
/** So often a server says that what it began still runs. */
const BEAT_MS = 5000;
const LOOK_EVERY_MS = 50;
const MOST_DOUBTS = 1000;
/** What could not be settled because a connection was cut can be over another one. */
const SOON_MS = 250;
const WAIT_MS = 9000;

export const KEY_FORM = /^[\w.:-]{8,128}$/;

export interface IdempotentRequest {
  owner: string;
  key: string;
  /** What the request says: equal requests have equal ones. */
  content: unknown;
  /** Seals the stored answer, which may hold what is shown once. */
  sealing: Buffer;
}

/**
 * `conflict`: the key was used for another request. `busy`: the first one still runs. Else this is the first: what it
 * makes may be named after `born`, which stays the same when a request that died is sent again, and is another one when
 * the key is used anew a day later.
 */
export type Repeat = { answer: unknown } | 'conflict' | 'busy' | { born: Date };

/** The keys of requests that run in this process: kept from being taken for abandoned, and settled when they end. */
export class IdempotencyKeys {
  readonly #db: Db;
  /** What is left to do for each key: nothing while its request runs, then its end, until the database has taken it. */
  readonly #held = new Map<IdempotentRequest, { holder: string; end: (() => Promise<void>) | null }>();
  #beating: NodeJS.Timeout | null = null;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Takes the key, or finds what it was used for; waits while the first request runs. */
  async begin(request: IdempotentRequest): Promise<Repeat> {
    const { owner, key, sealing } = request;
    const hash = hashOf(request.content);
    for (const until = performance.now() + WAIT_MS; ; ) {
      const taken = await this.#take(request, hash);
      if (taken) return taken;
      const { rows } = await this.#db.query<{ isSame: boolean; response: Buffer | null }>(
        `/* idempotency.read */ SELECT request_hash = $3 AS "isSame", response FROM idempotency_record WHERE owner = $1 AND key = $2`,
        [owner, key, hash],
      );
      const [record] = rows;
      // One that has not ended yet may come to nothing: whether the key is used, is known when it has.
      if (record?.response && !record.isSame) return 'conflict';
      if (record?.response) return { answer: JSON.parse(decrypt(sealing, record.response, `${owner} ${key}`)) };
      if (performance.now() > until) return 'busy';
      if (record) await delay(LOOK_EVERY_MS); // another connection commits it: there is no event to await
    }
  }

  /**
   * Stores the answer; null frees the key, because nothing has happened. If the database is away, the key stays taken and
   * is settled as soon as it is back.
   */
  async finish(request: IdempotentRequest, answer: unknown): Promise<void> {
    const held = this.#held.get(request);
    if (held) await this.#end(request, held.holder, answer);
  }

  /** What ended while the database was away is settled as far as it goes now. */
  close(): Promise<void> {
    if (this.#beating) clearInterval(this.#beating);
    return this.#beat();
  }

  /** Null: somebody else has it. */
  async #take(request: IdempotentRequest, hash: Buffer): Promise<{ born: Date } | null> {
    const holder = randomUUID();
    try {
      const { rows } = await this.#db.query<{ born: Date }>(
        `/* idempotency.begin */ INSERT INTO idempotency_record AS r (owner, key, request_hash, holder) VALUES ($1, $2, $3, $4)
         ON CONFLICT (owner, key) DO UPDATE SET request_hash = excluded.request_hash, response = NULL, taken_at = now(), holder = excluded.holder,
           created_at = CASE WHEN r.request_hash = excluded.request_hash AND r.created_at > now() - interval '24 hours' THEN r.created_at ELSE now() END
         WHERE (r.response IS NOT NULL OR r.taken_at < now() - interval '${ABANDONED_AFTER_SECONDS} seconds')
           AND (r.created_at < now() - interval '24 hours'
             OR (r.response IS NULL AND (r.request_hash = excluded.request_hash OR r.taken_at = ${FREE})))
         RETURNING created_at AS born`,
        [request.owner, request.key, hash, holder],
      );
      const [taken] = rows;
      if (!taken) return null;
      this.#hold(request, holder, null);
      return taken;
    } catch (error) {
      // The answer was lost, the key may be taken all the same. With the database away for long, silence frees it.
      if (this.#held.size < MOST_DOUBTS) await this.#end(request, holder, null);
      throw error;
    }
  }

  #hold(request: IdempotentRequest, holder: string, end: (() => Promise<void>) | null): void {
    this.#held.set(request, { holder, end });
    this.#beating ??= setInterval(() => void this.#beat(), BEAT_MS).unref();
  }

  async #end(request: IdempotentRequest, holder: string, answer: unknown): Promise<void> {
    const end = () => this.#settle(request, holder, answer);
    this.#hold(request, holder, end);
    await end().catch(() => {
      setTimeout(() => void this.#beat(), SOON_MS).unref(); // and each beat tries again
    });
  }

  async #settle(request: IdempotentRequest, holder: string, answer: unknown): Promise<void> {
    const { owner, key, sealing } = request;
    if (answer === null) {
      await this.#db.query(
        `/* idempotency.free */ UPDATE idempotency_record SET taken_at = ${FREE} WHERE owner = $1 AND key = $2 AND holder = $3 AND response IS NULL`,
        [owner, key, holder],
      );
    } else {
      await this.#db.query(
        '/* idempotency.finish */ UPDATE idempotency_record SET response = $4 WHERE owner = $1 AND key = $2 AND holder = $3',
        [owner, key, holder, encrypt(sealing, JSON.stringify(answer), `${owner} ${key}`)],
      );
    }
    this.#held.delete(request);
    if (this.#held.size === 0 && this.#beating) {
      clearInterval(this.#beating);
      this.#beating = null;
    }
  }

  async #beat(): Promise<void> {
    await Promise.allSettled([...this.#held.values()].map(({ end }) => end?.()));
    const running = [...this.#held].filter(([, { end }]) => end === null);
    if (running.length === 0) return;
    await this.#db
      .query(
        `/* idempotency.beat */ UPDATE idempotency_record r SET taken_at = now()
         FROM unnest($1::text[], $2::text[], $3::uuid[]) AS mine (owner, key, holder)
         WHERE r.owner = mine.owner AND r.key = mine.key AND r.holder = mine.holder AND r.response IS NULL AND r.taken_at <> ${FREE}`,
        [running.map(([{ owner }]) => owner), running.map(([{ key }]) => key), running.map(([, { holder }]) => holder)],
      )
      .catch(() => {});
  }
}

const hashOf = (content: unknown) => createHash('sha256').update(JSON.stringify(content)).digest();
