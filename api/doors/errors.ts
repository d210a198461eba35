// What leaves the house when something went wrong: a code and a request id for people, the rest for the operator's log.
import type { Language } from '@xieshou/schema/frame/context.ts';
import type { ProblemCode } from '@xieshou/schema/frame/errors/problems.ts';
import { wordsIn } from '@xieshou/schema/frame/errors/words.ts';
import type { Log } from '@xieshou/schema/frame/services.ts';
import { type ExecutionResult, GraphQLError } from 'graphql';

/** For whom an error is put into words. */
export interface Audience {
  language: Language;
  requestId: string;
  /** A resident: who else writes of an erased person is not that person. */
  isResident?: boolean;
  /** Strangers in production learn nothing about the schema from a mistake. */
  mayLearnSchema: boolean;
}

/** SQLSTATE of the database when somebody writes who has erased their account meanwhile: see refuse_the_erased. */
const ACCOUNT_ERASED = 'XS001';

/** A problem of the whole request, with its HTTP status. */
export function refusal(code: ProblemCode, message: string, status: number, more: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status }, ...more } });
}

/** The result as the caller may see it. Unexpected errors are logged and masked; every error carries the request id. */
export function presentable<Result extends ExecutionResult>(result: Result, audience: Audience, log: Log): Result {
  if (!result.errors?.length) return result;
  return { ...result, errors: result.errors.map((error) => presentError(error, audience, log)) };
}

function presentError(error: GraphQLError, { language, requestId, mayLearnSchema, isResident }: Audience, log: Log): GraphQLError {
  if (isExpected(error)) {
    return new GraphQLError(sentenceOf(error, language, mayLearnSchema), {
      ...error,
      nodes: error.nodes,
      extensions: { code: 'BAD_USER_INPUT', ...error.extensions, requestId },
    });
  }
  if ((error.originalError as { code?: unknown } | undefined)?.code === ACCOUNT_ERASED) {
    const [code, message] = isResident
      ? ['UNAUTHENTICATED', wordsIn(language).unauthenticated]
      : ['NOT_FOUND', wordsIn(language).residentNotFound];
    return new GraphQLError(message, { path: error.path, extensions: { code, requestId } });
  }
  const isUnavailable = isConnectionError(error.originalError);
  log.error({ err: error.originalError, requestId, path: error.path }, isUnavailable ? 'the database does not answer' : 'unexpected error');
  return new GraphQLError(wordsIn(language).unavailable, {
    path: error.path,
    extensions: { code: isUnavailable ? 'UNAVAILABLE' : 'INTERNAL', requestId },
  });
}

function sentenceOf({ message, extensions }: GraphQLError, language: Language, mayLearnSchema: boolean): string {
  if (extensions.code === 'QUERY_TOO_COMPLEX') {
    const { limit, asked, allowed } = extensions as unknown as { limit: string; asked: string; allowed: number };
    return wordsIn(language).tooComplex(limit, asked, allowed);
  }
  return mayLearnSchema ? message : message.replace(/ Did you mean .*$/s, '');
}

/** Thrown on purpose (a GraphQLError of ours), or found by parser, validation or coercion (no original error). */
function isExpected(error: GraphQLError): boolean {
  return error.originalError === undefined || error.originalError instanceof GraphQLError;
}

/** The database is away, not wrong: connection failures of the driver and SQLSTATE classes 08, 53 and 57. */
function isConnectionError(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    /^(08|53|57|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|P1001|P1017|P2024|P2039)/.test(String(code)) ||
    /connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|Can't reach database/i.test(
      String(message),
    )
  );
}
