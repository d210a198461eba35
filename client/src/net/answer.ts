// What a mutation has answered, told by its type and never by what is absent: a new kind of refusal may come any day.

/** Besides those that are called so: the first step of signing in, which asks for a second. */
const OTHER_SUCCESSES = new Set(['StaffSignInChallenge']);

/** An answer of a mutation, as far as it is known. */
interface Answer {
  __typename?: string;
  message?: string;
}

/** The answer of a mutation of one field; undefined: there is none. */
export function answerOf(data: unknown): Answer | undefined {
  const answer = Object.entries((data ?? {}) as object).find(([name]) => name !== '__typename')?.[1] as unknown;
  return answer && typeof answer === 'object' ? answer : undefined;
}

/** Whether it was done. */
export function isSuccess({ __typename = '' }: Answer): boolean {
  return __typename.endsWith('Success') || OTHER_SUCCESSES.has(__typename);
}
