import { describe, expect, it } from 'vitest';
import { Topics } from '../../api/live/topics.ts';

describe('a live topic', () => {
  it('wakes its watcher at once at first, and then after a change', async () => {
    const topics = new Topics();
    const changes = topics.watch('a');
    expect(await changes.next()).toEqual({ done: false, value: undefined });
    const next = changes.next();
    topics.touch(['a']);
    expect(await next).toEqual({ done: false, value: undefined });
  });

  it('takes many changes between two looks for one', async () => {
    const topics = new Topics();
    const changes = topics.watch('a');
    await changes.next();
    for (let n = 0; n < 100; n++) topics.touch(['a']);
    await changes.next();
    const third = changes.next();
    topics.close();
    expect(await third).toEqual({ done: true, value: undefined });
    expect(topics.generation('a')).toBe(100);
  });

  it('lets go of a watcher that leaves while it waits', async () => {
    const topics = new Topics();
    const changes = topics.watch('a');
    await changes.next();
    const waiting = changes.next();
    await changes.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('does not wake watchers of other topics', async () => {
    const topics = new Topics();
    const other = topics.watch('b');
    await other.next();
    const waiting = other.next();
    topics.touch(['a']);
    const mine = topics.watch('a');
    await mine.next();
    expect(
      await Promise.race([
        waiting.then(() => 'woken'),
        new Promise((resolve) => setImmediate(() => setImmediate(() => resolve('asleep')))),
      ]),
    ).toBe('asleep');
    topics.close();
  });
});
