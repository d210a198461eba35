// Batched reads of volunteers, teams and shifts.

import { grouped, inOrder } from '../../frame/batches.ts';
import type { Context } from '../../frame/context.ts';
import { type AttendanceRow, readAttendances } from './attendance/store.ts';
import { listPayRules, type PayRuleRow } from './pay/store.ts';
import { type InsuranceRow, readInsurances, readVolunteers, type VolunteerRow } from './people/store.ts';
import {
  countLateLeaves,
  countWaiting,
  type PostRow,
  readOwnSignups,
  readPosts,
  readShifts,
  readSignups,
  type ShiftRow,
  type SignupRow,
} from './shifts/store.ts';
import { readOpenSwaps, type SwapRow } from './swaps/store.ts';
import { readMembers, readTeams, type TeamRow } from './teams/store.ts';
import { type CertificateRow, type CourseRow, readCertificates, readCourses } from './training/store.ts';

export const teamLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, TeamRow | null>('team', async (ids) => inOrder(ids, await readTeams(pool, ids)));

export const volunteerLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, VolunteerRow | null>('volunteer', async (ids) => inOrder(ids, await readVolunteers(pool, ids)));

export const membersLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader('teamMembers', async (ids: readonly string[]) => grouped(ids, await readMembers(pool, ids), ({ teamId }) => teamId));

export const courseLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, CourseRow | null>('course', async (ids) => inOrder(ids, await readCourses(pool, ids)));

export const certificatesLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, CertificateRow[]>('certificates', async (ids) =>
    grouped(ids, await readCertificates(pool, ids), ({ volunteerId }) => volunteerId),
  );

export const insurancesLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, InsuranceRow[]>('insurances', async (ids) =>
    grouped(ids, await readInsurances(pool, ids), ({ volunteerId }) => volunteerId),
  );

/** How often each has left a shift of the last year at short notice. */
export const lateLeavesLoader = ({ loaders, services: { pool, clock } }: Context) =>
  loaders.loader<string, number>('lateLeaves', async (ids) => {
    const counts = new Map((await countLateLeaves(pool, ids, clock.now())).map(({ volunteerId, count }) => [volunteerId, count]));
    return ids.map((id) => counts.get(id) ?? 0);
  });

export const shiftLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, ShiftRow | null>('shift', async (ids) => inOrder(ids, await readShifts(pool, ids)));

export const postLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, PostRow | null>('dutyPost', async (ids) => inOrder(ids, await readPosts(pool, ids)));

export const signupsLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, SignupRow[]>('shiftSignups', async (ids) => grouped(ids, await readSignups(pool, ids), ({ shiftId }) => shiftId));

/** The viewer's own place in each shift. */
export const ownSignupLoader = ({ loaders, viewer, services: { pool } }: Context) =>
  loaders.loader<string, SignupRow | null>('ownShiftSignup', async (ids) => {
    const rows = viewer?.kind === 'resident' ? await readOwnSignups(pool, ids, viewer.residentId) : [];
    const byShift = new Map(rows.map((row) => [row.shiftId, row]));
    return ids.map((id) => byShift.get(id) ?? null);
  });

/** All rules of pay, once: there are few. */
export const payRulesLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<'all', PayRuleRow[]>('payRules', async (keys) => {
    const rules = await listPayRules(pool);
    return keys.map(() => rules);
  });

export const waitingLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, number>('shiftWaiting', async (ids) => {
    const counts = new Map((await countWaiting(pool, ids)).map(({ shiftId, count }) => [shiftId, count]));
    return ids.map((id) => counts.get(id) ?? 0);
  });

export const attendanceLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, AttendanceRow | null>('attendance', async (ids) => {
    const rows = new Map((await readAttendances(pool, ids)).map((row) => [row.signupId, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });

/** Open questions about each shift to or by the viewer. */
export const swapsLoader = ({ loaders, viewer, services: { pool, clock } }: Context) =>
  loaders.loader<string, SwapRow[]>('shiftSwaps', async (ids) => {
    const rows = viewer?.kind === 'resident' ? await readOpenSwaps(pool, ids, viewer.residentId, clock.now()) : [];
    return ids.map((id) => rows.filter(({ shiftId, otherShiftId }) => id === shiftId || id === otherShiftId));
  });
