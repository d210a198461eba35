// All SQL of residents as others see them.
import type pg from 'pg';
import type { RealNameStatus } from '../../../prisma/client/enums.ts';
import type { Reach } from '../../frame/access/rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface ResidentRow {
  id: string;
  name: string;
  phone: string | null;
  homeGridId: string | null;
  communityId: string | null;
  guardianId: string | null;
  isVolunteer: boolean;
  realNameStatus: RealNameStatus;
  birthDate: string | null;
  idNumberCipher: Buffer | null;
  hasConsented: boolean;
  createdAt: Date;
}

const CONSENTED = `EXISTS (SELECT FROM consent c WHERE c.resident_id = r.id AND c.purpose = 'PARTNERS' AND c.withdrawn_at IS NULL)`;

const COLUMNS = `r.id, r.name, r.phone, r.home_grid_id AS "homeGridId", g.community_id AS "communityId", r.guardian_id AS "guardianId",
  r.is_volunteer AS "isVolunteer", r.real_name_status AS "realNameStatus", r.birth_date::text AS "birthDate",
  r.id_number_cipher AS "idNumberCipher", r.created_at AS "createdAt",
  ${CONSENTED} AS "hasConsented"`;

const FROM = 'FROM resident r LEFT JOIN grid g ON g.id = r.home_grid_id';

/** Residents who are not erased. */
export async function readResidents(db: Db, ids: readonly string[]): Promise<ResidentRow[]> {
  const { rows } = await db.query<ResidentRow>(
    `/* people.readResidents */ SELECT ${COLUMNS} ${FROM} WHERE r.erased_at IS NULL AND r.id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

/** Residents within reach, the newest first, behind `after`. */
export async function listResidents(
  db: Db,
  { isAll, gridIds, communityIds, residentId, needsConsent }: Reach,
  { namePrefix, after, limit }: { namePrefix: string | null; after: { at: Date; id: string } | null; limit: number },
): Promise<ResidentRow[]> {
  const { rows } = await db.query<ResidentRow>(
    `/* people.listResidents */ SELECT ${COLUMNS} FROM (SELECT r.* ${FROM} WHERE r.erased_at IS NULL
     AND ($1 OR r.home_grid_id = ANY($2::uuid[]) OR g.community_id = ANY($3::uuid[]) OR r.id = $4 OR r.guardian_id = $4)
     AND (NOT $9 OR ${CONSENTED})
     AND ($5::text IS NULL OR starts_with(r.name, $5))
     AND ($6::timestamptz IS NULL OR (r.created_at, r.id) < ($6, $7::uuid))
     ORDER BY r.created_at DESC, r.id DESC LIMIT $8) r LEFT JOIN grid g ON g.id = r.home_grid_id ORDER BY r.created_at DESC, r.id DESC`,
    [isAll, gridIds, communityIds, residentId, namePrefix, after?.at ?? null, after?.id ?? null, limit, needsConsent],
  );
  return rows;
}

/** Whether a resident counts as a volunteer now. */
export async function setVolunteer(db: Db, residentId: string, isVolunteer: boolean): Promise<void> {
  await db.query('/* residents.setVolunteer */ UPDATE resident SET is_volunteer = $2 WHERE id = $1', [residentId, isVolunteer]);
}
