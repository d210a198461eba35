import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient as createSocket } from 'graphql-ws';
import WebSocket from 'ws';

const { XIESHOU_URL, XIESHOU_KEY } = process.env;
const authorization = `Bearer ${XIESHOU_KEY}`;

const socket = createSocket({
  url: `${XIESHOU_URL.replace('http', 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { authorization },
});

const client = new Client({
  url: `${XIESHOU_URL}/graphql`,
  preferGetMethod: false,
  fetchOptions: { headers: { authorization } },
  exchanges: [
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: query ?? '', variables }, sink) }),
      }),
    }),
  ],
});

const { data, error } = await client.query('{ viewer { name scopes } station { name } }', {}).toPromise();
if (error) throw error;
console.log(`${data.viewer.name} at ${data.station.name}: ${data.viewer.scopes.join(', ')}`);

client.subscription('subscription { hotListUpdated(first: 1) { entries { hotIssue { title } } } }', {}).subscribe(({ data: live }) => {
  if (live) console.log(live.hotListUpdated.entries[0].hotIssue.title);
});
