// What partners read: complete in both languages, and committed as it is.
import { readFileSync } from 'node:fs';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { printedRights } from '../../schema/frame/access/printed.ts';
import { printedSchema, schema } from '../../schema/index.ts';

/** Every describable place of the schema with its description. */
function* places(type: GraphQLNamedType): Generator<[place: string, description: string | null | undefined]> {
  yield [type.name, type.description];
  if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
  if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field.description];
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field.description];
      for (const argument of field.args) yield [`${type.name}.${field.name}(${argument.name})`, argument.description];
    }
  }
}

describe('the schema', () => {
  it('describes every type, field, argument and enum value in Chinese and English', () => {
    const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));
    const missing = types
      .flatMap((type) => [...places(type)])
      .filter(([, description]) => !/\p{Script=Han}.* \/ .*[A-Za-z]/su.test(description ?? ''));
    expect(missing).toEqual([]);
  });

  it('is committed as it is: run `npm run codegen` after a change', () => {
    expect(readFileSync('schema/schema.graphql', 'utf8')).toBe(printedSchema());
    expect(readFileSync('schema/rights.md', 'utf8')).toBe(printedRights());
  });

  it('keeps the names of the contract', () => {
    for (const line of [
      'hotIssueVote(',
      'hotIssueUnvote(',
      'hotIssueCreate(',
      'demoSignIn(',
      'hotListUpdated(',
      'gridAt(',
      'input HotBoardInput',
      'type HotListSnapshot',
      'type HotListEntry',
      'type HotIssue implements Node',
      'viewerHasVoted: Boolean!',
      'heat: Float!',
      'voteCount: Int!',
      'previousRank: Int\n',
    ]) {
      expect(printedSchema()).toContain(line);
    }
  });
});
