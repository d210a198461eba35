// Reads each new event once for a whole process and lets every subscriber go through them at their own pace: a slow one
// keeps no queue, only its place.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Live, Log } from '../../frame/services.ts';
import { readEventsAfter, readLastPosition, readTickets, type TicketEventRow, type TicketRow } from './store.ts';
import { TICKETS_TOPIC } from './topics.ts';

/** Events kept in memory; readers further behind use the table. */
const KEPT = 2000;
const BATCH = 200;
const RETRY_MS = 500;

/** An event with its ticket as it was when the event was read. */
export interface TicketNews {
  event: TicketEventRow;
  ticket: TicketRow;
}

/** Somebody who waits for news. */
export interface Reader {
  isEnded: boolean;
  /** Ends the wait; null while it does not wait. */
  wake: (() => void) | null;
}

/** Whether a position comes after another; both are decimal digits. */
const isAfter = (a: string, b: string) => BigInt(a) > BigInt(b);

export class EventTail {
  readonly #pool: pg.Pool;
  readonly #log: Log;
  #kept: TicketNews[] = [];
  /** Events up to here are known to memory or were before it. */
  #end = '0';
  /** Events after here are all in memory. */
  #begin = '0';
  #waiting = new Set<Reader>();
  #isClosed = false;
  #isStarted = false;
  readonly #changes: AsyncIterableIterator<void>;
  readonly #running: Promise<void>;

  constructor({ pool, live, log }: { pool: pg.Pool; live: Live; log: Log }) {
    this.#pool = pool;
    this.#log = log;
    this.#changes = live.follow(TICKETS_TOPIC);
    this.#running = this.#run();
  }

  /** Where a subscriber begins who wants only what is new. */
  async end(): Promise<string> {
    return this.#isStarted ? this.#end : readLastPosition(this.#pool);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * The events after a position, in order, immediately when there are any; else waits. Empty: woken without news, ask again.
   * @param followerId a resident far behind reads only what concerns them: the table grows for ever, what they follow does not
   */
  async after(position: string, reader: Reader, followerId: string | null): Promise<readonly TicketNews[]> {
    if (!this.#isStarted || isAfter(this.#begin, position)) {
      const news = await this.#read(position, followerId);
      if (news.length > 0) return news;
    }
    const kept = this.#keptAfter(position); // what came while the table was read, too
    if (kept.length > 0) return kept;
    if (!reader.isEnded && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        reader.wake = resolve;
        this.#waiting.add(reader);
      });
      this.#waiting.delete(reader);
    }
    return [];
  }

  #keptAfter(position: string): readonly TicketNews[] {
    // From the newest back: a live reader is one or two behind.
    let from = this.#kept.length;
    while (from > 0 && isAfter((this.#kept[from - 1] as TicketNews).event.position, position)) from -= 1;
    return this.#kept.slice(from, from + BATCH);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#changes.return?.();
    this.#wake();
    await this.#running;
  }

  #wake(): void {
    for (const reader of this.#waiting) reader.wake?.();
  }

  async #run(): Promise<void> {
    for await (const _ of this.#changes) {
      while (!this.#isClosed) {
        try {
          await this.#catchUp();
          break;
        } catch (error) {
          this.#log.warn({ err: error }, 'ticket events cannot be read at the moment');
          await delay(RETRY_MS);
        }
      }
    }
    this.#isClosed = true;
    this.#wake();
  }

  async #catchUp(): Promise<void> {
    if (!this.#isStarted) {
      this.#begin = this.#end = await readLastPosition(this.#pool);
      this.#isStarted = true;
      this.#wake();
    }
    for (;;) {
      const news = await this.#read(this.#end);
      const last = news.at(-1);
      if (!last) return;
      this.#kept.push(...news);
      this.#end = last.event.position;
      const surplus = this.#kept.splice(0, Math.max(0, this.#kept.length - KEPT)).at(-1);
      if (surplus) this.#begin = surplus.event.position;
      this.#wake();
    }
  }

  async #read(position: string, followerId: string | null = null): Promise<TicketNews[]> {
    const events = await readEventsAfter(this.#pool, position, BATCH, followerId);
    if (events.length === 0) return [];
    const tickets = await readTickets(this.#pool, [...new Set(events.map(({ ticketId }) => ticketId))]);
    const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
    return events.flatMap((event) => {
      const ticket = byId.get(event.ticketId);
      return ticket ? { event, ticket } : [];
    });
  }
}
