// The four columns of the board.
import type { BoardTicketFragment, TicketStatus } from '../generated/tickets/graphql.ts';

export const COLUMNS = ['waiting', 'dispatched', 'atWork', 'toConfirm'] as const;
export type Column = (typeof COLUMNS)[number];

const COLUMN_OF: Partial<Record<TicketStatus, Column>> = {
  SUBMITTED: 'waiting',
  TRIAGED: 'waiting',
  DISPATCHED: 'dispatched',
  ACCEPTED: 'atWork',
  EN_ROUTE: 'atWork',
  ON_SCENE: 'atWork',
  IN_MEDIATION: 'atWork',
  RESOLVED: 'toConfirm',
};

/** Undefined: it has ended. */
export const columnOf = ({ status }: Pick<BoardTicketFragment, 'status'>): Column | undefined => COLUMN_OF[status];

/** Most urgent first: by what is left of the nearest deadline, those without one last, the older before the newer. */
export function byUrgency(a: BoardTicketFragment, b: BoardTicketFragment): number {
  const dueOf = ({ dueAt }: BoardTicketFragment) => (dueAt ? Date.parse(dueAt) : Number.POSITIVE_INFINITY);
  const p1 = Number(b.priority === 'P1') - Number(a.priority === 'P1');
  const [dueA, dueB] = [dueOf(a), dueOf(b)];
  return p1 || (dueA === dueB ? a.createdAt.localeCompare(b.createdAt) : dueA - dueB);
}
