// What waits for those who look after volunteers: applications, and service that only the clock has ended.
import { encodeId } from '../../frame/relay/global-id.ts';
import { say } from '../../frame/speech.ts';
import { type ReadsWaiting, TOTAL, waitingOf } from '../../frame/waits.ts';
import { maskName } from '../../ground/masks.ts';

interface Applicant {
  id: string;
  name: string;
  gridId: string | null;
  since: Date;
  total: number;
}

export const toReview: ReadsWaiting = async ({ db, reach: { isAll, gridIds }, limit }) => {
  const { rows } = await db.query<Applicant>(
    `/* volunteers.readToReview */ SELECT v.resident_id AS id, r.name, r.home_grid_id AS "gridId", v.applied_at AS since, ${TOTAL}
     FROM volunteer v JOIN resident r ON r.id = v.resident_id WHERE v.status = 'PENDING' AND ($1 OR r.home_grid_id = ANY($2::uuid[]))
     ORDER BY v.applied_at, v.resident_id LIMIT $3`,
    [isAll, gridIds, limit],
  );
  return waitingOf(rows, ({ id, name, gridId, since }) => {
    const masked = maskName(name);
    return { subjectId: id, title: say(`${masked} 的申请`, `Application of ${masked}`), gridId, dueAt: null, since, path: '/volunteers' };
  });
};

/** Nobody remembers longer. */
const REMEMBERED_DAYS = 14;

interface UncheckedShift {
  id: string;
  title: string;
  people: number;
  since: Date;
  total: number;
}

/** Shifts after which somebody forgot to check out: whoever leads corrects the time, or says by an evaluation that it was right. */
export const toCheck: ReadsWaiting = async ({ db, reach: { isAll }, limit, services: { clock } }) => {
  const { rows } = await db.query<UncheckedShift>(
    `/* volunteers.readToCheck */ SELECT s.id, s.title, count(*)::int AS people, min(a.out_received_at) AS since, ${TOTAL}
     FROM attendance a JOIN shift_signup u ON u.id = a.signup_id JOIN shift s ON s.id = u.shift_id
     WHERE $3 AND a.out_method = 'RULE' AND a.rating IS NULL AND a.out_at > $1::timestamptz - make_interval(days => ${REMEMBERED_DAYS})
     GROUP BY s.id ORDER BY since, s.id LIMIT $2`,
    [clock.now(), limit, isAll],
  );
  return waitingOf(rows, ({ id, title, people, since }) => ({
    subjectId: id,
    title: say(`“${title}”：${people} 人忘了签退`, `“${title}”: ${people} forgot to check out`),
    gridId: null,
    dueAt: null,
    since,
    path: `/shifts/${encodeId('Shift', id)}`,
  }));
};
