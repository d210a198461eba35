// All SQL of answers: what was said, who shares the work, which tickets belong to it, and the steps that voters are told of.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { HotIssueStatus, HotIssueStepKind, StaffRole } from '../../../prisma/client/enums.ts';
import { isClosed } from '../../work/hotlist/rules.ts';
import { lockIssue, moveIssue } from '../../work/hotlist/store.ts';
import { type AnswerRefusal, refusalOf } from './rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface AnswerRow {
  id: string;
  hotIssueId: string;
  at: Date;
  signature: string;
  text: string;
  status: HotIssueStatus;
}

const ANSWER = 'a.id, a.hot_issue_id AS "hotIssueId", a.at, a.signature, a.text, a.status';

/** What the chain of an issue says of a step. */
export interface StepDetail {
  signature?: string;
  status?: HotIssueStatus;
  text?: string;
}

export interface StepRow {
  id: string;
  hotIssueId: string;
  kind: HotIssueStepKind;
  at: Date;
  detail: StepDetail;
}

const STEP = 's.id, s.hot_issue_id AS "hotIssueId", s.kind, s.at, s.detail';

export interface NewAnswer {
  id: string;
  hotIssueId: string;
  authorId: string;
  signature: string;
  text: string;
  /** Null: unchanged. */
  status: HotIssueStatus | null;
  isCoOwner: boolean;
  at: Date;
  /** What the step is: an answer, or a plan that is one. */
  kind?: 'ANSWERED' | 'PLANNED';
}

/** Adds an answer, moves the issue, meets the duty and makes the step, in the caller's transaction. One answer at a time for each issue. */
export async function appendAnswer(db: Db, answer: NewAnswer): Promise<'answered' | AnswerRefusal | 'not-found'> {
  const issue = await lockIssue(db, answer.hotIssueId);
  if (!issue) return 'not-found';
  const { hotIssueId, authorId, signature, text, at } = answer;
  const status = answer.status ?? issue.status;
  const refusal = refusalOf(issue, status, answer);
  if (refusal) return refusal;
  await db.query(
    `/* answers.append */ INSERT INTO hot_issue_answer (id, hot_issue_id, ordinal, at, author_id, signature, text, status)
     SELECT $1, $2, coalesce(max(ordinal), 0) + 1, $3, $4, $5, $6, $7::hot_issue_status FROM hot_issue_answer WHERE hot_issue_id = $2`,
    [answer.id, hotIssueId, at, authorId, signature, text, status],
  );
  if (status !== issue.status) {
    await moveIssue(db, hotIssueId, status, isClosed(status) ? { at, reason: text, staffId: authorId } : null);
  }
  await db.query(
    '/* answers.meetDuty */ UPDATE answer_duty SET answered_at = $2, next_alert_at = NULL WHERE hot_issue_id = $1 AND answered_at IS NULL',
    [hotIssueId, at],
  );
  await appendStep(db, { hotIssueId, kind: answer.kind ?? 'ANSWERED', at, detail: { signature, text, status } });
  return 'answered';
}

/** Adds a step to an issue's chain, in the transaction of what it tells of. Its voters and followers are told of it soon after the commit: touch STEPS_TOPIC. */
export async function appendStep(db: Db, { hotIssueId, kind, at, detail }: Omit<StepRow, 'id'>): Promise<void> {
  await db.query('/* answers.appendStep */ INSERT INTO hot_issue_step (id, hot_issue_id, kind, at, detail) VALUES ($1, $2, $3, $4, $5)', [
    uuid(),
    hotIssueId,
    kind,
    at,
    JSON.stringify(detail),
  ]);
}

/** Answers of each issue, oldest first. */
export async function readAnswers(db: Db, issueIds: readonly string[]): Promise<AnswerRow[]> {
  const { rows } = await db.query<AnswerRow>(
    `/* answers.read */ SELECT ${ANSWER} FROM hot_issue_answer a WHERE a.hot_issue_id = ANY($1::uuid[]) ORDER BY a.hot_issue_id, a.ordinal`,
    [issueIds],
  );
  return rows;
}

/** Steps of each issue, oldest first. */
export async function readSteps(db: Db, issueIds: readonly string[]): Promise<StepRow[]> {
  const { rows } = await db.query<StepRow>(
    `/* answers.readSteps */ SELECT ${STEP} FROM hot_issue_step s WHERE s.hot_issue_id = ANY($1::uuid[]) ORDER BY s.hot_issue_id, s.position`,
    [issueIds],
  );
  return rows;
}

/** Somebody who shares the work, or might. */
export interface StaffMember {
  id: string;
  title: string;
  role: StaffRole;
}

/** Who shares the work on each issue, in the order in which they were asked. */
export async function readOwners(db: Db, issueIds: readonly string[]): Promise<(StaffMember & { hotIssueId: string })[]> {
  const { rows } = await db.query<StaffMember & { hotIssueId: string }>(
    `/* answers.readOwners */ SELECT o.hot_issue_id AS "hotIssueId", p.id, p.title, p.role FROM hot_issue_owner o JOIN staff_profile p ON p.id = o.staff_id
     WHERE o.hot_issue_id = ANY($1::uuid[]) ORDER BY o.added_at, p.id`,
    [issueIds],
  );
  return rows;
}

/** Members of staff as they are addressed. */
export async function readStaff(db: Db, ids: readonly string[]): Promise<StaffMember[]> {
  const { rows } = await db.query<StaffMember>(
    `/* answers.readStaff */ SELECT id, title, role FROM staff_profile WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

/** Who may be asked: property and other bodies outside the station. */
export async function readCandidates(db: Db): Promise<StaffMember[]> {
  const { rows } = await db.query<StaffMember>(
    `/* answers.readCandidates */ SELECT id, title, role FROM staff_profile WHERE role = 'PROPERTY' AND left_at IS NULL ORDER BY title, id`,
  );
  return rows;
}

/** Asks somebody to share the work; a repeat changes nothing. */
export async function addOwner(db: Db, owner: { hotIssueId: string; staffId: string; addedById: string; at: Date }): Promise<void> {
  await db.query(
    `/* answers.addOwner */ INSERT INTO hot_issue_owner (hot_issue_id, staff_id, added_by_id, added_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [owner.hotIssueId, owner.staffId, owner.addedById, owner.at],
  );
}

export async function removeOwner(db: Db, hotIssueId: string, staffId: string): Promise<void> {
  await db.query('/* answers.removeOwner */ DELETE FROM hot_issue_owner WHERE hot_issue_id = $1 AND staff_id = $2', [hotIssueId, staffId]);
}

/** Tickets of each issue, the latest linked first. */
export async function readLinks(db: Db, issueIds: readonly string[]): Promise<{ hotIssueId: string; ticketId: string }[]> {
  const { rows } = await db.query<{ hotIssueId: string; ticketId: string }>(
    `/* answers.readLinks */ SELECT hot_issue_id AS "hotIssueId", ticket_id AS "ticketId" FROM hot_issue_ticket
     WHERE hot_issue_id = ANY($1::uuid[]) ORDER BY linked_at DESC, ticket_id`,
    [issueIds],
  );
  return rows;
}

export async function linkTicket(db: Db, link: { hotIssueId: string; ticketId: string; linkedById: string; at: Date }): Promise<void> {
  await db.query(
    `/* answers.linkTicket */ INSERT INTO hot_issue_ticket (hot_issue_id, ticket_id, linked_by_id, linked_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [link.hotIssueId, link.ticketId, link.linkedById, link.at],
  );
}

export async function unlinkTicket(db: Db, hotIssueId: string, ticketId: string): Promise<void> {
  await db.query('/* answers.unlinkTicket */ DELETE FROM hot_issue_ticket WHERE hot_issue_id = $1 AND ticket_id = $2', [
    hotIssueId,
    ticketId,
  ]);
}

/** Which of the issues a resident follows. */
export async function readFollowed(db: Db, residentId: string, issueIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `/* answers.readFollowed */ SELECT hot_issue_id AS id FROM hot_issue_follower WHERE resident_id = $1 AND hot_issue_id = ANY($2::uuid[])`,
    [residentId, issueIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Follows an issue, or no more. */
export async function follow(db: Db, hotIssueId: string, residentId: string, wish: boolean): Promise<void> {
  await db.query(
    wish
      ? '/* answers.follow */ INSERT INTO hot_issue_follower (hot_issue_id, resident_id) VALUES ($1, $2) ON CONFLICT DO NOTHING'
      : '/* answers.unfollow */ DELETE FROM hot_issue_follower WHERE hot_issue_id = $1 AND resident_id = $2',
    [hotIssueId, residentId],
  );
}

/**
 * Reports of a category in a grid by week, numbered around `middle`: −1 is the last week before it, 0 the first after. Null grid: anywhere.
 * What patrols find is left out: it tells where they were sent.
 */
export async function countReportsByWeek(
  db: Db,
  { categoryId, gridId, from, middle, until }: { categoryId: string; gridId: string | null; from: Date; middle: Date; until: Date },
): Promise<Map<number, number>> {
  const { rows } = await db.query<{ week: number; count: number }>(
    `/* answers.countReports */ SELECT floor(extract(epoch FROM t.created_at - $4::timestamptz) / 604800)::int AS week, count(*)::int AS count FROM ticket t
     WHERE t.category_id = $1 AND ($2::uuid IS NULL OR t.grid_id = $2) AND t.created_at >= $3 AND t.created_at < $5
       AND t.source <> 'PATROL' AND NOT t.is_false_alarm AND t.status NOT IN ('REJECTED', 'CANCELLED', 'MERGED') GROUP BY 1`,
    [categoryId, gridId, from, middle, until],
  );
  return new Map(rows.map(({ week, count }) => [week, count]));
}
