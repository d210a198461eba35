// What throttling costs a request: one server, its bill switched on and off in turn (bill-or-not.mjs).
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { answerOf, order } from './child.ts';
import { ask, openSockets, requestOf } from './wire.ts';

/** Small, so that the bill weighs most; and a page of the hot list. With the viewer: what differs is executed each time. */
const DOCUMENTS = {
  small: '{ viewer { name } station { name } }',
  list: '{ viewer { name } hotList(first: 20) { edges { rank previousRank node { id title voteCount heat category { code } } } } }',
};
const REQUESTS = { small: requestOf({ query: DOCUMENTS.small }), list: requestOf({ query: DOCUMENTS.list }) };
const CLIENTS = 8;

type DocumentName = keyof typeof DOCUMENTS;
type Side = 'billed' | 'free';

export interface ThrottleBench {
  /** Microseconds of server CPU a request, with the bill and without. The `first` side comes first and last. */
  measure(document: DocumentName, seconds: number, first: Side): Promise<Record<Side, number>>;
  close(): void;
}

/** Starts the server and warms it up on both sides. */
export async function openThrottleBench(databaseUrl: string): Promise<ThrottleBench> {
  const child = fork(join(import.meta.dirname, 'server.ts'), [], {
    execArgv: ['--import', join(import.meta.dirname, 'bill-or-not.mjs')],
    env: { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: '' },
  });
  const port = await answerOf<number>(child);
  const sockets = await openSockets(CLIENTS, port);
  const load = async (side: Side, document: DocumentName, seconds: number) => {
    const before = await turn(child, side);
    const end = performance.now() + seconds * 1000;
    let count = 0;
    await Promise.all(
      sockets.map(async (socket) => {
        while (performance.now() < end) {
          await ask(socket, REQUESTS[document]);
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
    async measure(document, seconds, first) {
      const second: Side = first === 'billed' ? 'free' : 'billed';
      const sum = { billed: 0, free: 0 };
      for (const side of [first, second, second, first] satisfies Side[]) sum[side] += (await load(side, document, seconds)) / 2;
      return sum;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      child.kill();
    },
  };
}

/** Switches the side; answers the CPU used so far. */
async function turn(child: ChildProcess, side: Side): Promise<number> {
  return (await order<{ cpu: number }>(child, side)).cpu;
}
