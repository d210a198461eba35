// A stranger's path: `npm start`, the key it prints, and the examples of docs/partners as they are printed.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDatabase } from '../support/database.ts';
import { scratchFolder } from '../support/process.ts';
import { ask, signIn } from '../support/server.ts';

const EXAMPLES = 'docs/partners/examples';
const scratch = scratchFolder();
let server: ChildProcess;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  server = spawn('npm', ['start', '--silent', '--', '--port', '0', '--no-simulator', '--data', scratch.folder], {
    env: { ...process.env, DATABASE_URL: await makeDatabase('demo'), REDIS_URL: undefined, NODE_ENV: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let key = '';
  const address = await new Promise<string>((resolve, reject) => {
    server.once('exit', () => reject(new Error('npm start ended')));
    createInterface({ input: server.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      key = /^Demo partner key: (\S+)$/.exec(line)?.[1] ?? key;
      const ready = /^Xieshou is ready at (\S+)\/$/.exec(line)?.[1];
      if (ready) resolve(ready);
    });
  });
  env = { ...process.env, XIESHOU_URL: address, XIESHOU_KEY: key };
});
afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  scratch.remove();
});

/** Runs an example to its end, or until it has printed `lines`. */
function run(
  command: string,
  file: string,
  { lines = Number.POSITIVE_INFINITY, onLine }: { lines?: number; onLine?: (count: number) => void } = {},
): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [`${EXAMPLES}/${file}`], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: string[] = [];
    let sorry = '';
    child.stderr.on('data', (chunk) => (sorry += chunk));
    createInterface({ input: child.stdout }).on('line', (line) => {
      printed.push(line);
      onLine?.(printed.length);
      if (printed.length >= lines) child.kill();
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 || printed.length >= lines ? resolve(printed) : reject(new Error(sorry))));
  });
}

describe('the five-minute start', () => {
  const page = readFileSync('docs/partners/README.md', 'utf8');

  it.each([
    ['ask.sh', 'sh'],
    ['listen.mjs', 'js'],
  ])('prints %s as it is', (file, language) => {
    const text = readFileSync(`${EXAMPLES}/${file}`, 'utf8')
      .replace(/^#.*\n/gm, '')
      .trim();
    const blocks = [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]+?)\`\`\``, 'g'))].map(([, block]) =>
      (block as string).trim(),
    );
    expect(blocks).toContain(text);
  });

  it('asks with curl', async () => {
    const answer = JSON.parse((await run('sh', 'ask.sh')).join(''));
    expect(answer.data.hotList.edges.map(({ rank }: { rank: number }) => rank)).toEqual([1, 2, 3]);
  });

  it('listens with Node: the list at once, then a vote', async () => {
    const target = { address: `${env.XIESHOU_URL}/` };
    const token = await signIn(target, 'RESIDENT', 40);
    const { data } = await ask(target, '{ hotList(first: 1) { edges { node { id } } } }');
    const vote = () =>
      ask(
        target,
        'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }',
        { id: data.hotList.edges[0].node.id },
        { token },
      );
    const lines = await run('node', 'listen.mjs', { lines: 2, onLine: (count) => void (count === 1 && vote()) });
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\S+ 1\. .+\(\d+\) · 2\. /);
    expect(lines[1]).not.toBe(lines[0]);
  });
});

describe('the other examples', () => {
  it('read every page with Python’s standard library', async () => {
    const lines = await run('python3', 'ask.py');
    expect(lines.length).toBeGreaterThanOrEqual(50);
    expect(lines[0]).toMatch(/^ {2}1 +\d+ /);
  });

  it('ask and listen with urql', async () => {
    const lines = await run('node', 'urql.mjs', { lines: 2 });
    expect(lines[0]).toContain('HOTLIST_READ');
    expect(lines[1]?.length).toBeGreaterThan(3);
  });
});
