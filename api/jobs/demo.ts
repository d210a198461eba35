// Puts the demo town and a partner of it into an empty database, once; keeps both out of production.

import { recount } from '@xieshou/schema/hotlist/ballots.ts';
import { decayRate } from '@xieshou/schema/hotlist/rules.ts';
import { SCOPES } from '@xieshou/schema/modules.ts';
import { keyOf } from '@xieshou/schema/partners/rules.ts';
import { insertKey, upsertPartner } from '@xieshou/schema/partners/store.ts';
import { type PastTicket, storePast } from '@xieshou/schema/tickets/past.ts';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { isSeeded, seedDemo } from '../../prisma/demo/seed.ts';
import type { Database } from '../database/connect.ts';
import type { Secrets } from '../people/secrets.ts';
import { StartError } from '../start-error.ts';
import { insertAnswers } from './demo-answers.ts';
import { insertHonours } from './demo-honours.ts';
import { insertPoints } from './demo-points.ts';
import { type KnownCategory, makePastTickets } from './demo-tickets.ts';
import { insertVolunteers } from './demo-volunteers.ts';

/** Servers that start together write it once. */
const DEMO_LOCK = 7_150_825;

/** How much past the demo street has. */
export const YEAR_OF_TICKETS = 365;

interface DemoTime {
  now: Date;
  /** Days of tickets before `now`; 0: none. */
  ticketDays: number;
}

/** Writes the demo town unless it is there; all or nothing. `onWrite` is told before the slow part. */
export async function ensureDemo(
  { pool }: Pick<Database, 'pool'>,
  { halfLifeHours, timeZone }: { halfLifeHours: number; timeZone: string },
  { now, ticketDays }: DemoTime,
  onWrite: () => void,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [DEMO_LOCK]);
    if (!(await isSeeded(client))) {
      onWrite();
      await seedDemo(client, now);
      await recount(client, decayRate({ halfLifeHours }));
      await storePast(client, await pastTickets(client, now, ticketDays));
      await insertPoints(client, await insertVolunteers(client, { now, timeZone }), { now, timeZone });
      await insertHonours(client, { now, timeZone });
      await insertAnswers(client, { now });
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function pastTickets(client: pg.ClientBase, now: Date, days: number): Promise<PastTicket[]> {
  const { rows: stations } = await client.query<{ id: string }>('SELECT id FROM station ORDER BY created_at, id LIMIT 1');
  const { rows: categories } = await client.query<KnownCategory>(
    'SELECT id, code, default_priority AS "defaultPriority" FROM category WHERE is_offered',
  );
  return makePastTickets({ stationId: (stations[0] as { id: string }).id, categories }, now, days);
}

const DEMO_PARTNER = '演示合作应用 Demo partner';

/**
 * The key of the demo's partner, with every scope. It follows from the deployment's secret, so that each start names
 * the same one without keeping it anywhere.
 */
export async function ensureDemoKey({ pool }: Pick<Database, 'pool'>, { demoKey }: Pick<Secrets, 'demoKey'>): Promise<string> {
  const { key, hint, hash } = keyOf(demoKey);
  const { rowCount } = await pool.query('SELECT FROM partner_key WHERE key_hash = $1', [hash]);
  if (rowCount) return key;
  const partnerId = await upsertPartner(pool, { id: uuid(), name: DEMO_PARTNER, contact: '' });
  await insertKey(pool, {
    id: uuid(),
    partnerId,
    name: 'demo',
    hint,
    hash,
    scopes: Object.keys(SCOPES),
    wholeStation: true,
    communityIds: [],
    gridIds: [],
    addresses: [],
    expiresAt: null,
    createdById: null,
  });
  return key;
}

/** @throws StartError when a database of production holds people of the demo, who could sign in without any proof */
export async function refuseDemoPeople({ pool }: Pick<Database, 'pool'>): Promise<void> {
  const { rowCount } = await pool.query(
    `SELECT FROM resident WHERE phone >= '+86100' AND phone < '+86101' UNION ALL SELECT FROM partner WHERE name = $1 LIMIT 1`,
    [DEMO_PARTNER],
  );
  if (rowCount) throw new StartError('This database holds the demo town: production does not open it. Choose an empty database.');
}
