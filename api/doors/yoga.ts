// GraphQL over HTTP and SSE: yoga reads requests and writes answers; operations.ts runs them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Language, SessionDoor } from '@xieshou/schema/context.ts';
import { wordsIn } from '@xieshou/schema/errors/words.ts';
import type { Device } from '@xieshou/schema/services.ts';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { createYoga, type GraphQLParams, type Plugin } from 'graphql-yoga';
import { deviceOf, endSession, isSecure, preferredLanguage, requestIdOf, requestToken, SESSION_COOKIE } from '../people/viewer.ts';
import type { Watched } from '../people/watch.ts';
import { LIMITS } from './limits.ts';
import { type Caller, type House, identify, run } from './operations.ts';

/** A stream of events whose reader takes nothing for this long is let go. */
const STALLED_MS = 15_000;

interface ServerContext {
  req: IncomingMessage;
  res: ServerResponse;
}

/** Everything a request says about itself. */
interface Asking {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  language: Language;
  device: Device;
  token: string | null;
}

/** The handler of /graphql over HTTP. */
export function openYoga(house: House) {
  return createYoga<ServerContext>({
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    cors: false, // http.ts decides on origins
    maskedErrors: false, // presentable() masks, for every transport
    logging: false,
    multipart: false,
    batching: false,
    maxRequestBodySize: LIMITS.bodyBytes,
    parserAndValidationCache: false, // documents.ts has its own
    plugins: [throughOperations(house), inOurWords],
  });
}

/** Hands every operation to operations.ts, whatever yoga would do with it. */
function throughOperations(house: House): Plugin<object, ServerContext> {
  return {
    onParams({ params, context: { req, res }, setParams, setParamsHandler }) {
      const persisted = (params.extensions as { persistedQuery?: unknown } | undefined)?.persistedQuery;
      // yoga insists on a text; operations.ts looks the hash up.
      if (params.query === undefined && persisted) setParams({ ...params, query: '' });
      setParamsHandler(({ params: checked }) => answer(house, checked, describe(req, res, house.proxies)) as Promise<ExecutionResult>);
    },
  };
}

/** yoga's own refusals (no JSON, no query) under our codes, with the request id. */
const inOurWords: Plugin<object, ServerContext> = {
  onResultProcess({ result, setResult, serverContext: { req, res } }) {
    if (!('errors' in result) || !result.errors?.some(({ extensions }) => !extensions?.requestId)) return;
    const requestId = String(res.getHeader('X-Request-Id') ?? requestIdOf(req.headers));
    res.setHeader('X-Request-Id', requestId);
    const message = wordsIn(preferredLanguage(req.headers['accept-language'])).requestUnreadable;
    const errors = result.errors.map(({ extensions }) => {
      // Without yoga's `spec`: it would answer 200 to whoever accepts application/json.
      const status = (extensions?.http as { status?: number } | undefined)?.status ?? 400;
      return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', requestId, http: { status } } });
    });
    setResult({ ...result, errors });
  },
};

function describe(request: IncomingMessage, response: ServerResponse, proxies: number): Asking {
  const requestId = requestIdOf(request.headers);
  response.setHeader('X-Request-Id', requestId);
  return {
    request,
    response,
    requestId,
    language: preferredLanguage(request.headers['accept-language']),
    device: deviceOf(request, proxies),
    token: requestToken(request.headers),
  };
}

async function answer(house: House, params: GraphQLParams, asking: Asking) {
  const { request, response, requestId, language, device, token } = asking;
  const holder = await identify(house, token, { device, language, requestId });
  if ('errors' in holder) return holder;
  let watched: Watched | null = null;
  const caller: Caller = {
    viewer: () => (watched ? watched.viewer() : holder.viewer),
    language,
    requestId,
    device,
    sessionDoor: cookieDoor(house, asking),
    idempotencyKey: singleHeader(request, 'idempotency-key'),
    isReadOnly: request.method === 'GET',
    setHeader: (name, value) => {
      if (!response.headersSent) response.setHeader(name, value);
    },
  };
  const result = await run(house, params, caller);
  if (!(Symbol.asyncIterator in result)) return result;
  const events = closingWhenStalled(result, () => response.destroy());
  if (!holder.viewer || !token) return events;
  watched = house.watch.watch({ token, address: device.address, viewer: holder.viewer, onEnded: () => void result.return?.() });
  return endingWith(events, () => watched?.stop());
}

/** The same events; `onStalled` runs when one was given out and for STALLED_MS nobody asked for the next. */
function closingWhenStalled<Event>(events: AsyncIterableIterator<Event>, onStalled: () => void): AsyncIterableIterator<Event> {
  let timer: NodeJS.Timeout | undefined;
  return {
    async next() {
      clearTimeout(timer);
      const event = await events.next();
      if (!event.done) timer = setTimeout(onStalled, STALLED_MS).unref();
      return event;
    },
    async return() {
      clearTimeout(timer);
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The same events; `onEnd` runs once when they end. */
function endingWith<Event>(events: AsyncIterableIterator<Event>, onEnd: () => void): AsyncIterableIterator<Event> {
  return {
    async next() {
      const event = await events.next();
      if (event.done) onEnd();
      return event;
    },
    async return() {
      onEnd();
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function singleHeader({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

function cookieDoor({ services, proxies }: House, { request, response, token }: Asking): SessionDoor {
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${isSecure(request, proxies) ? '; Secure' : ''}`;
  return {
    token,
    remember(newToken, expiresAt) {
      response.setHeader('Set-Cookie', `${SESSION_COOKIE}=${newToken}${attributes}; Expires=${expiresAt.toUTCString()}`);
    },
    async forget() {
      if (token) await endSession(services, token);
      response.setHeader('Set-Cookie', `${SESSION_COOKIE}=${attributes}; Max-Age=0`);
    },
  };
}
