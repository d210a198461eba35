// Pings sockets and ends those that do not answer: one timer for all of them, and never all of them at once.
import type { WebSocket } from 'ws';

/** A round is cut into so many, so that ten thousand sockets do not hold everything up in the moment they are pinged. */
const SLICES = 60;

export class Heartbeat {
  readonly #slices = Array.from({ length: SLICES }, () => new Set<WebSocket>());
  readonly #unanswered = new WeakSet<WebSocket>();
  readonly #timer: NodeJS.Timeout;
  #added = 0;
  #beats = 0;

  /** @param roundMs each socket is pinged once in so long; what has not answered by the next time is gone */
  constructor(roundMs: number) {
    this.#timer = setInterval(() => this.#beat(), roundMs / SLICES).unref();
  }

  add(socket: WebSocket): void {
    const slice = this.#slices[this.#added++ % SLICES] as Set<WebSocket>;
    slice.add(socket);
    socket.on('pong', () => this.#unanswered.delete(socket));
    socket.once('close', () => slice.delete(socket));
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    for (const socket of this.#slices[this.#beats++ % SLICES] as Set<WebSocket>) {
      if (this.#unanswered.has(socket)) socket.terminate();
      else {
        this.#unanswered.add(socket);
        if (socket.readyState === socket.OPEN) socket.ping();
      }
    }
  }
}
