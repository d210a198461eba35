// The one way to the server: urql with a normalised cache, subscriptions over WebSocket.
import { cacheExchange } from '@urql/exchange-graphcache';
import { createClient as createSocket } from 'graphql-ws';
import { createClient, fetchExchange, subscriptionExchange } from 'urql';
import { hotListUpdates } from '../hotlist/cache.ts';
import { heard, lost } from './connection.ts';
import { preferences } from './preferences.ts';

const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

/** Objects without an id of their own live inside their parents. */
const EMBEDDED = [
  'Duty',
  'FieldError',
  'HotIssueConnection',
  'HotIssueEdge',
  'HotIssuePermissions',
  'HotListEntry',
  'HotListSnapshot',
  'GridConnection',
  'GridEdge',
  'PageInfo',
  'Viewer',
];

let pongDue: ReturnType<typeof setTimeout> | undefined;

const socket = createSocket({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
  connectionParams: () => ({ language: preferences().language }),
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: async (tries) => {
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

/** Opens the socket anew, so that the server learns who is signed in now. */
export function reconnect(): void {
  socket.terminate();
}

export function makeGraphqlClient() {
  return createClient({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: () => ({ credentials: 'same-origin', headers: { 'accept-language': preferences().language } }),
    exchanges: [
      cacheExchange({
        keys: Object.fromEntries(EMBEDDED.map((typename) => [typename, () => null])),
        updates: { Subscription: { hotListUpdated: hotListUpdates } },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables, operationName }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe({ query: query ?? '', variables: variables as Record<string, unknown>, operationName }, sink),
          }),
        }),
      }),
    ],
  });
}
