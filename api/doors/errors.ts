// What leaves the house when something went wrong: a code and a request id for people, the rest for the operator's log.
import type { Context } from '@xieshou/schema/context.ts';
import { wordsIn } from '@xieshou/schema/errors/words.ts';
import { type ExecutionResult, GraphQLError } from 'graphql';

/** The result as a stranger may see it. Unexpected errors are logged and masked; every error carries the request id. */
export function presentable<Result extends ExecutionResult>(result: Result, context: Context): Result {
  if (!result.errors?.length) return result;
  return { ...result, errors: result.errors.map((error) => presentError(error, context)) };
}

function presentError(error: GraphQLError, context: Context): GraphQLError {
  const { requestId, language, services } = context;
  if (isExpected(error)) {
    return new GraphQLError(error.message, {
      ...error,
      nodes: error.nodes,
      extensions: { code: 'BAD_USER_INPUT', ...error.extensions, requestId },
    });
  }
  const isUnavailable = isConnectionError(error.originalError);
  services.log.error(
    { err: error.originalError, requestId, path: error.path },
    isUnavailable ? 'the database does not answer' : 'unexpected error',
  );
  return new GraphQLError(wordsIn(language).unavailable, {
    path: error.path,
    extensions: { code: isUnavailable ? 'UNAVAILABLE' : 'INTERNAL', requestId },
  });
}

/** Thrown on purpose (a GraphQLError of ours), or found by parser, validation or coercion (no original error). */
function isExpected(error: GraphQLError): boolean {
  return error.originalError === undefined || error.originalError instanceof GraphQLError;
}

/** The database is away, not wrong: connection failures of the driver and SQLSTATE classes 08, 53 and 57. */
function isConnectionError(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    /^(08|53|57|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|P1001|P1017|P2024)/.test(String(code)) ||
    /connection terminated|timeout exceeded when trying to connect|Can't reach database/i.test(String(message))
  );
}
