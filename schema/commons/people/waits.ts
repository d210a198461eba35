// Real names that somebody can decide on: those of minors once the guardian has agreed.
import { say } from '../../frame/speech.ts';
import { type ReadsWaiting, TOTAL, waitingOf } from '../../frame/waits.ts';
import { maskName } from '../../ground/masks.ts';

interface WaitingName {
  id: string;
  name: string;
  gridId: string;
  since: Date;
  total: number;
}

export const toVerify: ReadsWaiting = async ({ db, reach: { isAll, gridIds }, limit }) => {
  const { rows } = await db.query<WaitingName>(
    `/* realName.readToVerify */ SELECT a.id, a.name, a.grid_id AS "gridId", coalesce(a.guardian_agreed_at, a.created_at) AS since, ${TOTAL}
     FROM real_name_application a
     WHERE a.decision = 'PENDING' AND ($1 OR a.grid_id = ANY($2::uuid[])) AND (a.guardian_id IS NULL OR a.guardian_agreed_at IS NOT NULL)
     ORDER BY since, a.id LIMIT $3`,
    [isAll, gridIds, limit],
  );
  return waitingOf(rows, ({ id, name, gridId, since }) => {
    const masked = maskName(name);
    return { subjectId: id, title: say(`${masked} 的实名登记`, `Registration of ${masked}`), gridId, dueAt: null, since, path: '/verify' };
  });
};
