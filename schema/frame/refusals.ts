// Why an act is not done: a value, made where it is decided and put into words where it is answered.
import type { ObjectRef } from '@pothos/core';
import { builder, type SchemaTypes } from '../builder.ts';
import {
  ConflictError,
  declareErrorCode,
  ErrorInterface,
  type ErrorShape,
  type FieldErrorShape,
  ForbiddenError,
  NotFoundError,
  RateLimitedError,
  RetryLaterError,
  ValidationError,
} from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { type Say, type Speech, say } from './speech.ts';

/** A kind of refusal: an error type of the schema, with a code for programs and what it tells beside its sentence. */
export interface RefusalKind<Name extends string = string, Data extends object = object> {
  readonly name: Name;
  readonly code: string;
  readonly type: ObjectRef<SchemaTypes, ErrorShape & Data>;
}

const REFUSED = Symbol('refused');

/** A refusal of the kind called `Name`. */
export interface Refusal<Name extends string = string> {
  readonly [REFUSED]: Name;
  readonly kind: { readonly name: Name; readonly code: string };
  readonly says: Say;
  readonly data: object | ((speech: Speech) => object);
}

/** What a kind tells beside its sentence, as fields of its type. */
type Tells<Data extends object> = (t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, ErrorShape & Data>) => object;

export const tells = <Data extends object>(fields: Tells<Data>): Tells<Data> => fields;

/**
 * Declares a kind of refusal: `SoldOut` is the type SoldOutError and the code SOLD_OUT.
 * @param says what it means, for programs: "中文 / English"
 * @param code where it is not the name's
 */
export function refusalKind<const Name extends string, Data extends object = object>(
  name: Name,
  says: string,
  fields?: Tells<Data>,
  code: string = name.replace(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase(),
): RefusalKind<`${Name}Error`, Data> {
  declareErrorCode(code, says);
  const type = builder.objectRef<ErrorShape & Data>(`${name}Error`).implement({
    description: says,
    interfaces: [ErrorInterface],
    fields: (t) => (fields?.(t) ?? {}) as never,
  });
  return { name: `${name}Error`, code, type };
}

/** A refusal of a kind, in words for the person. */
export function refuse<Name extends string, Data extends object>(
  kind: RefusalKind<Name, Data>,
  says: Say,
  ...[data]: object extends Data ? [] : [data: Data]
): Refusal<Name> {
  return { [REFUSED]: kind.name, kind, says, data: data ?? {} };
}

export function isRefusal<Value>(value: Value): value is Extract<Value, Refusal> {
  return typeof value === 'object' && value !== null && REFUSED in value;
}

/** Kinds that every module knows. */
export const NotFound = { name: 'NotFoundError', type: NotFoundError } as const;
export const Forbidden = { name: 'ForbiddenError', type: ForbiddenError } as const;
export const RateLimited = { name: 'RateLimitedError', type: RateLimitedError } as const;
export const RetryLater = { name: 'RetryLaterError', type: RetryLaterError } as const;
export const Conflict = { name: 'ConflictError', type: ConflictError } as const;
export const Invalid = { name: 'ValidationError', type: ValidationError } as const;

type Shared = (typeof NotFound | typeof Forbidden | typeof RateLimited | typeof RetryLater | typeof Conflict | typeof Invalid)['name'];

const shared = <Name extends Shared>(name: Name, code: string, says: Say, data: Refusal['data'] = {}): Refusal<Name> => ({
  [REFUSED]: name,
  kind: { name, code },
  says,
  data,
});

/** It is not there, or not for the viewer's eyes: the two are told alike. */
export const notFound = (says: Say) => shared('NotFoundError', 'NOT_FOUND', says);

/** @param says left out: nothing more than that they may not */
export const forbidden = (says: Say = ({ language }) => wordsIn(language).forbidden) => shared('ForbiddenError', 'FORBIDDEN', says);

/** Too often. @param retryAfterSeconds when it may be tried again */
export const rateLimited = (retryAfterSeconds: number) =>
  shared('RateLimitedError', 'RATE_LIMITED', ({ language }) => wordsIn(language).rateLimited(retryAfterSeconds), { retryAfterSeconds });

/** Busy: nothing was saved. */
export const retryLater = (says: Say) => shared('RetryLaterError', 'RETRY_LATER', says);

/** Somebody else was first. @param current the row as it is now, branded with its type */
export const conflict = (says: Say, current?: { id: string }) => shared('ConflictError', 'CONFLICT', says, { current });

/** What is wrong with one part of the input. `path` leads there from `input`. */
export interface Mistake {
  path: readonly string[];
  code: string;
  says: Say;
}

/** The input needs correction. */
export function invalid(...mistakes: readonly Mistake[]): Refusal<'ValidationError'> {
  const fieldErrors = (speech: Speech): FieldErrorShape[] =>
    mistakes.map(({ path, code, says }) => ({ path: ['input', ...path], code, message: says(speech) }));
  const says: Say = ({ language }) => wordsIn(language).invalidInput;
  return shared('ValidationError', 'VALIDATION_FAILED', says, (speech) => ({ fieldErrors: fieldErrors(speech) }));
}

/** A whole number out of its bounds. */
export const outOfRange = (path: readonly string[], least: number, most: number): Mistake => ({
  path,
  code: 'OUT_OF_RANGE',
  says: say(`请填 ${least} 到 ${most} 的整数。`, `Enter a whole number from ${least} to ${most}.`),
});

/** The refusal as the schema answers it. */
export function answerOf({ kind: { name: typename, code }, says, data }: Refusal, speech: Speech): ErrorShape {
  return { typename, code, message: says(speech), ...(typeof data === 'function' ? data(speech) : data) };
}
