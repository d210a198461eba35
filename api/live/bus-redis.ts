// Touches between processes over Redis: one message per tick and topic, however many processes and votes it stands for.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@xieshou/schema/frame/services.ts';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { StartError } from '../start-error.ts';
import type { Bus } from './bus.ts';

/** Touches of one process within this long are one call. */
const GATHER_MS = 50;
/** For this long after its message a topic is leased to whoever sent it: what else changes waits for the next. */
const TICK_MS = 250;
const BEAT_MS = 400;
/** A Redis that stands still is away, too: whoever asks it goes on without it. */
const ANSWERS_WITHIN_MS = 500;
/** Each line is asked so often whether it is there, and must say so within as long. */
const SILENT_MS = 5000;
/** A process that has been silent for this long is gone: what it did not say, everybody reads anew. */
const GONE_MS = 1200;

const BEGIN = `
local late, alive = KEYS[1], KEYS[2]
local prefix, channel, tick, me = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local function say(from, topics) redis.call('PUBLISH', channel, cjson.encode({from = from, topics = topics})) end`;

/**
 * ARGV from 5: topics that have changed. Writes them down, then tells of every one whose tick is over, whoever wrote it
 * down: nobody waits for a process that was killed. Answers how many are left.
 */
const TOUCH = `${BEGIN}
for i = 5, #ARGV do
  local from = redis.call('HGET', late, ARGV[i])
  redis.call('HSET', late, ARGV[i], (not from or from == me) and me or '*')
end
local now = {}
local marks = redis.call('HGETALL', late)
for i = 1, #marks, 2 do
  local topic, from = marks[i], marks[i + 1]
  if redis.call('SET', prefix .. 'tick:' .. topic, me, 'NX', 'PX', tick) then
    now[from] = now[from] or {}
    table.insert(now[from], topic)
    redis.call('HDEL', late, topic)
  end
end
for from, topics in pairs(now) do say(from, topics) end
return redis.call('HLEN', late)`;

/** ARGV[5]: silence of the gone. Answers how many went. */
const BEAT = `${BEGIN}
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', alive, ms, me)
local gone = redis.call('ZREMRANGEBYSCORE', alive, '-inf', ms - tonumber(ARGV[5]))
if gone > 0 then say(me, cjson.null) end
return gone`;

/** A message on the channel. `from` need not read it; '*': several changed it. Topics null: unknown. */
const MESSAGE = z.object({ from: z.string(), topics: z.array(z.string()).nullable() });
type Message = z.infer<typeof MESSAGE>;

/** What a message says; null: nothing of ours, because others may write to the same Redis. */
function messageOf(text: string): Message | null {
  try {
    return MESSAGE.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Connects to Redis. @throws StartError when it does not answer */
export async function openRedisBus(url: string, prefix: string, log: Log): Promise<Bus> {
  const options = {
    lazyConnect: true,
    connectTimeout: 5000,
    maxRetriesPerRequest: null,
    keepAlive: 10_000,
    retryStrategy: (n: number) => Math.min(100 * n, 2000),
  };
  const publisher = new Redis(url, { ...options, enableOfflineQueue: false, commandTimeout: ANSWERS_WITHIN_MS });
  const subscriber = new Redis(url, options);
  const me = randomUUID();
  const [channel, late, alive] = [`${prefix}touch`, `${prefix}late`, `${prefix}alive`];
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
  subscriber.on('message', (_channel: string, text: string) => {
    const message = messageOf(text);
    if (!message) log.warn({ channel }, 'a message on the Redis channel is none of ours: everything shown is read anew');
    if (message?.from !== me) tell(message?.topics ?? null);
  });
  const run = (script: string, ...more: (string | number)[]) =>
    publisher.eval(script, 2, late, alive, prefix, channel, TICK_MS, me, ...more) as Promise<number>;

  const gathered = new Set<string>();
  let gathering: NodeJS.Timeout | null = null;
  let flushing: NodeJS.Timeout | null = null;
  let isGap = false;
  let isClosed = false;

  /** Tells what has changed here, and what is late; what then is left, in a tick. */
  const touch = async (topics: readonly string[]) => {
    const left = await run(TOUCH, ...topics);
    if (left > 0 && !isClosed)
      flushing ??= setTimeout(() => {
        flushing = null;
        touch([]).catch(() => {}); // the marks stay in Redis, and each beat looks after them
      }, TICK_MS);
  };
  const send = () => {
    gathering = null;
    if (gathered.size === 0 && !isGap) return;
    const sent = isGap ? publisher.publish(channel, JSON.stringify({ from: me, topics: null } satisfies Message)) : touch([...gathered]);
    gathered.clear();
    isGap = false;
    gathering = setTimeout(send, GATHER_MS);
    sent.catch(() => {
      isGap = true; // others have missed something: tell them so at the next chance
      gathering ??= setTimeout(send, GATHER_MS);
    });
  };
  /** A line that was lost without a word answers nothing and looks sound: it is made anew. */
  const renewLost = async (line: Redis) => {
    if (line.status !== 'ready') return;
    const isThere = await Promise.race([line.ping().then(() => true), delay(SILENT_MS, false)]).catch(() => false);
    if (!isThere && !isClosed) line.disconnect(true);
  };
  const beat = async () => {
    const gone = await run(BEAT, GONE_MS);
    if (gone > 0) tell(null);
    await touch([]);
  };
  await beat();
  const beating = setInterval(() => void beat().catch(() => {}), BEAT_MS);
  const looking = setInterval(() => void Promise.all([publisher, subscriber].map(renewLost)), SILENT_MS);

  return {
    redis: publisher,
    publish(topics) {
      for (const topic of topics) gathered.add(topic);
      if (!gathering) send(); // the first of a quiet moment leaves at once
    },
    onTouched: (listener) => listeners.push(listener),
    isHealthy: async () =>
      publisher.status === 'ready' &&
      subscriber.status === 'ready' &&
      (await publisher.ping().then(
        () => true,
        () => false,
      )),
    async close() {
      isClosed = true;
      for (const timer of [gathering, flushing]) if (timer) clearTimeout(timer);
      clearInterval(beating);
      clearInterval(looking);
      await publisher.zrem(alive, me).catch(() => {});
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
