// What throttling costs a request: one server, its bill switched on and off in turn (bill-or-not.mjs).
import { type ChildProcess, fork } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

/** Small, so that the bill weighs most; and a page of the hot list, as screens ask for it. */
const DOCUMENTS = {
  small: '{ station { name } }',
  list: '{ hotList(first: 20) { edges { rank previousRank node { id title voteCount heat category { code } } } } }',
};
const REQUESTS = { small: requestOf(DOCUMENTS.small), list: requestOf(DOCUMENTS.list) };
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
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server of the bench ended with ${code}`)));
    child.once('message', (message) => resolve(message as number));
  });
  const sockets = Array.from({ length: CLIENTS }, () => connect(port, '127.0.0.1').setNoDelay());
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

function requestOf(query: string): Buffer {
  const body = JSON.stringify({ query });
  return Buffer.from(
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}

/** Switches the side; answers the CPU used so far. */
function turn(child: ChildProcess, side: Side): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve((message as { cpu: number }).cpu));
    child.send(side);
  });
}

/** Sends a request as it stands and reads its answer: node's own client takes as much of the machine as the server. */
function ask(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let length = Number.POSITIVE_INFINITY;
    let read = 0;
    const end = (outcome: () => void) => {
      socket.removeAllListeners('data').removeAllListeners('error');
      outcome();
    };
    socket.on('data', (chunk) => {
      if (read === 0) {
        const head = chunk.toString('latin1', 0, chunk.indexOf('\r\n\r\n'));
        if (!head.startsWith('HTTP/1.1 200 ')) end(() => reject(new Error(`no figures: a request was answered with\n${head}`)));
        length = head.length + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1]);
      }
      read += chunk.length;
      if (read >= length) end(resolve);
    });
    socket.once('error', (error) => end(() => reject(error)));
    socket.write(bytes);
  });
}
