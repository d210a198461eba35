// Sending a form: busy, field mistakes, one sentence when it did not work; sent twice, it has one effect.
import { useRef, useState } from 'react';
import { type AnyVariables, type TypedDocumentNode, useClient } from 'urql';
import { answerOf, isSuccess } from '../net/answer.ts';
import { newKey, under } from '../net/graphql.ts';
import { words as netWords } from '../net/words.ts';
import { useWords } from './preferences.ts';

interface FieldMistake {
  /** `input`, then the field, of its content where it has one. */
  path: readonly string[];
  message: string;
}

/** The members of a mutation's answer that are no errors: errors select `message`, successes do not. */
export type SuccessOf<Data> = Exclude<Data[Exclude<keyof Data, '__typename'> & keyof Data], { message: string } | string | undefined>;

export interface Submission {
  isSending: boolean;
  /** What is wrong as a whole; empty when nothing is. */
  problem: string;
  /** The mistake of one field of the input. */
  mistakeOf(field: string): string | undefined;
  /** Sends a mutation of one field. Answers its success, or null after setting mistakes and problem. */
  send<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<SuccessOf<Data> | null>;
  /** The key of what was sent last, when nobody has answered; null after an answer. */
  unansweredKey(): string | null;
  /** Says what is wrong as a whole, without asking the server. */
  fail(problem: string): void;
  /** Marks a field without asking the server. */
  mark(field: string, message: string): void;
  /** What was wrong with fields is gone: somebody changes them. */
  unmark(...fields: readonly string[]): void;
  clear(): void;
}

export function useSubmission(): Submission {
  const client = useClient();
  const { notSent, refused } = useWords(netWords);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState('');
  const [mistakes, setMistakes] = useState<readonly FieldMistake[]>([]);
  const unanswered = useRef<{ content: string; key: string } | null>(null);

  const send: Submission['send'] = async (document, variables) => {
    setSending(true);
    setProblem('');
    setMistakes([]);
    const content = JSON.stringify(variables);
    if (unanswered.current?.content !== content) unanswered.current = { content, key: newKey() };
    const { data, error } = await client.mutation(document, variables, under(unanswered.current.key)).toPromise();
    setSending(false);
    if (!error?.networkError) unanswered.current = null;
    const answer = answerOf(data);
    if (answer && isSuccess(answer)) return answer as never;
    const { fieldErrors, message } = (answer ?? {}) as { fieldErrors?: FieldMistake[]; message?: string };
    const why = message ?? error?.graphQLErrors[0]?.message;
    if (fieldErrors?.length) setMistakes(fieldErrors);
    else setProblem(why ?? (error?.networkError ? notSent : refused));
    return null;
  };
  const isOf = (field: string) => (mistake: FieldMistake) => mistake.path.slice(1, 3).includes(field);
  return {
    isSending,
    problem,
    mistakeOf: (field) => mistakes.find(isOf(field))?.message,
    send,
    unansweredKey: () => unanswered.current?.key ?? null,
    fail: setProblem,
    mark: (field, message) => setMistakes([{ path: ['input', field], message }]),
    unmark: (...fields) =>
      setMistakes((before) => {
        const left = before.filter((mistake) => !fields.some((field) => isOf(field)(mistake)));
        return left.length < before.length ? left : before;
      }),
    clear: () => {
      setProblem('');
      setMistakes([]);
    },
  };
}
