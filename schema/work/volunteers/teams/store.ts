// All reads and writes of teams and their members.
import type pg from 'pg';
import type { TeamKind } from '../../../../prisma/client/enums.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface TeamRow {
  id: string;
  kind: TeamKind;
  name: string;
  description: string;
  captainId: string | null;
  courseId: string | null;
  needsInsurance: boolean;
  version: number;
  memberCount: number;
}

const TEAM = `t.id, t.kind, t.name, t.description, t.captain_id AS "captainId", t.course_id AS "courseId", t.needs_insurance AS "needsInsurance", t.version,
  (SELECT count(*)::int FROM team_member m WHERE m.team_id = t.id) AS "memberCount"`;

/** All teams, in the order they were founded. */
export async function listTeams(db: Db): Promise<TeamRow[]> {
  const { rows } = await db.query<TeamRow>(`/* volunteers.listTeams */ SELECT ${TEAM} FROM team t ORDER BY t.created_at, t.id`);
  return rows;
}

export async function readTeams(db: Db, ids: readonly string[]): Promise<TeamRow[]> {
  const { rows } = await db.query<TeamRow>(`/* volunteers.readTeams */ SELECT ${TEAM} FROM team t WHERE t.id = ANY($1::uuid[])`, [ids]);
  return rows;
}

/** Who is in each team, by name. */
export async function readMembers(db: Db, teamIds: readonly string[]): Promise<{ teamId: string; volunteerId: string }[]> {
  const { rows } = await db.query<{ teamId: string; volunteerId: string }>(
    `/* volunteers.readMembers */ SELECT m.team_id AS "teamId", m.volunteer_id AS "volunteerId" FROM team_member m
     JOIN resident r ON r.id = m.volunteer_id WHERE m.team_id = ANY($1::uuid[]) ORDER BY m.since, r.id`,
    [teamIds],
  );
  return rows;
}

/** What a team says of itself. */
export interface TeamContent {
  kind: TeamKind;
  name: string;
  description: string;
  captainId: string | null;
  courseId: string | null;
  needsInsurance: boolean;
}

/** Founds a team; its captain is in it. Undefined: the name is taken. Twice with the same id is as good as once. */
export async function insertTeam(db: Db, { id, now, ...content }: TeamContent & { id: string; now: Date }): Promise<TeamRow | undefined> {
  await db.query(
    `/* volunteers.insertTeam */ INSERT INTO team (id, kind, name, description, captain_id, course_id, needs_insurance, created_at)
     VALUES ($1, $2::team_kind, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [id, content.kind, content.name, content.description, content.captainId, content.courseId, content.needsInsurance, now],
  );
  const [team] = await readTeams(db, [id]);
  if (team?.captainId) await addMember(db, team.id, team.captainId, now);
  return team && (await readTeams(db, [id]))[0];
}

/** Changes a team as somebody saw it; its captain is in it. Undefined: it has changed since. */
export async function changeTeam(
  db: Db,
  { id, expectedVersion, now, ...content }: TeamContent & { id: string; expectedVersion: number; now: Date },
): Promise<TeamRow | undefined | 'name-taken'> {
  try {
    const { rowCount } = await db.query(
      `/* volunteers.changeTeam */ UPDATE team SET kind = $3::team_kind, name = $4, description = $5, captain_id = $6, course_id = $7, needs_insurance = $8,
         version = version + 1 WHERE id = $1 AND version = $2`,
      [id, expectedVersion, content.kind, content.name, content.description, content.captainId, content.courseId, content.needsInsurance],
    );
    if (!rowCount) return undefined;
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'team_name_key') return 'name-taken';
    throw error;
  }
  if (content.captainId) await addMember(db, id, content.captainId, now);
  return (await readTeams(db, [id]))[0];
}

/** Adds a volunteer to a team; members stay. */
export async function addMember(db: Db, teamId: string, volunteerId: string, now: Date): Promise<void> {
  await db.query(
    '/* volunteers.addMember */ INSERT INTO team_member (team_id, volunteer_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [teamId, volunteerId, now],
  );
}

/** Takes somebody out of a team. Its captain leads it no more. */
export async function removeMember(db: Db, teamId: string, volunteerId: string): Promise<void> {
  await db.query(
    `/* volunteers.removeMember */ WITH gone AS (DELETE FROM team_member WHERE team_id = $1 AND volunteer_id = $2)
     UPDATE team SET captain_id = NULL, version = version + 1 WHERE id = $1 AND captain_id = $2`,
    [teamId, volunteerId],
  );
}
