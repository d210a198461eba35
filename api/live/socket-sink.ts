// How a shared state reaches one WebSocket: its own id in front of the bytes of all. Slow readers get the newest.
// The frames are made here and written below ws: the id is put in front of the one body of all, and the socket is handed both.
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Push, Sink } from './fan-out.ts';
import { LatestWins, type Way } from './latest-wins.ts';

/** A socket that takes nothing for so long is closed. */
const SLOW_MS = 30_000;
/** Of the protocol: docs/partners/subscriptions.md tells what it means. */
const TOO_SLOW = 4413;

/** Sends `next` messages of graphql-transport-ws. `stop` before it is forgotten. */
export class SocketSink implements Sink, Way {
  readonly stream: Socket;
  readonly patienceMs = SLOW_MS;
  /** Settles when there will be no more. */
  readonly ended: Promise<void>;
  readonly #socket: WebSocket;
  readonly #latest = new LatestWins(this);
  /** A body and a brace follow it. */
  readonly #opening: Buffer;
  #onEnd: (error?: unknown) => void = () => {};

  /**
   * @param stream what lies below the socket
   * @param id the subscription's, on this socket
   */
  constructor(socket: WebSocket, stream: Socket, id: string) {
    this.#socket = socket;
    this.stream = stream;
    this.#opening = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    this.ended = new Promise((resolve, reject) => {
      this.#onEnd = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.ended.catch(() => {}); // nobody may wait for it
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

  isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  queuedBytes(): number {
    return this.stream.writableLength;
  }

  onTooSlow(): void {
    this.#socket.close(TOO_SLOW, 'TOO_SLOW');
  }

  send({ body }: Push): void {
    const { stream } = this;
    if (stream.writableLength === 0 && Letter.isFor(this.#opening, body)) {
      Letter.of(body).sendTo(stream, this.#opening);
      return;
    }
    stream.cork();
    stream.write(frameOf(TEXT, this.#opening));
    stream.write(closingOf(body));
    stream.uncork();
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
  #openingLength = -1;
  #frame: Buffer;

  private constructor(body: Buffer) {
    this.#length = body.length + BRACE.length;
    this.#room = Buffer.allocUnsafeSlow(Letter.#FRONT + this.#length);
    this.#room.set(body, Letter.#FRONT);
    this.#room.set(BRACE, Letter.#FRONT + body.length);
    this.#frame = this.#room;
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
    if (opening.length !== this.#openingLength) this.#makeRoomFor(opening.length);
    this.#room.set(opening, Letter.#FRONT - opening.length);
    stream.write(this.#frame);
    if (stream.writableLength === 0) return;
    this.#room = Buffer.from(this.#room);
    this.#openingLength = -1;
  }

  /** Openings are mostly of one length: the header before them stays, and so does what is cut out of the room. */
  #makeRoomFor(openingLength: number): void {
    const length = openingLength + this.#length;
    const first = Letter.#FRONT - openingLength - headerLengthOf(length);
    writeHeader(this.#room, first, TEXT | FIN, length);
    this.#frame = this.#room.subarray(first);
    this.#openingLength = openingLength;
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
