// Fields of which an input holds several.
import type { EnumRef } from '@pothos/core';
import type { SchemaTypes } from '../builder.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import type { Group, InputField } from './inputs.ts';

/** A group several times, in the order sent. What is wrong is told of each by its number, from 0. */
export function list<Value, Names extends string>(one: Group<Value, Names>, says: string): InputField<Value[], Names> {
  return {
    define: (t, isOptional) => t.field({ type: [one.type], required: !isOptional, description: says }),
    async read(raw, path, reading) {
      const values: Value[] = [];
      for (const [index, each] of (raw as unknown[]).entries()) values.push(await one.read(each, [...path, String(index)], reading));
      return values;
    },
    refuses: one.refuses,
  };
}

/** Some values of an enum, each once. @param otherwise when they are left out; undefined: they are required */
export function choices<Value>(
  type: EnumRef<SchemaTypes, Value>,
  says: string,
  { otherwise }: { otherwise?: readonly Value[] } = {},
): InputField<Value[], never> {
  return {
    define: (t, isOptional) =>
      t.field({
        type: [type] as never,
        description: says,
        ...(otherwise ? { defaultValue: otherwise } : { required: !isOptional }),
      } as never),
    read: (raw) => [...new Set((raw ?? otherwise) as Value[])],
    refuses: {},
  };
}

/** Ids of rows of that type, decoded, each once; those that are no such id are left out. */
export function ids(typename: string, says: string): InputField<string[], never> {
  return {
    define: (t, isOptional) => t.idList({ required: !isOptional, description: says }),
    read: (raw) => [...new Set((raw as string[]).flatMap((one) => decodeIdOf(typename, String(one)) ?? []))],
    refuses: {},
  };
}
