// --workers N: this process owns the database and N servers that share one port; it serves nobody itself.
import cluster, { type Worker } from 'node:cluster';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import type { Config } from './config.ts';
import { openDatabase } from './database/connect.ts';

/** A worker that lived shorter than this failed to start: the next try waits. */
const SETTLED_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;
/** Longer than a worker's own drain. */
const STOP_WITHIN_MS = 12_000;
/** Connections of the embedded database that workers may share out. */
const EMBEDDED_CONNECTIONS = 100;

/** What a worker tells once it serves. */
export interface WorkerReady {
  address: string;
  demoKey: string | null;
}

export interface RunningWorkers extends WorkerReady {
  stop(): Promise<void>;
}

/** The worker of this number runs the jobs that one process of a machine is enough for. */
export const WORKER = 'XIESHOU_WORKER';

/**
 * Starts the database, then `config.workers` servers. One that dies is replaced; its neighbours serve on.
 * Null: a worker could not start, and has said why.
 * @throws StartError
 */
export async function startWorkers(config: Config, onStep: (step: string) => void): Promise<RunningWorkers | null> {
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
  onStep('database');
  const database = await openDatabase({ ...config, databaseConnections: 2 }, log);
  cluster.setupPrimary({ exec: join(import.meta.dirname, 'main.ts'), args: process.argv.slice(2) });
  const alive = new Map<Worker, Promise<void>>();
  let isStopping = false;

  /** Resolves when the worker serves; null when it ended before. */
  function fork(number: number, failures = 0): Promise<WorkerReady | null> {
    const begun = performance.now();
    const worker = cluster.fork({ ...environmentOf(config, database.url), [WORKER]: number });
    const gone = Promise.withResolvers<void>();
    alive.set(worker, gone.promise);
    return new Promise((resolve) => {
      let isReady = false;
      worker.once('message', (ready: WorkerReady) => {
        isReady = true;
        resolve(ready);
      });
      worker.once('exit', (code, signal) => {
        alive.delete(worker);
        gone.resolve();
        resolve(null);
        if (isStopping || (!isReady && failures === 0)) return;
        const failed = performance.now() - begun < SETTLED_MS ? failures + 1 : 0;
        const pause = failed === 0 ? 0 : Math.min(250 * 2 ** failed, LONGEST_PAUSE_MS);
        log.error({ worker: number, pid: worker.process.pid, code, signal, pause }, 'a worker ended: another takes its place');
        void delay(pause, undefined, { ref: false }).then(() => {
          if (!isStopping) void fork(number, Math.max(1, failed));
        });
      });
    });
  }

  async function stop(): Promise<void> {
    isStopping = true;
    const ends = [...alive.values()];
    for (const worker of alive.keys()) worker.process.kill('SIGTERM');
    const kill = setTimeout(() => {
      for (const worker of alive.keys()) worker.process.kill('SIGKILL'); // one that hangs hears no signal
    }, STOP_WITHIN_MS);
    await Promise.all(ends);
    clearTimeout(kill);
    await database.close();
  }

  // The first one alone makes the demo town and the secret; all others find them.
  const first = await fork(1);
  const rest = first ? await Promise.all(Array.from({ length: config.workers - 1 }, (_, index) => fork(index + 2))) : [];
  if (!first || rest.includes(null)) {
    await stop();
    return null;
  }
  await database.lock?.record({ address: first.address });
  return { ...first, stop };
}

function environmentOf({ databaseUrl, databaseConnections, workers }: Config, url: string): Record<string, string> {
  const share = Math.max(2, Math.floor(EMBEDDED_CONNECTIONS / workers) - 2);
  const connections = databaseUrl ? databaseConnections : Math.min(databaseConnections, share);
  return { DATABASE_URL: url, XIESHOU_DATABASE_CONNECTIONS: String(connections) };
}
