// Tickets that wait for somebody: to be judged, given to somebody, accepted, finished.
import { may } from '../../frame/access/may.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import { say } from '../../frame/speech.ts';
import { type AskedWaiting, type ReadsWaiting, TOTAL, type WaitingItem, waitingOf } from '../../frame/waits.ts';
import { TOP_LEVEL } from './life-cycle.ts';
import { calls, IS_OPEN, reachSql } from './store.ts';

interface WaitingTicket {
  id: string;
  zh: string;
  en: string;
  priority: string;
  isAlarm: boolean;
  address: string;
  gridId: string | null;
  communityId: string | null;
  assigneeId: string | null;
  calledIds: readonly string[];
  dueAt: Date | null;
  since: Date;
  total: number;
}

/** @param since the column of `ticket t` that says since when */
const selected = (
  since: string,
) => `t.id, c.name_zh AS zh, c.name_en AS en, t.priority, t.source = 'ALARM' AS "isAlarm", t.address, t.grid_id AS "gridId",
  t.community_id AS "communityId", t.assignee_id AS "assigneeId", t.called_ids AS "calledIds", t.due_at AS "dueAt", coalesce(${since}, t.created_at) AS since, ${TOTAL}
  FROM ticket t JOIN category c ON c.id = t.category_id`;
const IN_ORDER = 'ORDER BY t.due_at NULLS LAST, since, t.id';

function itemOf(ticket: WaitingTicket, { viewer }: AskedWaiting): WaitingItem {
  const { id, zh, en, priority, isAlarm, address, gridId, dueAt, since } = ticket;
  const where = address && may({ viewer }, 'ticket.readAddress', ticket) ? ` · ${address}` : '';
  const title = say(`${priority} ${isAlarm ? '一键报警' : zh}${where}`, `${priority} ${isAlarm ? 'Alarm' : en}${where}`);
  return { subjectId: id, title, gridId, dueAt, since, path: `/tickets/${encodeId('Ticket', id)}` };
}

const toItems = (rows: WaitingTicket[], asked: AskedWaiting) => waitingOf(rows, (ticket) => itemOf(ticket, asked));

/** Those within reach that have a status. A commander has to do with those that nobody else has moved: they were escalated to the top. */
function ofStatus(status: 'SUBMITTED' | 'TRIAGED', { reach, viewer, limit }: AskedWaiting): { where: string; values: unknown[] } {
  const values: unknown[] = [status, limit];
  const within = reachSql(reach, (one) => `$${values.push(one)}`);
  const escalated = viewer.role === 'COMMANDER' ? [`t.escalation_level >= ${TOP_LEVEL}`] : [];
  const where = ['t.status = $1::ticket_status', 't.ended_at IS NULL', 't.waiting_since IS NULL', ...within, ...escalated].join(' AND ');
  return { where, values };
}

export const toTriage: ReadsWaiting = async (asked) => {
  const { where, values } = ofStatus('SUBMITTED', asked);
  const { rows } = await asked.db.query<WaitingTicket>(
    `/* tickets.readToTriage */ SELECT ${selected('t.created_at')} WHERE ${where} ${IN_ORDER} LIMIT $2`,
    values,
  );
  return toItems(rows, asked);
};

export const toDispatch: ReadsWaiting = async (asked) => {
  const { where, values } = ofStatus('TRIAGED', asked);
  const { rows } = await asked.db.query<WaitingTicket>(
    `/* tickets.readToDispatch */ SELECT ${selected('t.triaged_at')} WHERE ${where} ${IN_ORDER} LIMIT $2`,
    values,
  );
  return toItems(rows, asked);
};

export const toAccept: ReadsWaiting = async (asked) => {
  const { rows } = await asked.db.query<WaitingTicket>(
    `/* tickets.readToAccept */ SELECT ${selected('t.dispatched_at')}
     WHERE (t.assignee_id = $1 OR ${calls('$1')}) AND t.status = 'DISPATCHED' ${IN_ORDER} LIMIT $2`,
    [asked.viewer.staffId, asked.limit],
  );
  return toItems(rows, asked);
};

export const toFinish: ReadsWaiting = async (asked) => {
  const { rows } = await asked.db.query<WaitingTicket>(
    `/* tickets.readToFinish */ SELECT ${selected('t.accepted_at')}
     WHERE t.assignee_id = $1 AND ${IS_OPEN} AND t.status IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE', 'IN_MEDIATION') ${IN_ORDER} LIMIT $2`,
    [asked.reach.assigneeId, asked.limit],
  );
  return toItems(rows, asked);
};
