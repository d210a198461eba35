// The fan-out beside the wire and beside a server as documented: server CPU a delivered message, and how long the last one
// waits. PERFORMANCE: floor, ours, ours, floor, documented in every round.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export type Side = 'floor' | 'ours' | 'documented';

export interface Fan {
  microsecondsPerMessage: number;
  /** From the state being committed, or handed over, to the last subscriber having it: median of the ticks. */
  lastMs: number;
}

/** More than a topic's pause: no two states become one. */
const TICK_MS = 260;
const LATEST_MS = 20_000;

interface Counted {
  delivered: number;
  bytes: number;
  wrong: number;
  sample: string;
  lastAt: string;
}

/** A server and its subscribers, each a process of its own, open as long as it is measured. */
class Stand {
  readonly #server: ChildProcess;
  readonly #subscribers: ChildProcess;
  readonly #count: number;
  #version = 0;

  private constructor(server: ChildProcess, subscribers: ChildProcess, count: number) {
    this.#server = server;
    this.#subscribers = subscribers;
    this.#count = count;
  }

  static async open(server: ChildProcess, port: number, count: number): Promise<Stand> {
    const subscribers = fork(join(import.meta.dirname, 'subscribers.ts'));
    const stand = new Stand(server, subscribers, count);
    await ask(subscribers, { open: count, port });
    return stand;
  }

  /** The list as a subscriber got it. */
  async sample(): Promise<object> {
    const { sample } = await ask<Counted>(this.#subscribers, 'count');
    return JSON.parse(sample).payload.data.hotListUpdated;
  }

  /** Bytes of memory that the server holds. */
  async memory(): Promise<number> {
    return (await ask<{ rss: number }>(this.#server, 'cpu')).rss;
  }

  /** Changes the list so often. @throws when a message is lost, comes twice or is broken: then there are no figures */
  async measure(ticks: number): Promise<Fan> {
    const before = await ask<{ cpu: number }>(this.#server, 'cpu');
    const start = await ask<Counted>(this.#subscribers, 'count');
    const waits: number[] = [];
    for (let tick = 1; tick <= ticks; tick++) {
      const next = delay(TICK_MS);
      this.#version += 1;
      const published = process.hrtime.bigint();
      this.#server.send(`v${this.#version}`);
      const { lastAt } = await this.#until(start.delivered + tick * this.#count);
      waits.push(Number(BigInt(lastAt) - published) / 1e6);
      await next;
    }
    const after = await ask<{ cpu: number }>(this.#server, 'cpu');
    const end = await ask<Counted>(this.#subscribers, 'count');
    const messages = end.delivered - start.delivered;
    if (messages !== ticks * this.#count || end.wrong > 0)
      throw new Error(`${messages} of ${ticks * this.#count} messages, ${end.wrong} wrong`);
    return {
      microsecondsPerMessage: (after.cpu - before.cpu) / messages,
      lastMs: waits.sort((a, b) => a - b)[Math.floor(ticks / 2)] as number,
    };
  }

  async #until(delivered: number): Promise<Counted> {
    for (const end = performance.now() + LATEST_MS; ; await delay(10)) {
      const counted = await ask<Counted>(this.#subscribers, 'count');
      if (counted.delivered >= delivered) return counted;
      if (performance.now() > end) throw new Error(`${counted.delivered} of ${delivered} messages: some are lost`);
    }
  }

  close(): void {
    this.#subscribers.kill();
    this.#server.kill();
  }
}

/** The three sides with so many subscribers each. `ours` runs on the street of that database. */
export async function openFanOutBench(databaseUrl: string, subscribers: number) {
  const stands: Partial<Record<Side, Stand>> = {};
  const close = () => {
    for (const stand of Object.values(stands)) stand.close();
  };
  try {
    const server = fork(join(import.meta.dirname, 'server.ts'), [], { env: { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: '' } });
    stands.ours = await Stand.open(server, await answerOf<number>(server), subscribers);
    const snapshot = await stands.ours.sample();
    for (const side of ['floor', 'documented'] as const) {
      const peer = fork(join(import.meta.dirname, 'floor.ts'));
      stands[side] = await Stand.open(peer, await ask<number>(peer, { side, snapshot }), subscribers);
    }
  } catch (error) {
    close();
    throw error;
  }
  return { stands: stands as Record<Side, Stand>, close };
}

function ask<Answer>(child: ChildProcess, order: object | string): Promise<Answer> {
  const answer = answerOf<Answer>(child);
  child.send(order);
  return answer;
}

function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as Answer);
    });
  });
}
