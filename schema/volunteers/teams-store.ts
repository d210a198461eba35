// Writes of teams, their members and posts.
import type pg from 'pg';
import type { TeamKind } from '../../prisma/client/enums.ts';
import type { PostRow } from './shifts-store.ts';
import { addMember, readTeams, type TeamRow } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

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

/** Takes somebody out of a team. Its captain leads it no more. */
export async function removeMember(db: Db, teamId: string, volunteerId: string): Promise<void> {
  await db.query(
    `/* volunteers.removeMember */ WITH gone AS (DELETE FROM team_member WHERE team_id = $1 AND volunteer_id = $2)
     UPDATE team SET captain_id = NULL, version = version + 1 WHERE id = $1 AND captain_id = $2`,
    [teamId, volunteerId],
  );
}

/** Makes a post. Undefined: the name is taken. Twice with the same id is as good as once. */
export async function insertPost(db: Db, { id, gridId, name, longitude, latitude, radiusMetres }: PostRow): Promise<PostRow | undefined> {
  await db.query(
    `/* volunteers.insertPost */ INSERT INTO duty_post (id, grid_id, name, longitude, latitude, radius_metres) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [id, gridId, name, longitude, latitude, radiusMetres],
  );
  const { rowCount } = await db.query('/* volunteers.hasPost */ SELECT FROM duty_post WHERE id = $1', [id]);
  return rowCount ? { id, gridId, name, longitude, latitude, radiusMetres } : undefined;
}

/** Notes whether somebody wants to be named. False: they are no volunteer. */
export async function setNamed(db: Db, residentId: string, isNamed: boolean): Promise<boolean> {
  const { rowCount } = await db.query('/* volunteers.setNamed */ UPDATE volunteer SET is_named = $2 WHERE resident_id = $1', [
    residentId,
    isNamed,
  ]);
  return rowCount === 1;
}
