// A report on its way, as whoever made it counts: five stages, where it is, and what comes next. Pure functions.
import type { TicketStatus } from '../generated/tickets/graphql.ts';

export const STAGES = ['RECEIVED', 'ASSIGNED', 'AT_WORK', 'DONE', 'CONFIRMED'] as const;
export type Stage = (typeof STAGES)[number];

const REACHED: Partial<Record<TicketStatus, Stage>> = {
  SUBMITTED: 'RECEIVED',
  TRIAGED: 'RECEIVED',
  DISPATCHED: 'ASSIGNED',
  ACCEPTED: 'AT_WORK',
  EN_ROUTE: 'AT_WORK',
  ON_SCENE: 'AT_WORK',
  IN_MEDIATION: 'AT_WORK',
  RESOLVED: 'DONE',
  CLOSED: 'CONFIRMED',
};

/** How many stages are behind it, the one it is in counted; null: it left the way (rejected, merged, withdrawn). */
export function reachedBy(status: TicketStatus): number | null {
  const stage = REACHED[status];
  return stage ? STAGES.indexOf(stage) + 1 : null;
}

/** The stage that comes next; null: none. */
export function nextOf(status: TicketStatus): Stage | null {
  const reached = reachedBy(status);
  return reached === null ? null : (STAGES[reached] ?? null);
}

/** Of reports, latest first: the one that somebody asks about; whatever still goes on before what is over. */
export function currentOf<Report extends { status: TicketStatus }>(reports: readonly Report[]): Report | undefined {
  return reports.find(({ status }) => nextOf(status) !== null) ?? reports[0];
}
