// One execution for many: the same bytes as one for each, to those who may have them, and no more than a socket can take.

import type { AddressInfo, Socket } from 'node:net';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { type ExecutionResult, execute, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { openExecution } from '../../api/doors/execution.ts';
import { FanOut, type Push, type Sink, type Subscriber } from '../../api/live/fan-out.ts';
import { classOf, isShared, questionOf } from '../../api/live/sharing.ts';
import { SocketSink } from '../../api/live/socket-sink.ts';
import type { StaffViewer, Viewer } from '../../schema/frame/access/viewer.ts';
import { tries } from '../support/length.ts';
import { ask, type Stream, signIn, startTestServer, subscribe, subscribeSse, type TestServer } from '../support/server.ts';

const VOTE = 'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }';
const operationIn = (text: string) => {
  const document = parse(text);
  const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition');
  if (!operation) throw new Error('no operation');
  return { document, operation };
};

describe('a subscription', () => {
  const judge = (text: string) => {
    const { document, operation } = operationIn(text);
    return isShared(document, operation);
  };

  it('is shared when all that it selects is the same for all', () => {
    const fields = 'entries { rank hotIssue { id title voteCount category { code } } }';
    expect(judge(`subscription { hotListUpdated { __typename at ${fields} } }`)).toBe(true);
    expect(judge('subscription { hotListUpdated { ...F } } fragment F on HotListSnapshot { at entries { hotIssue { id } } }')).toBe(true);
    expect(judge('subscription { hotListUpdated { entries { hotIssue { viewerHasVoted } } } }')).toBe(false);
    expect(
      judge('subscription { hotListUpdated { ...F } } fragment F on HotListSnapshot { entries { hotIssue { viewerCan { vote } } } }'),
    ).toBe(false);
    expect(judge('subscription { hotListUpdated { entries { hotIssue { grid { onDuty { title } } } } } }')).toBe(false);
    expect(judge('subscription { ticketEvents { kind } }')).toBe(false);
  });

  it('is the same question with its variables in any order, and another with others', () => {
    const { document, operation } = operationIn('subscription A($a: Int, $b: Int) { hotListUpdated(first: $a) { at } }');
    const ask = (variables: Record<string, unknown>) => questionOf(document, operation, variables);
    expect(ask({ a: 1, b: { c: 2, d: 3 } })).toBe(ask({ b: { d: 3, c: 2 }, a: 1 }));
    expect(ask({ a: 1 })).not.toBe(ask({ a: 2 }));
  });
});

const officer: StaffViewer = {
  kind: 'staff',
  sessionId: 's1',
  userId: 'u1',
  staffId: 'st1',
  name: '王伟',
  title: '王警官',
  role: 'OFFICER',
  dutyGridIds: ['g1'],
  hasSecondFactor: true,
  isConfirmed: true,
  lacksSecondFactor: false,
};

it('a class is what rights are decided by, not who it is', () => {
  expect(classOf({ ...officer, staffId: 'st2', name: '李明', sessionId: 's2' })).toBe(classOf(officer));
  expect(classOf({ ...officer, dutyGridIds: ['g2'] })).not.toBe(classOf(officer));
  expect(classOf({ ...officer, lacksSecondFactor: true })).not.toBe(classOf(officer));
  expect(classOf(null)).not.toBe(classOf(officer));
});

/** A subscriber of which everything is known. */
class Reader implements Sink {
  readonly told: unknown[] = [];
  ended: unknown = 'no';
  push({ body }: Push): void {
    this.told.push(JSON.parse(body.toString()).data);
  }
  end(error?: unknown): void {
    this.ended = error ?? 'yes';
  }
}

describe('the fan-out', () => {
  /** A source that tells what it is given, the newest to whoever begins. */
  function openStreet() {
    const waiting = new Set<() => void>();
    let newest = { at: 0 };
    const executed: string[] = [];
    const subscriber = (viewer: () => Viewer | null): Subscriber => {
      let seen: object | null = null;
      let isEnded = false;
      const source: AsyncIterableIterator<unknown> = {
        async next() {
          while (seen === newest && !isEnded) await new Promise<void>((resolve) => waiting.add(resolve));
          seen = newest;
          return isEnded ? { done: true, value: undefined } : { done: false, value: newest };
        },
        async return() {
          isEnded = true;
          for (const wake of waiting) wake();
          return { done: true, value: undefined };
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      };
      return {
        question: 'q',
        source,
        viewer,
        async execute(event, asker) {
          executed.push(`${(event as { at: number }).at} ${asker?.kind ?? 'public'}`);
          return { data: { at: (event as { at: number }).at, for: asker?.kind ?? 'public' } };
        },
        present: (result: ExecutionResult) => result,
      };
    };
    const happen = (at: number) => {
      newest = { at };
      for (const wake of waiting) wake();
      waiting.clear();
      return settled();
    };
    /** Changes, and the stream is not told yet. */
    const change = (at: number) => {
      newest = { at };
    };
    return { subscriber, happen, change, executed };
  }
  /** All that follows from what has happened is done: nothing here waits for anything but promises. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('executes once a class and event, however many listen, and forgets what nobody asks', async () => {
    const fanOut = new FanOut();
    const { subscriber, happen, executed } = openStreet();
    const readers = Array.from({ length: 100 }, () => new Reader());
    const open = readers.map((reader, index) => {
      const shared = fanOut.subscribe(subscriber(() => (index < 60 ? null : officer)));
      shared.attach(reader);
      return shared;
    });
    await settled();
    expect(fanOut.size()).toEqual({ streams: 1, subscribers: 100 });
    expect(executed.toSorted()).toEqual(['0 public', '0 staff']);
    await happen(1);
    expect(executed).toHaveLength(4);
    expect(readers[0]?.told).toEqual([
      { at: 0, for: 'public' },
      { at: 1, for: 'public' },
    ]);
    expect(readers[99]?.told).toEqual([
      { at: 0, for: 'staff' },
      { at: 1, for: 'staff' },
    ]);
    for (const shared of open) await shared.return?.();
    expect(fanOut.size()).toEqual({ streams: 0, subscribers: 0 });
    await happen(2);
    expect(executed).toHaveLength(4);
  });

  it('moves whoever changes class before the next push, and tells nobody what another class was told', async () => {
    const fanOut = new FanOut();
    const { subscriber, happen } = openStreet();
    let viewer: Viewer | null = officer;
    const [moving, staying] = [new Reader(), new Reader()];
    fanOut.subscribe(subscriber(() => viewer)).attach(moving);
    fanOut.subscribe(subscriber(() => officer)).attach(staying);
    await settled();
    viewer = null;
    await happen(1);
    expect(moving.told.at(-1)).toEqual({ at: 1, for: 'public' });
    expect(staying.told.at(-1)).toEqual({ at: 1, for: 'staff' });
    expect(moving.told).toHaveLength(2);
  });

  it('is over for whoever reads on after leaving, whether it had begun or not', async () => {
    const fanOut = new FanOut();
    const { subscriber } = openStreet();
    const [read, unread] = [fanOut.subscribe(subscriber(() => null)), fanOut.subscribe(subscriber(() => null))];
    expect((await read.next()).done).toBe(false);
    for (const shared of [read, unread]) {
      await shared.return?.();
      expect(await shared.next()).toEqual({ done: true, value: undefined });
    }
    expect(fanOut.size()).toEqual({ streams: 0, subscribers: 0 });
  });

  it('tells nothing to whoever left while being greeted', async () => {
    const fanOut = new FanOut();
    const { subscriber, happen, change } = openStreet();
    let gate = Promise.resolve();
    const slow = subscriber(() => null);
    const { execute } = slow;
    slow.execute = async (event, viewer) => {
      await gate;
      return execute(event, viewer);
    };
    const [staying, leaving] = [new Reader(), new Reader()];
    fanOut.subscribe(slow).attach(staying);
    await settled();
    change(1); // the newcomer sees it first, and it is executed for them alone
    let open = () => {};
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const shared = fanOut.subscribe(subscriber(() => null));
    shared.attach(leaving);
    await settled();
    await shared.return?.();
    open();
    await settled();
    expect(leaving.told).toEqual([]);
    await happen(2);
    expect(staying.told.at(-1)).toEqual({ at: 2, for: 'public' });
  });

  it('tells a newcomer what is so now, even before the tick that tells the others, and nothing twice', async () => {
    const fanOut = new FanOut();
    const { subscriber, happen } = openStreet();
    const [first, second] = [new Reader(), new Reader()];
    fanOut.subscribe(subscriber(() => null)).attach(first);
    await settled();
    fanOut.subscribe(subscriber(() => null)).attach(second);
    await settled();
    expect(second.told).toEqual([{ at: 0, for: 'public' }]);
    await happen(1);
    expect(second.told).toEqual(first.told);
  });
});

describe('a socket that does not read', () => {
  let server: WebSocketServer;
  const clients: WebSocket[] = [];
  beforeAll(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(() => {
    for (const client of clients) client.terminate();
    server.close();
  });

  interface Message {
    id: string;
    payload: { data: number };
  }

  /** A sink and who hears it. */
  const connect = async (id: string) => {
    const accepted = new Promise<{ socket: WebSocket; stream: Socket }>((resolve) => {
      server.once('connection', (socket, request) => resolve({ socket, stream: request.socket }));
    });
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    clients.push(client);
    const messages: Message[] = [];
    const awaited = new Set<() => void>();
    client.on('message', (message) => {
      messages.push(JSON.parse(message.toString()));
      for (const look of awaited) look();
    });
    const arrived = (data: number) =>
      new Promise<void>((resolve) => {
        awaited.add(() => messages.at(-1)?.payload.data === data && resolve());
      });
    // Before it is open it cannot be paused.
    const [{ socket, stream }] = await Promise.all([accepted, new Promise((resolve) => client.once('open', resolve))]);
    const sink = new SocketSink(socket, stream, id);
    return { sink, socket, client, messages, arrived };
  };
  const stateOf = (data: number, length: number) => {
    const result = { data, filling: 'x'.repeat(length) } as unknown as ExecutionResult;
    return { result, body: Buffer.from(JSON.stringify(result)) };
  };

  it('holds little in memory, misses what is old, and gets the newest when it reads again', async () => {
    const { sink, socket, client, messages, arrived } = await connect('a"b');
    client.pause();
    const last = 2000;
    for (let data = 1; data <= last; data++) {
      sink.push(stateOf(data, 20_000));
      expect(socket.bufferedAmount).toBeLessThan(300 * 1024);
      if (data % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const newest = arrived(last);
    client.resume();
    await newest;
    expect(messages.length).toBeLessThan(last);
    expect(new Set(messages.map(({ id }) => id))).toEqual(new Set(['a"b']));
    expect(messages.map(({ payload }) => payload.data)).toEqual(messages.map(({ payload }) => payload.data).toSorted((a, b) => a - b));
    sink.stop();
  });

  it('gets its own id and whole states, whoever is told the same from the same memory', async () => {
    const ids = ['slow', 'quick', 'x'.repeat(300), '其他'];
    const readers: Awaited<ReturnType<typeof connect>>[] = [];
    for (const id of ids) readers.push(await connect(id));
    const [slow] = readers;
    slow?.client.pause();
    const last = 400;
    // Short, with a length of two bytes, of eight, and too large for one write.
    for (const length of [10, 1000, 60_000, 70_000, 1_000_000]) {
      const newest = readers.slice(1).map(({ arrived }) => arrived(last));
      // The longest are parsed by everybody: as many of them as of the others in the long form alone.
      const states = length > 100_000 ? tries('XIESHOU_TEST_STATES', { short: 40, long: last }) : last;
      for (let data = last - states + 1; data <= last; data++) {
        const state = stateOf(data, length);
        for (const { sink } of readers) sink.push(state);
        if (data % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all(newest);
    }
    const newest = slow?.arrived(last);
    slow?.client.resume();
    await newest;
    for (const [index, id] of ids.entries()) {
      expect(new Set(readers[index]?.messages.map((message) => message.id))).toEqual(new Set([id]));
    }
    for (const { sink } of readers) sink.stop();
  });

  it('keeps what it has not taken from being written over for the next one', () => {
    const held: Buffer[] = [];
    const full = new Writable({ write: (chunk) => void held.push(chunk) });
    const quick = new Writable({ write: (_chunk, _encoding, taken) => taken() });
    const sinks = [full, quick].map((stream, index) => {
      return new SocketSink({ readyState: WebSocket.OPEN } as WebSocket, stream as unknown as Socket, `reader ${index}`);
    });
    const state = stateOf(1, 100);
    for (const sink of sinks) sink.push(state);
    expect(Buffer.concat(held).toString()).toContain('reader 0');
    for (const sink of sinks) sink.stop();
  });
});

describe('the hot list', () => {
  let server: TestServer;
  let apart: TestServer;
  let id: string;
  let voters: string[];
  const tokens: Record<string, string | undefined> = {};
  beforeAll(async () => {
    server = await startTestServer();
    // The same street by another server, which executes for each subscriber: what the documentation of GraphQL servers shows.
    apart = await startTestServer({ databaseUrl: server.databaseUrl });
    apart.house.execute = async (args) => execute(args);
    server.house.execute = openExecution(0); // compiled from the first time on
    const { fanOut } = apart.house;
    const forOne = ({ source, execute, viewer, present }: Subscriber) => ({
      async next() {
        const { done, value } = await source.next();
        return done ? { done, value: undefined } : { done: false, value: present(await execute(value, viewer())) };
      },
      return: async () => (await source.return?.()) as never,
      throw: Promise.reject.bind(Promise),
      [Symbol.asyncIterator]() {
        return this;
      },
    });
    fanOut.subscribe = forOne as never;
    voters = await Promise.all(Array.from({ length: 30 }, (_, index) => signIn(server, 'RESIDENT', 300 + index)));
    for (const persona of ['RESIDENT', 'OFFICER', 'DISPATCHER', 'ADMIN']) tokens[persona] = await signIn(server, persona);
    tokens.nobody = undefined;
    const issueKey = async (scopes: string[]) => {
      const { data } = await ask(
        server,
        'mutation ($scopes: [PartnerScope!]!) { partnerKeyCreate(input: { partnerName: "物业", name: "热榜", scopes: $scopes, wholeStation: true }) { ... on PartnerKeyCreateSuccess { key } } }',
        { scopes },
        { token: tokens.ADMIN as string },
      );
      return data.partnerKeyCreate.key as string;
    };
    tokens.key = await issueKey(['HOTLIST_READ', 'HOTLIST_VOTE_COUNT']);
    tokens.keyWithoutCounts = await issueKey(['HOTLIST_READ']);
    const { data } = await ask(server, '{ hotList(first: 1) { edges { node { id } } } }');
    id = data.hotList.edges[0].node.id;
  });
  afterAll(async () => {
    await apart?.stop();
    await server?.stop();
  });

  it('is executed once for all who ask the same, over WebSocket and SSE', async () => {
    const LIVE = 'subscription { hotListUpdated(first: 5) { version entries { hotIssue { id voteCount } } } }';
    const streams: Stream[] = [subscribe(server, LIVE), subscribe(server, LIVE), await subscribeSse(server, LIVE)];
    const first = await Promise.all(streams.map((stream) => stream.next()));
    expect(first[1]).toEqual(first[0]);
    expect(first[2]).toEqual(first[0]);
    expect(server.house.fanOut.size()).toEqual({ streams: 1, subscribers: 3 });
    await ask(server, VOTE, { id }, { token: voters[0] as string });
    const second = await Promise.all(streams.map((stream) => stream.next()));
    expect(second[1]).toEqual(second[0]);
    expect(second[2]).toEqual(second[0]);
    expect(second[0]).not.toEqual(first[0]);
    for (const stream of streams) await stream.end();
    await expect.poll(() => server.house.fanOut.size()).toEqual({ streams: 0, subscribers: 0 });
  });

  it('says to each class the same bytes as a server that executes for everybody', { timeout: 120_000 }, async () => {
    const SHARED_FIELDS = [
      'id',
      'title',
      'status',
      'voteCount',
      'heat',
      'createdAt',
      '__typename',
      'category { code nameZh }',
      'grid { name code }',
    ];
    const OTHERS = ['viewerHasVoted', 'viewerCan { vote close }', 'hourlyVotes(hours: 2)', 'community { name }', 'closedReason'];
    const selection = fc.record({
      issue: fc.subarray([...SHARED_FIELDS, ...OTHERS], { minLength: 1 }),
      entry: fc.subarray(['rank', 'previousRank']),
      snapshot: fc.subarray(['__typename']),
      first: fc.integer({ min: 1, max: 8 }),
      order: fc.constantFrom('HOT', 'NEW', 'TOP'),
      who: fc.constantFrom(...Object.keys(tokens)),
    });
    await fc.assert(
      fc.asyncProperty(selection, async ({ issue, entry, snapshot, first, order, who }) => {
        const document = `subscription { hotListUpdated(first: ${first}, order: ${order}) { ${snapshot.join(' ')} entries { ${entry.join(' ')} hotIssue { ${issue.join(' ')} } } } }`;
        const [ours, theirs] = await Promise.all([server, apart].map((side) => firstBytes(side, document, tokens[who])));
        expect(withoutRequestIds(ours as string)).toBe(withoutRequestIds(theirs as string));
      }),
      { numRuns: 60, seed: 20261124 },
    );
  });

  it('keeps counts from a key without the scope, while another with it listens to the same', async () => {
    // Whoever comes first stays, and has been answered when the other comes to the same stream.
    for (const [first, isFirstTold] of [
      [3, true],
      [5, false],
    ] as const) {
      const LIVE = `subscription { hotListUpdated(first: ${first}) { entries { hotIssue { id voteCount } } } }`;
      const as = (isTold: boolean) => subscribe(server, LIVE, {}, isTold ? tokens.key : tokens.keyWithoutCounts);
      const staying = as(isFirstTold);
      const answer = await staying.next();
      const joining = as(!isFirstTold);
      const later = await joining.next();
      const [told, untold] = isFirstTold ? [answer, later] : [later, answer];
      expect(told.data?.hotListUpdated.entries[0].hotIssue.voteCount).toBeTypeOf('number');
      expect(untold.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      await staying.end();
      await joining.end();
    }
  });

  it('ends for a session that is signed out, before another push', async () => {
    const LIVE = 'subscription { hotListUpdated(first: 4) { version } }';
    const token = await signIn(server, 'OFFICER', 5);
    const stream = subscribe(server, LIVE, {}, token);
    const neighbour = subscribe(server, LIVE);
    await stream.next();
    await neighbour.next();
    await ask(server, 'mutation { signOut { viewer { name } } }', {}, { token });
    const ending = stream.next().then(
      () => 'told',
      () => 'closed',
    );
    expect(await ending).toBe('closed');
    await ask(server, VOTE, { id }, { token: voters[1] as string });
    await neighbour.next();
    await neighbour.end();
  });
});

const withoutRequestIds = (text: string) => text.replace(/"requestId":"[^"]*"/g, '"requestId":""');

/** The first message of a subscription, as it came over the wire. */
function firstBytes(server: TestServer, query: string, token?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}graphql`, 'graphql-transport-ws');
    const send = (message: object) => socket.send(JSON.stringify(message));
    socket.on('open', () => send({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} }));
    socket.on('error', reject);
    socket.on('message', (data) => {
      const text = data.toString();
      const { type } = JSON.parse(text) as { type: string };
      if (type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: { query } });
      if (type !== 'next' && type !== 'error') return;
      socket.terminate();
      resolve(text);
    });
  });
}
