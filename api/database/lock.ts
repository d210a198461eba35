// One owner a data folder: a second start says so instead of damaging the data.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';

/** What the owner of a data folder writes down, for a second start and for the import command. */
export interface LockRecord {
  pid: number;
  /** Start time of the process in kernel ticks, so that a reused pid is not taken for the owner. Null where unknown. */
  startedTicks: string | null;
  /** The owner's database; the file is readable by its user only. */
  databaseUrl?: string;
  /** Where the owner serves, once it does. */
  address?: string;
}

export interface Lock {
  /** Adds what became known after the start. */
  record(more: Partial<LockRecord>): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock of a data folder, creating the folder. A lock left by a dead process is taken over.
 * @throws StartError when a living process holds it, or the folder cannot be written
 */
export async function takeLock(dataFolder: string): Promise<Lock> {
  const file = join(dataFolder, 'lock');
  let mine: LockRecord = { pid: process.pid, startedTicks: await startedTicks(process.pid) };
  await mkdir(dataFolder, { recursive: true }).catch((error) => {
    throw notWritable(dataFolder, error);
  });
  for (;;) {
    try {
      await writeFile(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw notWritable(dataFolder, error);
      const owner = await readOwner(dataFolder);
      if (owner) throw new StartError(inUse(dataFolder, owner));
      await rm(file, { force: true }); // its process is gone
    }
  }
  return {
    async record(more) {
      mine = { ...mine, ...more };
      await writeFile(file, JSON.stringify(mine), { mode: 0o600 });
    },
    release: () => rm(file, { force: true }),
  };
}

/** The living owner of a data folder, or null. */
export async function readOwner(dataFolder: string): Promise<LockRecord | null> {
  const text = await readFile(join(dataFolder, 'lock'), 'utf8').catch(() => '');
  try {
    const record = JSON.parse(text) as LockRecord;
    return (await isAlive(record)) ? record : null;
  } catch {
    return null; // cut off while being written: its process died
  }
}

function inUse(dataFolder: string, owner: LockRecord): string {
  const where = owner.address ? ` at ${owner.address}` : '';
  return `Xieshou already runs on ${dataFolder}${where} (process ${owner.pid}): use that one, stop it, or choose another folder with --data.`;
}

function notWritable(dataFolder: string, error: unknown): StartError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new StartError(
    `The data folder ${dataFolder} cannot be written (${code}): make it writable, free space, or choose another with --data.`,
  );
}

async function isAlive({ pid, startedTicks: ticks }: LockRecord): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = await startedTicks(pid);
  return ticks === null || now === null || now === ticks;
}

/** Field 22 of /proc/PID/stat; null where there is no /proc. */
async function startedTicks(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
