// Found things whose owner is known: they are handed out against a code.
import { encodeId } from '../../frame/relay/global-id.ts';
import { say } from '../../frame/speech.ts';
import { type ReadsWaiting, TOTAL, waitingOf } from '../../frame/waits.ts';
import { COLLECTED_WITHIN_DAYS } from './rules.ts';

interface ClaimedItem {
  id: string;
  title: string;
  keptPlace: string;
  gridId: string | null;
  dueAt: Date;
  since: Date;
  total: number;
}

export const toHandOut: ReadsWaiting = async ({ db, reach: { isAll, gridIds }, limit }) => {
  const { rows } = await db.query<ClaimedItem>(
    `/* lostfound.readToHandOut */ SELECT i.id, i.title, i.kept_place AS "keptPlace", i.grid_id AS "gridId", c.accepted_at AS since,
       c.accepted_at + make_interval(days => ${COLLECTED_WITHIN_DAYS}) AS "dueAt", ${TOTAL}
     FROM lost_found_item i JOIN lost_found_claim c ON c.item_id = i.id AND c.accepted_at IS NOT NULL
     WHERE i.status = 'CLAIMED' AND ($1 OR i.grid_id = ANY($2::uuid[])) ORDER BY c.accepted_at, i.id LIMIT $3`,
    [isAll, gridIds, limit],
  );
  return waitingOf(rows, ({ id, title, keptPlace, gridId, dueAt, since }) => ({
    subjectId: id,
    title: keptPlace ? () => `${title} · ${keptPlace}` : say(`${title} · 拾到的人还没交来`, `${title} · not handed in yet`),
    gridId,
    dueAt,
    since,
    path: `/lost-found/${encodeId('LostFoundItem', id)}`,
  }));
};
