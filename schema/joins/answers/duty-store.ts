// All SQL of the duty to answer: when it begins, when its clock rings, what is owed.
import type pg from 'pg';
import type { DutyReason } from '../../../prisma/client/enums.ts';
import type { Reach } from '../../frame/access/rules.ts';
import { type Clock, deadlineOf, nextAlertOf, ring, startClock } from '../../work/tickets/clocks.ts';
import type { DutyAlert } from './duty-notices.ts';
import { clockTermsOf, type DutyTerms } from './rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface DutyRow {
  hotIssueId: string;
  reason: DutyReason;
  rank: number;
  votes: number;
  openedAt: Date;
  clocks: Clock[];
  dueAt: Date;
  escalationLevel: number;
  answeredAt: Date | null;
}

const DUTY = `d.hot_issue_id AS "hotIssueId", d.reason, d.rank, d.votes, d.opened_at AS "openedAt", d.clocks, d.due_at AS "dueAt",
  d.escalation_level AS "escalationLevel", d.answered_at AS "answeredAt"`;

/** Clocks of duties carry their own hours: the priority of a ticket means nothing here. */
const NO_PRIORITY = 'P4';

/** Begins the duties that are owed by now, each once. Answers for which issues. */
export async function openDuties(db: Db, terms: DutyTerms, now: Date): Promise<string[]> {
  const clocks = startClock('ANSWER', clockTermsOf(terms), now);
  const [clock] = clocks;
  if (!clock) return [];
  const { rows } = await db.query<{ id: string }>(
    `/* answers.openDuties */
     INSERT INTO answer_duty (hot_issue_id, reason, rank, votes, opened_at, clocks, due_at, next_alert_at)
     SELECT r.id, CASE WHEN r.rank <= $1 AND r.votes >= $2 THEN 'RANK' ELSE 'VOTES' END::duty_reason, r.rank, r.votes, $4, $5, $6, $7
     FROM (
       SELECT h.id, h.vote_count AS votes,
         row_number() OVER (PARTITION BY h.grid_id ORDER BY h.heat_order DESC, h.vote_count DESC, h.created_at, h.id)::int AS rank
       FROM hot_issue h WHERE h.closed_at IS NULL
     ) r
     WHERE ((r.rank <= $1 AND r.votes >= $2) OR r.votes >= $3)
       AND NOT EXISTS (SELECT FROM answer_duty d WHERE d.hot_issue_id = r.id)
       AND NOT EXISTS (SELECT FROM hot_issue_answer a WHERE a.hot_issue_id = r.id)
     ORDER BY r.id ON CONFLICT DO NOTHING RETURNING hot_issue_id AS id`,
    [
      terms.top,
      terms.leastVotes,
      terms.votes,
      now,
      JSON.stringify(clocks),
      deadlineOf(clock, NO_PRIORITY),
      nextAlertOf(clock, NO_PRIORITY),
    ],
  );
  return rows.map(({ id }) => id);
}

/** Rings what is due: each warning and each escalation once, whichever server rings. Returns the latest of each. In the caller's transaction. */
export async function ringDuties(db: Db, now: Date): Promise<DutyAlert[]> {
  const alerts: DutyAlert[] = [];
  const { rows } = await db.query<DutyRow>(
    `/* answers.readDueDuties */ SELECT ${DUTY} FROM answer_duty d WHERE d.next_alert_at <= $1 ORDER BY d.hot_issue_id FOR UPDATE SKIP LOCKED`,
    [now],
  );
  for (const duty of rows) {
    const { clocks, ringing } = ring(duty.clocks, NO_PRIORITY, now);
    const [clock] = clocks;
    const { hotIssueId } = duty;
    const last = ringing.at(-1);
    if (last) alerts.push({ hotIssueId, level: last.level, occasion: `rang at ${last.share}` });
    await db.query(
      '/* answers.saveDuty */ UPDATE answer_duty SET clocks = $2, next_alert_at = $3, escalation_level = greatest(escalation_level, $4) WHERE hot_issue_id = $1',
      [
        hotIssueId,
        JSON.stringify(clocks),
        clock ? nextAlertOf(clock, NO_PRIORITY) : null,
        Math.max(0, ...ringing.map(({ level }) => level)),
      ],
    );
  }
  return alerts;
}

export async function readDuties(db: Db, issueIds: readonly string[]): Promise<DutyRow[]> {
  const { rows } = await db.query<DutyRow>(
    `/* answers.readDuties */ SELECT ${DUTY} FROM answer_duty d WHERE d.hot_issue_id = ANY($1::uuid[])`,
    [issueIds],
  );
  return rows;
}

/** What is owed, the most urgent first, as far as somebody has to do with it: everywhere, in their grids, or where they share the work. */
export async function readOpenDuties(
  db: Db,
  { isAll, gridIds, assigneeId }: Pick<Reach, 'isAll' | 'gridIds' | 'assigneeId'>,
  limit: number,
): Promise<DutyRow[]> {
  const { rows } = await db.query<DutyRow>(
    `/* answers.readOpenDuties */ SELECT ${DUTY} FROM answer_duty d JOIN hot_issue h ON h.id = d.hot_issue_id
     WHERE d.answered_at IS NULL AND h.closed_at IS NULL AND ($1 OR h.grid_id = ANY($2::uuid[])
       OR EXISTS (SELECT FROM hot_issue_owner o WHERE o.hot_issue_id = h.id AND o.staff_id = $3))
     ORDER BY d.due_at, d.hot_issue_id LIMIT $4`,
    [isAll, gridIds, assigneeId, limit],
  );
  return rows;
}
