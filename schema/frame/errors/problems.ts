// Errors only a developer or operator can mend: they go to the top-level `errors`, with a code of the closed list.
import { GraphQLError } from 'graphql';
import type { Context } from '../context.ts';
import { wordsIn } from './words.ts';

/** The closed list of API.md; more are added there first. */
export type ProblemCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'QUERY_TOO_COMPLEX'
  | 'RATE_LIMITED'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'IDEMPOTENCY_CONFLICT'
  | 'CONFLICT'
  | 'UNAVAILABLE'
  | 'INTERNAL';

/** An expected top-level error; its message is shown as it is. */
export function problem(code: ProblemCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** What a caller without the needed right is told: sign in first, set up the second factor, or that they may not. */
export function refused({ viewer, language }: Pick<Context, 'viewer' | 'language'>): GraphQLError {
  const words = wordsIn(language);
  if (!viewer) return problem('UNAUTHENTICATED', words.unauthenticated);
  if (viewer.kind === 'partner') return problem('FORBIDDEN', words.keyMayNot);
  if (viewer.kind === 'staff' && viewer.lacksSecondFactor) return problem('FORBIDDEN', words.secondFactorMissing);
  return problem('FORBIDDEN', words.forbidden);
}
