// Reads and writes of residents, staff and sessions.
import type pg from 'pg';
import type { PrismaClient, Resident, StaffProfile, StaffRole } from '../../prisma/client/client.ts';
import type { Viewer } from '../access/viewer.ts';

type Db = Pick<pg.Pool, 'query'>;

/** Demo phones begin with 100, a prefix assigned to nobody. A range, so that the index serves whatever the collation. */
const DEMO_PHONES = { gte: '100', lt: '101' };

export const residentViewer = (resident: Pick<Resident, 'id' | 'name' | 'homeGridId' | 'isVolunteer'>): Viewer => ({
  kind: 'resident',
  residentId: resident.id,
  name: resident.name,
  homeGridId: resident.homeGridId,
  isVolunteer: resident.isVolunteer,
});

export const staffViewer = (staff: Pick<StaffProfile, 'id' | 'name' | 'title' | 'role'>): Viewer => ({
  kind: 'staff',
  staffId: staff.id,
  name: staff.name,
  title: staff.title,
  role: staff.role,
});

/** The demo resident number `index`, or null behind the last. */
export function readDemoResident(
  prisma: PrismaClient,
  { isVolunteer, index }: { isVolunteer: boolean; index: number },
): Promise<Resident | null> {
  return prisma.resident.findFirst({
    where: { phone: DEMO_PHONES, isVolunteer },
    orderBy: { phone: 'asc' },
    skip: index,
  });
}

/** The demo staff member number `index` of a role, or null behind the last. */
export function readDemoStaff(prisma: PrismaClient, { role, index }: { role: StaffRole; index: number }): Promise<StaffProfile | null> {
  return prisma.staffProfile.findFirst({
    where: { phone: DEMO_PHONES, role },
    orderBy: { phone: 'asc' },
    skip: index,
  });
}

export async function insertSession(
  db: Db,
  {
    id,
    tokenHash,
    residentId,
    staffId,
    expiresAt,
  }: { id: string; tokenHash: Buffer; residentId?: string; staffId?: string; expiresAt: Date },
): Promise<void> {
  await db.query(
    '/* people.insertSession */ INSERT INTO session (id, token_hash, resident_id, staff_id, expires_at) VALUES ($1, $2, $3, $4, $5)',
    [id, tokenHash, residentId, staffId, expiresAt],
  );
}

interface SessionRow {
  resident: Pick<Resident, 'id' | 'name' | 'homeGridId' | 'isVolunteer'> | null;
  staff: Pick<StaffProfile, 'id' | 'name' | 'title' | 'role'> | null;
}

/** Whom a session belongs to; null when there is none in force. One statement: every request asks this. */
export async function readSessionViewer(db: Db, tokenHash: Buffer, now: Date): Promise<Viewer | null> {
  const { rows } = await db.query<SessionRow>({
    name: 'people.readSessionViewer',
    text: `/* people.readSessionViewer */
      SELECT
        (SELECT json_build_object('id', r.id, 'name', r.name, 'homeGridId', r.home_grid_id, 'isVolunteer', r.is_volunteer)
         FROM resident r WHERE r.id = s.resident_id) AS resident,
        (SELECT json_build_object('id', p.id, 'name', p.name, 'title', p.title, 'role', p.role)
         FROM staff_profile p WHERE p.id = s.staff_id) AS staff
      FROM session s WHERE s.token_hash = $1 AND s.expires_at > $2`,
    values: [tokenHash, now],
  });
  const [session] = rows;
  if (session?.resident) return residentViewer(session.resident);
  return session?.staff ? staffViewer(session.staff) : null;
}

export async function deleteSession(db: Db, tokenHash: Buffer): Promise<void> {
  await db.query('/* people.deleteSession */ DELETE FROM session WHERE token_hash = $1', [tokenHash]);
}
