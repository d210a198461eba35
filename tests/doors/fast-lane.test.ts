// The fast lane and its snapshots: the same bytes as yoga executing for each, the same limits, and nobody reads another's.
import { request as send } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { execute } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openExecution } from '../../api/doors/execution.ts';
import { mediaTypeOf } from '../../api/doors/fast-lane.ts';
import { LIMITS } from '../../api/doors/limits.ts';
import { ask, PLENTY, signIn, startTestServer, type TestServer } from '../support/server.ts';

/** Only that it is the same is of interest. */

interface Raw {
  status: number | undefined;
  headers: Record<string, unknown>;
  body: string;
}

/** A POST as it goes over the wire. `?` in the address is unusual enough to be yoga's. */
function post(server: TestServer, path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body);
    const request = send(
      `${server.address}${path}`,
      { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': String(bytes.length), ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          const { date: _date, ...rest } = response.headers;
          resolve({ status: response.statusCode, headers: rest, body: Buffer.concat(chunks).toString() });
        });
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
}

describe('the fast lane', () => {
  let server: TestServer;
  /** The same street by a server without fast lane, snapshots and compiled documents. */
  let plain: TestServer;
  const tokens: Record<string, string | undefined> = {};
  beforeAll(async () => {
    server = await startTestServer();
    plain = await startTestServer({ databaseUrl: server.databaseUrl });
    plain.house.snapshots.read = (_key, execute) => execute();
    plain.house.execute = async (args) => execute(args);
    server.house.execute = openExecution(0); // compiled from the first time on
    for (const persona of ['RESIDENT', 'OFFICER', 'DISPATCHER', 'ADMIN']) tokens[persona] = await signIn(server, persona);
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
    tokens.nobody = undefined;
    tokens.wrong = 'xs_live_0000000000000000';
  });
  afterAll(async () => {
    await plain?.stop();
    await server?.stop();
  });

  const both = async (body: string, headers: Record<string, string>) => {
    const sent = { 'x-request-id': 'same', ...headers };
    const [fast, slow] = await Promise.all([post(server, 'graphql', body, sent), post(plain, 'graphql?', body, sent)]);
    expect(fast).toEqual(slow);
    return fast;
  };
  const bearer = (who: string): Record<string, string> => (tokens[who] ? { authorization: `Bearer ${tokens[who]}` } : {});

  it('answers generated documents with the bytes, status and headers of yoga', { timeout: 120_000 }, async () => {
    const ISSUE = [
      'id',
      'title',
      'status',
      'voteCount',
      'heat',
      'createdAt',
      '__typename',
      'closedReason',
      'viewerHasVoted',
      'community { name }',
      'grid { name code }',
      'category { code nameZh }',
      'viewerCan { vote close }',
      'again: title',
      'absent',
      'hourlyVotes(hours: 2)',
      '... on HotIssue { description }',
      '...F',
      'grid { onDuty { title } }',
      'status @include(if: $yes)',
      'heat @skip(if: $yes)',
      '... @skip(if: $yes) { voteCount createdAt }',
      '... @include(if: $yes) { grid { code } }',
      '...G @include(if: $yes)',
      '... on Node { id ... on HotIssue { t: title @skip(if: false) } }',
      'grid @skip(if: $yes) { community { name } }',
    ];
    const ROOT = [
      'station { name }',
      'viewer { name persona }',
      'categories { code }',
      'grids(first: 3) { edges { node { name } } }',
      '__typename',
    ];
    const generated = fc.record({
      issue: fc.subarray(ISSUE, { minLength: 1, maxLength: 8 }),
      edge: fc.subarray(['cursor', 'rank', 'previousRank']),
      list: fc.subarray(['totalCount', 'pageInfo { hasNextPage endCursor }']),
      root: fc.subarray(ROOT),
      yes: fc.constantFrom(true, false, undefined, null, 'yes'),
      first: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, -1, 101, '3', null, 1.5)),
      order: fc.constantFrom('HOT', 'NEW', 'TOP', 'NO_SUCH'),
      who: fc.constantFrom('nobody', 'RESIDENT', 'OFFICER', 'DISPATCHER', 'ADMIN', 'key', 'keyWithoutCounts', 'wrong'),
      accept: fc.constantFrom(
        '*/*',
        'application/json',
        'application/graphql-response+json',
        'text/html, application/json;q=0.9',
        'image/png',
        'application/*',
        'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
      ),
      language: fc.constantFrom('zh', 'en'),
      operationName: fc.constantFrom(undefined, 'A', 'B', null, 7),
    });
    const statuses = new Set<number | undefined>();
    await fc.assert(
      fc.asyncProperty(generated, async ({ issue, edge, list, root, yes, first, order, who, accept, language, operationName }) => {
        const text = issue.join(' ');
        const fragments = `${text.includes('...F') ? 'fragment F on HotIssue { title voteCount }' : ''} ${text.includes('...G') ? 'fragment G on HotIssue { closedAt category { ...H } } fragment H on Category { nameEn }' : ''}`;
        const asksYes = text.includes('$yes') ? ', $yes: Boolean!' : '';
        const query = `query A($first: Int, $order: HotListOrder${asksYes}) { ${root.join(' ')} hotList(first: $first, order: $order) { ${list.join(' ')} edges { ${edge.join(' ')} node { ${text} } } } } ${fragments}`;
        const body = JSON.stringify({ query, variables: { first, order, yes }, operationName });
        const headers = { accept, 'accept-language': language, ...bearer(who) };
        const { status } = await both(body, headers);
        statuses.add(status);
        // Again, when the answer is remembered.
        expect(await both(body, headers)).toMatchObject({ status });
      }),
      { numRuns: 150, seed: 20261125 },
    );
    expect(statuses).toEqual(new Set([200, 400, 401, 406]));
  });

  it('takes variables of every kind, right and wrong, as yoga does', async () => {
    const { data } = await ask(server, '{ grids(first: 1) { edges { node { id } } } hotList(first: 1) { edges { node { id } } } }');
    const gridId = data.grids.edges[0].node.id;
    const id = data.hotList.edges[0].node.id;
    const asked: [query: string, variables: object[]][] = [
      [
        'query ($b: HotBoardInput = { gridId: null }, $o: HotListOrder = NEW, $f: Int! = 2) { hotList(board: $b, order: $o, first: $f) { totalCount edges { rank node { title } } } }',
        [
          {},
          { b: { gridId } },
          { b: { gridId, more: 1 } },
          { b: null, o: null },
          { b: [] },
          { f: null },
          { f: '2' },
          { f: 2 ** 31 },
          { o: 'HEISS' },
        ],
      ],
      [
        'query ($i: ID!) { node(id: $i) { id ... on HotIssue { title } } hotIssue(id: $i) { title } }',
        [{ i: id }, { i: gridId }, { i: 7 }, { i: {} }, { i: 'x' }, {}],
      ],
      [
        'query ($p: GeoPointInput!) { gridAt(point: $p) { name } }',
        [
          { p: { longitude: 116.03, latitude: 38.45 } },
          { p: { longitude: 116 } },
          { p: { longitude: 'east', latitude: 1 } },
          { p: { longitude: 500, latitude: 0 } },
        ],
      ],
      [
        'query ($f: TicketFilter, $a: String) { tickets(filter: $f, after: $a, first: 3) { edges { node { number status } } pageInfo { endCursor } } }',
        [
          {},
          { f: { isOpen: true, priorities: ['P1', 'P2'] } },
          { f: { priorities: 'P1' } },
          { f: { priorities: [null] } },
          { f: { createdFrom: '2026-01-01T00:00:00Z' } },
          { f: { createdFrom: 'gestern' } },
          { f: { createdFrom: 5 } },
          { a: 'nonsense' },
        ],
      ],
      [
        'query ($hours: Int, $t: Boolean = true) { hotList(first: 1) { edges { node { hourlyVotes(hours: $hours) title @include(if: $t) } } } }',
        [{}, { hours: 3 }, { hours: null, t: null }, { hours: 3.5 }, { t: false }],
      ],
    ];
    for (const [query, each] of asked)
      for (const variables of each)
        for (const who of ['RESIDENT', 'DISPATCHER']) await both(JSON.stringify({ query, variables }), bearer(who));
  });

  it('answers what is odd as yoga does', async () => {
    const odd = [
      '{',
      '[]',
      'null',
      '7',
      '"text"',
      '{}',
      '{"query":7}',
      '{"query":"{"}',
      '{"query":""}',
      '{"query":null}',
      '\u0000',
      '{"query":"{ a }{ b }"}',
      '[{"query":"{ __typename }"}]',
      '{"query":"{ __typename }","variables":[]}',
      '{"query":"{ __typename }","variables":"x"}',
      '{"query":"{ __typename }","extensions":[]}',
      '{"query":"{ __typename }","more":1}',
      '{"query":"{ __typename }","more":null}',
      '{"query":"{ __typename }","operationName":{}}',
      '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
      '{"extensions":{"persistedQuery":7}}',
      '{"query":"query A { __typename } query B { __typename }","operationName":"B"}',
      '{"query":"query A { __typename } query B { __typename }"}',
      '{"query":"mutation { nothing }"}',
      `{"query":"{ ${'a { '.repeat(100)} ${'} '.repeat(100)}"}`,
      JSON.stringify({ query: `{ ${'__typename '.repeat(5000)}` }),
      JSON.stringify({ query: '{ __typename }', variables: JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`) }),
      JSON.stringify({ query: '{ station { name } }', extensions: {} }),
      ' {"query":"{ station { name } }"} ',
      '\ufeff{"query":"{ station { name } }"}',
      '{"query":"{ station { name } }","__proto__":{"query":"x"}}',
    ];
    for (const body of odd) {
      for (const accept of ['application/json', 'application/graphql-response+json']) await both(body, { accept });
    }
  });

  it('streams a subscription as yoga does: head, first event, and what is wrong', async () => {
    const documents = [
      'subscription { hotListUpdated(first: 2) { entries { rank hotIssue { id title } } } }',
      'subscription A($first: Int) { hotListUpdated(first: $first) { entries { rank hotIssue { title } } } }',
      'subscription { hotListUpdated(first: 101) { entries { rank } } }',
      'subscription { hotListUpdated(first: 1) { entries { hotIssue { viewerHasVoted } } } }',
      'subscription { hotListUpdated(first: 1) { absent } }',
      '{ station { name } }',
    ];
    for (const query of documents) {
      for (const who of ['nobody', 'RESIDENT', 'keyWithoutCounts', 'wrong']) {
        for (const accept of ['text/event-stream', 'application/json, text/event-stream']) {
          const heads = await Promise.all([
            firstEvent(server, 'graphql', query, who, accept),
            firstEvent(plain, 'graphql?', query, who, accept),
          ]);
          expect(heads[0]).toEqual(heads[1]);
        }
      }
    }
  });

  it('ends a stream whose session is signed out, and leaves the fan-out with the last reader', async () => {
    const token = await signIn(server, 'RESIDENT', 530);
    const response = await openStream(server, 'graphql', 'subscription { hotListUpdated(first: 1) { entries { rank } } }', {
      authorization: `Bearer ${token}`,
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await ask(server, 'mutation { signOut { viewer { name } } }', {}, { token });
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += Buffer.from(part.value).toString();
    expect(text).toMatch(/event: complete\ndata:\n\n$/);
    await expect.poll(() => server.house.fanOut.size()).toEqual({ streams: 0, subscribers: 0 });
  });

  const openStream = (side: TestServer, path: string, query: string, headers: Record<string, string>) =>
    fetch(`${side.address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-request-id': 'same', ...headers },
      body: JSON.stringify({ query, variables: { first: 1 } }),
    });

  /** Status, head and what comes up to the end of the first event. */
  const firstEvent = async (side: TestServer, path: string, query: string, who: string, accept: string) => {
    const response = await openStream(side, path, query, { accept, ...bearer(who) });
    const { date: _date, ...headers } = Object.fromEntries(response.headers);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += Buffer.from(part.value).toString().replaceAll(':\n\n', ''); // pings come when they come
      if (/data: .*\n\n/.test(text)) break;
    }
    await reader.cancel();
    return { status: response.status, headers, text: text.slice(0, text.indexOf('\n\n') + 2) };
  };

  it('refuses what is too large, however its length is told, and survives who goes away in the middle', async () => {
    const body = JSON.stringify({ query: '{ __typename }', variables: { a: 'x'.repeat(LIMITS.bodyBytes) } });
    expect((await post(server, 'graphql', body)).status).toBe(413);
    const chunked = await fetch(`${server.address}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([body]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
    const { port } = server;
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"que', () => {
          socket.destroy();
          resolve();
        });
      });
    });
    expect((await ask(server, '{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('counts and refuses as the slow way does', async () => {
    const strict = await startTestServer({ databaseUrl: server.databaseUrl, rates: { ...PLENTY, anonymous: 1 } });
    try {
      const body = JSON.stringify({ query: '{ station { name } }' });
      const statuses: (number | undefined)[] = [];
      for (let n = 0; n < 14; n++) statuses.push((await post(strict, 'graphql', body)).status);
      expect(statuses[0]).toBe(200);
      expect(statuses.at(-1)).toBe(429);
      const refused = await post(strict, 'graphql', body);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(JSON.parse(refused.body).errors[0].extensions.code).toBe('RATE_LIMITED');
    } finally {
      await strict.stop();
    }
  });

  describe('snapshots', () => {
    const LIST = '{ hotList(first: 100) { edges { node { id title voteCount } } } }';

    it('are read once for all who ask the same, and anew after a vote, at once', async () => {
      const { id } = (await ask(server, LIST)).data.hotList.edges[0].node;
      const counts = new Set<number>();
      for (let n = 0; n < 8; n++) {
        const token = await signIn(server, 'RESIDENT', 500 + n);
        await ask(server, LIST);
        await ask(server, 'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }', { id }, { token });
        const after = (await ask(server, LIST)).data.hotList.edges.find(({ node }: { node: { id: string } }) => node.id === id);
        // Some of the demo have voted for it before.
        const { rows } = await server.database.pool.query('SELECT vote_count FROM hot_issue WHERE title = $1', [after.node.title]);
        expect(after.node.voteCount).toBe(rows[0].vote_count);
        counts.add(after.node.voteCount);
      }
      expect(counts.size).toBeGreaterThan(1);
      const { snapshots } = server.house;
      let executions = 0;
      const count = () =>
        snapshots.read('a question of its own', async () => {
          executions += 1;
          return { data: { n: executions } };
        });
      const answers = await Promise.all(Array.from({ length: 64 }, count));
      expect(new Set(answers).size).toBe(1);
      server.house.services.live.touch(['anything']);
      await count();
      expect(executions).toBe(2);
    });

    it('of one class are never read by another: a key without counts learns none, whatever was asked before', async () => {
      for (const who of ['nobody', 'key', 'RESIDENT', 'keyWithoutCounts', 'nobody', 'keyWithoutCounts']) {
        const { data, errors } = await ask(server, LIST, {}, { token: tokens[who] });
        if (who !== 'keyWithoutCounts') expect(data.hotList.edges[0].node.voteCount).toBeTypeOf('number');
        else {
          expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
          expect(JSON.stringify(data ?? null)).not.toContain('voteCount":');
        }
      }
    });

    it('are not made of what one person alone is told, though a neighbour has the same rights', async () => {
      const names = [];
      for (const index of [520, 521, 520]) {
        const token = await signIn(server, 'RESIDENT', index);
        names.push((await ask(server, '{ viewer { name } station { name } }', {}, { token })).data.viewer.name);
      }
      expect(names[0]).not.toBe(names[1]);
      expect(names[2]).toBe(names[0]);
    });

    it('with errors are kept for nobody', async () => {
      const { snapshots } = server.house;
      let executions = 0;
      const fail = async () => {
        executions += 1;
        if (executions === 1) throw new Error('away');
        return { errors: [] };
      };
      await expect(snapshots.read('failing', fail)).rejects.toThrow('away');
      await snapshots.read('failing', fail);
      await snapshots.read('failing', fail);
      expect(executions).toBe(3);
    });
  });
});

it('the type of an answer is the first one wanted that is no stream', () => {
  expect(mediaTypeOf()).toBe('application/json');
  expect(mediaTypeOf('text/event-stream, application/graphql-response+json')).toBe('application/graphql-response+json');
  expect(mediaTypeOf('application/json;q=0.1, */*')).toBe('application/json');
  expect(mediaTypeOf('text/event-stream')).toBeNull();
  expect(mediaTypeOf('application/json; charset=latin1')).toBeNull();
});
