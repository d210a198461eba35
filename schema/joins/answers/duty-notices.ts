// The officer who must answer is notified: when the clock starts, when most of the time has passed, and, with the commander, when it is overdue.
import type pg from 'pg';
import { tellStaff } from '../../commons/notices/store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Something that has happened to a duty. */
export interface DutyAlert {
  hotIssueId: string;
  /** Told once for each. */
  occasion: string;
  /** 0: not late yet. */
  level: number;
}

interface Answerer {
  hotIssueId: string;
  title: string;
  dueAt: Date;
  staffId: string;
  isCommander: boolean;
}

/** Tells of each alert, in the caller's transaction. Answers who was told something. */
export async function tellOfDuties(db: Db, alerts: readonly DutyAlert[], now: Date): Promise<string[]> {
  const ids = [...new Set(alerts.map(({ hotIssueId }) => hotIssueId))];
  if (ids.length === 0) return [];
  const { rows } = await db.query<Answerer>(
    `/* answers.readAnswerers */ SELECT h.id AS "hotIssueId", h.title, d.due_at AS "dueAt", p.id AS "staffId", p.role = 'COMMANDER' AS "isCommander"
     FROM hot_issue h JOIN answer_duty d ON d.hot_issue_id = h.id JOIN staff_profile p ON p.left_at IS NULL AND (p.role = 'COMMANDER' OR EXISTS (
       SELECT FROM duty s WHERE s.staff_id = p.id AND s.grid_id = h.grid_id AND s.is_responsible AND s.starts_at <= $2 AND (s.ends_at IS NULL OR s.ends_at > $2)))
     WHERE h.id = ANY($1::uuid[]) AND d.answered_at IS NULL ORDER BY h.id, p.id`,
    [ids, now],
  );
  const told = new Set<string>();
  for (const { hotIssueId, occasion, level } of alerts) {
    const concerned = rows.filter((row) => row.hotIssueId === hotIssueId);
    const officers = concerned.filter(({ isCommander }) => !isCommander);
    // Late, or in no officer's grid: the commander is to know.
    const staffIds = (level > 0 || officers.length === 0 ? concerned : officers).map(({ staffId }) => staffId);
    const { title, dueAt } = concerned[0] ?? {};
    if (!title || !dueAt) continue;
    const kind = level > 0 ? 'ANSWER_LATE' : 'ANSWER_OWED';
    await tellStaff(db, staffIds, { kind, subjectId: hotIssueId, occasion, detail: { title, at: dueAt.toISOString() } }, now);
    for (const id of staffIds) told.add(id);
  }
  return [...told];
}
