// How a shared state reaches one WebSocket: its own id in front of the bytes of all. Slow readers get the newest.
// The frames are made here and written below ws: the id is put in front of the one body of all, and the socket is handed both.
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
    /** A body and a brace follow it. */
    const opening = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    const openingFrame = frameOf(TEXT, opening);
    this.#latest = new LatestWins({
      isOpen: () => socket.readyState === WebSocket.OPEN,
      queuedBytes: () => stream.writableLength,
      send({ body }) {
        if (stream.writableLength === 0 && Letter.isFor(opening, body)) {
          Letter.of(body).sendTo(stream, opening);
          return;
        }
        stream.cork();
        stream.write(openingFrame);
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

/**
 * A state in one frame, with room in front where each subscriber's opening is written before the socket is handed it. What
 * the socket has taken when `write` returns may be written over for the next one; what it has not is left to it.
 * One write of memory that is there costs half of two, and a fresh copy for each message costs more than both.
 */
class Letter {
  readonly #length: number;
  #room: Buffer;

  private constructor(body: Buffer) {
    this.#length = body.length + BRACE.length;
    this.#room = Buffer.allocUnsafeSlow(Letter.#FRONT + this.#length);
    this.#room.set(body, Letter.#FRONT);
    this.#room.set(BRACE, Letter.#FRONT + body.length);
  }

  static readonly #FRONT = 256;
  /** A socket takes so much at once; of larger ones each would leave a copy behind. */
  static readonly #LARGEST = 64 * 1024;
  static #newest: { body: Buffer; letter: Letter } | null = null;

  static isFor(opening: Buffer, body: Buffer): boolean {
    return opening.length + LONGEST_HEADER <= Letter.#FRONT && body.length <= Letter.#LARGEST;
  }

  /** Made once a state: all who are told it are told one after the other. */
  static of(body: Buffer): Letter {
    if (Letter.#newest?.body !== body) Letter.#newest = { body, letter: new Letter(body) };
    return Letter.#newest.letter;
  }

  /** @param stream has nothing waiting */
  sendTo(stream: Socket, opening: Buffer): void {
    const length = opening.length + this.#length;
    const start = Letter.#FRONT - opening.length;
    const first = start - headerLengthOf(length);
    writeHeader(this.#room, first, TEXT | FIN, length);
    this.#room.set(opening, start);
    stream.write(this.#room.subarray(first));
    if (stream.writableLength > 0) this.#room = Buffer.from(this.#room);
  }
}

/** The frame that ends a message in two: its body and a brace. Made once a state. */
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

const LONGEST_HEADER = 10;

/** A frame as servers send it: unmasked. */
function frameOf(first: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(headerLengthOf(payload.length));
  writeHeader(header, 0, first, payload.length);
  return Buffer.concat([header, payload]);
}

function headerLengthOf(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : LONGEST_HEADER;
}

function writeHeader(frame: Buffer, at: number, first: number, length: number): void {
  frame[at] = first;
  if (length < 126) frame[at + 1] = length;
  else if (length < 65_536) {
    frame[at + 1] = 126;
    frame.writeUInt16BE(length, at + 2);
  } else {
    frame[at + 1] = 127;
    frame.writeBigUInt64BE(BigInt(length), at + 2);
  }
}
