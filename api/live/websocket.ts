// GraphQL over WebSocket, protocol graphql-transport-ws. Every operation goes through doors/operations.ts.

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Viewer } from '@xieshou/schema/access/viewer.ts';
import { schema } from '@xieshou/schema/index.ts';
import type { Device } from '@xieshou/schema/services.ts';
import { type ExecutionArgs, type ExecutionResult, GraphQLError, parse } from 'graphql';
import type { Context as SocketContext, SubscribePayload } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Config } from '../config.ts';
import { LIMITS } from '../doors/limits.ts';
import { type Caller, type House, identify, run } from '../doors/operations.ts';
import { bearerToken, deviceOf, endSession, isAllowedOrigin, preferredLanguage, requestToken } from '../people/viewer.ts';
import type { Watched } from '../people/watch.ts';
import type { SharedSubscription } from './fan-out.ts';
import { Heartbeat } from './heartbeat.ts';
import { SocketSink } from './socket-sink.ts';

const INIT_WITHIN_MS = 5000;
/** graphql-ws would keep two timers for each socket; `Heartbeat` keeps one for all. */
const NO_PINGS_OF_ITS_OWN = 0;
/** Of the protocol, and of RFC 6455; docs/partners/subscriptions.md tells what each means. */
const CLOSE = { unauthorized: 4401, tooManySubscriptions: 4429, tooSlow: 4413, tryAgainLater: 1013 } as const;

interface InitPayload extends Record<string, unknown> {
  authorization?: unknown;
  language?: unknown;
}

/** What a socket knows once it is greeted. */
interface Greeted {
  token: string | null;
  viewer: Viewer | null;
  watched: Watched | null;
}

type Socket = SocketContext<InitPayload, Extra & { greeted?: Greeted }>;

/** The answer of an operation that has run already, handed to graphql-ws. */
interface Answered extends ExecutionArgs {
  contextValue: { answer: ExecutionResult | AsyncIterableIterator<ExecutionResult> };
}

// graphql-ws chooses `execute` or `subscribe` by the document it is given.
const ONE_ANSWER = parse('{ __typename }');
const MANY_ANSWERS = parse('subscription { __typename }');
const handOver = (args: unknown) => (args as Answered).contextValue.answer as never;

type WebSocketConfig = Pick<Config, 'publicOrigins' | 'pingSeconds'>;

/** Opens the WebSocket door on /graphql. Answers how to close it: every socket gets 1001 and its subscriptions end. */
export function openWebSocket(server: Server, house: House, { publicOrigins, pingSeconds }: WebSocketConfig): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.messageBytes, perMessageDeflate: false });
  const door = useServer<InitPayload, { greeted?: Greeted }>(
    {
      connectionInitWaitTimeout: INIT_WITHIN_MS,
      onConnect: (socket) => greet(socket, house),
      onSubscribe: (socket, id, payload) => answer(socket, id, payload, house),
      execute: handOver,
      subscribe: handOver,
      onClose: (socket) => void socket.extra.greeted?.watched?.stop(),
    },
    sockets,
    NO_PINGS_OF_ITS_OWN,
  );
  const heartbeat = new Heartbeat(pingSeconds * 1000);
  const openByAddress = new Map<string, number>();
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== '/graphql') return refuse(stream, '404 Not Found');
    if (!isAllowedOrigin(request, publicOrigins)) return refuse(stream, '403 Forbidden');
    const { address } = deviceOf(request, house.proxies);
    const open = openByAddress.get(address) ?? 0;
    if (open >= LIMITS.socketsPerAddress) return refuse(stream, '429 Too Many Requests');
    sockets.handleUpgrade(request, stream, head, (socket) => {
      openByAddress.set(address, (openByAddress.get(address) ?? 0) + 1);
      socket.once('close', () => {
        const left = (openByAddress.get(address) ?? 1) - 1;
        if (left > 0) openByAddress.set(address, left);
        else openByAddress.delete(address);
      });
      socket.on('error', () => {}); // ws itself closes with the code that fits
      heartbeat.add(socket);
      sockets.emit('connection', quiet(socket), request);
    });
  });
  return async () => {
    heartbeat.stop();
    await door.dispose();
  };
}

/** graphql-ws prints a stack for each frame of a stranger's that breaks the protocol below it: it is not told of them. */
function quiet(socket: WebSocket): WebSocket {
  const { once } = socket;
  socket.once = (event, listener) => (event === 'error' ? socket : once.call(socket, event, listener));
  return socket;
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const closeWith = (socket: Socket, code: number, reason: string) => (socket.extra.socket as WebSocket).close(code, reason);

/** Finds out who connects; somebody whose key does not hold is closed with 4401 and the reason. */
async function greet(socket: Socket, house: House): Promise<boolean> {
  const token = bearerToken(socket.connectionParams?.authorization) ?? requestToken(socket.extra.request.headers);
  const device = deviceOf(socket.extra.request, house.proxies);
  const holder = await identify(house, token, { device, language: languageOf(socket), requestId: randomUUID() });
  if ('errors' in holder) {
    const { code, reason } = holder.errors[0]?.extensions ?? {};
    if (code === 'UNAUTHENTICATED') closeWith(socket, CLOSE.unauthorized, String(reason));
    else closeWith(socket, CLOSE.tryAgainLater, 'UNAVAILABLE');
    return false;
  }
  socket.extra.greeted = { token, viewer: holder.viewer, watched: watch(socket, house, { token, viewer: holder.viewer, device }) };
  return true;
}

/** Follows who it is: a socket whose session or key ends is closed. */
function watch(socket: Socket, house: House, { token, viewer, device }: { token: string | null; viewer: Viewer | null; device: Device }) {
  if (!token || !viewer) return null;
  const onEnded = () => closeWith(socket, CLOSE.unauthorized, 'SESSION_ENDED');
  return house.watch.watch({ token, address: device.address, viewer, onEnded });
}

function languageOf({ connectionParams, extra }: Socket) {
  const wish = connectionParams?.language;
  return preferredLanguage(typeof wish === 'string' ? wish : extra.request.headers['accept-language']);
}

async function answer(socket: Socket, id: string, payload: SubscribePayload, house: House) {
  if (Object.keys(socket.subscriptions).length > LIMITS.subscriptionsPerSocket) {
    closeWith(socket, CLOSE.tooManySubscriptions, 'TOO_MANY_SUBSCRIPTIONS');
    return [new GraphQLError('TOO_MANY_SUBSCRIPTIONS')];
  }
  const result = await run(house, payload, callerOf(socket, payload, house));
  if ('attach' in result) return handedOver(MANY_ANSWERS, throughSink(result, socket, id));
  if (Symbol.asyncIterator in result) return handedOver(MANY_ANSWERS, result);
  const { extensions, ...rest } = withoutHttp(result);
  // An error with a path came from running: it is an answer. Others refuse the operation.
  if (rest.errors && rest.data === undefined && !rest.errors.some(({ path }) => path)) return rest.errors;
  return handedOver(ONE_ANSWER, { ...rest, ...(extensions ? { extensions } : {}) });
}

/** A shared subscription past graphql-ws, which would write each message anew: it only learns when this one ends. */
function throughSink(shared: SharedSubscription, socket: Socket, id: string): AsyncIterableIterator<ExecutionResult> {
  let onEnd: (error?: unknown) => void = () => {};
  const ended = new Promise<IteratorResult<ExecutionResult, undefined>>((resolve, reject) => {
    onEnd = (error) => (error === undefined ? resolve({ done: true, value: undefined }) : reject(error));
  });
  ended.catch(() => {}); // it may never be read
  const sink = new SocketSink(
    {
      socket: socket.extra.socket as WebSocket,
      stream: socket.extra.request.socket,
      id,
      onTooSlow: () => closeWith(socket, CLOSE.tooSlow, 'TOO_SLOW'),
    },
    onEnd,
  );
  return {
    next() {
      shared.attach(sink);
      return ended;
    },
    async return() {
      await shared.return?.();
      sink.end();
      return { done: true, value: undefined };
    },
    throw: Promise.reject.bind(Promise), // graphql-ws ends only what has all three
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function handedOver(document: ExecutionArgs['document'], result: Answered['contextValue']['answer']): Answered {
  return { schema, document, contextValue: { answer: result } };
}

/** Status and headers of HTTP mean nothing here. */
function withoutHttp(result: ExecutionResult): ExecutionResult {
  if (!result.errors) return result;
  return {
    ...result,
    errors: result.errors.map((error) => {
      const { http: _, ...extensions } = error.extensions;
      return new GraphQLError(error.message, { ...error, nodes: error.nodes, extensions });
    }),
  };
}

function callerOf(socket: Socket, { extensions }: SubscribePayload, house: House): Caller {
  const { token, viewer, watched } = socket.extra.greeted ?? { token: null, viewer: null, watched: null };
  const key = extensions?.idempotencyKey;
  return {
    viewer: () => (watched ? watched.viewer() : viewer),
    language: languageOf(socket),
    requestId: randomUUID(),
    device: deviceOf(socket.extra.request, house.proxies),
    // A cookie cannot be set on an open socket; a token still works.
    sessionDoor: {
      token,
      remember: () => {},
      forget: async () => {
        if (token) await endSession(house.services, token);
      },
    },
    idempotencyKey: typeof key === 'string' ? key : null,
    isReadOnly: false,
    setHeader: () => {},
  };
}
