// What the wire costs, and what servers as documented cost: two small servers for the fan-out's bench. Both send the same
// list from memory; neither knows a database.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';

const SDL = `
  type Query { x: Int }
  type Subscription { hotListUpdated: HotListSnapshot! }
  type HotListSnapshot { version: String! at: String! entries: [HotListEntry!]! }
  type HotListEntry { rank: Int! previousRank: Int hotIssue: HotIssue! }
  type HotIssue { id: ID! title: String! status: String! voteCount: Int! heat: Float! createdAt: String! category: Category! grid: Grid }
  type Category { code: String! nameZh: String! }
  type Grid { code: String! name: String! }`;

interface Snapshot {
  version: string;
}

/** Sends the bytes of one frame to every socket, past all libraries: nothing can be cheaper in this runtime. */
function openFloor(snapshot: Snapshot) {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  const streams = new Set<{ write(bytes: Buffer): void }>();
  const messageOf = () => Buffer.from(JSON.stringify({ id: 'floor', type: 'next', payload: { data: { hotListUpdated: snapshot } } }));
  sockets.on('connection', (socket, { socket: stream }) => {
    socket.on('close', () => streams.delete(stream));
    socket.on('message', (message) => {
      if (message.toString().includes('connection_init')) return socket.send('{"type":"connection_ack"}');
      if (!message.toString().includes('"subscribe"')) return;
      socket.send(messageOf(), { binary: false });
      streams.add(stream);
    });
  });
  return {
    server,
    publish(version: string) {
      snapshot.version = version;
      const frame = frameOf(messageOf());
      for (const stream of streams) stream.write(frame);
    },
  };
}

/** A text frame of RFC 6455, unmasked. */
function frameOf(payload: Buffer): Buffer {
  const header = Buffer.alloc(payload.length < 65_536 ? 4 : 10);
  header[0] = 0x81;
  if (payload.length < 65_536) {
    header[1] = 126;
    header.writeUInt16BE(payload.length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([header, payload]);
}

/** graphql-yoga with graphql-ws: https://the-guild.dev/graphql/yoga-server/docs/features/subscriptions#graphql-over-websocket-protocol-via-graphql-ws */
function openDocumented(snapshot: Snapshot) {
  const pubSub = createPubSub<{ hotList: [Snapshot] }>();
  const schema = buildSchema(SDL);
  const field = schema.getSubscriptionType()?.getFields().hotListUpdated;
  if (!field) throw new Error('no subscription');
  field.subscribe = () =>
    (async function* () {
      yield snapshot;
      yield* pubSub.subscribe('hotList');
    })();
  field.resolve = (event: Snapshot) => event;
  const yoga = createYoga({ schema, logging: false });
  const server = createServer(yoga);
  const sockets = new WebSocketServer({ server, path: yoga.graphqlEndpoint });
  useServer(
    {
      execute: (args: unknown) => (args as { rootValue: { execute(args: unknown): never } }).rootValue.execute(args),
      subscribe: (args: unknown) => (args as { rootValue: { subscribe(args: unknown): never } }).rootValue.subscribe(args),
      onSubscribe: async (context, _id, params) => {
        const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
          ...context,
          req: context.extra.request,
          socket: context.extra.socket,
          params,
        });
        const args = {
          schema,
          operationName: params.operationName,
          document: parse(params.query),
          variableValues: params.variables,
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe },
        };
        const errors = validate(args.schema, args.document);
        return errors.length > 0 ? errors : args;
      },
    },
    sockets,
  );
  return { server, publish: (version: string) => pubSub.publish('hotList', { ...snapshot, version }) };
}

parse('{ __typename }'); // loaded before anything is measured
process.once('message', (order: { side: 'floor' | 'documented'; snapshot: Snapshot }) => {
  const { server, publish } = order.side === 'floor' ? openFloor(order.snapshot) : openDocumented(order.snapshot);
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('message', (version: string) => {
    if (version !== 'cpu' && version !== 'settled') publish(version);
    else {
      const { user, system } = process.cpuUsage();
      process.send?.({ cpu: user + system, rss: process.memoryUsage.rss() });
    }
  });
});
process.once('disconnect', () => process.exit());
