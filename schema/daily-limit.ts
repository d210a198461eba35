// How much one person may make in a day, so that nobody floods a street.
import type pg from 'pg';
import { oneAtATime } from './transaction.ts';

type Client = Pick<pg.ClientBase, 'query'>;

/** What is counted, and by which of its columns it is a person's. Emergencies and what patrols find are not counted. */
const COUNTED = {
  report: "ticket WHERE source = 'RESIDENT' AND reporter_id",
  issue: 'hot_issue WHERE created_by_id',
} as const;

/**
 * Seconds until a person may make another; null: now. In the caller's transaction, which nobody else's of that person
 * passes until it ends.
 * @param most in any 24 hours
 * @param id of the row to be made: a request that is repeated may find it there
 */
export async function secondsUntilAnother(
  client: Client,
  kind: keyof typeof COUNTED,
  { personId, id, most }: { personId: string; id: string; most: number },
): Promise<number | null> {
  await oneAtATime(client, `${kind} ${personId}`);
  const { rows } = await client.query<{ seconds: number }>(
    `/* dailyLimit.${kind} */ SELECT ceil(extract(epoch FROM created_at + interval '1 day' - now()))::int AS seconds
     FROM ${COUNTED[kind]} = $1 AND id <> $2 AND created_at > now() - interval '1 day' ORDER BY created_at DESC OFFSET $3 LIMIT 1`,
    [personId, id, most - 1],
  );
  return rows[0] ? Math.max(1, rows[0].seconds) : null;
}
