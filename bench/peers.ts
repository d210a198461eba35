// Other GraphQL servers, each as its own pages show it, over our schema and with a context that believes whoever asks.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { Context } from '@xieshou/schema/frame/context.ts';
import { schema } from '@xieshou/schema/index.ts';
import fastify from 'fastify';
import { createYoga } from 'graphql-yoga';
import mercurius from 'mercurius';

/** @param token what the request came with; null: nobody */
export type ContextOf = (token: string | null) => Context;

export const PEERS = ['yoga', 'apollo', 'mercurius'] as const;
export type Peer = (typeof PEERS)[number];

const tokenOf = ({ headers }: Pick<IncomingMessage, 'headers'>) => headers.authorization?.slice('Bearer '.length) ?? null;

/** Starts all of them on free ports of the loopback. */
export async function openPeers(contextOf: ContextOf): Promise<Record<Peer, number>> {
  const yoga = createYoga({
    schema,
    logging: false,
    context: ({ request }) => contextOf(request.headers.get('authorization')?.slice('Bearer '.length) ?? null),
  });
  return {
    yoga: await portOf(createServer(yoga)),
    apollo: await openApollo(contextOf),
    mercurius: await openMercurius(contextOf),
  };
}

/** https://www.apollographql.com/docs/apollo-server/api/standalone */
async function openApollo(contextOf: ContextOf): Promise<number> {
  const server = new ApolloServer<Context>({ schema });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => contextOf(tokenOf(req)),
  });
  return Number(new URL(url).port);
}

/** https://mercurius.dev: compiled at the first use, as its benchmarks do */
async function openMercurius(contextOf: ContextOf): Promise<number> {
  const app = fastify();
  app.register(mercurius, { schema, jit: 1, context: (request) => contextOf(tokenOf(request)) });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

function portOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}
