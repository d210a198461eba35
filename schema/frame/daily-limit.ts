// How much one person may make in a day, so that nobody floods a street.
import type pg from 'pg';
import { oneAtATime } from './transaction.ts';

type Client = Pick<pg.ClientBase, 'query'>;

/** What is counted of a person: the module that limits it says so. */
export interface Counted {
  /** Names the limit, and its statement. */
  name: string;
  /** SQL: a table and the rows of it that count, up to the column that is compared with the person. */
  rows: string;
  /** When a row was made. */
  madeAt: string;
}

/**
 * Seconds until a person may make another; null: now. In the caller's transaction, which nobody else's of that person
 * passes until it ends.
 * @param most in any 24 hours
 * @param id of the row to be made: a request that is repeated may find it there
 */
export async function secondsUntilAnother(
  client: Client,
  { name, rows: counted, madeAt }: Counted,
  { personId, id, most }: { personId: string; id: string; most: number },
): Promise<number | null> {
  await oneAtATime(client, `${name} ${personId}`);
  const { rows } = await client.query<{ seconds: number }>(
    `/* dailyLimit.${name} */ SELECT ceil(extract(epoch FROM ${madeAt} + interval '1 day' - now()))::int AS seconds
     FROM ${counted} = $1 AND id <> $2 AND ${madeAt} > now() - interval '1 day' ORDER BY ${madeAt} DESC OFFSET $3 LIMIT 1`,
    [personId, id, most - 1],
  );
  return rows[0] ? Math.max(1, rows[0].seconds) : null;
}
