// Touches between processes over Redis: one message a tick, however many votes it stands for.
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { StartError } from '../start-error.ts';
import type { Bus } from './bus.ts';

/** Touches of this long travel as one message. */
const GATHER_MS = 50;

/** Connects to Redis. @throws StartError when it does not answer */
export async function openRedisBus(url: string, prefix: string): Promise<Bus> {
  const options = {
    lazyConnect: true,
    connectTimeout: 5000,
    maxRetriesPerRequest: null,
    retryStrategy: (n: number) => Math.min(100 * n, 2000),
  };
  const publisher = new Redis(url, { ...options, enableOfflineQueue: false });
  const subscriber = new Redis(url, options);
  const me = randomUUID();
  const channel = `${prefix}touch`;
  const listeners: ((topics: readonly string[] | null) => void)[] = [];
  const tell = (topics: readonly string[] | null) => {
    for (const listener of listeners) listener(topics);
  };
  // Both reconnect by themselves; without listeners an error would end the process.
  publisher.on('error', () => {});
  subscriber.on('error', () => {});
  try {
    await Promise.all([publisher.connect(), subscriber.connect()]);
    await subscriber.subscribe(channel);
  } catch (error) {
    publisher.disconnect();
    subscriber.disconnect();
    throw new StartError(
      `Redis at ${new URL(url).host} cannot be used (${(error as Error).message}): check REDIS_URL and that the server runs.`,
    );
  }
  // What others sent while we were away is unknown: everything shown is read anew.
  subscriber.on('ready', () => tell(null));
  subscriber.on('message', (_channel: string, message: string) => {
    const { from, topics } = JSON.parse(message) as { from: string; topics: string[] | null };
    if (from !== me) tell(topics);
  });

  const gathered = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let isGap = false;
  const send = () => {
    timer = null;
    if (gathered.size === 0 && !isGap) return;
    const topics = isGap ? null : [...gathered];
    gathered.clear();
    publisher.publish(channel, JSON.stringify({ from: me, topics })).then(
      () => {
        isGap = false;
      },
      () => {
        isGap = true; // others have missed something: tell them so at the next chance
        timer ??= setTimeout(send, 500);
      },
    );
    timer = setTimeout(send, GATHER_MS);
  };

  return {
    redis: publisher,
    publish(topics) {
      for (const topic of topics) gathered.add(topic);
      if (!timer) send(); // the first of a quiet moment leaves at once
    },
    onTouched: (listener) => listeners.push(listener),
    isHealthy: () => publisher.status === 'ready' && subscriber.status === 'ready',
    async close() {
      if (timer) clearTimeout(timer);
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
