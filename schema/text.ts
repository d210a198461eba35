// Text that people write: what is accepted, and kept exactly as written.
import { z } from 'zod';

// Everything a screen cannot show, but line breaks and tabs in long text. Bidi overrides can fake what a title says.
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/;
const LINE_BREAK = /[\t\n\r]/;
/** A tag, a comment or a doctype; "1 < 2" and "<3" stay text. */
const MARKUP = /<\/?[a-z][^<>]*>|<!--|<!doctype/i;

export interface TextLimits {
  min: number;
  max: number;
  /** Whether line breaks are allowed. */
  isMultiline?: boolean;
}

/** Code of what is wrong with a text, for the words of the answer. */
export type TextMistake = 'EMPTY' | 'TOO_SHORT' | 'TOO_LONG' | 'CONTROL_CHARACTER' | 'MARKUP';

/** A checked text: trimmed, Unicode NFC, otherwise as written. The issue's message is a TextMistake. */
export function personText({ min, max, isMultiline = false }: TextLimits) {
  return z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').normalize('NFC').trim())
    .superRefine((text, check) => {
      const mistake = textMistake(text, { min, max, isMultiline });
      if (mistake) check.addIssue({ code: 'custom', message: mistake });
    });
}

function textMistake(text: string, { min, max, isMultiline }: Required<TextLimits>): TextMistake | null {
  const length = [...text].length;
  if (CONTROL.test(text) || !text.isWellFormed() || (!isMultiline && LINE_BREAK.test(text))) return 'CONTROL_CHARACTER';
  if (length === 0) return min > 0 ? 'EMPTY' : null;
  if (length < min) return 'TOO_SHORT';
  if (length > max) return 'TOO_LONG';
  return MARKUP.test(text) ? 'MARKUP' : null;
}
