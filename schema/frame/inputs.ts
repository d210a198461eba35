// The fields of a mutation's input: how each is told, checked and read. What is wrong is said of all of them at once.
import type { EnumRef, InputRef } from '@pothos/core';
import { builder, type SchemaTypes } from './builder.ts';
import type { Context } from './context.ts';
import { Invalid, type Mistake, NotFound, notFound, outOfRange, type Refusal } from './refusals.ts';
import { decodeIdOf } from './relay/global-id.ts';
import { visibleNode } from './relay/graph.ts';
import type { Say } from './speech.ts';
import { personText, type TextLimits, type TextMistake, textSentence } from './text.ts';

type Definer = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** Reads the fields of one input and gathers what is wrong. */
export interface Reading {
  context: Context;
  mistakes: Mistake[];
  refusals: Refusal[];
}

/** A field: its value once it is read, and the names of the refusals that reading may end in. */
export interface InputField<Value = unknown, Names extends string = string> {
  define(t: Definer, isOptional?: boolean): unknown;
  /** What it returns counts only when nothing was wrong. */
  read(raw: unknown, path: readonly string[], reading: Reading): Value | Promise<Value>;
  readonly refuses: readonly { readonly name: Names }[];
}

export type InputFields = Record<string, InputField>;
export type ValuesOf<Fields extends InputFields> = {
  [Name in keyof Fields]: Fields[Name] extends InputField<infer Value, string> ? Value : never;
};
export type RefusedBy<Fields extends InputFields> = {
  [Name in keyof Fields]: Fields[Name] extends InputField<unknown, infer Names> ? Names : never;
}[keyof Fields];

/** Both halves of a description with the bounds of its value, which stand before what comes after a semicolon. */
const described = (says: string, zh: string, en: string) => {
  const [chinese, english] = says.split(' / ').map((half) => /^([^；;]*)(.*)$/s.exec(half)?.slice(1) ?? []);
  return `${chinese?.[0]}，${zh}${chinese?.[1]} / ${english?.[0]}, ${en}${english?.[1]}`;
};

/** A text of so many characters, as `personText` reads it; one that may be empty may be left out. */
export function text(
  min: number,
  max: number,
  says: string,
  { isMultiline = false }: Pick<TextLimits, 'isMultiline'> = {},
): InputField<string, 'ValidationError'> {
  const checked = personText({ min, max, isMultiline });
  const description =
    min > 0
      ? described(says, `${min}–${max} 字`, `${min}–${max} characters`)
      : described(says, `最多 ${max} 字`, `at most ${max} characters`);
  return {
    define: (t, isOptional) =>
      min === 0 && !isOptional ? t.string({ defaultValue: '', description }) : t.string({ required: !isOptional, description }),
    read(raw, path, { mistakes }) {
      const { data = '', error } = checked.safeParse(raw ?? '');
      for (const issue of error?.issues ?? []) {
        const code = issue.message as TextMistake;
        mistakes.push({ path, code, says: textSentence(code, { min, max }) });
      }
      return data;
    },
    refuses: [Invalid],
  };
}

/** A whole number from `least` to `most`. @param otherwise its value when it is left out; undefined: it is required */
export function whole(
  least: number,
  most: number,
  says: string,
  { otherwise }: { otherwise?: number } = {},
): InputField<number, 'ValidationError'> {
  const bounds = least < 0 ? `−${-least} 到 ${most}` : `${least}–${most}`;
  const description = described(says, bounds, `${least < 0 ? `−${-least}` : least} to ${most}`);
  return {
    define: (t, isOptional) =>
      otherwise === undefined ? t.int({ required: !isOptional, description }) : t.int({ defaultValue: otherwise, description }),
    read(raw, path, { mistakes }) {
      const value = (raw ?? otherwise) as number;
      if (value < least || value > most) mistakes.push(outOfRange(path, least, most));
      return value;
    },
    refuses: [Invalid],
  };
}

/** A yes or no. @param otherwise its value when it is left out */
export function flag(otherwise: boolean, says: string): InputField<boolean, never> {
  return {
    define: (t) => t.boolean({ defaultValue: otherwise, description: says }),
    read: (raw) => (raw ?? otherwise) as boolean,
    refuses: [],
  };
}

/** A field that may be left out; null and undefined as they came. */
export function optional<Value, Names extends string>(field: InputField<Value, Names>): InputField<Value | null | undefined, Names> {
  return {
    define: (t) => field.define(t, true),
    read: (raw, path, reading) => (raw === null || raw === undefined ? raw : field.read(raw, path, reading)),
    refuses: field.refuses,
  };
}

/** The id of a row of that type, decoded; what is no such id is not found. */
export function id(typename: string, says: string, gone: Say): InputField<string, 'NotFoundError'> {
  return {
    define: (t, isOptional) => t.id({ required: !isOptional, description: says }),
    read(raw, _path, { refusals }) {
      const decoded = decodeIdOf(typename, String(raw));
      if (!decoded) refusals.push(notFound(gone));
      return decoded ?? '';
    },
    refuses: [NotFound],
  };
}

/** A row of that type, if the viewer may see it. */
export function row<Row extends object>(typename: string, says: string, gone: Say): InputField<Row, 'NotFoundError'> {
  return {
    define: (t, isOptional) => t.id({ required: !isOptional, description: says }),
    async read(raw, _path, { context, refusals }) {
      const found = await visibleNode<Row>(typename, String(raw), context);
      if (!found) refusals.push(notFound(gone));
      return found as Row;
    },
    refuses: [NotFound],
  };
}

/** One of the values of an enum. */
export function choice<Value>(type: EnumRef<SchemaTypes, Value, Value>, says: string): InputField<Value, never> {
  return {
    define: (t, isOptional) => t.field({ type: type as never, required: !isOptional, description: says } as never),
    read: (raw) => raw as Value,
    refuses: [],
  };
}

/** A moment, with its offset. */
export function dateTime(says: string): InputField<Date, never> {
  return {
    define: (t, isOptional) => t.field({ type: 'DateTime', required: !isOptional, description: says }),
    read: (raw) => raw as Date,
    refuses: [],
  };
}

class Wrong {
  readonly code: string;
  readonly says: Say;

  constructor(code: string, says: Say) {
    this.code = code;
    this.says = says;
  }
}

/** What a check of a field has found, for `checked`. */
export const wrong = (code: string, says: Say) => new Wrong(code, says);

/** A field with one more check, which is asked when nothing else is wrong with it. It returns the value or what is `wrong`. */
export function checked<Value, Names extends string, Checked>(
  field: InputField<Value, Names>,
  check: (value: Value, context: Context) => Checked | Promise<Checked>,
): InputField<Exclude<Checked, Wrong>, Names | 'ValidationError'> {
  return {
    define: field.define,
    async read(raw, path, { context, mistakes, refusals }) {
      const own: Reading = { context, mistakes: [], refusals: [] };
      const value = await field.read(raw, path, own);
      const found = own.mistakes.length + own.refusals.length > 0 ? value : await check(value, context);
      if (found instanceof Wrong) own.mistakes.push({ path, code: found.code, says: found.says });
      mistakes.push(...own.mistakes);
      refusals.push(...own.refusals);
      return found as Exclude<Checked, Wrong>;
    },
    refuses: [...field.refuses, Invalid],
  };
}

interface Scalars {
  Boolean: boolean;
  Float: number;
  ID: string;
  Int: number;
  String: string;
}

/** A value of GraphQL's own, as it comes. @param otherwise its value when it is left out; undefined: it is required */
export function scalar<Name extends keyof Scalars>(
  type: Name,
  says: string,
  { otherwise }: { otherwise?: Scalars[Name] } = {},
): InputField<Scalars[Name], never> {
  return {
    define: (t, isOptional) =>
      t.field({ type, description: says, ...(otherwise === undefined ? { required: !isOptional } : { defaultValue: otherwise }) } as never),
    read: (raw) => (raw ?? otherwise) as Scalars[Name],
    refuses: [],
  };
}

/** A field that none of these describes, as it comes. */
export function plain<Value>(define: InputField['define']): InputField<Value, never> {
  return { define, read: (raw) => raw as Value, refuses: [] };
}

/** Fields that come as one, and the type that they come under. */
export interface Group<Value, Names extends string> extends InputField<Value, Names> {
  readonly type: InputRef<object>;
  /** The same fields where they mean something else. */
  as(says: string): Group<Value, Names>;
}

/** Fields that come as one, under a type of that name. */
export function group<const Fields extends InputFields>(
  typename: string,
  { type: description, says }: { type: string; says: string },
  fields: Fields,
): Group<ValuesOf<Fields>, RefusedBy<Fields>> {
  const type = builder.inputType(typename, { description, fields: (t) => definedBy(fields, t) });
  const as = (said: string): Group<ValuesOf<Fields>, RefusedBy<Fields>> => ({
    type,
    as,
    define: (t, isOptional) => t.field({ type, required: !isOptional, description: said }),
    read: (raw, path, reading) => valuesOf(fields, raw, path, reading),
    refuses: refusedBy(fields),
  });
  return as(says);
}

export function definedBy(fields: InputFields, t: Definer): never {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.define(t)])) as never;
}

type KindsOf<Fields extends InputFields> = readonly { readonly name: RefusedBy<Fields> }[];

export function refusedBy<const Fields extends InputFields>(fields: Fields): KindsOf<Fields> {
  return Object.values(fields).flatMap(({ refuses }): KindsOf<Fields> => refuses as never);
}

/**
 * Reads all fields, side by side: what each asks the database for comes as one batch. What is wrong is told in the order of
 * the fields, whichever was read first.
 */
export async function valuesOf<Fields extends InputFields>(
  fields: Fields,
  raw: unknown,
  path: readonly string[],
  reading: Reading,
): Promise<ValuesOf<Fields>> {
  const given = (raw ?? {}) as Record<string, unknown>;
  const read = async ([name, field]: [string, InputField]) => {
    const own: Reading = { context: reading.context, mistakes: [], refusals: [] };
    return { name, value: await field.read(given[name], [...path, name], own), own };
  };
  const all = await Promise.all(Object.entries(fields).map(read));
  for (const { own } of all) {
    reading.mistakes.push(...own.mistakes);
    reading.refusals.push(...own.refusals);
  }
  return Object.fromEntries(all.map(({ name, value }) => [name, value])) as ValuesOf<Fields>;
}
