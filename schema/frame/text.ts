// Text that people write: what is accepted, and kept exactly as written.
import { z } from 'zod';
import { type Say, say } from './speech.ts';

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

export const tooLong = (max: number) => say(`最多 ${max} 个字。`, `Write at most ${max} characters.`);

/** What is wrong with a text of so many characters, and so what to do. */
export function textSentence(mistake: TextMistake, { min, max }: TextLimits): Say {
  switch (mistake) {
    case 'EMPTY':
      return say('请填写内容。', 'Please write something.');
    case 'TOO_SHORT':
      return say(`至少写 ${min} 个字。`, `Write at least ${min} characters.`);
    case 'TOO_LONG':
      return tooLong(max);
    case 'CONTROL_CHARACTER':
      return say(
        '内容里有不能显示的控制字符，请删去。',
        'The text contains control characters that cannot be displayed. Please remove them.',
      );
    case 'MARKUP':
      return say('内容里不能有网页标签（如 <b>），请只写文字。', 'Web markup such as <b> is not allowed here. Please write plain text.');
  }
}
