// Draws papers in a thread of its own: a page of Chinese takes a tenth of a second, in which alarms must not wait.
import { Worker } from 'node:worker_threads';
import type { Paper } from './certificate-pdf.ts';
import type { Drawn } from './certificate-worker.ts';

/** Papers drawn of late, so that opening one twice costs once. */
const MOST_KEPT = 50;
/** Papers that may wait to be drawn; beyond it whoever asks comes back later. */
const MOST_WAITING = 20;

type Waiting = { resolve(bytes: Uint8Array): void; reject(error: Error): void };

/** The thread that draws. It begins with the first paper. */
export class CertificatePress {
  #worker: Worker | undefined;
  #waiting = new Map<number, Waiting>();
  #kept = new Map<string, Uint8Array>();
  #tickets = 0;

  /** The paper as a PDF; null: too many wait. */
  async draw(paper: Paper): Promise<Uint8Array | null> {
    const { id } = paper.certificate;
    const kept = this.#kept.get(id);
    if (kept) return kept;
    if (this.#waiting.size >= MOST_WAITING) return null;
    const ticket = ++this.#tickets;
    const bytes = await new Promise<Uint8Array>((resolve, reject) => {
      this.#waiting.set(ticket, { resolve, reject });
      this.#running().postMessage({ ticket, paper });
    });
    this.#kept.set(id, bytes);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest) this.#kept.delete(oldest);
    return bytes;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./certificate-worker.ts', import.meta.url));
    this.#worker = worker;
    worker.unref();
    worker.on('message', ({ ticket, bytes, error }: Drawn) => {
      const waiting = this.#waiting.get(ticket);
      this.#waiting.delete(ticket);
      if (bytes) waiting?.resolve(bytes);
      else waiting?.reject(new Error(error));
    });
    worker.on('error', (error: Error) => this.#fail(worker, error));
    worker.on('exit', () => this.#fail(worker, new Error('the thread that draws papers has ended')));
    return worker;
  }

  /** Whoever waits is told; the next paper begins a new thread. */
  #fail(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
