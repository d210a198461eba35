// A page of a statement of points, of an account with few lines and of one with a hundred times as many, in one table.
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { connectTo } from '../api/database/connect.ts';
import { prepareStation } from '../api/database/station.ts';
import { readEntries } from '../schema/commons/points/store.ts';

const PAGE = 30;
/** Pages are short: many make a sample. */
const PAGES = 40;

export interface Account {
  id: string;
  /** Where its newest and its oldest page begin. */
  newest: null;
  oldest: string;
}

/** Accounts with so many lines each, on an empty database; their lines lie between each other's, as days bring them. */
export async function openAccounts(url: string, lines: readonly number[]): Promise<{ pool: pg.Pool; accounts: Account[] }> {
  const database = await connectTo(url, { databaseConnections: 1 });
  await prepareStation(database, { stationName: 'bench', halfLifeHours: 48 });
  await database.close();
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const most = Math.max(...lines);
  await pool.query('CREATE TEMPORARY TABLE line (account_id uuid, n float8, id uuid DEFAULT gen_random_uuid())');
  const ids = lines.map(() => uuid());
  for (const [index, count] of lines.entries()) {
    const [id, residentId] = [ids[index], uuid()];
    await pool.query(`INSERT INTO resident (id, name) VALUES ($1, 'bench')`, [residentId]);
    await pool.query(`INSERT INTO ledger_account (id, kind, resident_id, balance) VALUES ($1, 'PERSON', $2, $3)`, [id, residentId, count]);
    await pool.query('INSERT INTO line (account_id, n) SELECT $1, n * $2::float8 / $3 FROM generate_series(1, $3) n', [id, most, count]);
  }
  await pool.query('BEGIN'); // what does not sum to zero is refused when it commits
  await pool.query(
    `INSERT INTO ledger_transaction (id, kind, reference, at, actor_kind, actor_title, note)
     SELECT id, 'SHIFT', 'shift:' || id, now() - ($1 - n) * interval '1 hour', 'SYSTEM', '', '压测' FROM line`,
    [most],
  );
  await pool.query(
    `INSERT INTO ledger_entry (transaction_id, account_id, amount, balance_after, at)
     SELECT l.id, side.account_id, side.amount, CASE WHEN side.amount > 0 THEN row_number() OVER (PARTITION BY side.account_id ORDER BY n) END,
       now() - ($1 - n) * interval '1 hour'
     FROM line l CROSS JOIN LATERAL (VALUES (l.account_id, 1), ((SELECT id FROM ledger_account WHERE kind = 'ISSUED'), -1)) side (account_id, amount) ORDER BY n`,
    [most],
  );
  await pool.query('COMMIT');
  await pool.query('VACUUM ANALYZE ledger_entry, ledger_transaction');
  const accounts: Account[] = [];
  for (const id of ids) {
    const { rows } = await pool.query<{ position: string }>(
      'SELECT position::text FROM ledger_entry WHERE account_id = $1 ORDER BY ledger_entry.position OFFSET $2 LIMIT 1',
      [id, PAGE],
    );
    accounts.push({ id, newest: null, oldest: rows[0]?.position as string });
  }
  return { pool, accounts };
}

/** Milliseconds of a page, the mean of many. @throws when it is not a whole page: then there are no figures */
export async function measurePage(pool: pg.Pool, account: Account, which: 'newest' | 'oldest'): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < PAGES; n++) {
    const page = await readEntries(pool, { accountId: account.id, limit: PAGE, before: account[which], from: null, until: null });
    if (page.length !== PAGE) throw new Error(`${page.length} lines are not a page: no figures`);
  }
  return (performance.now() - start) / PAGES;
}
