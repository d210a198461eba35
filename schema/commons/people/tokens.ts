// Secrets that are made here, and what is stored of a token.
import { createHash, randomBytes } from 'node:crypto';

/** SHA-256 in hex: enough for a token of many random bits, and useless to whoever reads the table. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A secret for an address: 192 random bits. */
export const newSecret = () => randomBytes(24).toString('base64url');

/** A temporary password: 96 random bits, in letters and digits that can be read out. */
export function makePassword(): string {
  return randomBytes(12).toString('base64url').replace(/[-_]/g, '7');
}
