// All reads of who was there.
import type pg from 'pg';
import type { CheckInMethod, TeamKind } from '../../../../prisma/client/enums.ts';
import { SHIFT, type ShiftRow } from '../shifts/store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface AttendanceRow {
  signupId: string;
  inAt: Date;
  inMethod: CheckInMethod;
  inDistance: number | null;
  inReceivedAt: Date;
  outAt: Date | null;
  outMethod: CheckInMethod | null;
  outDistance: number | null;
  outReceivedAt: Date | null;
  minutes: number | null;
  nightMinutes: number | null;
  points: number | null;
  ruleId: string | null;
  rating: number | null;
  evaluation: string;
  /** How often its times were corrected. */
  corrections: number;
}

export const ATTENDANCE = `a.signup_id AS "signupId", a.in_at AS "inAt", a.in_method AS "inMethod", a.in_distance AS "inDistance", a.in_received_at AS "inReceivedAt",
  a.out_at AS "outAt", a.out_method AS "outMethod", a.out_distance AS "outDistance", a.out_received_at AS "outReceivedAt", a.minutes,
  a.night_minutes AS "nightMinutes", a.points, a.rule_id AS "ruleId", a.rating, a.evaluation, a.corrections`;

export async function readAttendances(db: Db, signupIds: readonly string[]): Promise<AttendanceRow[]> {
  const { rows } = await db.query<AttendanceRow>(
    `/* volunteers.readAttendances */ SELECT ${ATTENDANCE} FROM attendance a WHERE a.signup_id = ANY($1::uuid[])`,
    [signupIds],
  );
  return rows;
}

/** A shift with the kind of its team, which decides what it earns, and who leads it. */
export type ServedShift = ShiftRow & { kind: TeamKind; captainId: string | null };

export async function readServedShift(db: Db, shiftId: string): Promise<ServedShift | undefined> {
  const { rows } = await db.query<ServedShift>(
    `/* volunteers.readServedShift */ SELECT ${SHIFT}, t.kind, t.captain_id AS "captainId" FROM shift s JOIN team t ON t.id = s.team_id WHERE s.id = $1`,
    [shiftId],
  );
  return rows[0];
}

/** A locked attendance; undefined: nobody has checked in. */
export async function readAttendance(db: Db, signupId: string): Promise<(AttendanceRow & { inCode: string }) | undefined> {
  const { rows } = await db.query<AttendanceRow & { inCode: string }>(
    `/* volunteers.lockAttendance */ SELECT ${ATTENDANCE}, a.in_code AS "inCode" FROM attendance a WHERE a.signup_id = $1 FOR NO KEY UPDATE`,
    [signupId],
  );
  return rows[0];
}
