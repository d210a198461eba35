// Why an act is not done: a value, made where it is decided and put into words where it is answered.
import type { ObjectRef } from '@pothos/core';
import { builder, type SchemaTypes } from './builder.ts';
import { declareErrorCode, ErrorInterface, type ErrorShape } from './errors/graph.ts';
import { wordsIn } from './errors/words.ts';
import { Node } from './relay/graph.ts';
import { type Say, type Speech, say, speechOf } from './speech.ts';

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
  readonly data: object;
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

// Kinds that every module knows.

export const NotFound = refusalKind('NotFound', '没有找到，或无权查看 / Not found, or not visible to you');
export const Forbidden = refusalKind('Forbidden', '没有权限 / Not allowed for your role');
export const RetryLater = refusalKind('RetryLater', '系统繁忙，没有保存，请稍后再试 / Busy, nothing was saved: try again later');

/** It is not there, or not for the viewer's eyes: the two are told alike. */
export const notFound = (says: Say) => refuse(NotFound, says);

/** @param says left out: nothing more than that they may not */
export const forbidden = (says: Say = ({ language }) => wordsIn(language).forbidden) => refuse(Forbidden, says);

/** Busy: nothing was saved. */
export const retryLater = (says: Say) => refuse(RetryLater, says);

export const RateLimited = refusalKind(
  'RateLimited',
  '操作太频繁，请稍后再试 / Too many requests: try again later',
  tells<{ retryAfterSeconds: number }>((t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', { description: '多少秒后再试 / Seconds to wait before trying again' }),
  })),
);

/** Too often. @param retryAfterSeconds when it may be tried again */
export const rateLimited = (retryAfterSeconds: number) =>
  refuse(RateLimited, ({ language }) => wordsIn(language).rateLimited(retryAfterSeconds), { retryAfterSeconds });

export const Conflict = refusalKind(
  'Conflict',
  '别人已先一步处理 / Someone else was first',
  tells<{ current: { id: string } | null }>((t) => ({
    current: t.expose('current', {
      type: Node,
      nullable: true,
      description: '对象现在的样子；没有则请重新读取 / The object as it is now; null: read it again',
    }),
  })),
);

/** Somebody else was first. @param current the row as it is now, branded with its type */
export const conflict = (says: Say, current: { id: string } | null = null) => refuse(Conflict, says, { current });

/** What is wrong with one part of the input. `path` leads there from `input`. */
export interface Mistake {
  path: readonly string[];
  code: string;
  says: Say;
}

const FieldError = builder.objectRef<Mistake>('FieldError').implement({
  description: '某一项输入的错误 / What is wrong with one field of the input',
  fields: (t) => ({
    path: t.stringList({
      description: '输入项的路径，如 ["input","title"] / Path of the field, such as ["input","title"]',
      resolve: ({ path }) => ['input', ...path],
    }),
    code: t.exposeString('code', { description: '错误种类 / Kind of error' }),
    message: t.string({
      description: '给人看的一句话 / A sentence for people',
      resolve: ({ says }, _args, context) => says(speechOf(context)),
    }),
  }),
});

export const Invalid = refusalKind(
  'Validation',
  '输入有误，逐项说明 / The input needs correction, field by field',
  tells<{ fieldErrors: readonly Mistake[] }>((t) => ({
    fieldErrors: t.field({
      type: [FieldError],
      description: '逐项错误 / Errors, one per field',
      resolve: ({ fieldErrors }) => fieldErrors,
    }),
  })),
  'VALIDATION_FAILED',
);

/** The input needs correction. */
export const invalid = (...fieldErrors: readonly Mistake[]) =>
  refuse(Invalid, say('请改正标出的内容。', 'Please correct the marked fields.'), { fieldErrors });

/** A whole number out of its bounds. */
export const outOfRange = (path: readonly string[], least: number, most: number): Mistake => ({
  path,
  code: 'OUT_OF_RANGE',
  says: say(`请填 ${least} 到 ${most} 的整数。`, `Enter a whole number from ${least} to ${most}.`),
});

/** The refusal as the schema answers it. */
export function answerOf({ kind: { name: typename, code }, says, data }: Refusal, speech: Speech): ErrorShape {
  return { typename, code, message: says(speech), ...data };
}
