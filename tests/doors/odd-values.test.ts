// Every argument and input field of the schema with values that nobody means: each is answered, none ends in INTERNAL.
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../../schema/index.ts';
import { post, send } from '../support/attack.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';

const AT_ONCE = 8;
/** Of each argument one value in so many, beginning elsewhere each time; 1: all of them. Cursors are tried with all. */
const EVERY = Number(process.env.XIESHOU_TEST_EVERY ?? 4);

let server: TestServer;
let tokens: string[];
let ids: Map<string, string>;
beforeAll(async () => {
  server = await startTestServer();
  tokens = [];
  for (const persona of ['RESIDENT', 'VOLUNTEER', 'OFFICER', 'COMMANDER', 'ADMIN']) tokens.push(await signIn(server, persona));
  const { data } = await ask(
    server,
    `{ grids(first: 1) { edges { node { id } } } hotList(first: 1) { edges { node { id } } } tickets(first: 1) { edges { node { id } } }
       teams { id } dutyPosts { id } rewards(first: 1) { edges { node { id } } } shifts(first: 1, filter: {}) { edges { node { id } } }
       residents(first: 1) { edges { node { id } } } staff(first: 1) { edges { node { id } } } volunteers(first: 1) { edges { node { id } } } }`,
    {},
    { token: tokens[3] },
  );
  ids = new Map();
  for (const [, id] of JSON.stringify(data).matchAll(/"id":"([^"]+)"/g)) {
    ids.set(
      Buffer.from(id as string, 'base64url')
        .toString()
        .split(':')[0] as string,
      id as string,
    );
  }
  expect(ids.size).toBeGreaterThan(7);
});
afterAll(() => server.stop());

const base64 = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const DASHES = '-'.repeat(36);
const AN_ID = '01a21f00-0000-7000-8000-000000000000';
const CURSORS = [
  '',
  'x',
  '%',
  'null',
  '[]',
  base64('null'),
  base64('[]'),
  base64('{}'),
  base64('[[]]'),
  base64([null]),
  base64([1e308]),
  base64('[1e999]'),
  base64(['99999999999999999999']),
  base64(['9'.repeat(18)]),
  base64([-1]),
  base64(['-1']),
  base64(['x'.repeat(500)]),
  ...['2026-11-28T00:00:00Z', '-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z', '0000-01-01T00:00:00Z', 'x', ''].flatMap((time) => [
    base64([time, DASHES]),
    base64([time, AN_ID]),
    base64([time, AN_ID.replace('7000', '7000-')]),
    base64([time, 1]),
  ]),
  ...[2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1.5, -0].flatMap((number) => [base64([number, AN_ID]), base64([number, DASHES])]),
  ...[
    [1, '-Infinity', 1, '2026-11-28T00:00:00Z', AN_ID],
    [1, 'NaN', 1, '2026-11-28T00:00:00Z', AN_ID],
    [1, '1e999', 2 ** 40, 'x', DASHES],
  ].map(base64),
];
const STRINGS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  'x'.repeat(20_000),
  "'; --",
  '%',
  '_',
  '\\',
  '$1',
  '\u202e',
  '👮‍♀️'.repeat(50),
  '\r\n',
  '\ufeff',
  '0',
  '-1',
  '9'.repeat(18),
  '9'.repeat(40),
  '1e308',
  'NaN',
  'Infinity',
  'null',
  '{}',
  '[]',
  DASHES,
  AN_ID,
  'http://',
  'https://[',
  'tel:110',
  '2026-13',
  '2026-00',
  '0000-01',
  '9999-12',
  '275760-09',
  '2026-11-28',
  '2026-02-30',
  '24:60',
  '+8610000000001',
  'FREQ=DAILY;INTERVAL=-1',
];
const ODD: Record<string, readonly unknown[]> = {
  Int: [0, -1, 1, 101, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 1.5, 1e308, '1', true],
  Float: [0, -0, 5e-324, 1e308, -1e308, 180.0000001, -91, 90, 1e15, '1'],
  Boolean: [true, false, 0, ''],
  DateTime: [
    '1900-01-01T00:00:00Z',
    '2999-12-31T23:59:59Z',
    '1899-12-31T23:59:59Z',
    '3000-01-01T00:00:00Z',
    '-271821-04-20T00:00:00Z',
    'x',
    '',
    0,
    '2026-02-30',
  ],
  JSON: [null, 0, '', [], {}, { type: 'Polygon', coordinates: [[[]]] }, 'x'.repeat(1000)],
  String: STRINGS,
  ID: [
    ...STRINGS,
    base64(`Ticket:${DASHES}`),
    base64(`Grid:${AN_ID}`),
    base64(':'),
    base64('Ticket:'),
    base64(`:${AN_ID}`),
    base64(`Ticket:${AN_ID}x`),
  ],
};

/** A value that could be meant. */
function plausible(name: string, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return plausible(name, type.ofType);
  if (isListType(type)) return [plausible(name, type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(needed.map((field) => [field.name, plausible(field.name, field.type)]));
  }
  if (type.name === 'Int' || type.name === 'Float') return 1;
  if (type.name === 'Boolean') return true;
  if (type.name === 'DateTime') return '2027-01-01T00:00:00Z';
  if (type.name === 'JSON') return {};
  if (type.name !== 'ID') return name === 'category' ? 'noise' : '一句平常的话';
  const kind = [...ids.keys()].find((key) => name.toLowerCase().startsWith(key.toLowerCase())) ?? 'Ticket';
  return ids.get(name === 'hotIssueId' ? 'HotIssue' : name === 'postId' ? 'DutyPost' : kind);
}

interface Leaf {
  path: string[];
  type: string;
  name: string;
}

/** The scalars below an argument. */
function leavesOf({ name, type }: GraphQLArgument | GraphQLInputField, path: string[] = [], depth = 0): Leaf[] {
  const named = getNamedType(type);
  const here = [...path, name];
  if (isInputObjectType(named))
    return depth > 2 ? [] : Object.values(named.getFields()).flatMap((field) => leavesOf(field, here, depth + 1));
  return isEnumType(named) ? [] : [{ path: here, type: named.name, name }];
}

function withValue(args: Record<string, unknown>, path: readonly string[], value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = path;
  const at = args[first];
  if (rest.length === 0) return { ...args, [first]: Array.isArray(at) ? [value] : value };
  const inner = (Array.isArray(at) ? at[0] : at) ?? {};
  const changed = withValue(inner as Record<string, unknown>, rest, value);
  return { ...args, [first]: Array.isArray(at) ? [changed] : changed };
}

/** Something that can be selected without arguments. */
function selection(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isAbstractType(named)) return '{ __typename }';
  return isObjectType(named) ? '{ __typename }' : '';
}

// Ending one's own session or account would leave nothing to ask with.
const LEFT_OUT =
  /^(signOut|accountErase|deviceRevoke|devicesRevokeOthers|staffLeave|staffRoleChange|staffPasswordReset|passwordChange|partnerKeyRevoke|secondFactor\w+)$/;

interface Asked {
  query: string;
  variables: object;
}

function* questions(): Generator<Asked> {
  let leaves = 0;
  for (const [kind, type] of [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      if (LEFT_OUT.test(field.name) || field.args.length === 0) continue;
      const declared = field.args.map(({ name, type: of }) => `$${name}: ${of}`).join(', ');
      const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
      const query = `${kind} (${declared}) { ${field.name}(${passed}) ${selection(field.type)} }`;
      const base = Object.fromEntries(
        field.args.filter(({ type: of }) => isNonNullType(of)).map(({ name, type: of }) => [name, plausible(name, of)]),
      );
      for (const leaf of field.args.flatMap((arg) => leavesOf(arg))) {
        const isCursor = leaf.name === 'after' || leaf.name === 'before';
        const values = isCursor
          ? [...CURSORS, ...STRINGS]
          : (ODD[leaf.type] ?? STRINGS).filter((_, index) => (index + leaves) % EVERY === 0);
        leaves += 1;
        for (const value of values) yield { query, variables: withValue(base, leaf.path, value) };
      }
    }
  }
}

it('no odd value of any argument ends in INTERNAL or a 5xx', { timeout: 300_000 }, async () => {
  const wrong: string[] = [];
  let asked = 0;
  let answered = 0;
  const all = questions();
  const run = async () => {
    for (const { query, variables } of all) {
      const token = tokens[asked++ % tokens.length];
      const { status, answer } = await post(server, { query, variables }, { authorization: `Bearer ${token}` });
      if (answer.data) answered += 1;
      const codes = answer.errors?.map(({ extensions }) => extensions.code) ?? [];
      if (status >= 500 || codes.includes('INTERNAL') || codes.includes('UNAVAILABLE')) {
        wrong.push(`${status} ${codes} ${query.slice(0, 160)} ${JSON.stringify(variables).slice(0, 300)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  console.log(`${asked} odd values, ${answered} answered with data`);
  expect(wrong.length, wrong.slice(0, 8).join('\n')).toBe(0);
  expect(asked).toBeGreaterThan(15_000 / EVERY);
});

it('nor does one in an address', async () => {
  const files = ['exports/tickets.csv', 'exports/tickets.geojson', 'exports/hot-list.csv', 'exports/service.csv'];
  const names = ['from', 'until', 'createdFrom', 'createdUntil', 'month', 'gridId', 'statuses', 'categories', 'isOpen'];
  const strings = STRINGS.filter((text, index) => text.length < 2000 && text.isWellFormed() && index % EVERY === 0);
  const values = [...(ODD.DateTime ?? []), ...strings].map(String);
  const wrong: string[] = [];
  for (const file of files) {
    for (const name of names) {
      for (const value of values) {
        const address = new URLSearchParams({ from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z', [name]: value });
        const token = tokens[file.includes('service') ? 1 : 3];
        const { status } = await send(server, { method: 'GET', path: `${file}?${address}`, headers: { authorization: `Bearer ${token}` } });
        if (status >= 500) wrong.push(`${status} ${file} ${name}=${value}`);
      }
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);
