// The usual request, a JSON POST of one operation, straight from the socket to operations.ts and back. Whatever is unusual
// about it (a subscription of one person's own, a batch, GET, chunks, mistakes) goes to yoga, which knows every case.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { EventSink, sendOneEvent } from '../live/event-sink.ts';
import { isShared } from '../live/sharing.ts';
import { type Asking, answer, begin, describe } from './asking.ts';
import type { Documents } from './documents.ts';
import { HeaderList, setHeaders } from './headers.ts';
import type { Doors } from './http.ts';
import type { House, Parameters } from './operations.ts';
import { write, written } from './writing.ts';

type Yoga = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Answers what it can, with the same bytes as yoga would, and hands the rest on. */
export function openFastLane(house: House, yoga: Yoga): Doors['graphql'] {
  return async (request, response, headers) => {
    const { accept } = request.headers;
    const mediaType = mediaTypeOf(accept);
    const mayStream = wantsEvents(accept);
    if (!isPlain(request) || !(mediaType || mayStream)) {
      setHeaders(response, headers);
      return yoga(request, response);
    }
    const body = await bodyOf(request);
    if (!body) return response.destroy();
    const parameters = parametersIn(body);
    const found = parameters && findOperation(house.documents, parameters);
    const isSubscription = found?.operation.operation === 'subscription';
    if (parameters && mediaType && !isSubscription) {
      const list = new HeaderList(headers);
      const asking = describe(request, response, house.proxies, (name, value) => list.set(name, value));
      const result = await answer(house, parameters, asking);
      if (Symbol.asyncIterator in result) throw new Error('a query or mutation answered with events');
      return write(response, result, mediaType, list);
    }
    setHeaders(response, headers);
    if (parameters && mayStream && isSubscription && isShared(found.document, found.operation))
      return stream(house, parameters, describe(request, response, house.proxies), mediaType);
    return yoga(withBody(request, body), response);
  };
}

/** http.ts has looked at type, encoding and length. Without a length the body may be of any size: yoga counts. */
function isPlain({ method, url, headers }: IncomingMessage): boolean {
  return method === 'POST' && url === '/graphql' && /^[1-9]\d*$/.test(headers['content-length'] ?? '');
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  'application/graphql-response+json': 'application/graphql-response+json',
  'application/json': 'application/json',
  'application/*': 'application/json',
  '*/*': 'application/json',
};

/** The type that an answer has, as yoga chooses it: the first one that is wanted and is no stream. Null: yoga must say. */
export function mediaTypeOf(accept = '*/*'): string | null {
  const known = mediaTypes.get(accept);
  if (known !== undefined) return known;
  const wanted = accept.replace(/\s/g, '').toLowerCase();
  const type = wanted.includes('charset=')
    ? undefined
    : wanted
        .split(',')
        .map((wish) => MEDIA_TYPES[wish.split(';')[0] as string])
        .find((type) => type !== undefined);
  if (mediaTypes.size < 100) mediaTypes.set(accept, type ?? null);
  return type ?? null;
}

const mediaTypes = new Map<string, string | null>();

/** Whether events are wanted, and in no other form: yoga prefers multipart to them. */
function wantsEvents(accept = ''): boolean {
  return accept.includes('text/event-stream') && !/multipart|\*|charset/.test(accept);
}

/** The whole body, or null when its sender went away. */
function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.once('close', () => resolve(null));
  });
}

/** The same request for somebody who has not seen its body yet: yoga takes it from this property when it is there. */
function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  return Object.assign(request, { body: Readable.from([body]) });
}

const PARAMETERS: ReadonlySet<string> = new Set(['query', 'operationName', 'variables', 'extensions'] satisfies (keyof Parameters)[]);

/** Null when a body is no plain request: yoga says what is wrong with it. */
function parametersIn(body: Buffer): Parameters | null {
  let parameters: unknown;
  try {
    parameters = JSON.parse(body.toString());
  } catch {
    return null;
  }
  if (!isObject(parameters) || Object.keys(parameters).some((name) => !PARAMETERS.has(name))) return null;
  const { query, variables, extensions } = parameters;
  if ((variables != null && !isObject(variables)) || (extensions != null && !isObject(extensions))) return null;
  const isText = typeof query === 'string' || (query === undefined && isObject(extensions) && extensions.persistedQuery);
  return isText ? (parameters as Parameters) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with a document is said by operations.ts. */
function findOperation(documents: Documents, { query, extensions, operationName }: Parameters) {
  const hash = (extensions?.persistedQuery as { sha256Hash?: unknown } | undefined)?.sha256Hash;
  const text = query || (typeof hash === 'string' ? documents.persisted(hash) : undefined);
  return text === undefined ? undefined : documents.find(text, operationName);
}

/**
 * The events of a subscription that many share, in the same bytes for all.
 * @param mediaType of an answer that is no stream, where the caller takes one
 */
async function stream(house: House, parameters: Parameters, asking: Asking, mediaType: string | null): Promise<void> {
  const { response } = asking;
  let sink: EventSink | null = null;
  const { result, stop } = await begin(house, parameters, asking, () => sink?.end());
  if (!(Symbol.asyncIterator in result)) {
    const { status, headers, body } = written(result, mediaType ?? 'application/json');
    if (!mediaType) return sendOneEvent(response, status, headers, body);
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
    return void response.end(body);
  }
  if (!('attach' in result)) throw new Error('a shared subscription answered with events of its own');
  const leave = () => {
    stop();
    void result.return?.();
  };
  if (response.destroyed) return leave();
  response.once('close', leave);
  sink = new EventSink(response);
  result.attach(sink);
}
