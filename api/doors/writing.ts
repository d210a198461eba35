// Answers of the fast lane on their way to the socket: yoga's rules, and all that are ready at once in one go.
import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { type FetchAPI, processRegularResult } from 'graphql-yoga';
import type { HeaderList } from './headers.ts';
import { bytesOf, type Snapshot } from './snapshots.ts';

class Written {
  readonly body: string;
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(body: string, { status, headers }: { status: number; headers: Record<string, string> }) {
    this.body = body;
    this.status = status;
    this.headers = headers;
  }
}

const WRITTEN = { Response: Written } as unknown as FetchAPI;

/** Yoga's own rule for status, headers and body, without its Response. */
export function written(result: ExecutionResult, mediaType: string): Written {
  return processRegularResult(result, WRITTEN, mediaType) as unknown as Written;
}

/** What yoga's rule says of an answer without errors whose bytes are there. */
function remembered(snapshot: Snapshot, mediaType: string): Omit<Written, 'body'> & { body: Buffer } {
  return { status: 200, headers: { 'Content-Type': `${mediaType}; charset=utf-8` }, body: bytesOf(snapshot) };
}

/** Writes a result at the end of this turn of the event loop. @param list the headers that it carries besides its own */
export function write(response: ServerResponse, result: ExecutionResult | Snapshot, mediaType: string, list: HeaderList): void {
  const { body, status, headers } = 'bytes' in result ? remembered(result, mediaType) : written(result, mediaType);
  for (const name in headers) list.set(name, headers[name] as string);
  list.set('Content-Length', String(Buffer.byteLength(body)));
  ready.push({ response, status, headers: list.raw, body });
  if (ready.length === 1) setImmediate(writeReady);
}

interface Ready {
  response: ServerResponse;
  status: number;
  headers: string[];
  body: string | Buffer;
}

let ready: Ready[] = [];

/**
 * One after the other: a reader on this machine, a proxy say, is woken once for all of them. Waking it at each took
 * as much of the CPU as everything else that a remembered answer needs.
 */
function writeReady(): void {
  const answers = ready;
  ready = [];
  for (const { response, status, headers, body } of answers) {
    if (response.destroyed) continue;
    try {
      response.writeHead(status, headers);
      response.end(body);
    } catch {
      response.destroy(); // the others are to have theirs
    }
  }
}
