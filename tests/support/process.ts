// The server and its commands as real processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { logFile } from './secrets.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

type Variables = Record<string, string | undefined>;

/** The environment of a child: without the tests' own database, unless it is given; with what Node is told here, too. */
function environment(more: Variables): NodeJS.ProcessEnv {
  const options = [process.env.NODE_OPTIONS, more.NODE_OPTIONS].filter(Boolean).join(' ');
  return { ...process.env, DATABASE_URL: undefined, REDIS_URL: undefined, NODE_ENV: undefined, ...more, NODE_OPTIONS: options };
}

/** Runs a command of `api/` to its end. */
export function runCommand(
  script: string,
  args: string[],
  { env = {}, cwd = ROOT }: { env?: Variables; cwd?: string } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, script), ...args], { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

export interface ServerProcess {
  child: ChildProcess;
  address: string;
  /** Ends it as an operator would, or as a power cut would. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `api/main.ts` and waits until it says that it is ready. Rejects with its last words when it ends first. */
export function startProcess(args: string[], env: Variables = {}): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'api/main.ts'), '--port', '0', '--no-simulator', ...args], {
      cwd: ROOT,
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      appendFileSync(logFile(), chunk);
    });
    const ended = new Promise<number | null>((end) => child.once('exit', (code) => end(code)));
    void ended.then(() => reject(new Error(stderr.trim())));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /^Xieshou is ready at (\S+)$/.exec(line)?.[1];
      if (!address) return;
      resolve({
        child,
        address,
        end(signal = 'SIGTERM') {
          child.kill(signal);
          return ended;
        },
      });
    });
  });
}

/** A folder of the test's own, and how to remove it. */
export function scratchFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'xieshou-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
