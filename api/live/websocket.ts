// GraphQL over WebSocket, protocol graphql-transport-ws.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Context } from '@xieshou/schema/context.ts';
import { schema } from '@xieshou/schema/index.ts';
import { endSession } from '@xieshou/schema/people/sessions.ts';
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, GraphQLError, parse, validate } from 'graphql';
import type { Context as SocketContext, SubscribePayload } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { presentable } from '../doors/errors.ts';
import { type House, makeContext } from '../doors/yoga.ts';
import { bearerToken, findViewer, isAllowedOrigin, preferredLanguage, requestToken } from '../people/viewer.ts';

const LARGEST_MESSAGE_BYTES = 64 * 1024;
const INIT_WITHIN_MS = 5000;
const PING_EVERY_MS = 12_000;

interface InitPayload extends Record<string, unknown> {
  authorization?: unknown;
  language?: unknown;
}

type Socket = SocketContext<InitPayload, Extra>;

/** Opens the WebSocket door on /graphql. Answers how to close it: every socket gets 1001 and its subscriptions end. */
export function openWebSocket(server: Server, house: House, publicOrigins: readonly string[]): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES, perMessageDeflate: false });
  const door = useServer<InitPayload>(
    {
      connectionInitWaitTimeout: INIT_WITHIN_MS,
      onSubscribe: (socket, _id, payload) => prepare(socket, payload, house),
      onNext: (_socket, _id, _payload, args, result) => presentable(result as ExecutionResult, args.contextValue as Context),
    },
    sockets,
    PING_EVERY_MS,
  );
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== '/graphql') return refuse(stream, '404 Not Found');
    if (!isAllowedOrigin(request, publicOrigins)) return refuse(stream, '403 Forbidden');
    sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit('connection', socket, request));
  });
  return async () => {
    await door.dispose();
  };
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Parses, validates and gives one operation its context: a fresh viewer each time, so that a sign-out takes effect. */
async function prepare(socket: Socket, payload: SubscribePayload, house: House) {
  const { request } = socket.extra;
  const parameters = socket.connectionParams ?? {};
  const language = typeof parameters.language === 'string' ? parameters.language : request.headers['accept-language'];
  const token = bearerToken(parameters.authorization) ?? requestToken(request.headers);
  const contextValue = makeContext(house, {
    viewer: await findViewer(house.services, token),
    language: preferredLanguage(language),
    requestId: randomUUID(),
    // A cookie cannot be set on an open socket; a token still works.
    sessionDoor: {
      remember: () => {},
      forget: async () => {
        if (token) await endSession(house.services, token);
      },
    },
  });
  const document = parsed(payload.query);
  const errors = document instanceof GraphQLError ? [document] : validate(schema, document);
  if (errors.length > 0) return presentable({ errors }, contextValue).errors;
  return { schema, document, operationName: payload.operationName, variableValues: payload.variables, contextValue } as ExecutionArgs;
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    return error as GraphQLError;
  }
}
