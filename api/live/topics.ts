// Live topics: from "this changed" to "every screen that shows it is woken", at most four times a second.
import type { Live } from '@xieshou/schema/frame/services.ts';
import type { Bus } from './bus.ts';

/** Shortest time between two wake-ups of one topic. */
const TICK_MS = 250;

interface Watcher {
  isDirty: boolean;
  isEnded: boolean;
  wake: (() => void) | null;
}

interface Topic {
  watchers: Set<Watcher>;
  /** Monotonic milliseconds; −Infinity before the first. */
  lastTick: number;
  timer: NodeJS.Timeout | NodeJS.Immediate | null;
}

export class Topics implements Live {
  #watched = new Map<string, Topic>();
  /** Woken at each touch, without the pause. */
  #followers = new Map<string, Set<Watcher>>();
  #generations = new Map<string, number>();
  /** Changes of everything: they count for every topic. */
  #upheavals = 0;
  #revision = 0;
  readonly #bus: Bus | null;
  #isClosed = false;

  /** @param bus carries touches to and from other processes; null when there is one process */
  constructor(bus: Bus | null = null) {
    this.#bus = bus;
    bus?.onTouched((topics) => (topics ? this.#markAll(topics) : this.touchAll()));
  }

  touch(topics: readonly string[]): void {
    if (topics.length === 0) return;
    this.#markAll(topics);
    this.#bus?.publish(topics);
  }

  /** Marks every topic, watched or not: something changed, and nobody knows what. */
  touchAll(): void {
    this.#upheavals += 1;
    this.#markAll(this.#known());
  }

  revision(): number {
    return this.#revision;
  }

  generation(topic: string): number {
    return this.#upheavals + (this.#generations.get(topic) ?? 0);
  }

  watch(...names: string[]): AsyncIterableIterator<void> {
    const watcher: Watcher = { isDirty: true, isEnded: this.#isClosed, wake: null };
    const watched = names.map((name) => ({ name, topic: this.#topic(name) }));
    for (const { topic } of watched) topic.watchers.add(watcher);
    const end = () => {
      watcher.isEnded = true;
      watcher.wake?.();
      for (const { name, topic } of watched) {
        topic.watchers.delete(watcher);
        if (topic.watchers.size === 0) this.#forget(name, topic);
      }
    };
    return changesOf(watcher, end);
  }

  follow(name: string): AsyncIterableIterator<void> {
    const watcher: Watcher = { isDirty: true, isEnded: this.#isClosed, wake: null };
    const followers = this.#followers.get(name) ?? new Set();
    this.#followers.set(name, followers.add(watcher));
    return changesOf(watcher, () => {
      watcher.isEnded = true;
      watcher.wake?.();
      followers.delete(watcher);
    });
  }

  /** Ends every watch. */
  close(): void {
    this.#isClosed = true;
    for (const follower of [...this.#followers.values()].flatMap((followers) => [...followers])) {
      follower.isEnded = true;
      follower.wake?.();
    }
    for (const [name, topic] of this.#watched) {
      for (const watcher of topic.watchers) {
        watcher.isEnded = true;
        watcher.wake?.();
      }
      this.#forget(name, topic);
    }
  }

  #markAll(names: readonly string[]): void {
    this.#revision += 1;
    for (const name of names) {
      this.#generations.set(name, (this.#generations.get(name) ?? 0) + 1);
      const topic = this.#watched.get(name);
      if (topic && !topic.timer) this.#schedule(topic);
      for (const follower of this.#followers.get(name) ?? []) mark(follower);
    }
  }

  /** Every topic that somebody here waits for. */
  #known(): string[] {
    return [...new Set([...this.#watched.keys(), ...this.#followers.keys()])];
  }

  #schedule(topic: Topic): void {
    const wait = topic.lastTick + TICK_MS - performance.now();
    const tick = () => {
      topic.timer = null;
      topic.lastTick = performance.now();
      for (const watcher of topic.watchers) mark(watcher);
    };
    // Immediate rather than now: votes of one batch touch a topic once.
    topic.timer = wait > 0 ? setTimeout(tick, wait) : setImmediate(tick);
  }

  #topic(name: string): Topic {
    let topic = this.#watched.get(name);
    if (!topic) {
      topic = { watchers: new Set(), lastTick: Number.NEGATIVE_INFINITY, timer: null };
      this.#watched.set(name, topic);
    }
    return topic;
  }

  #forget(name: string, topic: Topic): void {
    clearTimeout(topic.timer as NodeJS.Timeout);
    clearImmediate(topic.timer as NodeJS.Immediate);
    if (this.#watched.get(name) === topic) this.#watched.delete(name);
  }
}

function mark(watcher: Watcher): void {
  watcher.isDirty = true;
  watcher.wake?.();
  watcher.wake = null;
}

/** The changes a watcher is told of; `end` is called when it leaves. */
function changesOf(watcher: Watcher, end: () => void): AsyncIterableIterator<void> {
  return {
    async next() {
      if (!watcher.isDirty && !watcher.isEnded) {
        await new Promise<void>((resolve) => {
          watcher.wake = resolve;
        });
      }
      watcher.isDirty = false;
      return watcher.isEnded ? { done: true, value: undefined } : { done: false, value: undefined };
    },
    async return() {
      end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
