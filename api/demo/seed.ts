// Puts the demo town into an empty database, once, and keeps it out of production.
import { inTransaction } from '@xieshou/schema/frame/transaction.ts';
import type pg from 'pg';
import type { Database } from '../database/connect.ts';
import { StartError } from '../start-error.ts';
import type { Past } from './demo.ts';
import { DEMOS } from './demos.ts';
import { DEMO_PARTNER } from './partners.ts';
import { makeTown } from './town.ts';

/** Servers that start together write it once. */
const DEMO_LOCK = 7_150_825;

/** How much past the demo street has. */
export const YEAR_OF_TICKETS = 365;

type Settings = Pick<Past, 'halfLifeHours' | 'timeZone'>;

/** Makes the demo town unless it is there; all or nothing. `onWrite` is told before the slow part. */
export async function ensureDemo(
  { pool }: Pick<Database, 'pool'>,
  { halfLifeHours, timeZone }: Settings,
  { now, ticketDays }: Pick<Past, 'now' | 'ticketDays'>,
  onWrite: () => void,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [DEMO_LOCK]);
    const { rowCount } = await client.query(`SELECT FROM resident WHERE phone LIKE '+86100%' LIMIT 1`);
    if (rowCount) return;
    onWrite();
    await makeHistory(client, { halfLifeHours, timeZone, now, ticketDays });
  });
}

async function makeHistory(client: pg.PoolClient, settings: Settings & Pick<Past, 'now' | 'ticketDays'>): Promise<void> {
  const { rows: stations } = await client.query<{ id: string }>('SELECT id FROM station ORDER BY created_at, id LIMIT 1');
  const acts: { moment: Date; act: (at: Date) => Promise<unknown> }[] = [];
  const past: Past = {
    ...settings,
    db: asPool(client),
    town: makeTown(),
    stationId: (stations[0] as { id: string }).id,
    read: async <Row>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as Row[],
    async insert(table, rows) {
      // Rows travel as JSON and take the table's own types; missing columns take their defaults.
      const columns = Object.keys(rows[0] ?? {}).join(', ');
      if (!columns) return;
      await client.query(
        `/* demo.insert */ INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`,
        [JSON.stringify(rows)],
      );
    },
    at: (moment, act) => acts.push({ moment, act }),
  };
  for (const { history } of DEMOS) await history?.(past);
  for (const { moment, act } of acts.sort((a, b) => a.moment.getTime() - b.moment.getTime())) await act(moment);
}

const PARTS: Readonly<Record<string, string>> = { BEGIN: 'SAVEPOINT part', COMMIT: 'RELEASE part', ROLLBACK: 'ROLLBACK TO part' };

/** The transaction as a pool: what is begun in it is a part of it. */
function asPool(client: pg.PoolClient): pg.Pool {
  const query = (text: string, values?: unknown[]) => client.query(PARTS[text] ?? text, values);
  return { query, connect: async () => ({ query, release() {} }) } as unknown as pg.Pool;
}

/** @throws StartError when a database of production holds people of the demo, who could sign in without any proof */
export async function refuseDemoPeople({ pool }: Pick<Database, 'pool'>): Promise<void> {
  const { rowCount } = await pool.query(
    `SELECT FROM resident WHERE phone >= '+86100' AND phone < '+86101' UNION ALL SELECT FROM partner WHERE name = $1 LIMIT 1`,
    [DEMO_PARTNER],
  );
  if (rowCount) throw new StartError('This database holds the demo town: production does not open it. Choose an empty database.');
}
