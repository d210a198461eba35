// A subscription's events: what is read now, then what is read after each change.
import type { Live } from './services.ts';

/**
 * Reads immediately and after every change of the topics; `undefined` is skipped. Ends immediately when the subscriber
 * leaves, which an async generator that waits for a change would not.
 */
export function readOnChange<Value>(
  live: Live,
  topics: readonly string[],
  read: () => Promise<Value | undefined>,
): AsyncIterableIterator<Value> {
  const changes = live.watch(...topics);
  return {
    async next() {
      for (;;) {
        const { done } = await changes.next();
        if (done) return { done: true, value: undefined };
        const value = await read();
        if (value !== undefined) return { done: false, value };
      }
    },
    async return() {
      await changes.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
