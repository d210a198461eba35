// Who sees what: every field of the schema, asked by everybody, against the tables of the modules (tests/*/seen.txt). A field without a row fails.
import { type GraphQLObjectType, getNamedType, isAbstractType, isLeafType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holderOf } from '../../api/people/viewer.ts';
import { decide } from '../../schema/frame/access/rules.ts';
import type { Role } from '../../schema/frame/roles.ts';
import { schema } from '../../schema/index.ts';
import { type Action, CAN, RIGHTS } from '../../schema/modules.ts';
import { type Answer, ask, subscribe } from '../support/server.ts';
import { ARGUMENTS, AS_APPLICANT, COLUMNS, type Column, ENTRIES, EXPECTED, IDS, MUTATIONS, OWN, SUBSCRIPTIONS } from './parts.ts';
import { openMatrixTown, type Town } from './town.ts';

const columns = Object.keys(COLUMNS) as Column[];

let town: Town;
beforeAll(async () => {
  town = await openMatrixTown();
});
afterAll(() => town.close());

/** Types that carry what another row decides: answers of mutations, pages of lists, what a subscription pushes. */
const CARRIERS =
  /(?:Success|Error|Challenge|Connection|Edge)$|^(?:PageInfo|HotListEntry|HotListSnapshot|RealNameQueue|Passkey|TicketViewer|PushSuccess|Mutation|Subscription)$/;

function operation(kind: string, body: string): string {
  const used = Object.entries(IDS).filter(([name]) => new RegExp(`\\$${name}\\b`).test(body));
  return `${kind} ${used.length > 0 ? `(${used.map(([name, type]) => `$${name}: ${type}`).join(', ')})` : ''} { ${body} }`;
}

type Fault = NonNullable<Answer['errors']>[number];
const isRefusal = ({ extensions: { code } }: Fault) => code === 'UNAUTHENTICATED' || code === 'FORBIDDEN';
const isRefused = ({ errors }: Answer) => errors?.some(isRefusal);
const isAbsent = ({ errors }: Answer) => errors?.some(({ extensions }) => extensions.code === 'NOT_FOUND');

/** The values at the innermost selected field, however many lists lie between; null where an object is not there. */
function innermost(data: unknown, field: string): unknown[] {
  if (data === null || data === undefined) return [];
  if (Array.isArray(data)) return data.flatMap((item) => innermost(item, field));
  if (typeof data !== 'object') return [];
  if (field in data) return [(data as Record<string, unknown>)[field]];
  return Object.values(data).flatMap((value) => innermost(value, field));
}

function subselection(type: GraphQLObjectType, field: string): string {
  const named = getNamedType(type.getFields()[field]?.type as never);
  if (isLeafType(named)) return '';
  // An object's id, or whatever of it is a leaf: enough to tell one from another.
  const leaf =
    isObjectType(named) &&
    ('id' in named.getFields() ? 'id' : Object.values(named.getFields()).find(({ type: inner }) => isLeafType(getNamedType(inner)))?.name);
  return `{ __typename ${leaf || ''} }`;
}

const typeOf = (typename: string) => schema.getType(typename.replace(' (own)', '')) as GraphQLObjectType;

/** What somebody is answered of a field: the values wherever it stands, or why there are none. */
type Cell = unknown[] | '-' | '0';

/** Asks for fields of a type at once; those that another's refusal took away with it are asked for one by one. */
async function read(typename: string, fields: readonly string[], column: Column): Promise<Map<string, Cell>> {
  const entry = ENTRIES[typename];
  if (!entry) throw new Error(`say in seen.ts how a ${typename} is reached`);
  const aliasOf = (field: string) => `x_${field}`;
  const selected = fields.map(
    (field) => `${aliasOf(field)}: ${field}${ARGUMENTS[`${typename}.${field}`] ?? ''} ${subselection(typeOf(typename), field)}`,
  );
  const answer = await town.ask(column, operation('query', entry.path.replace('?', selected.join(' '))), entry.selfIs);
  const cells = new Map<string, Cell>();
  for (const field of fields) {
    const own = answer.errors?.filter(({ path }) => path?.includes(aliasOf(field)) || fields.length === 1 || !path?.some(isAlias));
    if (own?.some(isRefusal)) cells.set(field, '-');
    else if (isAbsent({ errors: own })) cells.set(field, '0');
    else if (!answer.errors || innermost(answer.data, aliasOf(field)).length > 0 || fields.length === 1)
      cells.set(field, innermost(answer.data, aliasOf(field)));
    else cells.set(field, (await read(typename, [field], column)).get(field) ?? []);
  }
  return cells;
}
const isAlias = (step: string | number) => String(step).startsWith('x_');

const readings = new Map<string, Promise<Map<string, Cell>>>();
/** All fields of a type as somebody sees them; asked once. */
function reading(typename: string, column: Column): Promise<Map<string, Cell>> {
  const name = `${typename} ${column}`;
  const fields = rows.map(split).flatMap(([type, field]) => (type === typename ? field : []));
  const known = readings.get(name) ?? read(typename, fields, column);
  readings.set(name, known);
  return known;
}

/** A hint that says no: of what they may, or of what they have done. */
const isNo = (value: unknown) => value === false || (Array.isArray(value) && value.length === 0);

/** One cell, as a letter of the table. */
async function look(typename: string, field: string, column: Column): Promise<string> {
  const entry = ENTRIES[typename];
  const values = (await reading(typename, column)).get(field) ?? [];
  if (!Array.isArray(values)) return values;
  if (values.length === 0) return '0';
  if (entry?.relative?.includes(field) || typename.endsWith('Permissions'))
    return isHint(typename, field) && values.every(isNo) ? 'n' : '+';
  if (OWN.has(`${typename}.${field}`))
    return values.every((value) => value === null || (Array.isArray(value) && value.every((item) => item === null))) ? '0' : '+';
  const reference = (await reading(typename, entry?.reference ?? 'A')).get(field);
  return JSON.stringify(values) === JSON.stringify(reference) ? '+' : '*';
}

const isHint = (typename: string, field: string) =>
  field === 'viewerCan' || getNamedType(typeOf(typename).getFields()[field]?.type)?.name === 'Boolean';

const split = (row: string): [string, string] => [row.slice(0, row.lastIndexOf('.')), row.slice(row.lastIndexOf('.') + 1)];

const objectTypes = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
);
const rows = [...EXPECTED.keys()];

describe('the access matrix', () => {
  it('has a row for every field of every type, and none for a field that is not there', () => {
    const needed = objectTypes
      .filter(({ name }) => !CARRIERS.test(name) || name === 'Mutation' || name === 'Subscription')
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
    const own = Object.keys((schema.getType('AccessEntry') as GraphQLObjectType).getFields()).map((field) => `AccessEntry (own).${field}`);
    expect(rows.toSorted()).toEqual([...needed, ...own].toSorted());
  });

  const fieldRows = rows.filter((row) => !/^(Mutation|Subscription)\./.test(row));
  it.each(fieldRows)('%s', async (row) => {
    const [typename, field] = split(row);
    const actual = await Promise.all(columns.map((column) => look(typename, field, column)));
    expect(actual.join(''), row).toBe(EXPECTED.get(row));
  });

  it.each(columns)('column %s is told in viewer.can what the rights decide', async (column) => {
    const { services } = town.server.house;
    const holder = await holderOf(services, (await town.token(column)) ?? null, { address: '' });
    const viewer = 'viewer' in holder ? holder.viewer : null;
    const said = await reading('ViewerPermissions', column);
    for (const [name, [right]] of Object.entries(CAN))
      expect(said.get(name), name).toEqual(viewer ? [decide(viewer, right as Action).isAllowed] : []);
  });
});

/** Whether an answer of the mutation can be an error. */
function canRefuse(mutation: string): boolean {
  const answer = getNamedType(schema.getMutationType()?.getFields()[mutation]?.type as never);
  return (
    isAbstractType(answer) && schema.getPossibleTypes(answer).some((type) => type.getInterfaces().some(({ name }) => name === 'Error'))
  );
}

describe('mutations', () => {
  it.each(rows.filter((row) => row.startsWith('Mutation.')))('%s', async (row) => {
    const [, field] = split(row);
    const input = MUTATIONS[field];
    if (input === undefined) throw new Error(`say in seen.ts how ${field} is tried`);
    const body = `x: ${field}${input} { __typename ${canRefuse(field) ? '... on Error { code }' : ''} }`;
    const actual = await Promise.all(
      columns.map(async (column) => {
        const answer = await town.ask(column, operation('mutation', body), AS_APPLICANT.has(field) ? 'applicant' : undefined, true);
        const code = answer.data?.x?.code;
        if (isRefused(answer) || code === 'FORBIDDEN' || code === 'NOT_RESPONSIBLE') return '-';
        if (code === 'NOT_FOUND' && body.includes('$')) return '0';
        return answer.data?.x ? '+' : `?${JSON.stringify(answer.errors)}`;
      }),
    );
    expect(actual.join(''), row).toBe(EXPECTED.get(row));
  });
});

describe('subscriptions', () => {
  it.each(rows.filter((row) => row.startsWith('Subscription.')))('%s', async (row) => {
    const [, field] = split(row);
    const actual = await Promise.all(
      columns.map(async (column) => {
        const document = operation('subscription', SUBSCRIPTIONS[field] as string);
        const stream = subscribe(town.server, document, town.ids, await town.token(column));
        const answer = await stream.next();
        await stream.end();
        return isRefused(answer) ? '-' : isAbsent(answer) ? '0' : '+';
      }),
    );
    expect(actual.join(''), row).toBe(EXPECTED.get(row));
  });
});

describe('the table of rights', () => {
  const roles: Role[] = [
    'ANONYMOUS',
    'RESIDENT',
    'VOLUNTEER',
    'GRID_WORKER',
    'OFFICER',
    'PROPERTY',
    'LEGAL_ADVISER',
    'DISPATCHER',
    'COMMANDER',
    'ADMIN',
    'PARTNER',
  ];
  it('names no role that is not there, and gives each action to somebody', () => {
    for (const [action, { may: rights }] of Object.entries(RIGHTS)) {
      expect(
        Object.keys(rights).filter((role) => !roles.includes(role as Role)),
        action,
      ).toEqual([]);
      expect(Object.keys(rights).length, action).toBeGreaterThan(0);
    }
  });

  it('is what the page of effective rights says', async () => {
    const { data } = await ask(
      town.server,
      'query ($id: ID!) { effectiveRights(personId: $id) { rights { action } } }',
      { id: town.ids.staff },
      { token: await town.token('M') },
    );
    expect(data.effectiveRights.rights.map(({ action }: { action: string }) => action).toSorted()).toEqual(Object.keys(RIGHTS).toSorted());
  });
});
