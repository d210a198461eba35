// The pages' own operations: whatever refuses them has its sentence, also a kind of refusal that comes later.
import { globSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  type FragmentDefinitionNode,
  getNamedType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { isSuccess } from '../../client/src/net/answer.ts';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const documents = parse(
  globSync('client/src/**/*.graphql')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n'),
);
const fragments = new Map(
  documents.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
);

/** What a selection asks of every error, whatever its type. */
function asksOfErrors({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((one) => {
    const part = one.kind === Kind.FRAGMENT_SPREAD ? (fragments.get(one.name.value) as FragmentDefinitionNode) : one;
    if (part.kind === Kind.FIELD || part.typeCondition?.name.value !== 'Error') return [];
    return part.selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []));
  });
}

describe('operations of the pages', () => {
  it('are what the schema understands', () => {
    expect(validate(schema, documents).map(({ message }) => message)).toEqual([]);
  });

  it('ask every mutation for type, code and sentence of any error', () => {
    const fields = schema.getMutationType()?.getFields() ?? {};
    const asked = documents.definitions.flatMap((one) => {
      if (one.kind !== Kind.OPERATION_DEFINITION || one.operation !== 'mutation') return [];
      return one.selectionSet.selections.flatMap((field) => {
        if (field.kind !== Kind.FIELD || !isUnionType(getNamedType(fields[field.name.value]?.type))) return [];
        return [{ name: one.name?.value, asks: field.selectionSet ? asksOfErrors(field.selectionSet) : [] }];
      });
    });
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter(({ asks }) => !['__typename', 'code', 'message'].every((field) => asks.includes(field)))).toEqual([]);
  });

  it('are told to have succeeded by the type of the answer: no error of the schema is one, and nothing else is a refusal', () => {
    const members = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ type }) => {
      const named = getNamedType(type);
      return isUnionType(named) ? named.getTypes() : isObjectType(named) ? [named] : [];
    });
    const isError = (type: (typeof members)[number]) => type.getInterfaces().some(({ name }) => name === 'Error');
    expect(members.filter((type) => isSuccess({ __typename: type.name }) === isError(type)).map(({ name }) => name)).toEqual([]);
    expect(isSuccess({})).toBe(false);
    expect(isSuccess({ __typename: 'SomethingNew' })).toBe(false);
  });
});
