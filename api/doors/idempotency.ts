// The same request twice has one effect: its answer is stored under its key for a day.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { decrypt, encrypt } from '../people/secrets.ts';

type Db = Pick<pg.Pool, 'query'>;

/** A request that has not answered within this time died with its server; its key may be used again. */
const ABANDONED_AFTER_SECONDS = 30;
const LOOK_EVERY_MS = 50;
const WAIT_MS = 9000;

export const KEY_FORM = /^[\w.:-]{8,128}$/;

/** `conflict`: the key was used for another request. `busy`: the first one still runs. */
export type Repeat = { answer: unknown } | 'conflict' | 'busy' | 'first';

export interface IdempotentRequest {
  owner: string;
  key: string;
  /** What the request says: equal requests have equal ones. */
  content: unknown;
  /** Seals the stored answer, which may hold what is shown once. */
  sealing: Buffer;
}

const hashOf = (content: unknown) => createHash('sha256').update(JSON.stringify(content)).digest();

/** Takes the key, or finds what it was used for; waits while the first request runs. */
export async function begin(db: Db, { owner, key, content, sealing }: IdempotentRequest): Promise<Repeat> {
  const hash = hashOf(content);
  for (const until = performance.now() + WAIT_MS; ; ) {
    const { rowCount } = await db.query(
      `/* idempotency.begin */ INSERT INTO idempotency_record AS r (owner, key, request_hash) VALUES ($1, $2, $3)
       ON CONFLICT (owner, key) DO UPDATE SET request_hash = excluded.request_hash, response = NULL, created_at = now()
       WHERE r.created_at < now() - interval '24 hours'
          OR (r.response IS NULL AND r.request_hash = excluded.request_hash AND r.created_at < now() - interval '${ABANDONED_AFTER_SECONDS} seconds')`,
      [owner, key, hash],
    );
    if (rowCount === 1) return 'first';
    const { rows } = await db.query<{ isSame: boolean; response: Buffer | null }>(
      `/* idempotency.read */ SELECT request_hash = $3 AS "isSame", response FROM idempotency_record WHERE owner = $1 AND key = $2`,
      [owner, key, hash],
    );
    const [record] = rows;
    if (record && !record.isSame) return 'conflict';
    if (record?.response) return { answer: JSON.parse(decrypt(sealing, record.response, `${owner} ${key}`)) };
    if (performance.now() > until) return 'busy';
    if (record) await delay(LOOK_EVERY_MS); // another connection commits it: there is no event to await
  }
}

/** Stores the answer; without one, frees the key, because nothing has happened. */
export async function finish(db: Db, { owner, key, sealing }: IdempotentRequest, answer: unknown): Promise<void> {
  if (answer === null) {
    await db.query('/* idempotency.free */ DELETE FROM idempotency_record WHERE owner = $1 AND key = $2 AND response IS NULL', [
      owner,
      key,
    ]);
  } else {
    await db.query('/* idempotency.finish */ UPDATE idempotency_record SET response = $3 WHERE owner = $1 AND key = $2', [
      owner,
      key,
      encrypt(sealing, JSON.stringify(answer), `${owner} ${key}`),
    ]);
  }
}
