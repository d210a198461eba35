// What throttling costs a request: the server as it is beside the same server with the bill struck out of its source.
import { type ChildProcess, fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

/** Small, so that the bill weighs most; and a page of the hot list, as screens ask for it. */
const DOCUMENTS = {
  small: '{ station { name } }',
  list: '{ hotList(first: 20) { edges { rank previousRank node { id title voteCount heat category { code } } } } }',
};
const CLIENTS = 16;

export type DocumentName = keyof typeof DOCUMENTS;

interface Side {
  child: ChildProcess;
  port: number;
}

export interface ThrottleBench {
  /** Microseconds of server CPU a request, with the bill and without. */
  measure(document: DocumentName, seconds: number): Promise<{ billed: number; free: number }>;
  close(): void;
}

/** Starts both servers on one database. */
export async function openThrottleBench(databaseUrl: string): Promise<ThrottleBench> {
  const [billed, free] = [
    await start(databaseUrl, []),
    await start(databaseUrl, ['--import', join(import.meta.dirname, 'without-bill.mjs')]),
  ];
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  for (const side of [billed, free]) await load(side, 'list', 1, agent); // compiled and warm
  return {
    async measure(document, seconds) {
      const first = await load(billed, document, seconds, agent);
      const without = [await load(free, document, seconds, agent), await load(free, document, seconds, agent)];
      const second = await load(billed, document, seconds, agent);
      return { billed: (first + second) / 2, free: ((without[0] as number) + (without[1] as number)) / 2 };
    },
    close() {
      agent.destroy();
      for (const { child } of [billed, free]) child.kill();
    },
  };
}

function start(databaseUrl: string, execArgv: string[]): Promise<Side> {
  const child = fork(join(import.meta.dirname, 'server.ts'), [], {
    execArgv,
    env: { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: '' },
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`a server of the bench ended with ${code}`)));
    child.once('message', (port) => resolve({ child, port: port as number }));
  });
}

function cpuOf({ child }: Side): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (microseconds) => resolve(microseconds as number));
    child.send('cpu');
  });
}

/** Asks as fast as it is answered; CPU of the server a request. */
async function load(side: Side, document: DocumentName, seconds: number, agent: Agent): Promise<number> {
  const before = await cpuOf(side);
  const end = performance.now() + seconds * 1000;
  let count = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < end) {
        await ask(side, DOCUMENTS[document], agent);
        count += 1;
      }
    }),
  );
  return ((await cpuOf(side)) - before) / count;
}

function ask({ port }: Side, query: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path: '/graphql', method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`a request was answered with ${response.statusCode}: no figures`));
      response.resume().once('end', resolve);
    });
    sent.once('error', reject).end(JSON.stringify({ query }));
  });
}
