// Errors a person can act on are answers: members of each mutation's union.
import type { ObjectRef } from '@pothos/core';
import { builder, type SchemaTypes } from '../builder.ts';
import { Node } from '../relay/graph.ts';

const CODES = {
  NOT_FOUND: '没有找到 / Not found, or not visible to you',
  FORBIDDEN: '没有权限 / Not allowed for your role',
  VALIDATION_FAILED: '输入有误 / The input needs correction',
  RETRY_LATER: '繁忙，请稍后再试 / Busy: try again later',
  RATE_LIMITED: '操作太频繁 / Too many requests',
  CONFLICT: '状态冲突 / Someone else was first',
};

const codes = new Map(Object.entries(CODES));

/** Adds a code to the enum, with what it means. @throws when somebody has it */
export function declareErrorCode(code: string, description: string): void {
  if (codes.has(code)) throw new Error(`two refusals have the code ${code}: choose another name for one`);
  codes.set(code, description);
}

/** Makes the enum of all codes: call it once, when every module has declared its own. */
export function defineErrorCodes(): void {
  builder.enumType('ErrorCode', {
    description: '错误代码 / Error code, for programs',
    values: Object.fromEntries([...codes].map(([code, description]) => [code, { description }])),
  });
}

export interface ErrorShape {
  typename: string;
  code: string;
  message: string;
}

export const ErrorInterface = builder.interfaceRef<ErrorShape>('Error').implement({
  description: '可以由用户处理的错误 / An error the user can act on',
  resolveType: (error) => error.typename,
  fields: (t) => ({
    code: t.field({
      type: 'ErrorCode' as never,
      description: '错误代码 / Error code, for programs',
      resolve: (error) => error.code as never,
    }),
    message: t.exposeString('message', {
      description: '给人看的一句话，按 Accept-Language / A sentence for people, in the language of Accept-Language',
    }),
  }),
});

/** An error type that says nothing beyond code and message. */
function errorType(name: string, description: string): ObjectRef<SchemaTypes, ErrorShape> {
  return builder.objectRef<ErrorShape>(name).implement({ description, interfaces: [ErrorInterface] });
}

export const NotFoundError = errorType('NotFoundError', '没有找到，或无权查看 / Not found, or not visible to you');
export const ForbiddenError = errorType('ForbiddenError', '没有权限 / Not allowed for your role');
export const RetryLaterError = errorType('RetryLaterError', '系统繁忙，没有保存，请稍后再试 / Busy, nothing was saved: try again later');

export interface ConflictErrorShape extends ErrorShape {
  /** The row as it is now, where the mutation is about one that others change, too; branded with its type. */
  current?: { id: string };
}

export const ConflictError = builder.objectRef<ConflictErrorShape>('ConflictError').implement({
  description: '别人已先一步处理 / Someone else was first',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    current: t.field({
      type: Node,
      nullable: true,
      description: '对象现在的样子；没有则请重新读取 / The object as it is now; null: read it again',
      resolve: ({ current }) => current ?? null,
    }),
  }),
});

export interface RateLimitedErrorShape extends ErrorShape {
  retryAfterSeconds: number;
}

export const RateLimitedError = builder.objectRef<RateLimitedErrorShape>('RateLimitedError').implement({
  description: '操作太频繁，请稍后再试 / Too many requests: try again later',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', { description: '多少秒后再试 / Seconds to wait before trying again' }),
  }),
});

export interface FieldErrorShape {
  path: string[];
  code: string;
  message: string;
}

export interface ValidationErrorShape extends ErrorShape {
  fieldErrors: FieldErrorShape[];
}

const FieldError = builder.objectRef<FieldErrorShape>('FieldError').implement({
  description: '某一项输入的错误 / What is wrong with one field of the input',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: '输入项的路径，如 ["input","title"] / Path of the field, such as ["input","title"]' }),
    code: t.exposeString('code', { description: '错误种类 / Kind of error' }),
    message: t.exposeString('message', { description: '给人看的一句话 / A sentence for people' }),
  }),
});

export const ValidationError = builder.objectRef<ValidationErrorShape>('ValidationError').implement({
  description: '输入有误，逐项说明 / The input needs correction, field by field',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    fieldErrors: t.field({ type: [FieldError], description: '逐项错误 / Errors, one per field', resolve: (error) => error.fieldErrors }),
  }),
});

/**
 * The union `<name>Result` of `<name>Success` and its error types.
 * Resolvers answer `{ typename: '<name>Success', … }` or an error value.
 */
export function resultUnion<Success extends { typename: string }>(
  name: string,
  success: ObjectRef<SchemaTypes, Success>,
  errors: readonly ErrorRef[],
) {
  return builder.unionType(`${name}Result`, {
    description: `${name} 的结果：成功或可处理的错误 / Result of ${name}: success, or an error to act on`,
    types: [success, ...(errors as readonly PlainErrorRef[])],
    resolveType: (value) => (value as { typename: string }).typename as never,
  });
}

// biome-ignore lint/suspicious/noExplicitAny: error types of any shape beyond code and message
type ErrorRef = ObjectRef<SchemaTypes, any>;

/** An error type as unions take it. */
type PlainErrorRef = ObjectRef<SchemaTypes, ErrorShape>;
