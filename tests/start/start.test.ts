// Starting: one owner a data folder, one sentence a mistake, a clean end.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../api/config.ts';
import { readOwner } from '../../api/database/lock.ts';
import { makeDatabase } from '../support/database.ts';
import { runCommand, type ServerProcess, scratchFolder, startProcess } from '../support/process.ts';
import { ask, signIn, startTestServer, subscribe } from '../support/server.ts';

const main = (args: string[], env: Record<string, string> = {}) => runCommand('api/main.ts', ['--port', '0', ...args], { env });

describe('a data folder', () => {
  const { folder, remove } = scratchFolder();
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startProcess(['--data', folder]);
  });
  afterAll(async () => {
    await server.end();
    remove();
  });

  it('in use is refused to a second start in one sentence', async () => {
    const { code, stderr } = await main(['--data', folder]);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      `Xieshou already runs on ${folder} at ${server.address} (process ${server.child.pid}): use that one, stop it, or choose another folder with --data.`,
    ]);
  });

  it('keeps its data through kill -9, a left-over database and a restart', async () => {
    const token = await signIn(server);
    const { data } = await ask(
      server,
      'mutation { hotIssueCreate(input: { title: "重启以后还在", category: "other" }) { ... on HotIssueCreateSuccess { hotIssue { id } } } }',
      {},
      { token },
    );
    await server.end('SIGKILL'); // its PostgreSQL lives on
    server = await startProcess(['--data', folder]);
    const after = await ask(
      server,
      'query ($id: ID!) { hotIssue(id: $id) { title } viewer { name } }',
      { id: data.hotIssueCreate.hotIssue.id },
      { token },
    );
    expect(after.data).toEqual({ hotIssue: { title: '重启以后还在' }, viewer: { name: '张桂芳' } });
  });

  it('is let go on SIGTERM: sockets get 1001, the database ends, the exit code is 0', async () => {
    const stream = subscribe(server, 'subscription { hotListUpdated { version } }');
    await stream.next();
    const next = stream.next().catch((error) => error);
    expect(await server.end()).toBe(0);
    expect(await next).toMatchObject({ code: 1001 });
    expect(await readOwner(folder)).toBeNull();
    server = await startProcess(['--data', folder]);
  });
});

describe('a mistake at the start is one sentence and exit code 1', () => {
  const { folder, remove } = scratchFolder();
  afterAll(remove);

  it.each([
    ['PORT', { PORT: 'seventy' }, /^PORT must be a number from 0 .* but is "seventy"\.$/],
    ['PORT out of range', { PORT: '70000' }, /^PORT must be a number/],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must be an address like postgresql:/],
    [
      'an unreachable database',
      { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' },
      /^The database none at 127\.0\.0\.1:9 cannot be used \(.+\): check DATABASE_URL/,
    ],
    ['REDIS_URL', { REDIS_URL: 'http://x' }, /^REDIS_URL must be/],
    ['half-life', { XIESHOU_HALF_LIFE_HOURS: '-1' }, /^XIESHOU_HALF_LIFE_HOURS must be a positive number/],
    ['PUBLIC_ORIGIN', { PUBLIC_ORIGIN: 'nope' }, /^PUBLIC_ORIGIN must be/],
  ])('%s', async (_name, env, sentence) => {
    const { code, stderr } = await runCommand('api/main.ts', ['--data', folder], { env });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr.trim()).toMatch(sentence);
  });

  it('an unreachable Redis', async () => {
    const { code, stderr } = await main([], { DATABASE_URL: await makeDatabase('demo'), REDIS_URL: 'redis://127.0.0.1:9' });
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(/^Redis at 127\.0\.0\.1:9 cannot be used/);
  });

  it.each([
    ['without Redis', '2', /^--workers 2 needs REDIS_URL/],
    ['too many', '99', /^--workers must be a number from 1 to 32, but is "99"\.$/],
  ])('workers %s', async (_what, workers, sentence) => {
    const { code, stderr } = await main(['--workers', workers], { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' });
    expect([code, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr.trim()).toMatch(sentence);
  });

  it('an unknown flag', async () => {
    const { code, stderr } = await main(['--nope']);
    expect([code, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toContain('--port, --host, --data');
  });

  it('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await runCommand('api/main.ts', ['--port', String(port)], {
      env: { DATABASE_URL: await makeDatabase('demo') },
    });
    other.close();
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(
      `Port ${port} on 127.0.0.1 is taken: stop the program that uses it, or choose another with --port (0 for any free one).`,
    );
  });

  it('a data folder that cannot be written', async () => {
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a', 'file'), '');
    const { code, stderr } = await main(['--data', join(folder, 'a', 'file', 'below')]);
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(/cannot be written \(ENOTDIR\)/);
  });
});

describe('the configuration', () => {
  it.each([
    ['without a secret', {}, /^XIESHOU_SECRET is not set/],
    ['with a short secret', { XIESHOU_SECRET: 'short' }, /^XIESHOU_SECRET must be at least 32 random characters.*set to something else\.$/],
    ['with a simple secret', { XIESHOU_SECRET: 'a'.repeat(40) }, /^XIESHOU_SECRET is too simple/],
    ['without a gateway for codes', { XIESHOU_SECRET: 'q8Zr4mT1xK9vB2nL7wY3cD6fH5jP0sGe' }, /^XIESHOU_SMS_URL is not set/],
  ])('of production %s ends the start', (_what, variables, sentence) => {
    expect(() => readConfig([], { NODE_ENV: 'production', ...variables })).toThrow(sentence);
  });

  it('takes flags before the environment, and an empty variable as unset', () => {
    expect(readConfig(['--port', '5000'], { PORT: '6000', HOST: '' })).toMatchObject({ port: 5000, host: '127.0.0.1' });
  });

  it('has no demo in production', () => {
    const XIESHOU_SECRET = 'a0B1c2D3e4F5g6H7i8J9k0L1m2N3o4P5';
    const settings = { NODE_ENV: 'production', XIESHOU_SECRET, XIESHOU_SMS_URL: 'https://sms.example/send' };
    expect(readConfig([], settings)).toMatchObject({ isDemo: false, isSimulated: false });
  });
});

describe('stopping', () => {
  it('twice at once waits twice for the same end', async () => {
    const server = await startTestServer({ template: 'empty' });
    const first = server.stop();
    await server.stop();
    expect(server.database.pool.ended).toBe(true);
    await first;
  });
});
