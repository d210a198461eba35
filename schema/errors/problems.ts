// Errors only a developer or operator can mend: they go to the top-level `errors`, with a code of the closed list.
import { GraphQLError } from 'graphql';
import type { Context } from '../context.ts';
import { wordsIn } from './words.ts';

/** The closed list of API.md; more are added there first. */
export type ProblemCode = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'BAD_USER_INPUT' | 'UNAVAILABLE' | 'INTERNAL';

/** An expected top-level error; its message is shown as it is. */
export function problem(code: ProblemCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** What a caller without the needed scope is told: sign in first, or that the role may not. */
export function refused({ viewer, language }: Context): GraphQLError {
  const words = wordsIn(language);
  return viewer ? problem('FORBIDDEN', words.residentsOnly) : problem('UNAUTHENTICATED', words.unauthenticated);
}
