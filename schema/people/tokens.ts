// What is stored of a token.
import { createHash } from 'node:crypto';

/** SHA-256 in hex: enough for a token of many random bits, and useless to whoever reads the table. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
