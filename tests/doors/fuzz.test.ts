// Ten thousand documents made from the schema, right and broken: never a 5xx, never INTERNAL, never a word of the inside.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chance } from '../../api/demo/chance.ts';
import { schema } from '../../schema/index.ts';
import { post } from '../support/attack.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';

const DOCUMENTS = 10_000;
const SEED = 20261124;
const AT_ONCE = 8;

let server: TestServer;
beforeAll(async () => {
  // Nothing is refused for its rate: what runs is the point.
  server = await startTestServer();
});
afterAll(() => server.stop());

type Chance = ReturnType<typeof chance>;

const STRANGE = [
  '',
  ' ',
  '\u0000',
  '👮‍♀️',
  '\ud800',
  'x'.repeat(3000),
  "'; DROP TABLE resident; --",
  '<script>alert(1)</script>',
  '‮',
  '2026-13-45',
  '-1',
  '../../etc/passwd',
  'null',
  '{"a":1}',
];

/** A value of an input type as GraphQL text, plausible or strange. */
function valueText(type: GraphQLInputType, random: Chance, ids: readonly string[], depth = 0): string {
  if (isNonNullType(type)) return valueText(type.ofType, random, ids, depth);
  if (random.next() < 0.06) return 'null';
  if (random.next() < 0.04) return random.pick(['[]', '{}', '1e400', '-1', 'TRUE', '"x"', '$missing']);
  if (isListType(type))
    return `[${Array.from({ length: Math.floor(random.next() * 4) }, () => valueText(type.ofType, random, ids, depth)).join(', ')}]`;
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || random.next() < 0.5);
    return `{ ${depth > 4 ? '' : fields.map((field) => `${field.name}: ${valueText(field.type, random, ids, depth + 1)}`).join(', ')} }`;
  }
  const name = isScalarType(type) ? type.name : '';
  if (name === 'Int') return String(random.pick([0, 1, 2, 20, 100, 101, -1, 2 ** 31 - 1, 2 ** 31]));
  if (name === 'Float') return String(random.pick([0, 121.47, 31.23, -180, 1e300, 5e-324]));
  if (name === 'Boolean') return random.pick(['true', 'false']);
  if (name === 'DateTime')
    return JSON.stringify(
      random.pick(['2026-11-24T00:00:00Z', '1970-01-01', 'yesterday', '+275760-09-13T00:00:00.000Z', '0000-01-01T00:00:00Z']),
    );
  if (name === 'ID' && random.next() < 0.7) return JSON.stringify(random.pick(ids));
  return JSON.stringify(
    random.next() < 0.4 ? random.pick(STRANGE) : random.pick(['张三', '10000000001', '000000', '朝阳里 3 号楼', 'parking', 'name', ...ids]),
  );
}

const argsText = (args: readonly GraphQLArgument[], random: Chance, ids: readonly string[]) => {
  const given = args.filter((arg) => isNonNullType(arg.type) || random.next() < 0.4);
  return given.length > 0 ? `(${given.map((arg) => `${arg.name}: ${valueText(arg.type, random, ids)}`).join(', ')})` : '';
};

/** A selection under a type; empty for a leaf. */
function selection(type: GraphQLOutputType, random: Chance, ids: readonly string[], depth: number): string {
  const named = getNamedType(type);
  if (isAbstractType(named)) {
    const members = schema.getPossibleTypes(named).filter(() => random.next() < 0.6);
    return `{ __typename ${depth > 7 ? '' : members.map((member) => `... on ${member.name} ${selection(member, random, ids, depth + 1)}`).join(' ')} }`;
  }
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter((field) => {
    const isLeaf = !isObjectType(getNamedType(field.type)) && !isAbstractType(getNamedType(field.type));
    return random.next() < (isLeaf ? 0.6 : 0.35) && (isLeaf || depth < 8);
  });
  const texts = fields.map(
    (field, index) => `f${index}: ${field.name}${argsText(field.args, random, ids)} ${selection(field.type, random, ids, depth + 1)}`,
  );
  return `{ __typename ${texts
    .slice(0, 12)
    .join(' ')
    .replace(/f\d+: /g, () => (random.next() < 0.04 ? `a${Math.floor(random.next() * 1e6)}: ` : ''))} }`;
}

/** Damages a text: cut, doubled, swapped, salted. */
function broken(text: string, random: Chance): string {
  const at = Math.floor(random.next() * text.length);
  return random.pick([
    text.slice(0, at),
    text.slice(at),
    text.slice(0, at) + random.pick(['{', '}', '(', ')', '"', '...', '@', '$', '\u0000', '#', '"""', '🙈']) + text.slice(at),
    text.replaceAll(/[a-z]{4,}/g, (word) => (random.next() < 0.05 ? `${word}x` : word)),
    text + text,
  ]);
}

function makeDocument(random: Chance, ids: readonly string[]): string {
  const kind = random.pick(['query', 'query', 'query', 'mutation'] as const);
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const fields = Object.values(root?.getFields() ?? {});
  // Ending one's own session or account would leave nothing to ask with.
  const asked = Array.from({ length: 1 + Math.floor(random.next() * 2) }, () => random.pick(fields)).filter(
    ({ name }) =>
      !/^(signOut|accountErase|deviceRevoke|devicesRevokeOthers|staffLeave|staffRoleChange|staffPasswordReset|passwordChange|partnerKeyRevoke)$/.test(
        name,
      ),
  );
  const text = `${kind} { ${asked.map((field, index) => `r${index}: ${field.name}${argsText(field.args, random, ids)} ${selection(field.type, random, ids, 1)}`).join(' ')} __typename }`;
  return random.next() < 0.2 ? broken(text, random) : text;
}

it(`of ${DOCUMENTS} documents none breaks the server, and memory ends within 100 MB of where it began`, async () => {
  const random = chance(SEED);
  const people = {
    stranger: undefined,
    resident: await signIn(server),
    worker: await signIn(server, 'GRID_WORKER'),
    officer: await signIn(server, 'OFFICER'),
    admin: await signIn(server, 'ADMIN'),
    partner: server.demoKey as string,
  };
  const tokens = Object.values(people);
  const known = await ask(
    server,
    '{ station { id } grids(first: 5) { edges { node { id } } } hotList(first: 5) { edges { node { id } } } categories { id } }',
  );
  const { data: admin } = await ask(
    server,
    '{ staff(first: 5) { edges { node { id } } } partnerKeys { edges { node { id } } } residents(first: 5) { edges { node { id } } } }',
    {},
    { token: people.admin },
  );
  const ids = [...JSON.stringify([known.data, admin]).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id as string);
  expect(ids.length).toBeGreaterThan(15);

  const statuses = new Map<number, number>();
  const failures: string[] = [];
  let executed = 0;
  const run = async () => {
    const query = makeDocument(random, ids);
    const token = random.pick(tokens);
    const { status, text, answer } = await post(server, { query }, token ? { authorization: `Bearer ${token}` } : {});
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (answer.data) executed += 1;
    const codes = answer.errors?.map(({ extensions }) => extensions.code) ?? [];
    const leaks = /\bat .*\.ts:\d|SELECT |INSERT |relation "|node_modules|\/work\/|syntax error at/.exec(text)?.[0];
    if (
      status >= 500 ||
      codes.includes('INTERNAL') ||
      codes.includes('UNAVAILABLE') ||
      leaks ||
      (answer.errors && !answer.errors.every(({ extensions }) => extensions.requestId))
    ) {
      failures.push(`${status} ${codes} ${leaks ?? ''}\n${query.slice(0, 1500)}\n${text.slice(0, 500)}`);
    }
  };
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: object) => void;
  const memory = () => {
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    return process.memoryUsage().rss / 1e6;
  };
  const batch = (count: number) => {
    let left = count;
    return Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left-- > 0) await run();
      }),
    );
  };
  await batch(1000); // what is compiled and cached once is there now
  const before = memory();
  await batch(DOCUMENTS - 1000);
  const after = memory();
  console.log(
    `${[...statuses]
      .sort()
      .map(([status, n]) => `${n} × ${status}`)
      .join(', ')}; ${executed} executed; memory ${before.toFixed(0)} → ${after.toFixed(0)} MB`,
  );
  expect(failures.slice(0, 5)).toEqual([]);
  expect(executed).toBeGreaterThan(DOCUMENTS / 10);
  expect(after - before).toBeLessThan(100);
}, 240_000);
