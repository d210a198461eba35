// Patrol plans that wait for a signature which this person can give.
import { encodeId } from '../../frame/relay/global-id.ts';
import { type ReadsWaiting, TOTAL, waitingOf } from '../../frame/waits.ts';

interface ProposedPlan {
  id: string;
  title: string;
  gridId: string | null;
  since: Date;
  total: number;
}

/** Not those of an issue that is closed or frozen. Where two must sign, whoever stands behind a plan already cannot be the second. */
export const toApprove: ReadsWaiting = async ({ db, viewer, reach: { isAll, gridIds }, limit, services: { settings } }) => {
  const { rows } = await db.query<ProposedPlan>(
    `/* plans.readToApprove */ SELECT p.id, p.title, p.grid_id AS "gridId", p.proposed_at AS since, ${TOTAL}
     FROM patrol_plan p LEFT JOIN hot_issue h ON h.id = p.hot_issue_id
     WHERE p.status = 'PROPOSED' AND ($2 OR p.grid_id = ANY($3::uuid[])) AND (h.id IS NULL OR (h.closed_at IS NULL AND NOT h.is_frozen))
       AND ($4 < 2 OR (p.author_id IS DISTINCT FROM $1::uuid
         AND NOT EXISTS (SELECT FROM patrol_plan_approval a WHERE a.plan_id = p.id AND a.staff_id = $1)))
     ORDER BY p.proposed_at, p.id LIMIT $5`,
    [viewer.staffId, isAll, gridIds, settings.planApprovers, limit],
  );
  return waitingOf(rows, ({ id, title, gridId, since }) => ({
    subjectId: id,
    title: () => title,
    gridId,
    dueAt: null,
    since,
    path: `/plans/${encodeId('PatrolPlan', id)}`,
  }));
};
