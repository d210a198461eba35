// All SQL of who works here and which grids they serve.
import type pg from 'pg';
import type { StaffRole } from '../../../prisma/client/enums.ts';

import { forgetNotices } from '../notices/store.ts';
import { endSessions } from '../people/store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface StaffRow {
  id: string;
  userId: string | null;
  role: StaffRole;
  name: string;
  title: string;
  login: string | null;
  hasSecondFactor: boolean;
  leftAt: Date | null;
  createdAt: Date;
}

const COLUMNS = `p.id, p.user_id AS "userId", p.role, p.name, p.title, u.display_username AS login,
  (coalesce(u.two_factor_enabled, false) OR EXISTS (SELECT FROM passkey k WHERE k.user_id = u.id)) AS "hasSecondFactor", p.left_at AS "leftAt", p.created_at AS "createdAt"`;

const FROM = 'FROM staff_profile p LEFT JOIN auth_user u ON u.id = p.user_id';

export async function readStaff(db: Db, ids: readonly string[]): Promise<StaffRow[]> {
  const { rows } = await db.query<StaffRow>(`/* staff.read */ SELECT ${COLUMNS} ${FROM} WHERE p.id = ANY($1::uuid[])`, [ids]);
  return rows;
}

/** Everybody who works or worked here, the newest first, behind `after`. */
export async function listStaff(db: Db, { limit, after }: { limit: number; after: { at: Date; id: string } | null }): Promise<StaffRow[]> {
  const { rows } = await db.query<StaffRow>(
    `/* staff.list */ SELECT ${COLUMNS} ${FROM} WHERE $1::timestamptz IS NULL OR (p.created_at, p.id) < ($1, $2::uuid)
     ORDER BY p.created_at DESC, p.id DESC LIMIT $3`,
    [after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

export interface NewStaff {
  id: string;
  userId: string;
  role: StaffRole;
  name: string;
  title: string;
}

export async function insertStaff(db: Db, { id, userId, role, name, title }: NewStaff): Promise<void> {
  await db.query('/* staff.insert */ INSERT INTO staff_profile (id, user_id, role, name, title) VALUES ($1, $2, $3::staff_role, $4, $5)', [
    id,
    userId,
    role,
    name,
    title,
  ]);
}

/** The staff member with that login; null: nobody. */
export async function findLogin(db: Db, login: string): Promise<{ staffId: string; userId: string } | null> {
  const { rows } = await db.query<{ staffId: string; userId: string }>(
    `/* staff.findLogin */ SELECT p.id AS "staffId", u.id AS "userId" FROM auth_user u JOIN staff_profile p ON p.user_id = u.id
     WHERE u.username = lower($1)`,
    [login],
  );
  return rows[0] ?? null;
}

/** Locks the administrators, so that two of them cannot both leave; answers how many work here. */
export async function lockAdministrators(db: Db): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `/* staff.lockAdministrators */ SELECT id FROM staff_profile WHERE role = 'ADMIN' AND left_at IS NULL AND user_id IS NOT NULL ORDER BY id FOR UPDATE`,
  );
  return rows.map(({ id }) => id);
}

/** Ends somebody's work here: duties and sessions end now. */
export async function leave(db: Db, staffId: string): Promise<void> {
  await db.query('/* staff.leave */ UPDATE staff_profile SET left_at = now() WHERE id = $1 AND left_at IS NULL', [staffId]);
  await endDutiesOf(db, staffId, new Date());
  const userId = await userOf(db, staffId);
  if (userId) await endSessions(db, userId);
}

/** Changes a role; their sessions end, because another role is another session. Duties end, and what the old role was told of goes. */
export async function changeRole(db: Db, staffId: string, role: StaffRole): Promise<void> {
  const userId = await userOf(db, staffId);
  if (userId) await forgetNotices(db, userId);
  await endDutiesOf(db, staffId, new Date());
  await db.query('/* staff.changeRole */ UPDATE staff_profile SET role = $2::staff_role WHERE id = $1', [staffId, role]);
  if (userId) await endSessions(db, userId);
}

/** How they sign in; null: they never have. */
async function userOf(db: Db, staffId: string): Promise<string | null> {
  const { rows } = await db.query<{ userId: string | null }>(
    '/* staff.readUser */ SELECT user_id AS "userId" FROM staff_profile WHERE id = $1',
    [staffId],
  );
  return rows[0]?.userId ?? null;
}

export interface DutyRow {
  id: string;
  staffId: string;
  gridId: string;
  isResponsible: boolean;
  startsAt: Date;
  endsAt: Date | null;
}

const DUTY = `id, staff_id AS "staffId", grid_id AS "gridId", is_responsible AS "isResponsible", starts_at AS "startsAt", ends_at AS "endsAt"`;

/** Duties that run or are to come, of each member of staff. */
export async function readDuties(db: Db, staffIds: readonly string[], now: Date): Promise<DutyRow[]> {
  const { rows } = await db.query<DutyRow>(
    `/* staff.readDuties */ SELECT ${DUTY} FROM duty WHERE staff_id = ANY($1::uuid[]) AND (ends_at IS NULL OR ends_at > $2) ORDER BY starts_at, id`,
    [staffIds, now],
  );
  return rows;
}

export async function readDuty(db: Db, id: string): Promise<DutyRow | null> {
  const { rows } = await db.query<DutyRow>(`/* staff.readDuty */ SELECT ${DUTY} FROM duty WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** Ends the duties of somebody at that moment, now or later; those that would begin then do not begin. What was served stays on record. */
export async function endDutiesOf(db: Db, staffId: string, at: Date): Promise<void> {
  await db.query('/* staff.cancelDuties */ DELETE FROM duty WHERE staff_id = $1 AND starts_at >= $2', [staffId, at]);
  await db.query(
    '/* staff.endDuties */ UPDATE duty SET ends_at = $2 WHERE staff_id = $1 AND starts_at < $2 AND (ends_at IS NULL OR ends_at > $2)',
    [staffId, at],
  );
}

/** Ends the duty of the officer responsible for the grid at that moment: the next one takes over without a gap. */
export async function endResponsible(db: Db, gridId: string, at: Date): Promise<void> {
  await db.query(
    `/* staff.endResponsible */ UPDATE duty SET ends_at = $2
     WHERE grid_id = $1 AND is_responsible AND starts_at < $2 AND (ends_at IS NULL OR ends_at > $2)`,
    [gridId, at],
  );
}

export async function hasDuty(db: Db, id: string): Promise<boolean> {
  const { rowCount } = await db.query('/* staff.hasDuty */ SELECT FROM duty WHERE id = $1', [id]);
  return rowCount === 1;
}

/** Adds a duty. `conflict`: another officer is responsible at that time. */
export async function insertDuty(db: Db, duty: DutyRow): Promise<'stored' | 'conflict'> {
  const { rowCount } = await db.query(
    `/* staff.insertDuty */ INSERT INTO duty (id, staff_id, grid_id, is_responsible, starts_at, ends_at)
     SELECT $1, $2, $3, $4, $5, $6 WHERE NOT ($4 AND EXISTS (
       SELECT FROM duty WHERE grid_id = $3 AND is_responsible
         AND tstzrange(starts_at, ends_at) && tstzrange($5::timestamptz, $6::timestamptz)))`,
    [duty.id, duty.staffId, duty.gridId, duty.isResponsible, duty.startsAt, duty.endsAt],
  );
  return rowCount === 1 ? 'stored' : 'conflict';
}

/** Ends a duty now, or takes it away when it has not begun; false when it is over. */
export async function endDuty(db: Db, id: string, now: Date): Promise<boolean> {
  const ended = await db.query(
    '/* staff.endDuty */ UPDATE duty SET ends_at = $2 WHERE id = $1 AND starts_at < $2 AND (ends_at IS NULL OR ends_at > $2)',
    [id, now],
  );
  if (ended.rowCount === 1) return true;
  const { rowCount } = await db.query('/* staff.dropDuty */ DELETE FROM duty WHERE id = $1 AND starts_at >= $2', [id, now]);
  return rowCount === 1;
}
