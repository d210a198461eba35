// The loop that every job runs in.
import { describe, expect, it } from 'vitest';
import { startJob } from '../../api/jobs/job.ts';
import { Topics } from '../../api/live/topics.ts';
import type { Job } from '../../schema/frame/job.ts';

const HOUR_MS = 3_600_000;

function tried(job: Omit<Job, 'name'>) {
  const live = new Topics();
  const warnings: unknown[] = [];
  const nothing = () => {};
  const log = { debug: nothing, info: nothing, error: nothing, warn: (fields: object) => warnings.push(fields) };
  const stop = startJob({ name: 'tried', ...job }, { live, log });
  return { live, warnings, stop };
}

/** Work that tells of each run and waits until it may end. */
function watched() {
  const begun: ((end: (outcome: unknown) => void) => void)[] = [];
  let isRunning = false;
  const work = async () => {
    expect(isRunning).toBe(false); // never beside itself
    isRunning = true;
    const outcome = await new Promise((resolve) => {
      const next = begun.shift();
      if (next) next(resolve);
      else waiting.push(resolve);
    });
    isRunning = false;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const waiting: ((outcome: unknown) => void)[] = [];
  /** Resolves once a run has begun, with how to end it. */
  const run = () =>
    new Promise<(outcome?: unknown) => void>((resolve) => {
      const end = waiting.shift();
      if (end) resolve(end);
      else begun.push(resolve);
    });
  return { work, run, isRunning: () => isRunning };
}

describe('a job', () => {
  it('runs at the start, then when its time has come', async () => {
    const { work, run } = watched();
    const { stop } = tried({ everyMs: 5, work });
    for (let n = 0; n < 3; n++) (await run())();
    await stop();
  });

  it('runs after a change of its topic, once for all that changed while it ran', async () => {
    const { work, run } = watched();
    const { live, stop } = tried({ everyMs: HOUR_MS, on: 'street', work });
    (await run())();
    live.touch(['elsewhere']);
    live.touch(['street']);
    const end = await run();
    live.touch(['street']);
    live.touch(['street']);
    end();
    (await run())();
    let isMore = false;
    void run().then(() => {
      isMore = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100)); // that nothing comes has no event
    expect(isMore).toBe(false);
    await stop();
  });

  it('runs earlier when it says so', async () => {
    const { work, run } = watched();
    const { stop } = tried({ everyMs: HOUR_MS, work });
    (await run())(5);
    (await run())();
    await stop();
  });

  it('that fails is told by its name, and runs again', async () => {
    const { work, run } = watched();
    const { stop, warnings } = tried({ everyMs: 5, work });
    (await run())(new Error('the database is away'));
    (await run())();
    expect(warnings).toEqual([{ err: new Error('the database is away'), job: 'tried' }]);
    await stop();
  });

  it('stops when what runs has ended, and never runs again', async () => {
    const { work, run, isRunning } = watched();
    const { live, stop } = tried({ everyMs: 5, on: 'street', work });
    const end = await run();
    const stopped = stop().then(() => expect(isRunning()).toBe(false));
    live.touch(['street']);
    end();
    await stopped;
    expect(isRunning()).toBe(false);
  });
});
