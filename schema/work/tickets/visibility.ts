// What a ticket is about, for the table of rights.
import type { Subject } from '../../frame/access/rules.ts';
import type { TicketEventRow, TicketRow } from './store.ts';

type Placed = Pick<TicketRow, 'gridId' | 'communityId' | 'assigneeId' | 'calledIds' | 'followerIds' | 'reporterId'>;

export function subjectOf({ gridId, communityId, assigneeId, calledIds, followerIds, reporterId }: Placed): Subject {
  return { gridId, communityId, assigneeId, calledIds, followerIds, residentId: reporterId };
}

/** Where it was before the event: whoever it left is told that it left. Null: it did not move. */
export function subjectBefore(ticket: Placed, { detail }: Pick<TicketEventRow, 'detail'>): Subject | null {
  if (!('fromGridId' in detail || 'fromAssigneeId' in detail)) return null;
  const from = (key: string) => (typeof detail[key] === 'string' ? (detail[key] as string) : null);
  return { gridId: 'fromGridId' in detail ? from('fromGridId') : ticket.gridId, assigneeId: from('fromAssigneeId') ?? ticket.assigneeId };
}
