// How a shared state reaches a stream of server-sent events: the same bytes for all, as the distinct connections mode of
// GraphQL over SSE writes them. https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md
import type { ServerResponse } from 'node:http';
import type { Push, Sink } from './fan-out.ts';
import { LatestWins } from './latest-wins.ts';

/** A stream that takes nothing for so long is let go. */
const SLOW_MS = 15_000;
/** Proxies and phones give up on a silent stream. */
const PING_EVERY_MS = 12_000;
const PING = ':\n\n';
const COMPLETE = 'event: complete\ndata:\n\n';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  Connection: 'keep-alive',
  'Cache-Control': 'no-cache',
  'Content-Encoding': 'none',
};

/** Answers with a result that is no stream, as one event. @param json the result */
export function sendOneEvent(response: ServerResponse, status: number, headers: Record<string, string>, json: string): void {
  response.writeHead(status, { ...headers, ...HEADERS });
  response.end(`${PING}event: next\ndata: ${json}\n\n${COMPLETE}`);
}

/** Writes `next` events to a response, and completes it. */
export class EventSink implements Sink {
  readonly #response: ServerResponse;
  readonly #latest: LatestWins;

  constructor(response: ServerResponse) {
    this.#response = response;
    this.#latest = new LatestWins({
      isOpen: () => !response.destroyed && !response.writableEnded,
      queuedBytes: () => response.writableLength,
      send: ({ body }) => response.write(eventOf(body)),
      stream: response,
      patienceMs: SLOW_MS,
      onTooSlow: () => response.destroy(),
    });
    response.writeHead(200, HEADERS);
    response.write(PING); // some browsers tell the page nothing before the first byte
    keepAwake(response);
    response.once('close', () => this.#latest.stop());
  }

  push(push: Push): void {
    this.#latest.push(push);
  }

  end(error?: unknown): void {
    this.#latest.stop();
    if (error === undefined) this.#response.end(COMPLETE);
    else this.#response.destroy();
  }
}

/** The event of a state: made once, the same memory for all. */
function eventOf(body: Buffer): Buffer {
  let event = events.get(body);
  if (!event) {
    event = Buffer.concat([Buffer.from('event: next\ndata: '), body, Buffer.from('\n\n')]);
    events.set(body, event);
  }
  return event;
}

const events = new WeakMap<Buffer, Buffer>();

/** One timer for all streams. */
function keepAwake(response: ServerResponse): void {
  open.add(response);
  response.once('close', () => {
    open.delete(response);
    if (open.size > 0 || !timer) return;
    clearInterval(timer);
    timer = null;
  });
  timer ??= setInterval(() => {
    for (const each of open) if (each.writableLength === 0 && !each.writableEnded) each.write(PING);
  }, PING_EVERY_MS).unref();
}

const open = new Set<ServerResponse>();
let timer: NodeJS.Timeout | null = null;
