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
  stream: EventEmitter;
  /** Milliseconds without taking anything, after which it is too slow. */
  patienceMs: number;
  onTooSlow(): void;
}

export class LatestWins {
  readonly #way: Way;
  /** Not sent yet, because the reader is behind. */
  #newest: Push | null = null;
  #patience: NodeJS.Timeout | null = null;

  constructor(way: Way) {
    this.#way = way;
  }

  push(push: Push): void {
    const { isOpen, queuedBytes, send, stream, patienceMs, onTooSlow } = this.#way;
    if (!isOpen()) return;
    if (!this.#patience && queuedBytes() <= MOST_QUEUED_BYTES) {
      send(push);
      return;
    }
    this.#newest = push;
    if (this.#patience) return;
    this.#patience = setTimeout(onTooSlow, patienceMs).unref();
    stream.once('drain', this.#catchUp);
  }

  /** Forgets what waits. */
  stop(): void {
    if (this.#patience) clearTimeout(this.#patience);
    this.#patience = null;
    this.#newest = null;
    this.#way.stream.off('drain', this.#catchUp);
  }

  #catchUp = (): void => {
    const push = this.#newest;
    this.stop();
    if (push) this.push(push);
  };
}
