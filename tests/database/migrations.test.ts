import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../api/database/migrate.ts';
import { diffSchemas } from '../../scripts/schema-diff.ts';
import { makeBareDatabase, makeDatabase } from '../support/database.ts';

async function catalogue(client: pg.Client) {
  const query = async (sql: string) => (await client.query<{ line: string }>(sql)).rows.map(({ line }) => line);
  return {
    columns: await query(
      `SELECT format('%s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, coalesce(column_default, '-')) AS line
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' AND is_generated = 'NEVER'
         AND (table_name, column_name) <> ('hot_issue', 'heat_order') ORDER BY 1`,
    ),
    keys: await query(
      `SELECT format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) AS line FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'u') AND conname NOT IN ('hot_issue_grid_in_community', 'hot_issue_community_in_station', 'ticket_grid_in_community', 'ticket_entrance_of_building', 'lost_found_entrance_of_building')
         AND conrelid::regclass::text <> '_prisma_migrations' ORDER BY 1`,
    ),
    indexes: await query(
      `SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' AND indexdef NOT LIKE '%USING gist%' AND indexdef NOT LIKE '% WHERE %' AND indexname NOT IN ('ticket_newest', 'ticket_by_deadline', 'resident_newest') ORDER BY 1`,
    ),
    enums: await query(
      `SELECT format('%s %s', t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)) AS line FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.typname ORDER BY 1`,
    ),
  };
}

describe('migrations', () => {
  let migrated: pg.Client;
  let fromSchema: pg.Client;
  let bareUrl: string;
  beforeAll(async () => {
    bareUrl = await makeBareDatabase();
    migrated = new pg.Client({ connectionString: await makeDatabase('empty') });
    fromSchema = new pg.Client({ connectionString: bareUrl });
    await Promise.all([migrated.connect(), fromSchema.connect()]);
  });
  afterAll(() => Promise.all([migrated.end(), fromSchema.end()]));

  it('make exactly what schema.prisma says', async () => {
    const sql = await diffSchemas(bareUrl, null, await readFile('prisma/schema.prisma', 'utf8'));
    await fromSchema.query(sql);
    expect(await catalogue(migrated)).toEqual(await catalogue(fromSchema));
  });

  it('are applied once: a second run does nothing', async () => {
    expect(await migrate(migrated)).toEqual([]);
  });

  it('refuse to go on when an applied file was changed', async () => {
    await migrated.query(`UPDATE _prisma_migrations SET checksum = 'other'`);
    await expect(migrate(migrated)).rejects.toThrow(/was changed after it had been applied/);
  });
});
