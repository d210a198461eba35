// Surges that wait for a person; one's own flags are for somebody else.
import { encodeId } from '../../frame/relay/global-id.ts';
import { type ReadsWaiting, TOTAL, waitingOf } from '../../frame/waits.ts';

interface OpenFlag {
  id: string;
  hotIssueId: string;
  title: string;
  gridId: string | null;
  since: Date;
  total: number;
}

export const toJudge: ReadsWaiting = async ({ db, viewer, reach: { isAll, gridIds }, limit }) => {
  const { rows } = await db.query<OpenFlag>(
    `/* surges.readToJudge */ SELECT f.id, h.id AS "hotIssueId", h.title, h.grid_id AS "gridId", f.raised_at AS since, ${TOTAL}
     FROM surge_flag f JOIN hot_issue h ON h.id = f.hot_issue_id
     WHERE f.status = 'OPEN' AND f.raised_by_id IS DISTINCT FROM $1::uuid AND ($2 OR h.grid_id = ANY($3::uuid[]))
     ORDER BY f.raised_at, f.id LIMIT $4`,
    [viewer.staffId, isAll, gridIds, limit],
  );
  return waitingOf(rows, ({ id, hotIssueId, title, gridId, since }) => ({
    subjectId: id,
    title: () => title,
    gridId,
    dueAt: null,
    since,
    path: `/hot/${encodeId('HotIssue', hotIssueId)}`,
  }));
};
