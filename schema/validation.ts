// From zod's issues to field errors in the person's language.
import type { z } from 'zod';
import type { Language } from './context.ts';
import type { FieldErrorShape } from './errors/graph.ts';
import { wordsIn } from './errors/words.ts';
import type { TextLimits, TextMistake } from './text.ts';

/**
 * One field error for each mistake in a mutation's `input`.
 * @param limits shortest and longest length of each text field, for the sentence
 */
export function fieldErrors(error: z.ZodError, limits: Record<string, [min: number, max: number]>, language: Language): FieldErrorShape[] {
  return error.issues.map((issue) => {
    const [min, max] = limits[String(issue.path[0])] ?? [0, 0];
    const code = issue.message as TextMistake;
    return { path: ['input', ...issue.path.map(String)], code, message: textSentence(code, { min, max }, language) };
  });
}

/** What is wrong with a text of so many characters, and so what to do. */
export function textSentence(mistake: TextMistake, { min, max }: TextLimits, language: Language): string {
  const words = wordsIn(language);
  const sentences: Record<TextMistake, string> = {
    EMPTY: words.textEmpty,
    TOO_SHORT: words.textTooShort(min),
    TOO_LONG: words.textTooLong(max),
    CONTROL_CHARACTER: words.textControl,
    MARKUP: words.textMarkup,
  };
  return sentences[mistake] ?? words.invalidInput;
}
