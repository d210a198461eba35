// Fields of which an input holds several.
import type { EnumRef } from '@pothos/core';
import type { SchemaTypes } from './builder.ts';
import { checked, type Group, type InputField, plain, wrong } from './inputs.ts';
import { decodeIdOf } from './relay/global-id.ts';
import type { Say } from './speech.ts';

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
    refuses: [],
  };
}

interface Bounds {
  least?: number;
  most: number;
  /** What is said when there are too few, too many, or what is no such id among them. */
  otherwise: Say;
}

/** Ids of rows of that type, decoded, each once. */
export function ids(typename: string, says: string, { least = 0, most, otherwise }: Bounds): InputField<string[], 'ValidationError'> {
  return checked(
    plain<readonly string[]>((t, isOptional) => t.idList({ required: !isOptional, description: says })),
    (raw) => {
      const decoded = new Set(raw.map((one) => decodeIdOf(typename, String(one))));
      if (decoded.has(null)) return wrong('UNKNOWN', otherwise);
      return decoded.size < least || decoded.size > most ? wrong('OUT_OF_RANGE', otherwise) : ([...decoded] as string[]);
    },
  );
}
