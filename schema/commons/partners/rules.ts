// What a partner key is, and when it holds. Pure functions but for the random bits.
import { createHash, randomBytes } from 'node:crypto';
import { BlockList, isIP } from 'node:net';

const PREFIX = 'xs_live_';

export interface Key {
  /** Shown once. */
  key: string;
  /** What people may go on seeing of it. */
  hint: string;
  /** What is stored: its SHA-256. */
  hash: Buffer;
}

/** A new key of 256 random bits. */
export function makeKey(): Key {
  return keyOf(randomBytes(32));
}

/** The key of given bits. */
export function keyOf(bits: Buffer): Key {
  const key = `${PREFIX}${bits.toString('base64url')}`;
  return { key, hint: `${key.slice(0, PREFIX.length + 4)}…`, hash: createHash('sha256').update(key).digest() };
}

export function looksLikeKey(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** Why a key does not hold. */
export type KeyRefusal = 'KEY_UNKNOWN' | 'KEY_EXPIRED' | 'KEY_REVOKED' | 'KEY_ADDRESS';

/** Whether a stored key holds now for a caller at that address; null: it does. */
export function keyRefusal(
  key: { expiresAt: Date | null; revokedAt: Date | null; addresses: readonly string[] },
  { now, address }: { now: Date; address: string },
): KeyRefusal | null {
  if (key.revokedAt) return 'KEY_REVOKED';
  if (key.expiresAt && key.expiresAt <= now) return 'KEY_EXPIRED';
  return key.addresses.length === 0 || isWithin(address, key.addresses) ? null : 'KEY_ADDRESS';
}

/** Whether an IP address lies in one of the addresses or CIDR ranges. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  if (family === 0) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const parsed = parseRange(range);
    if (parsed) list.addSubnet(parsed.network, parsed.bits, parsed.family);
  }
  return list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

/** `10.0.0.0/8`, `2001:db8::/32`, or one address; null when it is none. */
export function parseRange(text: string): { network: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [network = '', length, ...rest] = text.trim().split('/');
  const version = isIP(network);
  if (version === 0 || rest.length > 0) return null;
  const longest = version === 4 ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null;
  const bits = length === undefined ? longest : Number(length);
  return bits > longest ? null : { network, bits, family: version === 4 ? 'ipv4' : 'ipv6' };
}
