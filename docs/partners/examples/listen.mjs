import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { XIESHOU_URL, XIESHOU_KEY } = process.env;

const client = createClient({
  url: `${XIESHOU_URL.replace('http', 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { authorization: `Bearer ${XIESHOU_KEY}` },
  shouldRetry: (event) => event.code !== 4401, // the key ended: trying again changes nothing
  retryAttempts: Number.POSITIVE_INFINITY,
});

const query = `subscription {
  hotListUpdated(first: 5) {
    at
    entries { rank previousRank hotIssue { title voteCount } }
  }
}`;

for await (const { data, errors } of client.iterate({ query })) {
  if (errors) throw new Error(errors[0].message);
  const { at, entries } = data.hotListUpdated;
  console.log(at, entries.map(({ rank, hotIssue }) => `${rank}. ${hotIssue.title} (${hotIssue.voteCount})`).join(' · '));
}
