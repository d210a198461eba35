// GraphQL over HTTP and SSE.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Viewer } from '@xieshou/schema/access/viewer.ts';
import { type Context, type Language, Loaders, type SessionDoor } from '@xieshou/schema/context.ts';
import type { HotList } from '@xieshou/schema/hotlist/index.ts';
import { schema } from '@xieshou/schema/index.ts';
import { endSession } from '@xieshou/schema/people/sessions.ts';
import type { Services } from '@xieshou/schema/services.ts';
import type { ExecutionResult } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { findViewer, preferredLanguage, requestToken, SESSION_COOKIE } from '../people/viewer.ts';
import { presentable } from './errors.ts';

/** The long-lived parts every request shares. */
export interface House {
  services: Services;
  hotList: HotList;
}

/** A context for one operation. */
export function makeContext(
  { services, hotList }: House,
  caller: { viewer: Viewer | null; language: Language; requestId: string; sessionDoor: SessionDoor },
): Context {
  return { services, hotList, loaders: new Loaders(), ...caller };
}

/** The request's own id when the caller sent a sane one, else a new one. */
function requestIdOf(request: IncomingMessage): string {
  const sent = request.headers['x-request-id'];
  return typeof sent === 'string' && /^[\w.-]{1,100}$/.test(sent) ? sent : randomUUID();
}

interface ServerContext {
  req: IncomingMessage;
  res: ServerResponse;
}

/** The yoga server. Its `getEnveloped` also serves WebSockets, so that both run the same plugins. */
export function openYoga(house: House) {
  return createYoga<ServerContext, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql: false, // the page would load its scripts from a CDN
    landingPage: false,
    maskedErrors: false, // presentable() masks, for every transport
    logging: false,
    multipart: false,
    batching: false,
    plugins: [maskResults],
    context: async ({ req, res }) => {
      const requestId = requestIdOf(req);
      res.setHeader('X-Request-Id', requestId);
      const token = requestToken(req.headers);
      return makeContext(house, {
        viewer: await findViewer(house.services, token),
        language: preferredLanguage(req.headers['accept-language']),
        requestId,
        sessionDoor: cookieDoor(house.services, { req, res }, token),
      });
    },
  });
}

const maskResults: Plugin<Context> = {
  onExecute: () => ({
    onExecuteDone: ({ result, setResult, args }) => {
      setResult(presentable(result as ExecutionResult, args.contextValue as Context));
    },
  }),
  onSubscribe: () => ({
    onSubscribeResult: ({ result, setResult, args }) => {
      const context = args.contextValue as Context;
      if (!(Symbol.asyncIterator in result)) setResult(presentable(result as ExecutionResult, context));
      return { onNext: ({ result: event, setResult: setEvent }) => setEvent(presentable(event as ExecutionResult, context)) };
    },
  }),
};

function cookieDoor(services: Services, { req, res }: ServerContext, token: string | null): SessionDoor {
  const isSecure = req.headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${isSecure}`;
  return {
    remember(newToken, expiresAt) {
      res.setHeader('Set-Cookie', `${SESSION_COOKIE}=${newToken}${attributes}; Expires=${expiresAt.toUTCString()}`);
    },
    async forget() {
      if (token) await endSession(services, token);
      res.setHeader('Set-Cookie', `${SESSION_COOKIE}=${attributes}; Max-Age=0`);
    },
  };
}
