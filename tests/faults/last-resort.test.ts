// An exception that nobody caught, and a database that was killed: the process drains and is replaced, the database is started again.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { FAULT } from '../../api/last-resort.ts';
import { type ServerProcess, scratchFolder, startProcess } from '../support/process.ts';
import { ask, signIn, subscribe } from '../support/server.ts';

/** A fault of ours on SIGUSR2, in whatever process it is loaded; and while there is such a file, it does not start, and takes it away. */
const FAULTY = `--import data:text/javascript,${encodeURIComponent(`import { existsSync, rmSync } from 'node:fs';
  const trouble = process.env.XIESHOU_TEST_TROUBLE;
  if (trouble && existsSync(trouble)) { rmSync(trouble); process.exit(1); }
  process.on('SIGUSR2',()=>{throw new Error('nobody catches this')})`)}`;
const RAISE = 'mutation { hotIssueCreate(input: { title: "重启以后还在", category: "other" }) { __typename } }';

describe('an exception that nobody caught', { timeout: 120_000 }, () => {
  const { folder, remove } = scratchFolder();
  let started: ChildProcess | undefined;
  afterAll(async () => {
    if (started && started.exitCode === null) {
      started.kill('SIGTERM');
      await once(started, 'exit');
    }
    remove();
  });

  it('is logged; sockets are told 1001, what runs is answered, the database ends, the exit code says: replace me', async () => {
    const server = await startProcess(['--data', folder], { NODE_OPTIONS: FAULTY });
    const stream = subscribe(server, 'subscription { hotListUpdated { version } }');
    await stream.next();
    const told = stream.next().catch((error) => error);
    let log = '';
    server.child.stderr?.on('data', (chunk) => (log += chunk));
    expect(await server.end('SIGUSR2')).toBe(FAULT);
    expect(await told).toMatchObject({ code: 1001 });
    const line = log.split('\n').find((text) => text.includes('nobody catches this'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 50, origin: 'uncaughtException' });
  });

  it('npm start puts another process in its place, and one more when that cannot start at once', async () => {
    const trouble = join(folder, 'trouble');
    const root = join(import.meta.dirname, '../..');
    started = spawn(process.execPath, ['scripts/bootstrap.mjs', 'scripts/start.ts', '--port', '0', '--data', folder, '--no-simulator'], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: undefined, REDIS_URL: undefined, NODE_OPTIONS: FAULTY, XIESHOU_TEST_TROUBLE: trouble },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: started.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
    const ready = async () => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error('it ended instead of being replaced');
        const address = /^Xieshou is ready at (\S+)$/.exec(value)?.[1];
        if (address) return { address };
      }
    };
    const before = await ready();
    const token = await signIn(before);
    expect((await ask(before, RAISE, {}, { token })).data.hotIssueCreate.__typename).toBe('HotIssueCreateSuccess');
    const child = Number(execFileSync('pgrep', ['-P', String(started.pid), '-f', 'start.ts'], { encoding: 'utf8' }));
    writeFileSync(trouble, '');
    process.kill(child, 'SIGUSR2');
    const after = await ready();
    expect(existsSync(trouble)).toBe(false);
    expect((await ask(after, '{ viewer { name } }', {}, { token })).data.viewer).not.toBeNull();
    started.kill('SIGTERM');
    expect((await once(started, 'exit'))[0]).toBe(0);
  });
});

describe('an embedded database that is killed', { timeout: 120_000 }, () => {
  const { folder, remove } = scratchFolder();
  let server: ServerProcess | undefined;
  afterAll(async () => {
    await server?.end();
    remove();
  });

  it('is started again by itself, with all that was acknowledged', async () => {
    server = await startProcess(['--data', folder]);
    const token = await signIn(server);
    expect((await ask(server, RAISE, {}, { token })).data.hotIssueCreate.__typename).toBe('HotIssueCreateSuccess');
    const pid = Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    const isReady = async () => (await fetch(`${(server as ServerProcess).address}readyz`)).status === 200;
    // What is waited for comes when the database is back, and has no event for a stranger.
    while ((await isReady()) && isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    while (!(await isReady())) await new Promise((resolve) => setTimeout(resolve, 100));
    const { data } = await ask(server, '{ hotList(order: NEW, first: 1) { edges { node { title } } } }');
    expect(data.hotList.edges[0].node.title).toBe('重启以后还在');
    expect(await server.end()).toBe(0);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
