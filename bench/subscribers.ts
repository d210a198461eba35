// The load of the fan-out: many sockets that listen to one hot list, every frame counted, 1 in 100 looked at.
// A process of its own; told what to do by messages, ends when its parent does.
import { connect } from 'node:net';
import WebSocket from 'ws';

/** Few enough of one address for the server's limit: the loopback has many. */
const PER_ADDRESS = 190;
const LOOKED_AT = 100;
const OPENING_AT_ONCE = 100;

const DOCUMENT = `subscription { hotListUpdated { version at entries { rank previousRank hotIssue { id title status voteCount heat createdAt category { code nameZh } grid { code name } } } } }`;

const sockets: WebSocket[] = [];
let delivered = 0;
let bytes = 0;
let wrong = 0;
/** When each message came, in nanoseconds by the clock of this machine, in order. */
const times: number[] = [];
let sample = '';

process.on('message', async (order: { open: number; port: number } | { published: string[] } | 'count') => {
  if (order === 'count') process.send?.({ delivered, bytes, wrong, sample });
  else if ('published' in order) process.send?.(waitsSince(order.published.map(Number)));
  else process.send?.(await open(order.open, order.port));
});
process.once('disconnect', () => process.exit());

/** Milliseconds that each message of the last rounds was under way, a row a round, sorted. @param published when each round began */
function waitsSince(published: readonly number[]): number[][] {
  const first = times.length - published.length * sockets.length;
  return published.map((at, round) => {
    const start = first + round * sockets.length;
    return times
      .slice(start, start + sockets.length)
      .map((time) => (time - at) / 1e6)
      .sort((a, b) => a - b);
  });
}

/** Opens so many, and answers when each has had its first message. */
async function open(count: number, port: number): Promise<'open'> {
  const before = sockets.length;
  for (let start = 0; start < count; start += OPENING_AT_ONCE) {
    const some = Array.from({ length: Math.min(OPENING_AT_ONCE, count - start) }, (_, index) => before + start + index);
    await Promise.all(some.map((index) => openOne(index, port)));
  }
  return 'open';
}

function openOne(index: number, port: number): Promise<void> {
  const id = `s${index}`;
  const localAddress = `127.0.0.${2 + Math.floor(index / PER_ADDRESS)}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
    createConnection: () => connect({ port, host: '127.0.0.1', localAddress }),
  });
  sockets.push(socket);
  return new Promise((resolve, reject) => {
    let isFirst = true;
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      if (data.length < 60 && data.includes('connection_ack')) {
        socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: DOCUMENT } }));
        return;
      }
      if (data.length < 60 && data.includes('"ping"')) {
        socket.send('{"type":"pong"}');
        return;
      }
      if (isFirst) {
        isFirst = false;
        sample = data.toString();
        resolve();
        return;
      }
      delivered += 1;
      times.push(Number(process.hrtime.bigint()));
      bytes += data.length;
      if (delivered % LOOKED_AT === 0 && !isWhole(data, id)) wrong += 1;
    });
  });
}

/** Whether it is JSON of this subscription with a whole list; the floor sends one id to all. */
function isWhole(data: Buffer, id: string): boolean {
  const message = JSON.parse(data.toString()) as {
    id: string;
    type: string;
    payload: { data: { hotListUpdated: { entries: unknown[] } } };
  };
  return (message.id === id || message.id === 'floor') && message.type === 'next' && message.payload.data.hotListUpdated.entries.length > 0;
}
