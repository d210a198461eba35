// A subscription's events: what is read now, then what is read after each change.
import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { Live, Log } from './services.ts';

const RETRY_MS = 500;
const RETRY_AT_MOST_MS = 8000;

/**
 * What is read. A fault, such as a database that was cut, is logged and waited out: a subscription that ended with it would show
 * what was once true, and nobody would know. `undefined`: the subscriber has left meanwhile.
 * @throws GraphQLError when the subscriber is refused
 */
export async function readInTheEnd<Value>(read: () => Promise<Value>, log: Log, left: AbortSignal): Promise<Value | undefined> {
  for (let wait = RETRY_MS; !left.aborted; wait = Math.min(2 * wait, RETRY_AT_MOST_MS)) {
    try {
      return await read();
    } catch (error) {
      if (error instanceof GraphQLError) throw error;
      log.warn({ err: error }, 'what a subscription shows cannot be read at the moment');
      await delay(wait, null, { signal: left }).catch(() => {});
    }
  }
  return undefined;
}

/**
 * Reads immediately and after every change of the topics; `undefined` is skipped. Ends immediately when the subscriber
 * leaves, which an async generator that waits for a change would not.
 */
export function readOnChange<Value>(
  { live, log }: { live: Pick<Live, 'watch'>; log: Log },
  topics: readonly string[],
  read: () => Promise<Value | undefined>,
): AsyncIterableIterator<Value> {
  const changes = live.watch(...topics);
  const leaving = new AbortController();
  return {
    async next() {
      for (;;) {
        const { done } = await changes.next();
        if (done) return { done: true, value: undefined };
        const value = await readInTheEnd(read, log, leaving.signal);
        if (value !== undefined) return { done: false, value };
      }
    },
    async return() {
      leaving.abort();
      await changes.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
