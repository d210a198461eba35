// Codes that people read out and type: none of the letters and digits that look alike.
import { randomInt } from 'node:crypto';

const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** A code nobody can guess: almost five bits a letter. */
export function newCode(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** The code that stands for a digest: always the same one. A byte for each letter. */
export function codeOf(digest: Uint8Array, length: number): string {
  return Array.from(digest.subarray(0, length), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** A code as somebody has typed or scanned it; null when it can be none. */
export function readCode(text: string, length: number): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '');
  return code.length === length && [...code].every((letter) => LETTERS.includes(letter)) ? code : null;
}
