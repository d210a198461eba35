// Errors a person can act on are answers: members of each mutation's union.
import type { ObjectRef } from '@pothos/core';
import { builder, type SchemaTypes } from '../builder.ts';
import type { Language } from '../context.ts';
import { Node } from '../relay/graph.ts';
import type { SignInRefusal } from '../services.ts';
import { wordsIn } from './words.ts';

const CODES = {
  NOT_FOUND: '没有找到 / Not found, or not visible to you',
  FORBIDDEN: '没有权限 / Not allowed for your role',
  VALIDATION_FAILED: '输入有误 / The input needs correction',
  RETRY_LATER: '繁忙，请稍后再试 / Busy: try again later',
  RATE_LIMITED: '操作太频繁 / Too many requests',
  SIGN_IN_REFUSED: '登录凭证不对或已失效 / The code, password or second factor is wrong or has expired',
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

export interface SignInErrorShape extends ErrorShape {
  reason: SignInRefusal;
}

const SIGN_IN_REFUSALS: Record<SignInRefusal, string> = {
  CODE_WRONG: '验证码不对 / Wrong one-time code',
  CODE_EXPIRED: '验证码已失效 / Code expired or used',
  TOO_MANY_TRIES: '试错过多 / Too many wrong attempts',
  LOGIN_WRONG: '账号或密码不对 / Wrong login or password',
  SECOND_FACTOR_WRONG: '动态码不对 / Wrong second factor',
  CHALLENGE_EXPIRED: '登录超时 / The sign-in has expired',
  PASSWORD_WEAK: '密码不合要求 / The password is too short or too long',
  SECOND_FACTOR_ON: '两步验证已开启 / The second factor is already on',
  PASSKEY_WRONG: '通行密钥没有通过 / The passkey could not be verified',
  CONFIRM_FIRST: '须先用已有的第二步确认 / Confirm with an existing second factor first',
};

const SignInRefusalEnum = builder.enumType('SignInRefusal', {
  description: '登录没有成功的原因 / Why a sign-in was refused',
  values: Object.fromEntries(Object.entries(SIGN_IN_REFUSALS).map(([name, description]) => [name, { description }])) as {
    [Name in SignInRefusal]: { description: string };
  },
});

export const SignInError = builder.objectRef<SignInErrorShape>('SignInError').implement({
  description: '没有登录成功 / The sign-in was refused',
  interfaces: [ErrorInterface],
  fields: (t) => ({ reason: t.expose('reason', { type: SignInRefusalEnum, description: '原因 / Reason' }) }),
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

/** Makes the error values of the answers, in the caller's language. */
export function errorsIn(language: Language) {
  const words = wordsIn(language);
  return {
    notFound: (message: string): ErrorShape => ({ typename: 'NotFoundError', code: 'NOT_FOUND', message }),
    forbidden: (message: string = words.forbidden): ErrorShape => ({ typename: 'ForbiddenError', code: 'FORBIDDEN', message }),
    conflict: (message: string): ErrorShape => ({ typename: 'ConflictError', code: 'CONFLICT', message }),
    signIn: (reason: SignInRefusal): SignInErrorShape => ({
      typename: 'SignInError',
      code: 'SIGN_IN_REFUSED',
      message: words.signIn[reason],
      reason,
    }),
    rateLimited: (retryAfterSeconds: number): RateLimitedErrorShape => ({
      typename: 'RateLimitedError',
      code: 'RATE_LIMITED',
      message: words.rateLimited(retryAfterSeconds),
      retryAfterSeconds,
    }),
    retryLater: (): ErrorShape => ({ typename: 'RetryLaterError', code: 'RETRY_LATER', message: words.retryLater }),
    /** One field of the input that needs correction. */
    invalidField: (field: string, code: string, message: string): ValidationErrorShape => ({
      typename: 'ValidationError',
      code: 'VALIDATION_FAILED',
      message: words.invalidInput,
      fieldErrors: [{ path: ['input', field], code, message }],
    }),
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
export type PlainErrorRef = ObjectRef<SchemaTypes, ErrorShape>;
