// All reads and writes of volunteers and their insurance.
import type pg from 'pg';
import type { TimeOfWeek, VolunteerSkill, VolunteerStatus } from '../../../../prisma/client/enums.ts';
import { setVolunteer } from '../../../commons/people/residents-store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface VolunteerRow {
  /** Their resident's. */
  id: string;
  name: string;
  status: VolunteerStatus;
  skills: VolunteerSkill[];
  times: TimeOfWeek[];
  healthNote: Buffer | null;
  contactName: string;
  contactPhone: string;
  appliedAt: Date;
  reviewedAt: Date | null;
  reason: string;
  version: number;
  guardianId: string | null;
  gridId: string | null;
  communityId: string | null;
  hasConsented: boolean;
  isNamed: boolean;
}

const VOLUNTEER = `v.resident_id AS id, r.name, v.status, v.skills::text[] AS skills, v.times::text[] AS times, v.health_note AS "healthNote",
  v.contact_name AS "contactName", v.contact_phone AS "contactPhone", v.applied_at AS "appliedAt", v.reviewed_at AS "reviewedAt", v.reason, v.version, v.is_named AS "isNamed",
  r.guardian_id AS "guardianId", r.home_grid_id AS "gridId", g.community_id AS "communityId",
  coalesce((SELECT true FROM consent c WHERE c.resident_id = r.id AND c.purpose = 'PARTNERS' AND c.withdrawn_at IS NULL LIMIT 1), false) AS "hasConsented"`;
const FROM_VOLUNTEER = 'volunteer v JOIN resident r ON r.id = v.resident_id LEFT JOIN grid g ON g.id = r.home_grid_id';

export async function readVolunteers(db: Db, ids: readonly string[]): Promise<VolunteerRow[]> {
  const { rows } = await db.query<VolunteerRow>(
    `/* volunteers.readVolunteers */ SELECT ${VOLUNTEER} FROM ${FROM_VOLUNTEER} WHERE v.resident_id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

/** Volunteers of a status behind a position, who applied first comes first. */
export async function listVolunteers(
  db: Db,
  { status, limit, after }: { status: VolunteerStatus; limit: number; after: { at: Date; id: string } | null },
): Promise<VolunteerRow[]> {
  const { rows } = await db.query<VolunteerRow>(
    `/* volunteers.listVolunteers */ SELECT ${VOLUNTEER} FROM ${FROM_VOLUNTEER}
     WHERE v.status = $1::volunteer_status AND ($2::timestamptz IS NULL OR (v.applied_at, v.resident_id) > ($2, $3::uuid))
     ORDER BY v.applied_at, v.resident_id LIMIT $4`,
    [status, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

export interface Application {
  residentId: string;
  skills: readonly VolunteerSkill[];
  times: readonly TimeOfWeek[];
  healthNote: Buffer | null;
  contactName: string;
  contactPhone: string;
  now: Date;
}

/** Applies, or changes what an application or a volunteer's record says. Anyone who was refused or has left can apply again. */
export async function apply(db: Db, application: Application): Promise<VolunteerRow> {
  const { residentId, skills, times, healthNote, contactName, contactPhone, now } = application;
  await db.query(
    `/* volunteers.apply */
     INSERT INTO volunteer AS v (resident_id, skills, times, health_note, contact_name, contact_phone, applied_at)
     VALUES ($1, $2::text[]::volunteer_skill[], $3::text[]::time_of_week[], $4, $5, $6, $7)
     ON CONFLICT (resident_id) DO UPDATE SET skills = excluded.skills, times = excluded.times, health_note = excluded.health_note,
       contact_name = excluded.contact_name, contact_phone = excluded.contact_phone, version = v.version + 1,
       status = CASE WHEN v.status = 'ACTIVE' THEN v.status ELSE 'PENDING' END,
       applied_at = CASE WHEN v.status IN ('REFUSED', 'LEFT') THEN excluded.applied_at ELSE v.applied_at END, reason = ''`,
    [residentId, skills, times, healthNote, contactName, contactPhone, now],
  );
  const [row] = await readVolunteers(db, [residentId]);
  return row as VolunteerRow;
}

/** Decides on an application as somebody saw it. Undefined: it is another one by now, or decided. */
export async function review(
  db: Db,
  {
    residentId,
    expectedVersion,
    status,
    reason,
    staffId,
    now,
  }: { residentId: string; expectedVersion: number; status: 'ACTIVE' | 'REFUSED'; reason: string; staffId: string; now: Date },
): Promise<VolunteerRow | undefined> {
  const { rowCount } = await db.query(
    `/* volunteers.review */ UPDATE volunteer SET status = $3::volunteer_status, reason = $4, reviewed_by_id = $5, reviewed_at = $6, version = version + 1
     WHERE resident_id = $1 AND version = $2 AND status = 'PENDING'`,
    [residentId, expectedVersion, status, reason, staffId, now],
  );
  if (!rowCount) return undefined;
  await setVolunteer(db, residentId, status === 'ACTIVE');
  const [row] = await readVolunteers(db, [residentId]);
  return row;
}

export interface InsuranceRow {
  id: string;
  volunteerId: string;
  insurer: string;
  policyNumber: string;
  startsAt: Date;
  endsAt: Date;
}

/** Insurances of volunteers, the one that lasts longest first. */
export async function readInsurances(db: Db, volunteerIds: readonly string[]): Promise<InsuranceRow[]> {
  const { rows } = await db.query<InsuranceRow>(
    `/* volunteers.readInsurances */ SELECT id, volunteer_id AS "volunteerId", insurer, policy_number AS "policyNumber", starts_at AS "startsAt", ends_at AS "endsAt"
     FROM insurance WHERE volunteer_id = ANY($1::uuid[]) ORDER BY ends_at DESC, id`,
    [volunteerIds],
  );
  return rows;
}

export async function insertInsurance(db: Db, { id, volunteerId, insurer, policyNumber, startsAt, endsAt }: InsuranceRow): Promise<void> {
  await db.query(
    `/* volunteers.insertInsurance */ INSERT INTO insurance (id, volunteer_id, insurer, policy_number, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO NOTHING`,
    [id, volunteerId, insurer, policyNumber, startsAt, endsAt],
  );
}

/** Notes whether somebody wants to be named. False: they are no volunteer. */
export async function setNamed(db: Db, residentId: string, isNamed: boolean): Promise<boolean> {
  const { rowCount } = await db.query('/* volunteers.setNamed */ UPDATE volunteer SET is_named = $2 WHERE resident_id = $1', [
    residentId,
    isNamed,
  ]);
  return rowCount === 1;
}
