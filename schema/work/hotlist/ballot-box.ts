// The ballot box: while one commit is in flight, later votes queue; when it returns, all of them go in one statement.
import type { Live, Log, Services } from '../../frame/services.ts';
import { type Ballot, type BallotOutcome, type BatchResult, castVotes, withdrawVotes } from './ballots.ts';
import { decayRate, topicsOf } from './rules.ts';

/** What a voter is told. `retry-later`: the queue is full, nothing was stored. */
export type VoteOutcome = BallotOutcome | 'retry-later';

type Wish = 'cast' | 'withdraw';

interface Waiting extends Ballot {
  wish: Wish;
  resolve(outcome: VoteOutcome): void;
  reject(error: unknown): void;
}

/** Stores a batch; the seam where the ballot box meets SQL. */
export type StoreBatch = (wish: Wish, ballots: readonly Ballot[]) => Promise<BatchResult>;

/** Ballots a statement may carry: larger batches lock for longer and gain nothing. */
const LARGEST_BATCH = 1000;

/**
 * Batches votes by nature's own clock: no timer, one batch in flight, its size whatever arrived meanwhile.
 * A vote is answered after the commit that holds it, never before. A batch that fails is tried again by halves, so
 * that one bad ballot cannot take others with it.
 */
export class BallotBox {
  #queue: Waiting[] = [];
  #isCounting = false;
  readonly #store: StoreBatch;
  readonly #limit: number;
  readonly #live: Pick<Live, 'touch'>;
  readonly #log: Pick<Log, 'warn'>;

  constructor({ store, limit, live, log }: { store: StoreBatch; limit: number; live: Pick<Live, 'touch'>; log: Pick<Log, 'warn'> }) {
    this.#store = store;
    this.#limit = limit;
    this.#live = live;
    this.#log = log;
  }

  /** Casts a vote. A second one of the same resident changes nothing. */
  cast(ballot: Ballot): Promise<VoteOutcome> {
    return this.#enqueue('cast', ballot);
  }

  /** Takes a vote back. Where there is none, nothing changes. */
  withdraw(ballot: Ballot): Promise<VoteOutcome> {
    return this.#enqueue('withdraw', ballot);
  }

  #enqueue(wish: Wish, ballot: Ballot): Promise<VoteOutcome> {
    if (this.#queue.length >= this.#limit) return Promise.resolve('retry-later');
    return new Promise((resolve, reject) => {
      this.#queue.push({ ...ballot, wish, resolve, reject });
      // After this turn of the event loop, so that votes of one network read share the first batch.
      if (!this.#isCounting) {
        this.#isCounting = true;
        setImmediate(() => void this.#count());
      }
    });
  }

  async #count(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#nextBatch();
      await this.#settle(batch);
    }
    this.#isCounting = false;
  }

  /** The longest run from the head with one wish and no ballot twice: the order of one person's wishes is kept. */
  #nextBatch(): Waiting[] {
    const wish = this.#queue[0]?.wish;
    const seen = new Set<string>();
    let end = 0;
    for (const ballot of this.#queue) {
      const key = ballot.residentId + ballot.hotIssueId;
      if (ballot.wish !== wish || seen.has(key) || end === LARGEST_BATCH) break;
      seen.add(key);
      end += 1;
    }
    return this.#queue.splice(0, end);
  }

  async #settle(batch: Waiting[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    try {
      const { outcomes, places } = await this.#store(first.wish, batch);
      this.#live.touch([...new Set(places.flatMap(topicsOf))]);
      for (const [index, waiting] of batch.entries()) waiting.resolve(outcomes[index] ?? 'not-found');
    } catch (error) {
      if (batch.length === 1 || !isOfOneBallot(error)) {
        this.#log.warn({ err: error, ballots: batch.length, hotIssueId: first.hotIssueId }, 'votes could not be stored');
        for (const waiting of batch) waiting.reject(error);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await this.#settle(batch.slice(0, middle));
      await this.#settle(batch.slice(middle));
    }
  }
}

/**
 * Whether smaller batches may succeed: the database refused what was in the statement (SQLSTATE classes 21–23), or a
 * lock (40). Where it is unreachable or shutting down, halves would only fail longer.
 */
function isOfOneBallot(error: unknown): boolean {
  return /^(2[123]|40|P0)/.test(String((error as { code?: unknown }).code));
}

/** The ballot box of a server. */
export function openBallotBox({ pool, live, log, settings }: Services): BallotBox {
  const ratePerMs = decayRate(settings);
  const store: StoreBatch = (wish, ballots) =>
    wish === 'cast' ? castVotes(pool, ballots, ratePerMs) : withdrawVotes(pool, ballots, ratePerMs);
  return new BallotBox({ store, limit: settings.voteQueueLimit, live, log });
}
