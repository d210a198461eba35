// Errors a person can act on are answers: members of each mutation's union.
import type { ObjectRef } from '@pothos/core';
import { builder, type SchemaTypes } from '../builder.ts';
import type { Language } from '../context.ts';
import { wordsIn } from './words.ts';

const CODES = {
  NOT_FOUND: '没有找到 / Not found, or not visible to you',
  FORBIDDEN: '没有权限 / Not allowed for your role',
  VALIDATION_FAILED: '输入有误 / The input needs correction',
  RETRY_LATER: '繁忙，请稍后再试 / Busy: try again later',
  HOT_ISSUE_CLOSED: '议题已办结 / The issue is closed',
  CONFLICT: '状态冲突 / Somebody else was first',
} as const;

type ErrorCode = keyof typeof CODES;

const ErrorCodeEnum = builder.enumType('ErrorCode', {
  description: '错误代码 / What went wrong, for programs',
  values: Object.fromEntries(Object.entries(CODES).map(([code, description]) => [code, { description }])) as {
    [Code in ErrorCode]: { description: string };
  },
});

export interface ErrorShape {
  typename: string;
  code: ErrorCode;
  message: string;
}

const ErrorInterface = builder.interfaceRef<ErrorShape>('Error').implement({
  description: '可以由用户处理的错误 / An error the person can act on',
  resolveType: (error) => error.typename,
  fields: (t) => ({
    code: t.field({ type: ErrorCodeEnum, description: '错误代码 / For programs', resolve: (error) => error.code }),
    message: t.exposeString('message', { description: '给人看的一句话，按 Accept-Language / A sentence for people' }),
  }),
});

/** An error type that says nothing beyond code and message. */
export function errorType(name: string, description: string): ObjectRef<SchemaTypes, ErrorShape> {
  return builder.objectRef<ErrorShape>(name).implement({ description, interfaces: [ErrorInterface] });
}

export const NotFoundError = errorType('NotFoundError', '没有找到，或无权查看 / Not there, or not visible to you');
export const ForbiddenError = errorType('ForbiddenError', '没有权限 / Not allowed for your role');
export const RetryLaterError = errorType('RetryLaterError', '系统繁忙，没有保存，请稍后再试 / Busy, nothing was stored: try again later');
export const ConflictError = errorType('ConflictError', '别人已先一步处理 / Somebody else was first');

export interface FieldErrorShape {
  path: string[];
  code: string;
  message: string;
}

export interface ValidationErrorShape extends ErrorShape {
  fieldErrors: FieldErrorShape[];
}

const FieldError = builder.objectRef<FieldErrorShape>('FieldError').implement({
  description: '某一项输入的错误 / What is wrong with one field',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: '输入项的路径，如 ["input","title"] / Path of the field' }),
    code: t.exposeString('code', { description: '错误种类 / Kind of mistake' }),
    message: t.exposeString('message', { description: '给人看的一句话 / A sentence for people' }),
  }),
});

export const ValidationError = builder.objectRef<ValidationErrorShape>('ValidationError').implement({
  description: '输入有误，逐项说明 / The input needs correction, field by field',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    fieldErrors: t.field({ type: [FieldError], description: '逐项错误 / One entry a field', resolve: (error) => error.fieldErrors }),
  }),
});

/** Makes the error values of the answers, in the caller's language. */
export function errorsIn(language: Language) {
  const words = wordsIn(language);
  return {
    notFound: (message: string): ErrorShape => ({ typename: 'NotFoundError', code: 'NOT_FOUND', message }),
    forbidden: (message: string = words.forbidden): ErrorShape => ({ typename: 'ForbiddenError', code: 'FORBIDDEN', message }),
    conflict: (message: string): ErrorShape => ({ typename: 'ConflictError', code: 'CONFLICT', message }),
    retryLater: (): ErrorShape => ({ typename: 'RetryLaterError', code: 'RETRY_LATER', message: words.retryLater }),
    invalid: (fieldErrors: FieldErrorShape[]): ValidationErrorShape => ({
      typename: 'ValidationError',
      code: 'VALIDATION_FAILED',
      message: words.invalidInput,
      fieldErrors,
    }),
  };
}

/**
 * The union `<name>Result` of `<name>Success` and its error types.
 * Resolvers answer `{ typename: '<name>Success', … }` or an error value.
 */
export function resultUnion<Success extends { typename: string }, Failure extends ErrorShape>(
  name: string,
  success: ObjectRef<SchemaTypes, Success>,
  errors: readonly ObjectRef<SchemaTypes, Failure>[],
) {
  return builder.unionType(`${name}Result`, {
    description: `${name} 的结果：成功或可处理的错误 / Answer of ${name}: success, or an error to act on`,
    types: [success, ...errors],
    resolveType: (value) => (value as { typename: string }).typename as never,
  });
}
