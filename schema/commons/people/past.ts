// SQL that writes the residents of a city's own past. Idempotent.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';

export interface PastResident {
  sourceId: string;
  homeGridId: string | null;
}

/** Makes the residents that are missing. Returns ids by key. */
export async function upsertResidents(
  db: Pick<pg.ClientBase, 'query'>,
  source: string,
  residents: readonly PastResident[],
): Promise<Map<string, string>> {
  const keys = residents.map(({ sourceId }) => sourceId);
  await db.query(
    `/* past.insertResidents */
     INSERT INTO resident (id, name, real_name_status, home_grid_id, source, source_id)
     SELECT r.id, '导入居民', 'VERIFIED', r.home_grid_id, $1, r.source_id
     FROM unnest($2::uuid[], $3::text[], $4::uuid[]) AS r (id, source_id, home_grid_id) ON CONFLICT DO NOTHING`,
    [source, keys.map(() => uuid()), keys, residents.map(({ homeGridId }) => homeGridId)],
  );
  const { rows } = await db.query<{ id: string; key: string }>(
    `/* past.readResidents */ SELECT id, source_id AS key FROM resident WHERE source = $1 AND source_id = ANY($2)`,
    [source, keys],
  );
  return new Map(rows.map(({ id, key }) => [key, id]));
}
