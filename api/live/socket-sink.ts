// How a shared state reaches one WebSocket: its own id in front of the bytes of all. Slow readers get the newest.
// The frames are made here and written below ws: one message in two frames, of which the second is the same memory for all.
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Push, Sink } from './fan-out.ts';
import { LatestWins } from './latest-wins.ts';

/** A socket that takes nothing for so long is closed. */
const SLOW_MS = 30_000;

interface Wiring {
  socket: WebSocket;
  /** What lies below: tells when everything has been taken. */
  stream: Socket;
  /** The subscription's id on this socket. */
  id: string;
  onTooSlow(): void;
}

/** Sends `next` messages of graphql-transport-ws. `stop` before it is forgotten. */
export class SocketSink implements Sink {
  readonly #latest: LatestWins;
  readonly #onEnd: (error?: unknown) => void;

  constructor({ socket, stream, id, onTooSlow }: Wiring, onEnd: (error?: unknown) => void) {
    this.#onEnd = onEnd;
    /** The frame `{"id":…,"type":"next","payload":`; a body and a brace follow it. */
    const opening = frameOf(TEXT, Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`));
    this.#latest = new LatestWins({
      isOpen: () => socket.readyState === WebSocket.OPEN,
      queuedBytes: () => socket.bufferedAmount,
      send({ body }) {
        stream.cork();
        stream.write(opening);
        stream.write(closingOf(body));
        stream.uncork();
      },
      stream,
      patienceMs: SLOW_MS,
      onTooSlow,
    });
  }

  push(push: Push): void {
    this.#latest.push(push);
  }

  end(error?: unknown): void {
    this.stop();
    this.#onEnd(error);
  }

  /** Forgets what waits. */
  stop(): void {
    this.#latest.stop();
  }
}

/** The frame that ends every message of a state: its body and a brace. Made once a state. */
function closingOf(body: Buffer): Buffer {
  let closing = closings.get(body);
  if (!closing) {
    closing = frameOf(CONTINUATION | FIN, Buffer.concat([body, BRACE]));
    closings.set(body, closing);
  }
  return closing;
}

const closings = new WeakMap<Buffer, Buffer>();
const BRACE = Buffer.from('}');

/** RFC 6455, section 5.2. */
const FIN = 0x80;
const CONTINUATION = 0x0;
const TEXT = 0x1;

/** A frame as servers send it: unmasked. */
function frameOf(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = first;
  if (length < 126) header[1] = length;
  else if (length < 65_536) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}
