// All SQL of patrol plans: proposed, edited, approved, walked.
import type pg from 'pg';
import type { PlanSource, PlanStatus } from '../../../prisma/client/enums.ts';
import type { Reach } from '../../frame/access/rules.ts';
import type { StaffMember } from '../answers/store.ts';
import type { TimeWindow } from './hours.ts';
import type { NewPoint } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface PlanRow {
  id: string;
  gridId: string | null;
  hotIssueId: string | null;
  source: PlanSource;
  status: PlanStatus;
  title: string;
  windows: TimeWindow[];
  routeId: string | null;
  proposedAt: Date;
  authorId: string | null;
  approvedAt: Date | null;
  expiresAt: Date | null;
  dismissedAt: Date | null;
  dismissReason: string;
  walkedAt: Date | null;
  version: number;
  /** Who approves and walks it. */
  approvedBy: string[];
  staffIds: string[];
  teamIds: string[];
}

const PLAN = `p.id, p.grid_id AS "gridId", p.hot_issue_id AS "hotIssueId", p.source, p.status, p.title, p.windows, p.route_id AS "routeId",
  p.proposed_at AS "proposedAt", p.author_id AS "authorId", p.approved_at AS "approvedAt", p.expires_at AS "expiresAt",
  p.dismissed_at AS "dismissedAt", p.dismiss_reason AS "dismissReason", p.walked_at AS "walkedAt", p.version,
  ARRAY(SELECT a.staff_id::text FROM patrol_plan_approval a WHERE a.plan_id = p.id ORDER BY a.at) AS "approvedBy",
  ARRAY(SELECT w.staff_id::text FROM patrol_plan_walker w WHERE w.plan_id = p.id AND w.staff_id IS NOT NULL ORDER BY w.id) AS "staffIds",
  ARRAY(SELECT w.team_id::text FROM patrol_plan_walker w WHERE w.plan_id = p.id AND w.team_id IS NOT NULL ORDER BY w.id) AS "teamIds"`;

export async function readPlans(db: Db, ids: readonly string[]): Promise<PlanRow[]> {
  const { rows } = await db.query<PlanRow>(`/* plans.read */ SELECT ${PLAN} FROM patrol_plan p WHERE p.id = ANY($1::uuid[])`, [ids]);
  return rows;
}

/** Plans of each issue, the latest first; not those that were dismissed. */
export async function readPlansOf(db: Db, issueIds: readonly string[]): Promise<PlanRow[]> {
  const { rows } = await db.query<PlanRow>(
    `/* plans.readOfIssues */ SELECT ${PLAN} FROM patrol_plan p WHERE p.hot_issue_id = ANY($1::uuid[]) AND p.status <> 'DISMISSED' ORDER BY p.proposed_at DESC, p.id DESC`,
    [issueIds],
  );
  return rows;
}

/** The plan of each route, where it has one. */
export async function readPlansOfRoutes(db: Db, routeIds: readonly string[]): Promise<PlanRow[]> {
  const { rows } = await db.query<PlanRow>(
    `/* plans.readOfRoutes */ SELECT ${PLAN} FROM patrol_plan p WHERE p.route_id = ANY($1::uuid[])`,
    [routeIds],
  );
  return rows;
}

export type PlanView = 'PROPOSED' | 'IN_FORCE' | 'PAST';

const VIEWS: Record<PlanView, string> = {
  PROPOSED: `p.status = 'PROPOSED'`,
  IN_FORCE: `p.status = 'APPROVED' AND p.expires_at > $4`,
  PAST: `(p.status = 'DISMISSED' OR p.expires_at <= $4)`,
};

/** Plans of the grids that somebody has to do with, or that they walk; the latest first. */
export async function listPlans(
  db: Db,
  view: PlanView,
  { isAll, gridIds, assigneeId }: Pick<Reach, 'isAll' | 'gridIds' | 'assigneeId'>,
  now: Date,
  limit: number,
): Promise<PlanRow[]> {
  const { rows } = await db.query<PlanRow>(
    `/* plans.list */ SELECT ${PLAN} FROM patrol_plan p WHERE ${VIEWS[view]} AND $4::timestamptz IS NOT NULL AND ($1 OR p.grid_id = ANY($2::uuid[])
       OR EXISTS (SELECT FROM patrol_plan_walker w WHERE w.plan_id = p.id AND w.staff_id = $3))
     ORDER BY p.proposed_at DESC, p.id DESC LIMIT $5`,
    [isAll, gridIds, assigneeId, now, limit],
  );
  return rows;
}

export interface NewPlan {
  id: string;
  gridId: string | null;
  hotIssueId: string | null;
  source: PlanSource;
  title: string;
  windows: readonly TimeWindow[];
  points: readonly NewPoint[];
  /** The planner's day, as 2026-11-26; null: made by staff. */
  proposedOn: string | null;
  proposedAt: Date;
  authorId: string | null;
}

/** False: the planner has proposed it this day, or it is there already. */
export async function insertPlanRow(db: Db, plan: Omit<NewPlan, 'points'>): Promise<boolean> {
  const { id, gridId, hotIssueId, source, title, windows, proposedOn, proposedAt, authorId } = plan;
  const { rowCount } = await db.query(
    `/* plans.insert */ INSERT INTO patrol_plan (id, grid_id, hot_issue_id, source, title, windows, proposed_on, proposed_at, author_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [id, gridId, hotIssueId, source, title, JSON.stringify(windows), proposedOn, proposedAt, authorId],
  );
  return rowCount === 1;
}

export async function setRoute(db: Db, id: string, routeId: string): Promise<void> {
  await db.query('/* plans.setRoute */ UPDATE patrol_plan SET route_id = $2 WHERE id = $1', [id, routeId]);
}

export async function lockPlan(db: Db, id: string): Promise<PlanRow | null> {
  await db.query('/* plans.lock */ SELECT FROM patrol_plan WHERE id = $1 FOR NO KEY UPDATE', [id]);
  return (await readPlans(db, [id]))[0] ?? null;
}

export async function deleteApprovals(db: Db, planId: string): Promise<void> {
  await db.query('/* plans.forgetApprovals */ DELETE FROM patrol_plan_approval WHERE plan_id = $1', [planId]);
}

/** @param plan its route of before is left for what was walked on it */
export async function updatePlan(
  db: Db,
  plan: { id: string; title: string; windows: readonly TimeWindow[]; routeId: string | null; authorId: string },
): Promise<void> {
  const { id, title, windows, routeId, authorId } = plan;
  await db.query(
    '/* plans.edit */ UPDATE patrol_plan SET title = $2, windows = $3, route_id = $4, author_id = $5, version = version + 1 WHERE id = $1',
    [id, title, JSON.stringify(windows), routeId, authorId],
  );
}

export async function insertApproval(db: Db, { planId, staffId, at }: { planId: string; staffId: string; at: Date }): Promise<void> {
  await db.query('/* plans.sign */ INSERT INTO patrol_plan_approval (plan_id, staff_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    planId,
    staffId,
    at,
  ]);
}

export async function setApproved(db: Db, { id, at, expiresAt }: { id: string; at: Date; expiresAt: Date }): Promise<void> {
  await db.query(
    `/* plans.approve */ UPDATE patrol_plan SET status = 'APPROVED', approved_at = $2, expires_at = $3, version = version + 1 WHERE id = $1`,
    [id, at, expiresAt],
  );
}

/** False: it is cancelled already. */
export async function setDismissed(db: Db, { id, reason, at }: { id: string; reason: string; at: Date }): Promise<boolean> {
  const { rowCount } = await db.query(
    `/* plans.dismiss */ UPDATE patrol_plan SET status = 'DISMISSED', dismissed_at = $2, dismiss_reason = $3, version = version + 1
     WHERE id = $1 AND status <> 'DISMISSED'`,
    [id, at, reason],
  );
  return rowCount === 1;
}

/** Who walks a plan, in the place of those who did. */
export async function replaceWalkers(db: Db, id: string, staffIds: readonly string[], teamIds: readonly string[]): Promise<void> {
  await db.query('/* plans.forgetWalkers */ DELETE FROM patrol_plan_walker WHERE plan_id = $1', [id]);
  await db.query(
    `/* plans.setWalkers */ INSERT INTO patrol_plan_walker (id, plan_id, staff_id, team_id)
     SELECT gen_random_uuid(), $1, w.staff_id, w.team_id FROM unnest($2::uuid[], $3::uuid[]) AS w (staff_id, team_id) ON CONFLICT DO NOTHING`,
    [id, [...staffIds, ...teamIds.map(() => null)], [...staffIds.map(() => null), ...teamIds]],
  );
}

/** The route and teams of an approved plan, and the shifts in which somebody walks already; none: it sends no team anywhere. */
export async function readSent(db: Db, planId: string, now: Date) {
  const { rows } = await db.query<{ routeId: string; until: Date; teamIds: string[]; walked: string[] }>(
    `/* plans.readSent */ SELECT p.route_id AS "routeId", p.expires_at AS until, array_agg(w.team_id)::text[] AS "teamIds",
       ARRAY(SELECT u.shift_id FROM patrol_run r JOIN shift_signup u ON u.id = r.signup_id WHERE u.starts_at < p.expires_at
         AND u.starts_at > $2::timestamptz - interval '2 days')::text[] AS walked
     FROM patrol_plan p JOIN patrol_plan_walker w ON w.plan_id = p.id
     WHERE p.id = $1 AND p.status = 'APPROVED' AND p.route_id IS NOT NULL AND w.team_id IS NOT NULL GROUP BY p.id`,
    [planId, now],
  );
  return rows[0] ?? null;
}

/** The issue of the plan that was walked first by this; null: it was walked before, or belongs to none. */
export async function setWalked(db: Db, routeId: string, at: Date): Promise<string | null> {
  const { rows } = await db.query<{ hotIssueId: string | null }>(
    '/* plans.markWalked */ UPDATE patrol_plan SET walked_at = $2 WHERE route_id = $1 AND walked_at IS NULL RETURNING hot_issue_id AS "hotIssueId"',
    [routeId, at],
  );
  return rows[0]?.hotIssueId ?? null;
}

/** The issue that a route is walked for, and who answers for the plan. */
export async function readIssueOfRoute(db: Db, routeId: string) {
  const { rows } = await db.query<{ hotIssueId: string | null; linkedById: string | null }>(
    `/* plans.readFor */ SELECT p.hot_issue_id AS "hotIssueId",
       coalesce(p.author_id, (SELECT a.staff_id FROM patrol_plan_approval a WHERE a.plan_id = p.id ORDER BY a.at LIMIT 1)) AS "linkedById"
     FROM patrol_plan p WHERE p.route_id = $1`,
    [routeId],
  );
  return rows[0] ?? null;
}

/** Which members of staff and teams of those ids can walk a plan. */
export async function readPossibleWalkers(
  db: Db,
  staffIds: readonly string[],
  teamIds: readonly string[],
): Promise<{ staffIds: string[]; teamIds: string[] }> {
  const { rows } = await db.query<{ staffIds: string[]; teamIds: string[] }>(
    `/* plans.readPossibleWalkers */ SELECT
       ARRAY(SELECT id::text FROM staff_profile WHERE id = ANY($1::uuid[]) AND role IN ('OFFICER', 'GRID_WORKER') AND left_at IS NULL) AS "staffIds",
       ARRAY(SELECT id::text FROM team WHERE id = ANY($2::uuid[]) AND kind = 'PATROL') AS "teamIds"`,
    [staffIds, teamIds],
  );
  return rows[0] ?? { staffIds: [], teamIds: [] };
}

/** Who could walk a plan of a grid: staff on duty there first. */
export async function readCandidates(db: Db, gridId: string | null, now: Date): Promise<{ staff: StaffMember[]; teamIds: string[] }> {
  const { rows: staff } = await db.query<StaffMember>(
    `/* plans.readStaffCandidates */ SELECT p.id, p.title, p.role FROM staff_profile p
     WHERE p.role IN ('OFFICER', 'GRID_WORKER') AND p.left_at IS NULL
     ORDER BY EXISTS (SELECT FROM duty d WHERE d.staff_id = p.id AND d.grid_id = $1 AND d.starts_at <= $2 AND (d.ends_at IS NULL OR d.ends_at > $2)) DESC, p.role, p.title, p.id`,
    [gridId, now],
  );
  const { rows: teams } = await db.query<{ id: string }>(
    `/* plans.readTeamCandidates */ SELECT id FROM team WHERE kind = 'PATROL' ORDER BY name, id`,
  );
  return { staff, teamIds: teams.map(({ id }) => id) };
}
