// What throttling costs a request: one server, its bill switched on and off in turn (bill-or-not.mjs).
import { type ChildProcess, fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

/** Small, so that the bill weighs most; and a page of the hot list, as screens ask for it. */
const DOCUMENTS = {
  small: '{ station { name } }',
  list: '{ hotList(first: 20) { edges { rank previousRank node { id title voteCount heat category { code } } } } }',
};
const CLIENTS = 8;

type DocumentName = keyof typeof DOCUMENTS;
type Side = 'billed' | 'free';

export interface ThrottleBench {
  /** Microseconds of server CPU a request, with the bill and without: billed, free, free, billed. */
  measure(document: DocumentName, seconds: number): Promise<Record<Side, number>>;
  close(): void;
}

/** Starts the server and warms it up on both sides. */
export async function openThrottleBench(databaseUrl: string): Promise<ThrottleBench> {
  const child = fork(join(import.meta.dirname, 'server.ts'), [], {
    execArgv: ['--import', join(import.meta.dirname, 'bill-or-not.mjs')],
    env: { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: '' },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server of the bench ended with ${code}`)));
    child.once('message', (message) => resolve(message as number));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const load = async (side: Side, document: DocumentName, seconds: number) => {
    const before = await turn(child, side);
    const end = performance.now() + seconds * 1000;
    let count = 0;
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        while (performance.now() < end) {
          await ask(port, DOCUMENTS[document], agent);
          count += 1;
        }
      }),
    );
    return ((await turn(child, side)) - before) / count;
  };
  for (const side of ['billed', 'free', 'billed', 'free'] as const) {
    for (const document of ['small', 'list'] as const) await load(side, document, 0.7);
  }
  return {
    async measure(document, seconds) {
      const sides: Side[] = ['billed', 'free', 'free', 'billed'];
      const sum = { billed: 0, free: 0 };
      for (const side of sides) sum[side] += (await load(side, document, seconds)) / 2;
      return sum;
    },
    close() {
      agent.destroy();
      child.kill();
    },
  };
}

/** Switches the side; answers the CPU used so far. */
function turn(child: ChildProcess, side: Side): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (microseconds) => resolve(microseconds as number));
    child.send(side);
  });
}

function ask(port: number, query: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path: '/graphql', method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`a request was answered with ${response.statusCode}: no figures`));
      response.resume().once('end', resolve);
    });
    sent.once('error', reject).end(JSON.stringify({ query }));
  });
}
