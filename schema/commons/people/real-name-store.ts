// All SQL of real-name registration.
import type pg from 'pg';
import type { RealNameDecision } from '../../../prisma/client/enums.ts';
import type { Reach } from '../../frame/access/rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface ApplicationRow {
  id: string;
  residentId: string;
  gridId: string;
  communityId: string;
  name: string;
  address: string;
  idNumberCipher: Buffer | null;
  birthDate: string;
  guardianId: string | null;
  guardianAgreedAt: Date | null;
  decision: RealNameDecision;
  reason: string | null;
  decidedById: string | null;
  decidedAt: Date | null;
  version: number;
  createdAt: Date;
}

const COLUMNS = `a.id, a.resident_id AS "residentId", a.grid_id AS "gridId", g.community_id AS "communityId", a.name, a.address,
  a.id_number_cipher AS "idNumberCipher", a.birth_date::text AS "birthDate", a.guardian_id AS "guardianId",
  a.guardian_agreed_at AS "guardianAgreedAt", a.decision, a.reason,
  a.decided_by_id AS "decidedById", a.decided_at AS "decidedAt", a.version, a.created_at AS "createdAt"`;

const FROM = 'FROM real_name_application a JOIN grid g ON g.id = a.grid_id';

export async function readApplications(db: Db, ids: readonly string[]): Promise<ApplicationRow[]> {
  const { rows } = await db.query<ApplicationRow>(`/* realName.read */ SELECT ${COLUMNS} ${FROM} WHERE a.id = ANY($1::uuid[])`, [ids]);
  return rows;
}

/** The application that says most about each resident now: the waiting one, else the latest decided. */
export async function readLatestApplications(db: Db, residentIds: readonly string[]): Promise<ApplicationRow[]> {
  const { rows } = await db.query<ApplicationRow>(
    `/* realName.readLatest */ SELECT DISTINCT ON (a.resident_id) ${COLUMNS} ${FROM}
     WHERE a.resident_id = ANY($1::uuid[]) AND a.decision <> 'WITHDRAWN' ORDER BY a.resident_id, a.created_at DESC, a.id DESC`,
    [residentIds],
  );
  return rows;
}

/** Applications of those grids, the one that waits longest first, behind `after`. */
export async function listApplications(
  db: Db,
  { isAll, gridIds }: Reach,
  { decision, limit, after }: { decision: RealNameDecision; limit: number; after: { at: Date; id: string } | null },
): Promise<ApplicationRow[]> {
  const { rows } = await db.query<ApplicationRow>(
    `/* realName.list */ SELECT ${COLUMNS} ${FROM}
     WHERE ($1 OR a.grid_id = ANY($2::uuid[])) AND a.decision = $3::real_name_decision
       AND ($4::timestamptz IS NULL OR (a.created_at, a.id) > ($4, $5::uuid))
     ORDER BY a.created_at, a.id LIMIT $6`,
    [isAll, gridIds, decision, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

export async function countWaiting(db: Db, { isAll, gridIds }: Reach): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `/* realName.countWaiting */ SELECT count(*)::int AS count FROM real_name_application
     WHERE decision = 'PENDING' AND ($1 OR grid_id = ANY($2::uuid[]))`,
    [isAll, gridIds],
  );
  return rows[0]?.count ?? 0;
}

/** The grid in which every known household of that address lies: typed in full, or as far as the building. Null: unknown, or several. */
export async function findGridOfAddress(db: Db, address: string): Promise<string | null> {
  const plain = address.normalize('NFKC').replace(/\s/g, '');
  if (plain.length < 4) return null;
  const { rows } = await db.query<{ gridId: string | null }>(
    `/* realName.findGridOfAddress */ SELECT CASE WHEN count(DISTINCT grid_id) = 1 THEN min(grid_id::text) END AS "gridId"
     FROM household, replace(address, ' ', '') AS known WHERE starts_with(known, $1) OR strpos($1, known) > 0`,
    [plain],
  );
  return rows[0]?.gridId ?? null;
}

/** A verified adult with that phone. */
export async function findGuardian(db: Db, phone: string, adultSince: Date): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `/* realName.findGuardian */ SELECT id FROM resident
     WHERE phone = $1 AND real_name_status = 'VERIFIED' AND birth_date <= $2 AND erased_at IS NULL`,
    [phone, adultSince],
  );
  return rows[0]?.id ?? null;
}

export interface NewApplication {
  id: string;
  residentId: string;
  gridId: string;
  name: string;
  address: string;
  idNumberCipher: Buffer;
  idNumberIndex: Buffer;
  birthDate: Date;
  guardianId: string | null;
}

/**
 * Stores an application; one that waited is withdrawn by it. In the caller's transaction.
 * `verified`: the resident is already; `taken`: the number is another resident's.
 */
export async function apply(db: Db, application: NewApplication): Promise<'stored' | 'verified' | 'taken'> {
  const { residentId, idNumberIndex } = application;
  const { rows } = await db.query<{ isVerified: boolean; isTaken: boolean }>(
    `/* realName.lockResident */ SELECT real_name_status = 'VERIFIED' AS "isVerified",
       EXISTS (SELECT FROM resident o WHERE o.id_number_index = $2 AND o.id <> r.id) AS "isTaken"
     FROM resident r WHERE id = $1 AND erased_at IS NULL FOR UPDATE`,
    [residentId, idNumberIndex],
  );
  if (rows[0]?.isVerified) return 'verified';
  if (rows[0]?.isTaken) return 'taken';
  await db.query(
    `/* realName.withdraw */ UPDATE real_name_application
     SET decision = 'WITHDRAWN', id_number_cipher = NULL, id_number_index = NULL, version = version + 1
     WHERE resident_id = $1 AND decision = 'PENDING'`,
    [residentId],
  );
  await db.query(
    `/* realName.insert */ INSERT INTO real_name_application
       (id, resident_id, grid_id, name, address, id_number_cipher, id_number_index, birth_date, guardian_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      application.id,
      residentId,
      application.gridId,
      application.name,
      application.address,
      application.idNumberCipher,
      idNumberIndex,
      application.birthDate,
      application.guardianId,
    ],
  );
  await db.query(`/* realName.pending */ UPDATE resident SET real_name_status = 'PENDING' WHERE id = $1`, [residentId]);
  return 'stored';
}

/** Why a decision could not be stored: somebody was first, the number became another's, the guardian has not agreed. */
export type Undecided = 'changed' | 'taken' | 'guardian';

export interface Decision {
  applicationId: string;
  expectedVersion: number;
  /** Null: the guardian decides. */
  staffId: string | null;
}

/** Takes an application for a decision; null when it is decided, or changed since `expectedVersion`. */
async function take(db: Db, { applicationId, expectedVersion }: Decision): Promise<ApplicationRow | null> {
  const { rows } = await db.query<{ residentId: string }>(
    `/* realName.find */ SELECT resident_id AS "residentId" FROM real_name_application WHERE id = $1`,
    [applicationId],
  );
  // The resident first: casting votes and applying lock in the same order.
  await db.query(`/* realName.lockOwner */ SELECT FROM resident WHERE id = $1 FOR UPDATE`, [rows[0]?.residentId]);
  const locked = await db.query<ApplicationRow>(
    `/* realName.take */ SELECT ${COLUMNS} ${FROM} WHERE a.id = $1 AND a.decision = 'PENDING' AND a.version = $2 FOR UPDATE OF a`,
    [applicationId, expectedVersion],
  );
  return locked.rows[0] ?? null;
}

/** Verifies: the resident takes over name, number, birth date, home and guardian. In the caller's transaction, which announces it. */
export async function verify(db: Db, decision: Decision): Promise<Undecided | { row: ApplicationRow }> {
  const row = await take(db, decision);
  if (!row) return 'changed';
  if (row.guardianId && !row.guardianAgreedAt) return 'guardian';
  // Two people with one number, decided at once: the second waits here and then sees the first.
  await db.query(
    `/* realName.lockNumber */ SELECT pg_advisory_xact_lock(hashtextextended(encode(id_number_index, 'hex'), 0))
     FROM real_name_application WHERE id = $1`,
    [row.id],
  );
  const { rowCount } = await db.query(
    `/* realName.takeOver */
     UPDATE resident r SET name = a.name, id_number_cipher = a.id_number_cipher, id_number_index = a.id_number_index,
       birth_date = a.birth_date, home_grid_id = a.grid_id, guardian_id = a.guardian_id, real_name_status = 'VERIFIED'
     FROM real_name_application a
     WHERE a.id = $1 AND r.id = a.resident_id AND r.erased_at IS NULL
       AND NOT EXISTS (SELECT FROM resident o WHERE o.id_number_index = a.id_number_index AND o.id <> r.id)`,
    [decision.applicationId],
  );
  if (rowCount === 0) return 'taken';
  await decide(db, decision, 'VERIFIED', null);
  return { row };
}

/** Refuses with a reason; the number is forgotten. In the caller's transaction. */
export async function refuse(db: Db, decision: Decision, reason: string): Promise<Undecided | { row: ApplicationRow }> {
  const row = await take(db, decision);
  if (!row) return 'changed';
  await db.query(`/* realName.unverified */ UPDATE resident SET real_name_status = 'UNVERIFIED' WHERE id = $1`, [row.residentId]);
  await decide(db, decision, 'REFUSED', reason);
  return { row };
}

/** Applications of minors who name this resident as guardian and wait for a yes, the oldest first. */
export async function listGuardianships(db: Db, guardianId: string): Promise<ApplicationRow[]> {
  const { rows } = await db.query<ApplicationRow>(
    `/* realName.guardianships */ SELECT ${COLUMNS} ${FROM}
     WHERE a.guardian_id = $1 AND a.decision = 'PENDING' AND a.guardian_agreed_at IS NULL ORDER BY a.created_at, a.id LIMIT 100`,
    [guardianId],
  );
  return rows;
}

/** The guardian says yes; a decision made before, or another version, answers 'changed'. In the caller's transaction. */
export async function agree(
  db: Db,
  decision: Pick<Decision, 'applicationId' | 'expectedVersion'>,
): Promise<Undecided | { row: ApplicationRow }> {
  const row = await take(db, { ...decision, staffId: null });
  if (!row || row.guardianAgreedAt) return 'changed';
  await db.query('/* realName.agree */ UPDATE real_name_application SET guardian_agreed_at = now(), version = version + 1 WHERE id = $1', [
    row.id,
  ]);
  return { row };
}

/** The resident keeps the number once verified; the application never needs it again. */
async function decide(db: Db, { applicationId, staffId }: Decision, decision: RealNameDecision, reason: string | null): Promise<void> {
  await db.query(
    `/* realName.decide */ UPDATE real_name_application
     SET decision = $2::real_name_decision, reason = $3, decided_by_id = $4, decided_at = now(), version = version + 1,
       id_number_cipher = NULL, id_number_index = NULL
     WHERE id = $1`,
    [applicationId, decision, reason, staffId],
  );
}
