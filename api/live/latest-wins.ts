// Back-pressure for states: whoever is behind is passed over until it has taken what there is, then gets the newest.
import type { EventEmitter } from 'node:events';
import type { Push } from './fan-out.ts';

/** With more than this waiting, in bytes, a reader is behind. */
const MOST_QUEUED_BYTES = 256 * 1024;

/** The way to one reader. */
export interface Way {
  isOpen(): boolean;
  queuedBytes(): number;
  send(push: Push): void;
  /** Emits `drain` when everything has been taken. */
  readonly stream: EventEmitter;
  /** Milliseconds without taking anything, after which it is too slow. */
  readonly patienceMs: number;
  onTooSlow(): void;
}

/** A reader that is behind. */
interface Behind {
  newest: Push;
  patience: NodeJS.Timeout;
  onDrain: () => void;
}

export class LatestWins {
  readonly #way: Way;
  #behind: Behind | null = null;

  constructor(way: Way) {
    this.#way = way;
  }

  push(push: Push): void {
    const way = this.#way;
    if (!way.isOpen()) return;
    if (this.#behind) this.#behind.newest = push;
    else if (way.queuedBytes() <= MOST_QUEUED_BYTES) way.send(push);
    else this.#wait(push);
  }

  /** Forgets what waits. */
  stop(): void {
    if (!this.#behind) return;
    clearTimeout(this.#behind.patience);
    this.#way.stream.off('drain', this.#behind.onDrain);
    this.#behind = null;
  }

  #wait(newest: Push): void {
    const { stream, patienceMs } = this.#way;
    const patience = setTimeout(() => this.#way.onTooSlow(), patienceMs).unref();
    const onDrain = () => {
      const push = this.#behind?.newest;
      this.stop();
      if (push) this.push(push);
    };
    stream.once('drain', onDrain);
    this.#behind = { newest, patience, onDrain };
  }
}
