// The one way to the server: urql with a normalised cache, subscriptions over WebSocket.
import { cacheExchange, type UpdateResolver } from '@urql/exchange-graphcache';
import { createClient as createSocket } from 'graphql-ws';
import {
  type CombinedError,
  createClient,
  type Exchange,
  fetchExchange,
  mapExchange,
  type Operation,
  type OperationResult,
  subscriptionExchange,
} from 'urql';
import { concatMap, fromPromise, fromValue, pipe } from 'wonka';
import { ERRORS } from '../generated/errors.ts';
import { isSuccess } from './answer.ts';
import { heard, lost } from './connection.ts';
import { deviceId, randomHex } from './device.ts';
import { language } from './language.ts';
import { type Keeps, lasting } from './lasting.ts';
import { onRest, rested } from './rest.ts';

const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

let pongDue: ReturnType<typeof setTimeout> | undefined;

const socket = createSocket({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
  connectionParams: () => ({ language: language() }),
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: async (tries) => {
    if (await rested()) return;
    const wait = Math.min(250 * 2 ** tries, 8000) * (0.75 + Math.random() / 2);
    // Waking up from a tunnel should not wait for the timer.
    await Promise.race([
      new Promise((resolve) => setTimeout(resolve, wait)),
      new Promise((resolve) => addEventListener('online', resolve, { once: true })),
    ]);
  },
  keepAlive: PING_EVERY_MS,
  on: {
    connected: heard,
    message: heard,
    closed: lost,
    error: lost,
    ping: (isReceived) => {
      if (isReceived) return;
      clearTimeout(pongDue);
      pongDue = setTimeout(() => socket.terminate(), PONG_WITHIN_MS); // half-open: nobody is there any more
    },
    pong: (isReceived) => {
      if (isReceived) clearTimeout(pongDue);
    },
  },
});

addEventListener('offline', () => {
  lost();
  socket.terminate();
});

onRest(() => socket.terminate());

/** Opens the socket anew, so that the server learns who is signed in now. */
export function reconnect(): void {
  socket.terminate();
}

/** An operation as the server knows it: by the hash of its text, a mutation with a key that makes a repeat harmless. */
function known(operation: Operation): Operation {
  const { hash } = (operation.query as { __meta__?: { hash?: string } }).__meta__ ?? {};
  const extensions = {
    ...operation.extensions,
    ...(hash ? { persistedQuery: { version: 1 as const, sha256Hash: hash.replace(/^sha256:/, '') } } : {}),
  };
  const { fetchOptions } = operation.context;
  const plain = typeof fetchOptions === 'function' ? fetchOptions() : (fetchOptions ?? {});
  const headers = new Headers(plain.headers);
  if (operation.kind === 'mutation' && !headers.has(KEY_HEADER)) headers.set(KEY_HEADER, newKey());
  return { ...operation, extensions, context: { ...operation.context, fetchOptions: { ...plain, headers } } };
}

const KEY_HEADER = 'idempotency-key';

/** A key for something that must have one effect however often it is sent. */
export const newKey = randomHex;

/** Sends a mutation under that key. */
export function under(key: string) {
  return { fetchOptions: () => ({ ...fetchOptions(), headers: { ...fetchOptions().headers, [KEY_HEADER]: key } }) };
}

const fetchOptions = () => ({
  credentials: 'same-origin' as const,
  headers: { 'accept-language': language(), 'x-device-id': deviceId() },
});

function renewIfOutdated(error: CombinedError): void {
  if (error.graphQLErrors.some(({ extensions }) => extensions.code === 'PERSISTED_QUERY_NOT_FOUND')) renewPage();
}

/** The server is newer than this page and has forgotten its operations: the page is loaded anew, once a minute at most. */
export function renewPage(): void {
  const last = Number(sessionStorage.getItem('xieshou.renewedAt'));
  if (Date.now() - last < 60_000) return;
  sessionStorage.setItem('xieshou.renewedAt', String(Date.now()));
  void (async () => {
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.unregister(); // it holds the old pages
    location.reload();
  })();
}

/** A page that has its answer keeps it when asking again fails for want of a network. */
function stillKnown() {
  const answers = new Map<number, unknown>();
  return mapExchange({
    onOperation({ kind, key }) {
      if (kind === 'teardown') answers.delete(key);
    },
    onResult(result): OperationResult {
      const { key, kind } = result.operation;
      if (kind !== 'query') return result;
      if (result.error?.networkError && !result.data) return { ...result, data: answers.get(key) };
      answers.set(key, result.data);
      return result;
    },
  });
}

/** The cache drops what it does not know: a refusal of a kind that came after this page is, for it, simply an error. */
function unknownRefusals() {
  return mapExchange({
    onResult(result): OperationResult {
      if (result.operation.kind !== 'mutation' || !result.data) return result;
      const data = Object.entries(result.data as Record<string, { __typename?: string } | string | null>).map(([name, answer]) => {
        const isUnknown = answer && typeof answer === 'object' && !isSuccess(answer) && !ERRORS.includes(answer.__typename ?? '');
        return [name, isUnknown ? { ...answer, __typename: 'Error' } : answer] as const;
      });
      return { ...result, data: Object.fromEntries(data) };
    },
  });
}

/** Lets nothing through before that: what is asked of a cache still being read would go to the server in vain. */
function heldUntil(isRead: Promise<void>): Exchange {
  let isOpen = false;
  void isRead.then(() => {
    isOpen = true;
  });
  return ({ forward }) =>
    (operations) =>
      forward(
        pipe(
          operations,
          concatMap((operation) => (isOpen ? fromValue(operation) : fromPromise(isRead.then(() => operation)))),
        ),
      );
}

/** How a subscription's news changes what is in the cache, by its field. */
// biome-ignore lint/suspicious/noExplicitAny: each has the type of its own news
export type Updates = Readonly<Record<string, UpdateResolver<any, any>>>;

/** @param cache what stays on the device, and what news changes */
export function makeGraphqlClient({ keeps, updates }: { keeps: readonly Keeps[]; updates: Updates }) {
  const { storage, isRead } = lasting(keeps);
  return createClient({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions,
    exchanges: [
      mapExchange({ onOperation: known, onError: renewIfOutdated }),
      stillKnown(),
      heldUntil(isRead),
      cacheExchange({
        storage,
        possibleTypes: { Error: [...ERRORS] },
        updates: { Subscription: updates },
      }),
      unknownRefusals(),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables, operationName, extensions }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe(
              { query, variables: variables as Record<string, unknown>, operationName, extensions: extensions as Record<string, unknown> },
              sink,
            ),
          }),
        }),
      }),
    ],
  });
}
