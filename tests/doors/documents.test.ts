// Documents that ask too much are refused before they cost anything, the same on every transport.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import fc from 'fast-check';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actualCost, requestedCost } from '../../api/doors/cost.ts';
import { exceededLimit, LIMITS, nestingOf } from '../../api/doors/limits.ts';
import { schema } from '../../schema/index.ts';
import { everywhere, post } from '../support/attack.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const nested = (depth: number) => `{ grids(first: 1) { edges { node ${'{ neighbours '.repeat(depth)}{ id }${' }'.repeat(depth)} } } }`;

const BOMBS: [name: string, query: string, limit: string][] = [
  ['20,000 nested selection sets', '{ a '.repeat(20_000) + '}'.repeat(20_000), 'nesting'],
  ['80,000 fields', `{ ${'id '.repeat(80_000)} }`, 'tokens'],
  ['1,000 nested selection sets, within the tokens', '{ a '.repeat(1000) + '}'.repeat(1000), 'nesting'],
  ['1,000 nested lists', `{ a(b: ${'['.repeat(1000)}${']'.repeat(1000)}) }`, 'nesting'],
  ['depth', nested(10), 'depth'],
  [
    'depth through fragments',
    `{ grids(first: 1) { edges { node { ...A } } } } ${[...'ABCDEFGHIJ'].map((n, i, all) => `fragment ${n} on Grid { neighbours { ${all[i + 1] ? `...${all[i + 1]}` : 'id'} } }`).join(' ')}`,
    'depth',
  ],
  ['aliases', `{ ${Array.from({ length: 40 }, (_, n) => `a${n}: station { name }`).join(' ')} }`, 'aliases'],
  [
    'aliases through a fragment spread often',
    `{ station { ${Array.from({ length: 31 }, () => '...F').join(' ')} } } fragment F on Station { a: name }`,
    'aliases',
  ],
  ['directives', `{ station { name ${'@include(if: true) '.repeat(20)} } }`, 'directives'],
  ['operations', Array.from({ length: 200 }, (_, n) => `query Q${n} { station { name } }`).join(' '), 'operations'],
  [
    'breadth by doubling fragments',
    `{ station { ...F0 } } ${Array.from({ length: 18 }, (_, n) => `fragment F${n} on Station { ...F${n + 1} ...F${n + 1} }`).join(' ')} fragment F18 on Station { name }`,
    'breadth',
  ],
  ['cost', '{ grids(first: 100) { edges { node { neighbours { neighbours { id } } } } } }', 'cost'],
  [
    'introspection that nests',
    `{ __schema { types { fields { type ${'{ ofType '.repeat(24)}{ name }${' }'.repeat(24)} } } } }`,
    'introspectionDepth',
  ],
];

describe('a document bomb', () => {
  it.each(BOMBS)('of %s is refused with 400 over HTTP, SSE and WebSocket, in less than 100 ms', async (_name, query, limit) => {
    const body = { query, ...(limit === 'operations' ? { operationName: 'Q0' } : {}) };
    // The best of five: other tests share the machine.
    const rounds = [];
    for (let n = 0; n < 5; n++) {
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      const startedAt = performance.now();
      const { status, answer } = await post(server, body);
      delay.disable();
      expect([status, answer.errors?.[0]?.extensions.limit]).toEqual([400, limit]);
      rounds.push({ ms: performance.now() - startedAt, blockedMs: delay.max / 1e6 });
    }
    expect(Math.min(...rounds.map(({ ms }) => ms))).toBeLessThan(100);
    expect(Math.min(...rounds.map(({ blockedMs }) => blockedMs))).toBeLessThan(50);
    if (query.length > LIMITS.messageBytes) return; // a socket never takes it, see websocket.test.ts
    for (const [transport, answer] of Object.entries(await everywhere(server, body))) {
      expect(answer.errors?.[0]?.extensions, transport).toMatchObject({ code: 'QUERY_TOO_COMPLEX', limit, requestId: expect.any(String) });
      expect(answer.errors?.[0]?.message, transport).toMatch(/^查询超出限制/);
    }
  });

  it('of fragments that spread themselves is refused as invalid', async () => {
    const { status, answer } = await post(
      server,
      {
        query: '{ station { ...A } } fragment A on Station { ...B } fragment B on Station { ...A }',
      },
      { accept: 'application/graphql-response+json' },
    );
    expect([status, answer.errors?.[0]?.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  it('of variables that nest deeply, or by the hundred thousand, is refused', async () => {
    let deep: unknown = 1;
    for (let n = 0; n < 50; n++) deep = [deep];
    const { status, answer } = await post(server, { query: '{ station { name } }', variables: { deep } });
    expect([status, answer.errors?.[0]?.extensions.limit]).toEqual([400, 'variableDepth']);
    const many = Object.fromEntries(Array.from({ length: 300_000 }, (_, n) => [`k${n}`, n]));
    expect((await post(server, { query: '{ station { name } }', variables: many })).status).toBe(413);
  });
});

/** Of the best of five: other tests share the machine. */
function cpuMsOf(text: string): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      nestingOf(text);
      return process.cpuUsage(before).user / 1000;
    }),
  );
}

describe('the limits', () => {
  it('see how deep brackets nest, not those in strings and comments', () => {
    expect(nestingOf('{ a(b: "{{{{", c: [[1]]) { d } } # ((((')).toBe(4);
    expect(nestingOf('{ a(b: "\\"{{{", c: """{{ \\""" {{""") }')).toBe(2);
    expect(nestingOf('# comment\r{ a(b: "\\')).toBe(2);
    fc.assert(fc.property(fc.string(), (text) => nestingOf(text) >= 0));
  });

  it('look once at each character of a text, whatever it is', () => {
    const plain = cpuMsOf('a'.repeat(250_000));
    for (const odd of ['\\"', '"', '\\""" ', '"""', '#', '"\\', '{"\\']) {
      const spent = cpuMsOf(`{"${odd.repeat(250_000 / odd.length)}`);
      expect(spent, odd).toBeLessThan(10 * plain + 5); // looked at again from each sign on, it would be thousands of times as much
    }
  });

  it('measure a document of the largest size in linear time', () => {
    const fragments = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Station { ...F${n + 1} ...F${n + 1} }`).join(' ');
    const document = parse(`{ station { ...F0 } } ${fragments} fragment F60 on Station { name }`, { maxTokens: LIMITS.tokens });
    // The best of five: other tests share the machine.
    const rounds = Array.from({ length: 5 }, () => {
      const startedAt = performance.now();
      expect(exceededLimit(document)?.extensions.limit).toBe('breadth');
      return performance.now() - startedAt;
    });
    expect(Math.min(...rounds)).toBeLessThan(50);
  });

  it('let every operation of our own pages through', async () => {
    const { globSync, readFileSync } = await import('node:fs');
    const text = globSync('client/src/**/*.graphql')
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const all = parse(text);
    const fragments = all.definitions.filter(({ kind }) => kind === 'FragmentDefinition');
    for (const definition of all.definitions) {
      if (definition.kind !== 'OperationDefinition') continue;
      const document = { ...all, definitions: [definition, ...fragments] };
      expect(exceededLimit(document), definition.name?.value).toBeNull();
      expect(requestedCost(schema, document, definition, {}), definition.name?.value).toBeLessThan(LIMITS.cost);
    }
  });
});

describe('the cost of a document', () => {
  const cost = (query: string, variables = {}) => {
    const document = parse(query);
    const operation = document.definitions[0];
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation');
    return requestedCost(schema, document, operation, variables);
  };

  it('grows with the page asked for, by number or by variable', () => {
    const list = (first: string) => `query ($first: Int) { hotList(first: ${first}) { edges { node { title } } } }`;
    const [ten, twenty] = [cost(list('10')), cost(list('20'))];
    expect(twenty).toBeGreaterThan(ten);
    expect(cost(list('$first'), { first: 20 })).toBe(twenty);
    expect(cost(list('100'))).toBe(cost(list('$first'), { first: 1e9 })); // never more than a page
  });

  it('of a list that takes its size is not passed on to the lists below it', () => {
    const plans = (first: number) => cost(`{ patrolPlans(view: IN_FORCE, first: ${first}) { id windows { from } staff { id } } }`);
    expect(plans(30)).toBe(3 * plans(10)); // a plan costs the same on each page
    const edges = (first: number) => cost(`{ hotList(first: ${first}) { edges { node { title } } } }`);
    expect(edges(30) - edges(20)).toBe(edges(20) - edges(10)); // through a connection it is
  });

  it('is told with each answer, beside what it really was and what is left', async () => {
    const { extensions } = await ask(server, '{ hotList(first: 10) { edges { node { title } } } }');
    expect(extensions.cost).toEqual({
      requestedQueryCost: 21,
      actualQueryCost: 21,
      throttleStatus: { maximumAvailable: expect.any(Number), currentlyAvailable: expect.any(Number), restoreRate: expect.any(Number) },
    });
  });

  it('counts the objects of the answer through aliases, fragments and lists, merged as the executor merges them', () => {
    const document = parse(`
      query { a: station { communities { id } ...more } hotList { edges { node { ... on HotIssue { grid { id } } } } } }
      fragment more on Station { communities { name } again: communities { ...leaf } } fragment leaf on Community { id }`);
    const [operation] = document.definitions;
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation');
    const two = [{ id: '1' }, { id: '2' }];
    const data = { a: { communities: two, again: two }, hotList: { edges: [{ node: { grid: null } }, { node: { grid: { id: '3' } } }] } };
    expect(actualCost(data, document, operation)).toBe(1 + 1 + 4 + 1 + 2 + 2 + 1);
  });

  it('is at least 10 for a mutation', () => {
    expect(cost('mutation { signOut { __typename } }')).toBeGreaterThanOrEqual(10);
  });
});

describe('our own pages', () => {
  it('send hashes; an unknown hash is told so; GET serves hashes and changes nothing', async () => {
    const { readFileSync } = await import('node:fs');
    const manifest = JSON.parse(readFileSync('client/dist/operations.json', 'utf8')) as Record<string, string>;
    const hashOf = (name: string) => Object.entries(manifest).find(([, text]) => text.includes(name))?.[0] as string;
    const persisted = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
    expect((await post(server, { ...persisted(hashOf('query Me ')) })).answer.data.isDemo).toBe(true);
    const unknown = await post(server, persisted('0'.repeat(64)));
    expect([unknown.status, unknown.answer.errors?.[0]?.extensions.code]).toEqual([404, 'PERSISTED_QUERY_NOT_FOUND']);
    const get = (hash: string) =>
      fetch(`${server.address}graphql?extensions=${encodeURIComponent(JSON.stringify(persisted(hash).extensions))}`, {
        headers: { accept: 'application/json' },
      });
    expect(((await (await get(hashOf('query Me '))).json()) as { data: { isDemo: boolean } }).data.isDemo).toBe(true);
    expect((await get(hashOf('mutation SignOut '))).status).toBe(405);
  });
});

describe('in production', () => {
  let production: TestServer;
  beforeAll(async () => {
    production = await startTestServer({
      template: 'empty',
      isProduction: true,
      isDemo: false,
      secret: 'a secret of forty characters, more or less',
    });
  });
  afterAll(() => production.stop());

  it('strangers may send our own documents only, and learn nothing of the schema', async () => {
    const { readFileSync } = await import('node:fs');
    const manifest = JSON.parse(readFileSync('client/dist/operations.json', 'utf8')) as Record<string, string>;
    const me = Object.values(manifest).find((text) => text.includes('query Me '));
    expect((await post(production, { query: me })).answer.data.viewer).toBeNull();
    for (const query of [
      '{ station { name } }',
      '{ __schema { types { name } } }',
      '{ __type(name: "Viewer") { name } }',
      '{ statoin { name } }',
    ]) {
      const { status, text, answer } = await post(production, { query });
      expect([status, answer.errors?.[0]?.extensions.code]).toEqual([403, 'PERSISTED_QUERY_NOT_FOUND']);
      expect(text).not.toMatch(/Did you mean|station|Viewer/);
    }
    for (const answer of Object.values(await everywhere(production, { query: '{ __schema { types { name } } }' }))) {
      expect(answer.data ?? null).toBeNull();
      expect(answer.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    }
  });

  it('there is no explorer, no schema file, and no demo sign-in', async () => {
    const page = await fetch(`${production.address}graphql`, { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } });
    expect(await page.text()).not.toContain('GraphiQL');
    expect((await fetch(`${production.address}schema.graphql`)).status).toBe(404);
    expect(production.demoKey).toBeNull();
  });

  it('partners and staff may send their own and read the schema', async () => {
    const { insertKey, upsertPartner } = await import('../../schema/commons/partners/store.ts');
    const { makeKey } = await import('../../schema/commons/partners/rules.ts');
    const { v7: uuid } = await import('uuid');
    const { pool } = production.database;
    const partnerId = await upsertPartner(pool, { id: uuid(), name: '伙伴', contact: '' });
    const { key, hint, hash } = makeKey();
    await insertKey(pool, {
      id: uuid(),
      partnerId,
      name: 'x',
      hint,
      hash,
      scopes: ['hotlist:read'],
      wholeStation: true,
      communityIds: [],
      gridIds: [],
      addresses: [],
      expiresAt: null,
      createdById: null,
    });
    expect(
      (await ask(production, '{ __schema { queryType { name } } hotList(first: 1) { edges { cursor } } }', {}, { token: key })).data
        .__schema,
    ).toEqual({ queryType: { name: 'Query' } });
    expect((await fetch(`${production.address}schema.graphql`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  });
});

describe('outside production', () => {
  it('the schema and the explorer are open, the explorer with a demo key and nothing from elsewhere', async () => {
    const response = await fetch(`${server.address}graphql`, { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } });
    const text = await response.text();
    expect(text).toContain(server.demoKey);
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect([...text.matchAll(/(?:src|href)="(https?:)?\/\//g)]).toEqual([]);
    expect(
      (await ask(server, '{ __schema { queryType { name } } }', {}, { token: await signIn(server) })).data.__schema.queryType.name,
    ).toBe('Query');
  });
});
