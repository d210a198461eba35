// What happens to a patrol plan, each in one transaction: proposed, edited, approved, assigned, walked.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { Refusal } from '../../frame/refusals.ts';
import { recallFromRoute, sendOnRoute } from '../../work/volunteers/shifts/store.ts';
import { appendAnswer, appendStep, linkTicket } from '../answers/store.ts';
import type { TimeWindow } from './hours.ts';
import { approvalOf, GOOD_FOR_MS } from './plan-rules.ts';
import {
  deleteApprovals,
  insertApproval,
  insertPlanRow,
  lockPlan,
  type NewPlan,
  type PlanRow,
  readIssueOfRoute,
  readPlans,
  readSent,
  replaceWalkers,
  setApproved,
  setDismissed,
  setRoute,
  setWalked,
  updatePlan,
} from './plans-store.ts';
import { refusals } from './refusals.ts';
import { insertPlanRoute, type NewPoint } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Stores a plan with its route, in the caller's transaction. Null: the planner has proposed it this day, or it is there already. */
export async function insertPlan(db: Db, { points, ...plan }: NewPlan): Promise<PlanRow | null> {
  if (!(await insertPlanRow(db, plan))) return null;
  if (points.length > 0) {
    const routeId = uuid();
    await insertPlanRoute(db, { id: routeId, name: plan.title, points });
    await setRoute(db, plan.id, routeId);
  }
  return (await readPlans(db, [plan.id]))[0] ?? null;
}

export interface Edit {
  id: string;
  expectedVersion: number;
  title: string;
  windows: readonly TimeWindow[];
  points: readonly NewPoint[];
  authorId: string;
}

/** Edits a plan; those who had signed it must sign again. False: it has changed, or was approved or cancelled. */
export async function editPlan(db: Db, { id, expectedVersion, points, ...edit }: Edit): Promise<boolean> {
  const plan = await lockPlan(db, id);
  if (plan?.version !== expectedVersion || plan.status !== 'PROPOSED') return false;
  const routeId = points.length > 0 ? uuid() : null;
  if (routeId) await insertPlanRoute(db, { id: routeId, name: edit.title, points });
  await deleteApprovals(db, id);
  await updatePlan(db, { id, routeId, ...edit });
  return true;
}

type Approved = 'approved' | 'waits' | Refusal<'PlanWithoutRouteError' | 'SecondApproverError' | 'SurgeFrozenError' | 'ConflictError'>;

export interface ApprovalRequest {
  id: string;
  expectedVersion: number;
  staffId: string;
  signature: string;
  required: number;
  /** What the voters of its issue are told. */
  announcement: string;
  now: Date;
}

/** Approves a plan, or signs it and waits for another: from then on it is walked for a week. One from a hot issue answers it, and its voters are told. */
export async function approvePlan(db: Db, request: ApprovalRequest): Promise<Approved> {
  const { id, expectedVersion, staffId, signature, required, announcement, now } = request;
  const plan = await lockPlan(db, id);
  if (plan?.version !== expectedVersion || plan.status !== 'PROPOSED') return refusals.changed;
  if (!plan.routeId) return refusals.withoutRoute;
  const approval = approvalOf(plan, staffId, required);
  if (approval === 'own') return refusals.secondApprover;
  await insertApproval(db, { planId: id, staffId, at: now });
  if (approval === 'waits') return 'waits';
  if (plan.hotIssueId) {
    const answer = { id: uuid(), hotIssueId: plan.hotIssueId, authorId: staffId, signature, text: announcement, isCoOwner: false, at: now };
    const answered = await appendAnswer(db, { ...answer, status: 'PATROLLING', kind: 'PLANNED' });
    if (answered === 'frozen') return refusals.frozen;
    if (answered !== 'answered') return refusals.changed; // it was closed meanwhile
  }
  await setApproved(db, { id, at: now, expiresAt: new Date(now.getTime() + GOOD_FOR_MS) });
  await sendTeams(db, id, now);
  return 'approved';
}

/** Cancels a plan, approved or not; its shifts no longer walk it. Null: it is already cancelled. */
export async function dismissPlan(db: Db, { id, reason, now }: { id: string; reason: string; now: Date }): Promise<PlanRow | null> {
  if (!(await setDismissed(db, { id, reason, at: now }))) return null;
  const [plan] = await readPlans(db, [id]);
  if (plan?.routeId) await recallFromRoute(db, plan.routeId, now);
  return plan ?? null;
}

/** Assigns a plan, replacing the current assignment. */
export async function setWalkers(
  db: Db,
  walkers: { id: string; staffIds: readonly string[]; teamIds: readonly string[]; now: Date },
): Promise<void> {
  const { id, staffIds, teamIds, now } = walkers;
  await lockPlan(db, id);
  await replaceWalkers(db, id, staffIds, teamIds);
  await sendTeams(db, id, now);
}

/** Shifts of the teams that walk an approved plan have its route while it is in force, unless somebody walks in them already. */
async function sendTeams(db: Db, planId: string, now: Date): Promise<void> {
  const sent = await readSent(db, planId, now);
  if (!sent) return;
  const { walked, ...route } = sent;
  await sendOnRoute(db, { ...route, now, except: walked });
}

/** A route of a plan was walked: the first time is a step of its issue. Returns the issue, if it is one. In the caller's transaction. */
export async function markWalked(db: Db, routeId: string, at: Date): Promise<string | null> {
  const hotIssueId = await setWalked(db, routeId, at);
  if (hotIssueId) await appendStep(db, { hotIssueId, kind: 'PATROLLED', at, detail: {} });
  return hotIssueId;
}

/** Something was found on the route of a plan: it belongs to the plan's issue, and is a step of it. Returns the issue, if there is one. */
export async function markFound(
  db: Db,
  { routeId, ticketId, at }: { routeId: string; ticketId: string; at: Date },
): Promise<string | null> {
  const { hotIssueId = null, linkedById = null } = (await readIssueOfRoute(db, routeId)) ?? {};
  if (!hotIssueId || !linkedById) return null;
  await linkTicket(db, { hotIssueId, ticketId, linkedById, at });
  await appendStep(db, { hotIssueId, kind: 'FOUND', at, detail: {} });
  return hotIssueId;
}
