// Answers that are owed, by whoever may give them.
import { encodeId } from '../../frame/relay/global-id.ts';
import { type ReadsWaiting, TOTAL, waitingOf } from '../../frame/waits.ts';

interface OwedAnswer {
  id: string;
  title: string;
  gridId: string | null;
  dueAt: Date;
  since: Date;
  total: number;
}

export const owed: ReadsWaiting = async ({ db, reach: { isAll, gridIds, assigneeId }, limit }) => {
  const { rows } = await db.query<OwedAnswer>(
    `/* answers.readOwed */ SELECT h.id, h.title, h.grid_id AS "gridId", d.due_at AS "dueAt", d.opened_at AS since, ${TOTAL}
     FROM answer_duty d JOIN hot_issue h ON h.id = d.hot_issue_id
     WHERE d.answered_at IS NULL AND h.closed_at IS NULL AND ($1 OR h.grid_id = ANY($2::uuid[])
       OR EXISTS (SELECT FROM hot_issue_owner o WHERE o.hot_issue_id = h.id AND o.staff_id = $3))
     ORDER BY d.due_at, d.opened_at, h.id LIMIT $4`,
    [isAll, gridIds, assigneeId, limit],
  );
  return waitingOf(rows, ({ id, title, gridId, dueAt, since }) => ({
    subjectId: id,
    title: () => title,
    gridId,
    dueAt,
    since,
    path: `/hot/${encodeId('HotIssue', id)}`,
  }));
};
