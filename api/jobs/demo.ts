// Puts the demo town into an empty database, once.
import { recount } from '@xieshou/schema/hotlist/ballots.ts';
import { decayRate } from '@xieshou/schema/hotlist/rules.ts';
import { isSeeded, seedDemo } from '../../prisma/demo/seed.ts';
import type { Database } from '../database/connect.ts';

/** Servers that start together write it once. */
const DEMO_LOCK = 7_150_825;

/** Writes the demo town unless it is there; all or nothing. `onWrite` is told before the slow part. */
export async function ensureDemo({ pool }: Pick<Database, 'pool'>, halfLifeHours: number, now: Date, onWrite: () => void): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [DEMO_LOCK]);
    if (!(await isSeeded(client))) {
      onWrite();
      await seedDemo(client, now);
      await recount(client, decayRate({ halfLifeHours }));
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
