// From zod's issues to field errors in the person's language.
import type { z } from 'zod';
import type { Language } from './context.ts';
import type { FieldErrorShape } from './errors/graph.ts';
import { wordsIn } from './errors/words.ts';
import type { TextMistake } from './text.ts';

/**
 * One field error for each mistake in a mutation's `input`.
 * @param limits shortest and longest length of each text field, for the sentence
 */
export function fieldErrors(error: z.ZodError, limits: Record<string, [min: number, max: number]>, language: Language): FieldErrorShape[] {
  const words = wordsIn(language);
  return error.issues.map((issue) => {
    const [min, max] = limits[String(issue.path[0])] ?? [0, 0];
    const sentences: Record<TextMistake, string> = {
      EMPTY: words.textEmpty,
      TOO_SHORT: words.textTooShort(min),
      TOO_LONG: words.textTooLong(max),
      CONTROL_CHARACTER: words.textControl,
      MARKUP: words.textMarkup,
    };
    const code = issue.message as TextMistake;
    return { path: ['input', ...issue.path.map(String)], code, message: sentences[code] ?? words.invalidInput };
  });
}
