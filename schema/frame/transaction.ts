// Several statements, all of them or none.
import type pg from 'pg';

/** Thrown inside a transaction to undo it and answer `value`. */
class Undo<Value> extends Error {
  readonly value: Value;

  constructor(value: Value) {
    super('undone');
    this.value = value;
  }
}

/**
 * Runs `work` in one transaction. It commits when `work` resolves and rolls back when it rejects, or when it ends by
 * `undo(value)`, which becomes the answer.
 */
export async function inTransaction<Value>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, undo: (value: Value) => never) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const value = await work(client, (undone) => {
      throw new Undo(undone);
    });
    await client.query('COMMIT');
    return value;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure; // the connection is gone, and with it the transaction
    });
    if (error instanceof Undo) return error.value as Value;
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Lets one transaction of these pass at a time, until it ends: what is counted in it is still so when it commits. */
export async function oneAtATime(client: Pick<pg.ClientBase, 'query'>, what: string): Promise<void> {
  await client.query('/* transaction.oneAtATime */ SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [what]);
}
