// The demo's partner and its key.

import { keyOf } from '@xieshou/schema/commons/partners/rules.ts';
import { insertKey, upsertPartner } from '@xieshou/schema/commons/partners/store.ts';
import { SCOPES } from '@xieshou/schema/modules.ts';
import { v7 as uuid } from 'uuid';
import type { Database } from '../database/connect.ts';
import type { Secrets } from '../people/secrets.ts';

export const DEMO_PARTNER = '演示合作应用 Demo partner';

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
