// Where an alarm stands, for whoever waits for help: which steps are done, and how long it may still take. Pure functions.
import type { TicketDetailFragment } from '../generated/tickets/graphql.ts';

type Ticket = Pick<TicketDetailFragment, 'source' | 'status' | 'viewerMayShare' | 'lastEvents' | 'acceptedAt' | 'expectedArrival'>;

const WAITING: readonly Ticket['status'][] = ['SUBMITTED', 'TRIAGED', 'DISPATCHED', 'ACCEPTED', 'EN_ROUTE', 'ON_SCENE'];

/** Whether the viewer is whoever has raised it, and help is still on its way or at work. */
export const isWaitedFor = ({ source, status, viewerMayShare }: Pick<Ticket, 'source' | 'status' | 'viewerMayShare'>) =>
  source === 'ALARM' && viewerMayShare && WAITING.includes(status);

const STEPS = ['REPORTED', 'DISPATCHED', 'ACCEPTED', 'DEPARTED', 'ARRIVED'] as const;
export type AlarmStep = (typeof STEPS)[number];

/** How many steps each status has behind it. */
const DONE: Partial<Record<Ticket['status'], number>> = { DISPATCHED: 2, ACCEPTED: 3, EN_ROUTE: 4, ON_SCENE: 5 };

/** The steps from the alarm to whoever stands at the door, each with its time once it is done. A step that was passed over is done. */
export function stepsOf({
  status,
  lastEvents,
}: Pick<Ticket, 'status' | 'lastEvents'>): { step: AlarmStep; isDone: boolean; at: string | null }[] {
  const done = DONE[status] ?? 1;
  return STEPS.map((step, index) => {
    const isDone = index < done;
    return { step, isDone, at: isDone ? (lastEvents.find(({ kind }) => kind === step)?.at ?? null) : null };
  });
}

/** Whole minutes that are left at least and at most; `late`: longer than nearly always; null: nothing can be said. */
export function minutesLeft({ acceptedAt, expectedArrival }: Pick<Ticket, 'acceptedAt' | 'expectedArrival'>, now: number) {
  if (!acceptedAt || !expectedArrival) return null;
  const left = (seconds: number) => Date.parse(acceptedAt) + seconds * 1000 - now;
  const [low, high] = [left(expectedArrival.lowSeconds), left(expectedArrival.highSeconds)];
  if (high <= 0) return 'late' as const;
  return { low: Math.max(0, Math.floor(low / 60_000)), high: Math.ceil(high / 60_000) };
}
