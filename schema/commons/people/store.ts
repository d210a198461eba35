// Reads and writes of who signs in: sessions, the people behind them, demo personas.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { StaffRole } from '../../../prisma/client/enums.ts';
import type { ResidentViewer, StaffViewer } from '../../frame/access/viewer.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Roles that may do nothing until a second factor is set up. Demo personas have no password and need none. */
const SECOND_FACTOR_ROLES = ['DISPATCHER', 'COMMANDER', 'ADMIN'] as const satisfies readonly StaffRole[];

/** Staff devices that were silent this long sign in again; residents' only after the session's whole life. */
const STAFF_IDLE = '12 hours';

interface PersonRow {
  resident: Pick<ResidentViewer, 'residentId' | 'name' | 'homeGridId' | 'isVolunteer' | 'captainOf' | 'realNameStatus'> | null;
  staff: Pick<
    StaffViewer,
    'staffId' | 'name' | 'title' | 'role' | 'dutyGridIds' | 'hasSecondFactor' | 'isConfirmed' | 'lacksSecondFactor'
  > | null;
}

interface SessionRow extends PersonRow {
  sessionId: string;
  userId: string;
  tokenHash: string;
  isStale: boolean;
}

const RESIDENT = `json_build_object('residentId', r.id, 'name', r.name, 'homeGridId', r.home_grid_id, 'isVolunteer', r.is_volunteer,
  'captainOf', (SELECT coalesce(json_agg(t.id), '[]') FROM team t WHERE r.is_volunteer AND t.captain_id = r.id), 'realNameStatus', r.real_name_status)`;

/** Whether somebody has an authenticator or a passkey. */
const HAS_SECOND_FACTOR = `(coalesce(u.two_factor_enabled, false) OR EXISTS (SELECT FROM passkey k WHERE k.user_id = u.id))`;

/** $2: now, $3: roles that need a second factor. @param shown SQL: whether it has been shown */
const staffShape = (shown: string) => `json_build_object('staffId', p.id, 'name', p.name, 'title', p.title, 'role', p.role,
  'dutyGridIds', (SELECT coalesce(json_agg(d.grid_id ORDER BY d.grid_id), '[]') FROM duty d
                  WHERE d.staff_id = p.id AND d.starts_at <= $2 AND (d.ends_at IS NULL OR d.ends_at > $2)),
  'hasSecondFactor', ${HAS_SECOND_FACTOR}, 'isConfirmed', ${shown},
  'lacksSecondFactor', p.role::text = ANY($3) AND u.username IS NOT NULL AND NOT ${shown})`;

/**
 * Who holds each token now, by its hash; absent: nobody. Duties are those in force at `now`. One statement: every
 * request asks this, and open sockets ask it again and again.
 */
export async function readSessionViewers(
  db: Db,
  tokenHashes: readonly string[],
  now: Date,
): Promise<Map<string, ResidentViewer | StaffViewer>> {
  const { rows } = await db.query<SessionRow>({
    name: 'people.readSessionViewers',
    text: `/* people.readSessionViewers */
      SELECT s.id AS "sessionId", s.user_id AS "userId", s.token AS "tokenHash", s.last_seen_at < now() - interval '1 minute' AS "isStale",
        (SELECT ${RESIDENT} FROM resident r WHERE r.user_id = s.user_id AND r.erased_at IS NULL) AS resident,
        (SELECT ${staffShape('s.second_factor')} FROM staff_profile p JOIN auth_user u ON u.id = p.user_id
         WHERE p.user_id = s.user_id AND p.left_at IS NULL AND s.last_seen_at > now() - interval '${STAFF_IDLE}') AS staff
      FROM session s WHERE s.token = ANY($1) AND s.expires_at > $2`,
    values: [tokenHashes, now, SECOND_FACTOR_ROLES],
  });
  const stale = rows.filter(({ isStale }) => isStale).map(({ sessionId }) => sessionId);
  if (stale.length > 0) {
    await db.query(`/* people.touchSessions */ UPDATE session SET last_seen_at = now() WHERE id = ANY($1::uuid[])`, [stale]);
  }
  const viewers = new Map<string, ResidentViewer | StaffViewer>();
  for (const { tokenHash, ...row } of rows) {
    const viewer = viewerOf(row);
    if (viewer) viewers.set(tokenHash, viewer);
  }
  return viewers;
}

function viewerOf({
  sessionId,
  userId,
  resident,
  staff,
}: PersonRow & { sessionId: string; userId: string }): ResidentViewer | StaffViewer | null {
  if (staff) return { kind: 'staff', sessionId, userId, ...staff };
  return resident && { kind: 'resident', sessionId, userId, ...resident };
}

/** Somebody as they would ask now, without any session of theirs; null when there is nobody. */
export async function readViewerOf(
  db: Db,
  person: { residentId: string } | { staffId: string },
  now: Date,
): Promise<ResidentViewer | StaffViewer | null> {
  const isResident = 'residentId' in person;
  const { rows } = isResident
    ? await db.query<PersonRow>(
        `/* people.readResidentViewer */ SELECT ${RESIDENT} AS resident, NULL AS staff FROM resident r WHERE r.id = $1 AND r.erased_at IS NULL`,
        [person.residentId],
      )
    : await db.query<PersonRow>(
        `/* people.readStaffViewer */ SELECT NULL AS resident, ${staffShape(HAS_SECOND_FACTOR)} AS staff
         FROM staff_profile p LEFT JOIN auth_user u ON u.id = p.user_id WHERE p.id = $1 AND p.left_at IS NULL`,
        [person.staffId, now, SECOND_FACTOR_ROLES],
      );
  return rows[0] ? viewerOf({ sessionId: '', userId: '', ...rows[0] }) : null;
}

export async function deleteSession(db: Db, tokenHash: string): Promise<void> {
  await db.query('/* people.deleteSession */ DELETE FROM session WHERE token = $1', [tokenHash]);
}

export interface DeviceRow {
  id: string;
  userAgent: string;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** A person's signed-in devices, the latest used first. */
export async function readDevices(db: Db, userId: string): Promise<DeviceRow[]> {
  const { rows } = await db.query<DeviceRow>(
    `/* people.readDevices */ SELECT id, coalesce(user_agent, '') AS "userAgent", coalesce(ip_address, '') AS address,
       created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt"
     FROM session WHERE user_id = $1 AND expires_at > now() ORDER BY last_seen_at DESC, id LIMIT 100`,
    [userId],
  );
  return rows;
}

/** Ends sessions of a person: one of them, or all but one. Returns how many ended. */
export async function revokeDevices(db: Db, userId: string, which: { id: string } | { except: string | null }): Promise<number> {
  const { rowCount } =
    'id' in which
      ? await db.query('/* people.revokeDevice */ DELETE FROM session WHERE user_id = $1 AND id = $2', [userId, which.id])
      : await db.query('/* people.revokeDevices */ DELETE FROM session WHERE user_id = $1 AND id IS DISTINCT FROM $2', [
          userId,
          which.except,
        ]);
  return rowCount ?? 0;
}

export interface PasskeyRow {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** A person's passkeys, the oldest first. */
export async function readPasskeys(db: Db, userId: string): Promise<PasskeyRow[]> {
  const { rows } = await db.query<PasskeyRow>(
    `/* people.readPasskeys */ SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt"
     FROM passkey WHERE user_id = $1 ORDER BY created_at, id`,
    [userId],
  );
  return rows;
}

/** What a person types to sign in; null for people of the demo and residents. */
export async function readLogin(db: Db, userId: string): Promise<string | null> {
  const { rows } = await db.query<{ login: string | null }>(
    '/* people.readLogin */ SELECT display_username AS login FROM auth_user WHERE id = $1',
    [userId],
  );
  return rows[0]?.login ?? null;
}

/** Takes a passkey away, but never the last second factor of somebody: `last`. */
export async function deletePasskey(db: Db, userId: string, id: string): Promise<'deleted' | 'last' | 'absent'> {
  const { rows } = await db.query<{ isDeleted: boolean }>(
    `/* people.deletePasskey */
     WITH person AS (SELECT id, coalesce(two_factor_enabled, false) AS has_app FROM auth_user WHERE id = $1 FOR UPDATE),
     target AS (SELECT k.id FROM passkey k JOIN person ON k.user_id = person.id WHERE k.id = $2),
     gone AS (
       DELETE FROM passkey k USING target, person WHERE k.id = target.id
         AND (person.has_app OR EXISTS (SELECT FROM passkey o WHERE o.user_id = $1 AND o.id <> $2)) RETURNING k.id
     ) SELECT EXISTS (SELECT FROM gone) AS "isDeleted" FROM target`,
    [userId, id],
  );
  if (!rows[0]) return 'absent';
  return rows[0].isDeleted ? 'deleted' : 'last';
}

/** The resident with that phone, made when there is none, tied to who signed in. Safe for many at once. */
export async function joinResident(db: Db, { userId, phone }: { userId: string; phone: string }): Promise<void> {
  await db.query(
    `/* people.joinResident */ INSERT INTO resident (id, name, phone, user_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT (phone) DO UPDATE SET user_id = excluded.user_id
     WHERE resident.user_id IS NULL`,
    [uuid(), `居民 ${phone.slice(-4)}`, phone, userId],
  );
}

interface Persona {
  id: string;
  userId: string | null;
  name: string;
  phone: string;
}

/** Demo phones begin with 100, a prefix assigned to nobody. A range, so that the index serves whatever the collation. */
const DEMO_PHONES = `phone >= '+86100' AND phone < '+86101'`;

/** The sign-in of demo resident or staff member number `index`, made at first use; null behind the last. */
export async function demoUser(db: Db, persona: 'RESIDENT' | 'VOLUNTEER' | StaffRole, index: number): Promise<string | null> {
  const isResident = persona === 'RESIDENT' || persona === 'VOLUNTEER';
  const table = isResident ? 'resident' : 'staff_profile';
  const { rows } = await db.query<Persona>(
    `/* people.demoUser */ SELECT id, user_id AS "userId", name, phone FROM ${table}
     WHERE ${DEMO_PHONES} AND ${isResident ? 'is_volunteer = ($1::text = $3) AND erased_at IS NULL' : 'role::text = $1 AND left_at IS NULL AND $3::text IS NOT NULL'}
     ORDER BY phone OFFSET $2 LIMIT 1`,
    [persona, index, 'VOLUNTEER'],
  );
  const found = rows[0];
  if (!found) return null;
  if (found.userId) return found.userId;
  // Residents' phones are their sign-in; staff sign in otherwise, and may be residents with the same phone.
  const { rows: made } = await db.query<{ userId: string }>(
    `/* people.makeDemoUser */
     WITH person AS (SELECT id FROM ${table} WHERE id = $1 AND user_id IS NULL FOR UPDATE),
     made AS (
       INSERT INTO auth_user (id, name, email, phone_number, phone_number_verified)
       SELECT $2, $3, $4, $5, $5::text IS NOT NULL FROM person RETURNING id
     ) UPDATE ${table} t SET user_id = made.id FROM made, person WHERE t.id = person.id RETURNING t.user_id AS "userId"`,
    [found.id, uuid(), found.name, `${found.id}@demo.xieshou.invalid`, isResident ? found.phone : null],
  );
  if (made[0]) return made[0].userId;
  const { rows: theirs } = await db.query<{ userId: string }>(
    `/* people.readDemoUser */ SELECT user_id AS "userId" FROM ${table} WHERE id = $1`,
    [found.id],
  );
  return theirs[0]?.userId ?? null;
}

/** Signs somebody out everywhere. */
export async function endSessions(db: Db, userId: string): Promise<void> {
  await db.query('/* people.endSessions */ DELETE FROM session WHERE user_id = $1', [userId]);
}
