// People and issues of a test, in a sentence.
import { v7 as uuid } from 'uuid';
import type { Database } from '../../api/database/connect.ts';
import { insertIssue } from '../../schema/hotlist/store.ts';

/** Residents of no grid. */
export async function someResidents({ pool }: Pick<Database, 'pool'>, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuid());
  await pool.query(`INSERT INTO resident (id, name, real_name_status) SELECT unnest($1::uuid[]), '测试居民', 'VERIFIED'`, [ids]);
  return ids;
}

/** Open issues of the station. */
export async function someIssues({ pool, prisma }: Pick<Database, 'pool' | 'prisma'>, count: number): Promise<string[]> {
  const [station, category] = await Promise.all([prisma.station.findFirstOrThrow(), prisma.category.findFirstOrThrow()]);
  const ids = Array.from({ length: count }, () => uuid());
  for (const [index, id] of ids.entries()) {
    await insertIssue(pool, {
      id,
      stationId: station.id,
      communityId: null,
      gridId: null,
      categoryId: category.id,
      title: `第 ${index} 个议题`,
      description: '',
      point: null,
      createdById: null,
    });
  }
  return ids;
}

/** Every issue's stored counters beside what its vote rows say. */
export async function countersAndRows({ pool }: Pick<Database, 'pool'>) {
  const { rows } = await pool.query<{ id: string; voteCount: number; heat: number; times: number[] }>(
    `SELECT h.id, h.vote_count AS "voteCount", h.heat,
       coalesce((SELECT array_agg(extract(epoch FROM v.cast_at)::float8 * 1000) FROM vote v WHERE v.hot_issue_id = h.id AND v.is_counted), '{}') AS times
     FROM hot_issue h`,
  );
  return rows;
}
