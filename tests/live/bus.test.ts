// Touches between processes, over a real Redis.
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Bus } from '../../api/live/bus.ts';
import { openRedisBus } from '../../api/live/bus-redis.ts';
import { openWire } from '../support/wire.ts';

const url = process.env.REDIS_URL;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

describe.runIf(url)('a bus over Redis', () => {
  const opened: Pick<Bus, 'close'>[] = [];
  afterEach(async () => {
    for (const { close } of opened.splice(0)) await close();
  });

  let street = 0;
  const newPrefix = () => `xieshou-test:${process.pid}:${Date.now()}:${street++}:`;
  type Peer = Awaited<ReturnType<typeof open>>;
  async function open(prefix: string, over = url as string) {
    const bus = await openRedisBus(over, prefix, SILENT);
    opened.push(bus);
    const heard: (readonly string[] | null)[] = [];
    let onHeard = () => {};
    bus.onTouched((topics) => {
      heard.push(topics);
      onHeard();
    });
    /** Resolves once it has heard what `matches`. */
    const hears = (matches: (topics: readonly string[] | null) => boolean) =>
      new Promise<void>((resolve) => {
        onHeard = () => {
          if (heard.some(matches)) resolve();
        };
        onHeard();
      });
    return { bus, heard, hears };
  }
  /** All messages of a deployment, as Redis carries them. */
  async function listen(prefix: string, { redis }: Bus) {
    const messages: { from: string; topics: string[] | null }[] = [];
    const listener = redis.duplicate();
    opened.push({ close: async () => listener.disconnect() });
    await listener.connect();
    await listener.subscribe(`${prefix}touch`);
    listener.on('message', (_channel, message) => messages.push(JSON.parse(message)));
    return messages;
  }

  it.each([
    ['hears nothing', /subscribe/],
    ['takes nothing', /zadd|eval/i],
  ])('makes the line anew that %s and was never told its end', { timeout: 40_000 }, async (_what, said) => {
    const prefix = newPrefix();
    const wire = await openWire(url as string);
    opened.push(wire);
    const [far, other] = [await open(prefix, wire.url), await open(prefix)];
    wire.hold(said);
    // What is said into a dead line is lost or late: it is said until it is heard.
    const saying = setInterval(() => {
      other.bus.publish(['hotlist:other']);
      far.bus.publish(['hotlist:far']);
    }, 100);
    far.heard.length = other.heard.length = 0;
    await far.hears((topics) => topics?.[0] === 'hotlist:other');
    await other.hears((topics) => topics?.[0] === 'hotlist:far');
    expect(await far.bus.isHealthy()).toBe(true);
    clearInterval(saying);
  });

  it('reads everything anew after a message that is none of ours, and goes on', async () => {
    const prefix = newPrefix();
    const [one, other] = [await open(prefix), await open(prefix)];
    for (const text of [
      'no json',
      'null',
      '[]',
      '{}',
      '{"from":1,"topics":[]}',
      '{"from":"x","topics":"all"}',
      '{"from":"x","topics":[1]}',
    ]) {
      one.heard.length = 0;
      await other.bus.redis.publish(`${prefix}touch`, text);
      await one.hears((topics) => topics === null);
    }
    other.bus.publish(['board']);
    await one.hears((topics) => topics?.includes('board') ?? false);
  });

  it('carries one message per tick and topic, however many processes touch it how often, and the last change of each', async () => {
    const prefix = newPrefix();
    const peers = await Promise.all(Array.from({ length: 6 }, () => open(prefix)));
    const messages = await listen(prefix, (peers[0] as Peer).bus);
    const begin = performance.now();
    for (let n = 0; n < 150; n++) {
      for (const { bus } of peers) bus.publish(['board']);
      await delay(10);
    }
    for (const { heard } of peers) heard.length = 0;
    for (const { bus } of peers) bus.publish(['board', 'last']); // nobody hears of it by itself alone
    for (const { hears } of peers) for (const topic of ['board', 'last']) await hears((topics) => topics?.includes(topic) ?? false);
    const ticks = (performance.now() - begin) / 250 + 2;
    const ofBoard = messages.filter(({ topics }) => topics?.includes('board')).length;
    expect(ofBoard).toBeGreaterThan(2);
    expect(ofBoard).toBeLessThanOrEqual(ticks);
  });

  it('leaves a change to nobody else when there is nobody else', async () => {
    const prefix = newPrefix();
    const alone = await open(prefix);
    const messages = await listen(prefix, alone.bus);
    for (let n = 0; n < 20; n++) {
      alone.bus.publish(['board']);
      await delay(20);
    }
    expect(messages.length).toBeGreaterThan(0);
    expect(new Set(messages.map(({ from }) => from)).size).toBe(1);
    expect(alone.heard.filter((topics) => topics)).toEqual([]); // its own changes are told to it directly
  });

  it('tells everybody to look anew, within two seconds, when a process is killed with something left unsaid', async () => {
    const prefix = newPrefix();
    const [dying, living] = [await open(prefix), await open(prefix)];
    living.heard.length = 0;
    const begin = performance.now();
    dying.bus.redis.disconnect(); // as a kill leaves it: without a word
    await living.hears((topics) => topics === null);
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  it('says what a killed process had only written down', async () => {
    const prefix = newPrefix();
    const [dying, living] = [await open(prefix), await open(prefix)];
    const messages = await listen(prefix, living.bus);
    dying.bus.publish(['board']);
    await living.hears((topics) => topics?.includes('board') ?? false);
    living.heard.length = 0;
    await delay(60); // the next one is a call of its own, within the tick that has begun
    dying.bus.publish(['board']);
    await dying.bus.redis.ping(); // it has arrived
    dying.bus.redis.disconnect();
    await living.hears((topics) => topics?.includes('board') ?? false);
    expect(messages.filter(({ topics }) => topics?.includes('board'))).toHaveLength(2);
  });
});
