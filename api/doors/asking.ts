// One operation over HTTP: who asks, from which device, and how long its events are kept up.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Language, SessionDoor } from '@xieshou/schema/frame/context.ts';
import type { Device } from '@xieshou/schema/frame/services.ts';
import { deviceOf, endSession, isSecure, preferredLanguage, requestIdOf, requestToken, SESSION_COOKIE } from '../people/viewer.ts';
import type { Watched } from '../people/watch.ts';
import { type Caller, type House, identify, type Parameters, run } from './operations.ts';

/** A stream of events whose reader takes nothing for this long is let go. */
const STALLED_MS = 15_000;

/** Everything a request says about itself. */
export interface Asking {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  language: Language;
  device: Device;
  token: string | null;
  /** Puts a header on the answer. */
  setHeader(name: string, value: string): void;
}

/** What a request says about itself; its id goes on the answer. */
export function describe(
  request: IncomingMessage,
  response: ServerResponse,
  proxies: number,
  setHeader: Asking['setHeader'] = (name, value) => {
    if (!response.headersSent) response.setHeader(name, value);
  },
): Asking {
  const requestId = requestIdOf(request.headers);
  setHeader('X-Request-Id', requestId);
  return {
    request,
    response,
    setHeader,
    requestId,
    language: preferredLanguage(request.headers['accept-language']),
    device: deviceOf(request, proxies),
    token: requestToken(request.headers),
  };
}

/** Runs what a request asks. Never rejects: what goes wrong is in the answer. */
export async function answer(house: House, params: Parameters, asking: Asking) {
  const { result, stop } = await begin(house, params, asking, (events) => void events.return?.());
  return Symbol.asyncIterator in result
    ? endingWith(
        closingWhenStalled(result, () => asking.response.destroy()),
        stop,
      )
    : result;
}

type Result = Awaited<ReturnType<typeof run>>;

/**
 * Like `answer`, for who reads the events in another way. `stop` when nobody wants them any more.
 * @param onEnded the session behind them is worth nothing any more: they must end
 */
export async function begin(
  house: House,
  params: Parameters,
  asking: Asking,
  onEnded: (events: Extract<Result, AsyncIterableIterator<unknown>>) => void,
): Promise<{ result: Result; stop(): void }> {
  const { request, requestId, language, device, token, setHeader } = asking;
  const holder = await identify(house, token, { device, language, requestId });
  if ('errors' in holder) return { result: holder, stop() {} };
  let watched: Watched | null = null;
  const caller: Caller = {
    viewer: () => (watched ? watched.viewer() : holder.viewer),
    language,
    requestId,
    device,
    sessionDoor: cookieDoor(house, asking),
    idempotencyKey: singleHeader(request, 'idempotency-key'),
    isReadOnly: request.method === 'GET',
    setHeader,
  };
  const result = await run(house, params, caller);
  if (Symbol.asyncIterator in result && holder.viewer && token)
    watched = house.watch.watch({ token, address: device.address, viewer: holder.viewer, onEnded: () => onEnded(result) });
  return { result, stop: () => watched?.stop() };
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

function cookieDoor({ services, proxies }: House, { request, token, setHeader }: Asking): SessionDoor {
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${isSecure(request, proxies) ? '; Secure' : ''}`;
  return {
    token,
    remember(newToken, expiresAt) {
      setHeader('Set-Cookie', `${SESSION_COOKIE}=${newToken}${attributes}; Expires=${expiresAt.toUTCString()}`);
    },
    async forget() {
      if (token) await endSession(services, token);
      setHeader('Set-Cookie', `${SESSION_COOKIE}=${attributes}; Max-Age=0`);
    },
  };
}
