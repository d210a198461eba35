// A moved clock for everything that a run of the tests starts: Node, PostgreSQL, Chromium. They share one offset from the
// machine's own clock, so time goes on for all of them together.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian's libfaketime is; the variant for programs with threads. */
const LIBRARY = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((machine) => `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));

/**
 * What the environment of a process must hold for it to live in `zone` and to believe that it is `at` now.
 * @throws Error of one sentence when that cannot be had
 */
export function movedClock({ at, zone }: { at: string | undefined; zone: string | undefined }): Record<string, string> {
  return { ...(zone === undefined ? {} : inZone(zone)), ...(at === undefined ? {} : from(at)) };
}

/** Removes what the library leaves in shared memory of processes that were killed. */
export function forgetMovedClocks(): void {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return;
  for (const name of readdirSync(memory)) {
    const [, pid] = /^(?:faketime_shm|sem\.faketime_sem)_(\d+)$/.exec(name) ?? [];
    if (pid && !existsSync(join('/proc', pid))) rmSync(join(memory, name), { force: true });
  }
}

function inZone(zone: string): Record<string, string> {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new Error(`--zone ${zone} is no time zone: say it like America/St_Johns.`);
  }
  return { TZ: zone };
}

function from(at: string): Record<string, string> {
  const moment = /T.*(Z|[+-]\d\d:\d\d)$/.test(at) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(moment)) throw new Error(`--at ${at} is no moment: say it like 2028-02-29T23:58:00+08:00.`);
  if (!LIBRARY) throw new Error('--at needs libfaketime: on Debian, `apt-get install faketime` as root.');
  if (process.env.DATABASE_URL || process.env.REDIS_URL)
    throw new Error('--at moves the clocks of what it starts: run it without DATABASE_URL and REDIS_URL, whose servers keep their own.');
  const seconds = Math.round((moment - Date.now()) / 1000);
  return {
    LD_PRELOAD: LIBRARY,
    FAKETIME: `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}`,
    // How long something takes is measured truly, threads that wait for so long wait truly (without the second, those of
    // Chromium spin instead), and files keep their own times.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    FAKETIME_FORCE_MONOTONIC_FIX: '0',
    NO_FAKE_STAT: '1',
  };
}
