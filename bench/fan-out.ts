// The fan-out beside the wire and beside a server as documented: server CPU a delivered message, and how long the last one
// waits. PERFORMANCE: floor, ours, ours, floor, documented in every round.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { answerOf, order } from './child.ts';

export type Side = 'floor' | 'ours' | 'documented';

export interface Fan {
  microsecondsPerMessage: number;
  /** From a change being ordered to the last subscriber having it: median of the ticks. */
  lastMs: number;
  /** Within so long 99 of 100 messages of all ticks have come. */
  p99Ms: number;
  ticksPerSecond: number;
}

/** More than a topic's pause: no two states become one. */
const TICK_MS = 260;
const LATEST_MS = 20_000;

interface Counted {
  delivered: number;
  bytes: number;
  wrong: number;
  sample: string;
}

/** What a process of the bench has used. */
interface Used {
  /** Microseconds. */
  cpu: number;
  /** Bytes. */
  rss: number;
}

/** A server and its subscribers, each a process of its own, open as long as it is measured. */
class Stand {
  readonly #server: ChildProcess;
  readonly #subscribers: ChildProcess;
  readonly #count: number;
  /** Resident bytes before the first subscriber came. */
  readonly #bare: number;
  #version = 0;

  private constructor(server: ChildProcess, subscribers: ChildProcess, count: number, bare: number) {
    this.#server = server;
    this.#subscribers = subscribers;
    this.#count = count;
    this.#bare = bare;
  }

  static async open(server: ChildProcess, port: number, count: number): Promise<Stand> {
    const { rss } = await order<Used>(server, 'settled');
    const subscribers = fork(join(import.meta.dirname, 'subscribers.ts'));
    const stand = new Stand(server, subscribers, count, rss);
    await order(subscribers, { open: count, port });
    return stand;
  }

  /** The list as a subscriber got it. */
  async sample(): Promise<object> {
    const { sample } = await this.#counted();
    return JSON.parse(sample).payload.data.hotListUpdated;
  }

  /** Resident bytes that a subscriber has added to the server: at work, and once garbage was collected, as before the first one came. */
  async bytesOfSubscriber(): Promise<{ atWork: number; settled: number }> {
    const [atWork, settled] = [await order<Used>(this.#server, 'cpu'), await order<Used>(this.#server, 'settled')];
    return { atWork: (atWork.rss - this.#bare) / this.#count, settled: (settled.rss - this.#bare) / this.#count };
  }

  /** Share of one core that the server takes while nothing happens. */
  async idle(seconds: number): Promise<number> {
    const before = await this.#used();
    await delay(seconds * 1000);
    return ((await this.#used()).cpu - before.cpu) / (seconds * 1e6);
  }

  /** Changes the list so often. @throws when a message is lost, comes twice or is broken: then there are no figures */
  measure(ticks: number): Promise<Fan> {
    return Stand.measureTogether([this], ticks);
  }

  /** Servers that show one list: the first is told of each change, the CPU of all counts. @throws as `measure` */
  static async measureTogether(stands: readonly Stand[], ticks: number): Promise<Fan> {
    const [first] = stands as [Stand];
    const usedBy = async () => (await Promise.all(stands.map((stand) => stand.#used()))).reduce((sum, { cpu }) => sum + cpu, 0);
    const count = stands.reduce((sum, stand) => sum + stand.#count, 0);
    const starts = await Promise.all(stands.map((stand) => stand.#counted()));
    const before = await usedBy();
    const published: string[] = [];
    const startedAt = performance.now();
    for (let tick = 1; tick <= ticks; tick++) {
      const next = delay(TICK_MS);
      first.#version += 1;
      published.push(String(process.hrtime.bigint()));
      first.#server.send(`v${first.#version}`);
      await Promise.all(stands.map((stand, index) => stand.#until((starts[index] as Counted).delivered + tick * stand.#count)));
      await next;
    }
    const ticksPerSecond = (ticks * 1000) / (performance.now() - startedAt);
    const cpu = (await usedBy()) - before;
    const ends = await Promise.all(stands.map((stand) => stand.#counted()));
    const messages = ends.reduce((sum, { delivered }, index) => sum + delivered - (starts[index] as Counted).delivered, 0);
    if (messages !== ticks * count || ends.some(({ wrong }) => wrong > 0))
      throw new Error(`${messages} of ${ticks * count} messages, or wrong ones`);
    const waits = await Promise.all(stands.map((stand) => order<number[][]>(stand.#subscribers, { published })));
    const last = published.map((_, tick) => Math.max(...waits.map((ofStand) => ofStand[tick]?.at(-1) as number)));
    const share = (sorted: number[], of: number) => sorted[Math.floor((sorted.length - 1) * of)] as number;
    const inOrder = (numbers: number[]) => numbers.sort((a, b) => a - b);
    return {
      microsecondsPerMessage: cpu / messages,
      lastMs: share(inOrder(last), 0.5),
      p99Ms: share(inOrder(waits.flat(2)), 0.99),
      ticksPerSecond,
    };
  }

  async #until(delivered: number): Promise<void> {
    for (const end = performance.now() + LATEST_MS; ; await delay(10)) {
      const counted = await this.#counted();
      if (counted.delivered >= delivered) return;
      if (performance.now() > end) throw new Error(`${counted.delivered} of ${delivered} messages: some are lost`);
    }
  }

  #counted(): Promise<Counted> {
    return order<Counted>(this.#subscribers, 'count');
  }

  #used(): Promise<Used> {
    return order<Used>(this.#server, 'cpu');
  }

  close(): void {
    this.#subscribers.kill();
    this.#server.kill();
  }
}

/** One server of ours with so many subscribers. @param redis address and prefix of the bus, when there are others beside it */
export async function openOurs(databaseUrl: string, subscribers: number, redis?: { url: string; prefix: string }): Promise<Stand> {
  const server = fork(join(import.meta.dirname, 'server.ts'), [], {
    env: { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: redis?.url ?? '', XIESHOU_REDIS_PREFIX: redis?.prefix ?? '' },
  });
  try {
    return await Stand.open(server, await answerOf<number>(server), subscribers);
  } catch (error) {
    server.kill();
    throw error;
  }
}

export const measureTogether = (stands: readonly Stand[], ticks: number): Promise<Fan> => Stand.measureTogether(stands, ticks);

/** The three sides with so many subscribers each. `ours` runs on the street of that database. */
export async function openFanOutBench(databaseUrl: string, subscribers: number) {
  const stands: Partial<Record<Side, Stand>> = {};
  const close = () => {
    for (const stand of Object.values(stands)) stand.close();
  };
  try {
    stands.ours = await openOurs(databaseUrl, subscribers);
    const snapshot = await stands.ours.sample();
    for (const side of ['floor', 'documented'] as const) {
      const peer = fork(join(import.meta.dirname, 'floor.ts'));
      stands[side] = await Stand.open(peer, await order<number>(peer, { side, snapshot }), subscribers);
    }
  } catch (error) {
    close();
    throw error;
  }
  return { stands: stands as Record<Side, Stand>, close };
}
