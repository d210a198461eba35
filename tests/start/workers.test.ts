// Several processes behind one port: what one is told the others know, and one that is killed is replaced.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOwner } from '../../api/database/lock.ts';
import { makeDatabase } from '../support/database.ts';
import { type ServerProcess, scratchFolder, startProcess } from '../support/process.ts';
import { ask, type Stream, signIn, subscribe } from '../support/server.ts';

const LIVE = 'subscription { hotListUpdated { entries { hotIssue { id voteCount } } } }';
const LIST = '{ hotList(first: 1) { edges { node { id voteCount } } } }';
const VOTE = 'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { ... on HotIssueVoteSuccess { hotIssue { voteCount } } } }';

interface Change {
  hotListUpdated: { entries: { hotIssue: { id: string; voteCount: number } }[] };
}

describe.runIf(process.env.REDIS_URL)('two workers', { timeout: 120_000 }, () => {
  let server: ServerProcess;
  let tokens: string[];
  let issue: string;
  const start = (args: string[], env: { DATABASE_URL?: string } = {}) =>
    startProcess(['--workers', '2', ...args], {
      REDIS_URL: process.env.REDIS_URL,
      XIESHOU_REDIS_PREFIX: `xieshou-test:${process.pid}:${Date.now()}:`,
      ...env,
    });
  beforeAll(async () => {
    server = await start([], { DATABASE_URL: await makeDatabase('demo') });
    tokens = await Promise.all([1, 2, 3, 4].map((n) => signIn(server, 'RESIDENT', n)));
    issue = (await ask(server, LIST)).data.hotList.edges[0].node.id;
  }, 60_000);
  afterAll(() => server?.end());

  const workers = ({ child } = server) =>
    execFileSync('ps', ['--ppid', String(child.pid), '-o', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes('main.ts'))
      .map((line) => Number.parseInt(line, 10));
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  /** Live lists, enough of them that each worker holds some, each begun. */
  const watchers = async () => {
    const streams = Array.from({ length: 8 }, () => subscribe(server, LIVE));
    await Promise.all(streams.map((stream) => stream.next()));
    return streams;
  };
  const votesIn = (data: Change) => data.hotListUpdated.entries.find(({ hotIssue }) => hotIssue.id === issue)?.hotIssue.voteCount;

  it('share a port, and each shows what was voted through the other', async () => {
    expect(workers()).toHaveLength(2);
    const streams = await watchers();
    let newest = 0;
    for (const token of tokens) {
      const { data } = await ask(server, VOTE, { id: issue }, { token });
      newest = Math.max(newest, data.hotIssueVote.hotIssue.voteCount);
    }
    await Promise.all(streams.map((stream) => until(async () => votesIn((await stream.next()).data) === newest)));
    await Promise.all(streams.map((stream) => stream.end()));
  });

  it('serve on when one is killed, and are two again', async () => {
    const streams = await watchers();
    // Whatever is told before: the last vote of the test before may come late.
    const cut = async (stream: Stream): Promise<void> =>
      stream.next().then(
        () => cut(stream),
        () => {},
      );
    const cuts = streams.map(cut);
    const [first, second] = workers() as [number, number];
    process.kill(first, 'SIGKILL');
    await Promise.race(cuts);
    await until(() => workers().length === 2 && !workers().includes(first));
    expect(workers()).toContain(second);
    const { data } = await ask(server, LIST);
    expect(data.hotList.edges).toHaveLength(1);
    const again = await watchers();
    const unvote =
      'mutation ($id: ID!) { hotIssueUnvote(input: { hotIssueId: $id }) { ... on HotIssueUnvoteSuccess { hotIssue { voteCount } } } }';
    const { voteCount } = (await ask(server, unvote, { id: issue }, { token: tokens[0] })).data.hotIssueUnvote.hotIssue;
    await Promise.all(again.map((stream) => until(async () => votesIn((await stream.next()).data) === voteCount)));
    await Promise.all([...streams, ...again].map((stream) => stream.end()));
  });

  it('end with the process that started them: told to, or killed', async () => {
    const { folder, remove } = scratchFolder();
    const embedded = ['--data', folder, '--no-demo'];
    const first = await start(embedded);
    const before = workers(first);
    const stream = subscribe(first, LIVE);
    await stream.next();
    const told = stream.next().catch((error) => error);
    expect(await first.end()).toBe(0);
    expect(await told).toMatchObject({ code: 1001 });
    expect([before.length, before.filter(isAlive)]).toEqual([2, []]);
    expect(await readOwner(folder)).toBeNull();

    const second = await start(embedded);
    const after = workers(second);
    await second.end('SIGKILL');
    await until(() => !after.some(isAlive));
    const third = await start(embedded); // the database that was left over is ended first
    expect((await ask(third, LIST)).data.hotList.edges).toEqual([]);
    await third.end();
    remove();
  });

  it('do not start at all when one cannot', async () => {
    const { port } = new URL(server.address);
    const again = start(['--port', port], { DATABASE_URL: await makeDatabase('demo') });
    await expect(again).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
