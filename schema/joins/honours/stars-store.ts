// The star of the month 每月之星: nominated by residents, voted for as on the hot list: one vote a person, which counts once they are verified.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { inTransaction } from '../../frame/transaction.ts';
import { newCode } from '../../ground/codes.ts';
import { CHECK_LETTERS, insertCertificate } from './certificates-store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** What the star of a month like 2026-11 is called. */
export function starTitle(month: string): string {
  const [year, index] = month.split('-').map(Number);
  return `${year} 年 ${index} 月志愿之星`;
}

export interface NominationRow {
  id: string;
  month: string;
  volunteerId: string;
  reason: string;
  wonAt: Date | null;
  votes: number;
  isMine: boolean;
}

/** Who is nominated for a month, most votes first, among equals the earlier. Anyone who no longer wants to be named is left out. */
export async function listNominations(db: Db, month: string, residentId: string | null): Promise<NominationRow[]> {
  const { rows } = await db.query<NominationRow>(
    `/* honours.listNominations */
     SELECT n.id, n.month, n.volunteer_id AS "volunteerId", n.reason, n.won_at AS "wonAt",
       count(r.id) FILTER (WHERE r.real_name_status = 'VERIFIED')::int AS votes, coalesce(bool_or(s.resident_id = $2), false) AS "isMine"
     FROM star_nomination n JOIN volunteer v ON v.resident_id = n.volunteer_id AND v.is_named AND v.status = 'ACTIVE'
       LEFT JOIN star_vote s ON s.nomination_id = n.id AND s.month = n.month LEFT JOIN resident r ON r.id = s.resident_id
     WHERE n.month = $1 GROUP BY n.id ORDER BY votes DESC, n.created_at, n.id`,
    [month, residentId],
  );
  return rows;
}

export type Nominated = { outcome: 'nominated' } | { outcome: 'not-named' | 'already' };

/** Nominates somebody who wants to be named. Twice with the same id is as good as once. */
export async function nominate(
  db: Db,
  nomination: { id: string; month: string; volunteerId: string; reason: string; nominatorId: string; now: Date },
): Promise<Nominated> {
  const { id, month, volunteerId, reason, nominatorId, now } = nomination;
  const { rows } = await db.query<{ isNamed: boolean; nominationId: string | null }>(
    `/* honours.nominate */
     WITH nominee AS (SELECT resident_id FROM volunteer WHERE resident_id = $3 AND is_named AND status = 'ACTIVE'),
     made AS (
       INSERT INTO star_nomination (id, month, volunteer_id, reason, nominator_id, created_at)
       SELECT $1, $2, resident_id, $4, $5, $6 FROM nominee ON CONFLICT DO NOTHING RETURNING id
     )
     SELECT EXISTS (SELECT FROM nominee) AS "isNamed",
       coalesce((SELECT id FROM made), (SELECT id FROM star_nomination WHERE id = $1)) AS "nominationId"`,
    [id, month, volunteerId, reason, nominatorId, now],
  );
  if (!rows[0]?.isNamed) return { outcome: 'not-named' };
  return { outcome: rows[0].nominationId ? 'nominated' : 'already' };
}

/** Casts a resident's vote of a month, or moves it. False: there is no such nomination in it. */
export async function castStarVote(
  db: Db,
  { month, residentId, nominationId, now }: { month: string; residentId: string; nominationId: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `/* honours.castStarVote */
     INSERT INTO star_vote AS s (month, resident_id, nomination_id, cast_at)
     SELECT n.month, $2, n.id, $4 FROM star_nomination n JOIN volunteer v ON v.resident_id = n.volunteer_id AND v.is_named AND v.status = 'ACTIVE'
     WHERE n.id = $3 AND n.month = $1
     ON CONFLICT (month, resident_id) DO UPDATE SET nomination_id = excluded.nomination_id, cast_at = excluded.cast_at`,
    [month, residentId, nominationId, now],
  );
  return rowCount === 1;
}

/** Names the stars of months that are over, each with a certificate. Returns how many. */
export async function closeStarMonths(pool: pg.Pool, { month, now }: { month: string; now: Date }): Promise<number> {
  const { rows: open } = await pool.query<{ month: string }>(
    `/* honours.readOpenMonths */ SELECT DISTINCT n.month FROM star_nomination n WHERE n.month < $1
       AND NOT EXISTS (SELECT FROM star_nomination w WHERE w.month = n.month AND w.won_at IS NOT NULL)`,
    [month],
  );
  let named = 0;
  for (const { month: over } of open) {
    const [first] = await listNominations(pool, over, null);
    if (!first?.votes) continue;
    named += await inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `/* honours.nameStar */ UPDATE star_nomination n SET won_at = $2 FROM resident r WHERE n.id = $1 AND n.won_at IS NULL AND r.id = n.volunteer_id RETURNING r.name`,
        [first.id, now],
      );
      if (!rows[0]) return 0;
      await insertCertificate(client, {
        id: uuid(),
        kind: 'HONOUR',
        volunteerId: first.volunteerId,
        checkCode: newCode(CHECK_LETTERS),
        issuedAt: now,
        content: { name: rows[0].name, title: starTitle(over), text: first.reason },
      });
      return 1;
    });
  }
  return named;
}
