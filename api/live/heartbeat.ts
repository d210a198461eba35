// Pings sockets and ends those of which nothing is heard: one timer for all of them, and never all of them at once.
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** A round is cut into so many, so that ten thousand sockets do not hold everything up in the moment they are pinged. */
const SLICES = 60;
/** RFC 6455, section 5.5.2: a ping of nothing. The same bytes for all, past ws, which would make a frame for each. */
const PING = Buffer.from([0x89, 0]);

interface Pinged {
  /** What lies below the socket. */
  stream: Socket;
  /** What it had read when it was pinged last: any byte since then is a sign of life. */
  bytesRead: number;
}

type Slice = Map<WebSocket, Pinged>;

export class Heartbeat {
  readonly #slices: readonly Slice[] = Array.from({ length: SLICES }, () => new Map());
  readonly #timer: NodeJS.Timeout;
  #added = 0;
  #beats = 0;

  /** @param roundMs each socket is pinged once in so long; of which nothing is heard by the next time is gone */
  constructor(roundMs: number) {
    this.#timer = setInterval(() => this.#beat(), roundMs / SLICES).unref();
  }

  /** @param stream what lies below the socket */
  add(socket: WebSocket, stream: Socket): void {
    const slice = this.#slices[this.#added++ % SLICES] as Slice;
    slice.set(socket, { stream, bytesRead: -1 });
    socket.on('close', () => slice.delete(socket));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    for (const [socket, pinged] of this.#slices[this.#beats++ % SLICES] as Slice) {
      const { bytesRead } = pinged.stream;
      if (bytesRead === pinged.bytesRead) socket.terminate();
      else {
        pinged.bytesRead = bytesRead;
        if (socket.readyState === socket.OPEN) pinged.stream.write(PING);
      }
    }
  }
}
