// From one configured secret to the keys of each purpose, and what is done with them.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IdNumbers, PrivateNotes, Stamp } from '@xieshou/schema/frame/services.ts';
import type { Config } from '../config.ts';
import { StartError } from '../start-error.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The keys of a deployment, derived from its secret by HKDF (RFC 5869): none gives away another. */
export interface Secrets {
  /** Signs what better-auth hands to a browser. */
  signing: string;
  /** Encrypts identity numbers. */
  idNumber: Buffer;
  /** Keys the blind index over identity numbers. */
  blindIndex: Buffer;
  /** Encrypts what waits or is kept for a day: one-time codes, stored answers. */
  pending: Buffer;
  /** Encrypts what people confide: health notes. */
  privateNote: Buffer;
  /** Makes the codes that posts show. */
  checkIn: Buffer;
  /** Bits of the demo partner's key. */
  demoKey: Buffer;
}

/**
 * Derives the keys of XIESHOU_SECRET. Without one, outside production, a secret is made once and kept beside the data.
 * @throws StartError when the secret cannot be kept
 */
export function openSecrets({ secret, dataFolder }: Pick<Config, 'secret' | 'dataFolder'>): Secrets {
  const root = Buffer.from(secret ?? keptSecret(dataFolder));
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', root, 'xieshou', purpose, 32));
  return {
    signing: derive('signing').toString('base64url'),
    idNumber: derive('id-number'),
    blindIndex: derive('blind-index'),
    pending: derive('pending'),
    privateNote: derive('private-note'),
    checkIn: derive('check-in'),
    demoKey: derive('demo-key'),
  };
}

function keptSecret(dataFolder: string): string {
  const file = join(dataFolder, 'secret');
  try {
    if (!existsSync(file)) {
      mkdirSync(dataFolder, { recursive: true });
      writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    }
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new StartError(`The secret ${file} can be neither read nor written (${(error as Error).message}): set XIESHOU_SECRET.`);
  }
}

/** AES-256-GCM: nonce, tag and text in one. `about` binds it to its row, so that it cannot be moved to another. */
export function encrypt(key: Buffer, text: string, about: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** @throws when the key, the row or the bytes are not the ones it was sealed with */
export function decrypt(key: Buffer, sealed: Uint8Array, about: string): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}

/** A keyed hash that finds equal values without reading any (HMAC-SHA-256). */
function blindIndex(key: Buffer, value: string): Buffer {
  return createHmac('sha256', key).update(value).digest();
}

/** What modules may do with identity numbers. */
export function idNumbersOf({ idNumber, blindIndex: indexKey }: Pick<Secrets, 'idNumber' | 'blindIndex'>): IdNumbers {
  return {
    seal: (number, rowId) => encrypt(idNumber, number, rowId),
    open: (sealed, rowId) => decrypt(idNumber, sealed, rowId),
    index: (number) => blindIndex(indexKey, number),
  };
}

/** Sealed for those who may read them. */
export function privateNotesOf({ privateNote }: Pick<Secrets, 'privateNote'>): PrivateNotes {
  return { seal: (text, rowId) => encrypt(privateNote, text, rowId), open: (sealed, rowId) => decrypt(privateNote, sealed, rowId) };
}

/** What nobody else can make. */
export function stampOf({ checkIn }: Pick<Secrets, 'checkIn'>): Stamp {
  return (text) => blindIndex(checkIn, text);
}
