// GraphQL over WebSocket, protocol graphql-transport-ws. Every operation goes through doors/operations.ts.

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket as Stream } from 'node:net';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import type { Viewer } from '@xieshou/schema/frame/access/viewer.ts';
import type { Language } from '@xieshou/schema/frame/context.ts';
import type { Device, Log } from '@xieshou/schema/frame/services.ts';
import { schema } from '@xieshou/schema/index.ts';
import { type ExecutionArgs, type ExecutionResult, GraphQLError, parse } from 'graphql';
import { handleProtocols, makeServer, type Server as Protocol, type Context as SocketContext, type SubscribePayload } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Config } from '../config.ts';
import { LIMITS } from '../doors/limits.ts';
import { type Caller, type House, identify, run } from '../doors/operations.ts';
import { bearerToken, deviceOf, endSession, isAllowedOrigin, networkOf, preferredLanguage, requestToken } from '../people/viewer.ts';
import type { Watched } from '../people/watch.ts';
import type { SharedSubscription } from './fan-out.ts';
import { Heartbeat } from './heartbeat.ts';
import { SocketSink } from './socket-sink.ts';

const INIT_WITHIN_MS = 5000;
/** Of the protocol, and of RFC 6455; docs/partners/subscriptions.md tells what each means. */
const CLOSE = {
  goingAway: 1001,
  internalError: 1011,
  tryAgainLater: 1013,
  unauthorized: 4401,
  tooManySubscriptions: 4429,
} as const;

interface InitPayload extends Record<string, unknown> {
  authorization?: unknown;
  language?: unknown;
}

/** What is kept of a connection as long as it lives; its request, several kilobytes, is let go. */
interface Peer {
  socket: WebSocket;
  stream: Stream;
  device: Device;
  language: Language;
  token: string | null;
  /** Who it is, once it is greeted. */
  viewer: Viewer | null;
  /** Follows who it is. */
  watched: Watched | null;
}

type Socket = SocketContext<InitPayload, Peer>;

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
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.messageBytes, perMessageDeflate: false, handleProtocols });
  const protocol = makeServer<InitPayload, Peer>({
    connectionInitWaitTimeout: INIT_WITHIN_MS,
    onConnect: (socket) => greet(socket, house),
    onSubscribe: (socket, id, payload) => answer(socket, id, payload, house),
    execute: handOver,
    subscribe: handOver,
    onClose: ({ extra }) => void extra.watched?.stop(),
  });
  const heartbeat = new Heartbeat(pingSeconds * 1000);
  const openByNetwork = new Map<string, number>();
  server.on('upgrade', (request: IncomingMessage, stream: Stream, head: Buffer) => {
    stream.on('error', destroy);
    const target = request.url ?? '/';
    if (!URL.canParse(target, 'http://localhost')) return refuse(stream, '400 Bad Request');
    if (new URL(target, 'http://localhost').pathname !== '/graphql') return refuse(stream, '404 Not Found');
    if (!isAllowedOrigin(request, publicOrigins)) return refuse(stream, '403 Forbidden');
    const device = deviceOf(request, house.proxies);
    const network = networkOf(device.address);
    if ((openByNetwork.get(network) ?? 0) >= LIMITS.socketsPerAddress) return refuse(stream, '429 Too Many Requests');
    // Each subscription that is behind waits for its own turn at the stream; no more than these can.
    stream.setMaxListeners(LIMITS.subscriptionsPerSocket + 10);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      count(socket, network, openByNetwork);
      heartbeat.add(socket, stream);
      const language = preferredLanguage(request.headers['accept-language']);
      const peer = { socket, stream, device, language, token: requestToken(request.headers), viewer: null, watched: null };
      listen(protocol, peer, house.services.log);
    });
  });
  return async () => {
    heartbeat.stop();
    for (const socket of sockets.clients) socket.close(CLOSE.goingAway, 'GOING_AWAY');
    await promisify(sockets.close.bind(sockets))();
  };
}

function destroy(this: Duplex): void {
  this.destroy();
}

/** Counts a socket as one of its network as long as it is open. */
function count(socket: WebSocket, network: string, openByNetwork: Map<string, number>): void {
  openByNetwork.set(network, (openByNetwork.get(network) ?? 0) + 1);
  socket.on('close', () => {
    const left = (openByNetwork.get(network) ?? 1) - 1;
    if (left > 0) openByNetwork.set(network, left);
    else openByNetwork.delete(network);
  });
}

/** Speaks the protocol on a socket. */
function listen(protocol: Protocol<Peer>, peer: Peer, log: Log): void {
  const { socket } = peer;
  socket.on('error', () => {}); // ws itself closes with the code that fits
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (message) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) resolve();
          else socket.send(message, (error) => (error ? reject(error) : resolve()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (hear) =>
        void socket.on('message', (message: RawData) =>
          hear(String(message)).catch((error) => {
            log.error({ err: error }, 'a message of a socket could not be answered');
            socket.close(CLOSE.internalError, 'INTERNAL');
          }),
        ),
    },
    peer,
  );
  socket.on('close', (code, reason) => void closed(code, String(reason)));
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Finds out who connects; somebody whose key does not hold is closed with 4401 and the reason. */
async function greet({ connectionParams, extra: peer }: Socket, house: House): Promise<boolean> {
  const { socket, device } = peer;
  peer.token = bearerToken(connectionParams?.authorization) ?? peer.token;
  if (typeof connectionParams?.language === 'string') peer.language = preferredLanguage(connectionParams.language);
  const holder = await identify(house, peer.token, { device, language: peer.language, requestId: newRequestId() });
  if ('errors' in holder) {
    const { code, reason } = holder.errors[0]?.extensions ?? {};
    if (code === 'UNAUTHENTICATED') socket.close(CLOSE.unauthorized, String(reason));
    else socket.close(CLOSE.tryAgainLater, 'UNAVAILABLE');
    return false;
  }
  peer.viewer = holder.viewer;
  peer.watched = watch(peer, house);
  return true;
}

/** Follows who it is: a socket whose session or key ends is closed. */
function watch({ socket, token, viewer, device }: Peer, house: House): Watched | null {
  if (!token || !viewer) return null;
  const onEnded = () => socket.close(CLOSE.unauthorized, 'SESSION_ENDED');
  return house.watch.watch({ token, address: device.address, viewer, onEnded });
}

async function answer(socket: Socket, id: string, payload: SubscribePayload, house: House) {
  if (Object.keys(socket.subscriptions).length > LIMITS.subscriptionsPerSocket) {
    socket.extra.socket.close(CLOSE.tooManySubscriptions, 'TOO_MANY_SUBSCRIPTIONS');
    return [new GraphQLError('TOO_MANY_SUBSCRIPTIONS')];
  }
  const result = await run(house, payload, callerOf(socket.extra, payload, house));
  if ('attach' in result) {
    Object.assign(payload, { query: '' }); // graphql-ws keeps the message as long as the subscription
    return handedOver(MANY_ANSWERS, new SunkSubscription(result, socket.extra, id));
  }
  if (Symbol.asyncIterator in result) return handedOver(MANY_ANSWERS, result);
  const { extensions, ...rest } = withoutHttp(result);
  // An error with a path came from running: it is an answer. Others refuse the operation.
  if (rest.errors && rest.data === undefined && !rest.errors.some(({ path }) => path)) return rest.errors;
  return handedOver(ONE_ANSWER, { ...rest, ...(extensions ? { extensions } : {}) });
}

/** A shared subscription past graphql-ws, which would write each message anew: it only learns when this one ends. */
class SunkSubscription implements AsyncIterableIterator<ExecutionResult> {
  readonly #shared: SharedSubscription;
  readonly #sink: SocketSink;

  constructor(shared: SharedSubscription, { socket, stream }: Peer, id: string) {
    this.#shared = shared;
    this.#sink = new SocketSink(socket, stream, id);
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    this.#shared.attach(this.#sink);
    await this.#sink.ended;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    await this.#shared.return?.();
    this.#sink.end();
    return { done: true, value: undefined };
  }

  /** graphql-ws ends only what has all three. */
  throw(error: unknown): Promise<never> {
    return Promise.reject(error);
  }

  [Symbol.asyncIterator]() {
    return this;
  }
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

/** In one piece: a subscription keeps its id, and as `randomUUID` joins it from bytes it takes ten times the memory. */
function newRequestId(): string {
  return Buffer.from(randomUUID(), 'latin1').toString('latin1');
}

function callerOf({ token, viewer, watched, language, device }: Peer, { extensions }: SubscribePayload, { services }: House): Caller {
  const key = extensions?.idempotencyKey;
  return {
    viewer: () => (watched ? watched.viewer() : viewer),
    language,
    requestId: newRequestId(),
    device,
    // A cookie cannot be set on an open socket; a token still works.
    sessionDoor: {
      token,
      remember: () => {},
      forget: async () => {
        if (token) await endSession(services, token);
      },
    },
    idempotencyKey: typeof key === 'string' ? key : null,
    isReadOnly: false,
    setHeader: () => {},
  };
}
