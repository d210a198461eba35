// Reads and writes of residents, staff and sessions.
import type { PrismaClient, Resident, StaffProfile, StaffRole } from '../../prisma/client/client.ts';
import type { Viewer } from '../access/viewer.ts';

/** Demo phones begin with a prefix assigned to nobody. */
export const DEMO_PHONE_PREFIX = '100';

export const residentViewer = (resident: Resident): Viewer => ({
  kind: 'resident',
  residentId: resident.id,
  name: resident.name,
  homeGridId: resident.homeGridId,
  isVolunteer: resident.isVolunteer,
});

export const staffViewer = (staff: StaffProfile): Viewer => ({
  kind: 'staff',
  staffId: staff.id,
  name: staff.name,
  title: staff.title,
  role: staff.role,
});

/** The demo resident number `index`, or null behind the last. */
export function readDemoResident(prisma: PrismaClient, { isVolunteer, index }: { isVolunteer: boolean; index: number }): Promise<Resident | null> {
  return prisma.resident.findFirst({
    where: { phone: { startsWith: DEMO_PHONE_PREFIX }, isVolunteer },
    orderBy: { phone: 'asc' },
    skip: index,
  });
}

/** The demo staff member number `index` of a role, or null behind the last. */
export function readDemoStaff(prisma: PrismaClient, { role, index }: { role: StaffRole; index: number }): Promise<StaffProfile | null> {
  return prisma.staffProfile.findFirst({
    where: { phone: { startsWith: DEMO_PHONE_PREFIX }, role },
    orderBy: { phone: 'asc' },
    skip: index,
  });
}

export async function insertSession(
  prisma: PrismaClient,
  session: { id: string; tokenHash: Uint8Array<ArrayBuffer>; residentId?: string; staffId?: string; expiresAt: Date },
): Promise<void> {
  await prisma.session.create({ data: session });
}

/** Whom a session belongs to; null when there is none in force. */
export async function readSessionViewer(prisma: PrismaClient, tokenHash: Uint8Array<ArrayBuffer>, now: Date): Promise<Viewer | null> {
  const session = await prisma.session.findUnique({ where: { tokenHash }, include: { resident: true, staff: true } });
  if (!session || session.expiresAt <= now) return null;
  if (session.resident) return residentViewer(session.resident);
  return session.staff ? staffViewer(session.staff) : null;
}

export async function deleteSession(prisma: PrismaClient, tokenHash: Uint8Array<ArrayBuffer>): Promise<void> {
  await prisma.session.deleteMany({ where: { tokenHash } });
}
