// The life of a ticket as one table: which event leads from where to where, who may, and what it changes. From it come
// the guards, `viewerCan`, the diagram of the docs and the tests. Pure functions.
import type { Priority, TicketEventKind, TicketStatus } from '../../../prisma/client/enums.ts';
import type { Action } from '../../modules.ts';
import {
  type Clock,
  callBy,
  nextAlertAtOf,
  pauseClocks,
  relimitClocks,
  resumeClocks,
  ring,
  type Sla,
  STANDARD_SLA,
  startClock,
  type Terms,
  termsOf,
} from './clocks.ts';

/** What of a ticket its events change. */
export interface TicketState {
  status: TicketStatus;
  priority: Priority;
  category: string;
  gridId: string | null;
  communityId: string | null;
  assigneeId: string | null;
  /** Who was called beside the assignee: whoever accepts first has it. */
  calledIds: readonly string[];
  reporterId: string | null;
  /** Rises with every act; what people send as expectedVersion. */
  version: number;
  /** Number of the last event; events have no gap. */
  lastSeq: number;
  mergedIntoId: string | null;
  result: string | null;
  rating: number | null;
  ratingComment: string | null;
  isFalseAlarm: boolean;
  appealedAt: Date | null;
  urgedAt: Date | null;
  reopenCount: number;
  escalationLevel: number;
  /** Since when it waits for an answer of the reporter; its clocks stand still. */
  waitingSince: Date | null;
  clocks: readonly Clock[];
  createdAt: Date;
  triagedAt: Date | null;
  dispatchedAt: Date | null;
  acceptedAt: Date | null;
  arrivedAt: Date | null;
  resolvedAt: Date | null;
  endedAt: Date | null;
}

/** What people and clocks do to a ticket; the mutations are named after these. */
export type Act =
  | { kind: 'triage'; category: string; priority: Priority }
  | { kind: 'reject'; reason: string }
  | { kind: 'appeal'; reason: string }
  | { kind: 'merge'; intoId: string; intoNumber: string }
  | { kind: 'split'; partId: string; partNumber: string }
  | { kind: 'dispatch'; assigneeId: string; assigneeTitle: string; because?: string }
  /** `assigneeId`: whoever accepts, called or assigned. `metres`: how far away they were, if their phone said so. */
  | { kind: 'accept'; assigneeId: string; metres?: number }
  | { kind: 'decline'; reason: string }
  | { kind: 'recall' }
  | { kind: 'depart' }
  | { kind: 'arrive' }
  | { kind: 'resolve'; result: string; isFalseAlarm: boolean }
  | { kind: 'mediate'; reason: string }
  | { kind: 'endMediation'; result: string }
  | { kind: 'confirm'; rating: number; comment: string | null }
  | { kind: 'close' }
  | { kind: 'reopen'; reason: string }
  | { kind: 'transfer'; reason: string; place: { gridId: string; communityId: string } | null; assigneeId: string | null; to: string }
  | { kind: 'escalate'; reason: string }
  | { kind: 'withdraw' }
  | { kind: 'note'; text: string; byReporter: boolean }
  | { kind: 'ask'; text: string }
  | { kind: 'urge' };

export type ActKind = Act['kind'];

const OPEN: readonly TicketStatus[] = ['SUBMITTED', 'TRIAGED', 'DISPATCHED', 'ACCEPTED', 'EN_ROUTE', 'ON_SCENE', 'IN_MEDIATION'];
const DAY = 86_400_000;
/** A silent reporter agrees after this long; within it a closed ticket can be reopened. */
export const SILENT_MS = 7 * DAY;
/** The highest level a ticket is escalated to: the commander. */
export const TOP_LEVEL = 2;

interface Rule {
  from: readonly TicketStatus[];
  /** `same`: the status stays. */
  to: TicketStatus | 'same';
  event: TicketEventKind;
  /** Null: nobody, time does it. */
  right: Action | null;
  /** What else must hold. */
  unless?(ticket: TicketState, at: Date): boolean;
}

const tooLate = ({ status, endedAt }: TicketState, at: Date) => status === 'CLOSED' && (endedAt?.getTime() ?? 0) + SILENT_MS < at.getTime();

/** DOMAIN's table; `split`, `recall`, `appeal`, `endMediation`, `note`, `ask` and `urge` complete it. */
export const LIFE_CYCLE = {
  triage: { from: ['SUBMITTED'], to: 'TRIAGED', event: 'TRIAGED', right: 'ticket.triage' },
  reject: { from: ['SUBMITTED', 'TRIAGED'], to: 'REJECTED', event: 'REJECTED', right: 'ticket.direct' },
  appeal: {
    from: ['REJECTED'],
    to: 'SUBMITTED',
    event: 'APPEALED',
    right: 'ticket.answer',
    unless: ({ appealedAt }) => appealedAt !== null,
  },
  merge: { from: ['SUBMITTED', 'TRIAGED', 'DISPATCHED'], to: 'MERGED', event: 'MERGED', right: 'ticket.direct' },
  split: { from: OPEN, to: 'same', event: 'SPLIT', right: 'ticket.direct' },
  dispatch: { from: ['SUBMITTED', 'TRIAGED', 'DISPATCHED'], to: 'DISPATCHED', event: 'DISPATCHED', right: 'ticket.direct' },
  accept: { from: ['DISPATCHED'], to: 'ACCEPTED', event: 'ACCEPTED', right: 'ticket.accept' },
  decline: { from: ['DISPATCHED'], to: 'TRIAGED', event: 'DECLINED', right: 'ticket.work' },
  recall: { from: ['DISPATCHED'], to: 'TRIAGED', event: 'RECALLED', right: 'ticket.direct' },
  depart: { from: ['ACCEPTED'], to: 'EN_ROUTE', event: 'DEPARTED', right: 'ticket.work' },
  arrive: { from: ['ACCEPTED', 'EN_ROUTE'], to: 'ON_SCENE', event: 'ARRIVED', right: 'ticket.work' },
  resolve: { from: ['ACCEPTED', 'EN_ROUTE', 'ON_SCENE'], to: 'RESOLVED', event: 'RESOLVED', right: 'ticket.work' },
  mediate: { from: ['ACCEPTED', 'ON_SCENE'], to: 'IN_MEDIATION', event: 'MEDIATION_OPENED', right: 'ticket.mediate' },
  endMediation: { from: ['IN_MEDIATION'], to: 'RESOLVED', event: 'RESOLVED', right: 'ticket.mediate' },
  confirm: { from: ['RESOLVED'], to: 'CLOSED', event: 'CONFIRMED', right: 'ticket.answer' },
  close: { from: ['RESOLVED'], to: 'CLOSED', event: 'CLOSED', right: null },
  reopen: { from: ['RESOLVED', 'CLOSED'], to: 'TRIAGED', event: 'REOPENED', right: 'ticket.reopen', unless: tooLate },
  transfer: { from: OPEN, to: 'same', event: 'TRANSFERRED', right: 'ticket.direct' },
  escalate: {
    from: OPEN,
    to: 'same',
    event: 'ESCALATED',
    right: 'ticket.escalate',
    unless: ({ escalationLevel }) => escalationLevel >= TOP_LEVEL,
  },
  withdraw: { from: ['SUBMITTED'], to: 'CANCELLED', event: 'WITHDRAWN', right: 'ticket.answer' },
  note: { from: [...OPEN, 'RESOLVED'], to: 'same', event: 'NOTED', right: 'ticket.note' },
  ask: {
    from: OPEN,
    to: 'same',
    event: 'ASKED',
    right: 'ticket.ask',
    unless: (ticket) => ticket.waitingSince !== null || !ticket.reporterId,
  },
  urge: { from: OPEN, to: 'same', event: 'URGED', right: 'ticket.urge', unless: (ticket) => ticket.urgedAt !== null },
} as const satisfies Record<ActKind, Rule>;

export const ACTS = Object.keys(LIFE_CYCLE) as ActKind[];

/** Whether the table allows an act now, regardless of the actor. */
export function isAllowed(kind: ActKind, ticket: TicketState, at: Date): boolean {
  const rule: Rule = LIFE_CYCLE[kind];
  return rule.from.includes(ticket.status) && !rule.unless?.(ticket, at);
}

/** An event of a ticket, as the act writes it. */
export interface NewEvent {
  kind: TicketEventKind;
  /** Null for the first event. */
  fromStatus: TicketStatus | null;
  toStatus: TicketStatus;
  /** What was said and what changed, for the ticket's page. */
  detail: Readonly<Record<string, unknown>>;
}

/** The ticket after an act that the table allows, and the event that tells of it. Clocks that start run by `sla`. */
export function perform(act: Act, before: TicketState, at: Date, sla: Sla = STANDARD_SLA): { ticket: TicketState; event: NewEvent } {
  const rule: Rule = LIFE_CYCLE[act.kind];
  const status = rule.to === 'same' ? before.status : rule.to;
  const after = { ...before, status, ...changesOf(act, before, at, sla), version: before.version + 1, lastSeq: before.lastSeq + 1 };
  const ticket = isOpen(status) ? after : { ...after, calledIds: [] };
  const { kind: _kind, ...detail } = act;
  const left = before.assigneeId !== ticket.assigneeId ? { fromAssigneeId: before.assigneeId } : {};
  const moved = before.gridId !== ticket.gridId ? { fromGridId: before.gridId } : {};
  return { ticket, event: { kind: rule.event, fromStatus: before.status, toStatus: status, detail: { ...detail, ...left, ...moved } } };
}

function changesOf(act: Act, before: TicketState, at: Date, sla: Sla): Partial<TicketState> {
  switch (act.kind) {
    case 'triage': {
      const clocks = relimitClocks(before.clocks, before, termsOf(sla, act.category, act.priority), at);
      return { category: act.category, priority: act.priority, triagedAt: at, clocks: without(clocks, 'TRIAGE') };
    }
    case 'dispatch': {
      const accept = startClock('ACCEPT', termsOf(sla, before.category, before.priority), at);
      const clocks = [...without(before.clocks, 'TRIAGE', 'ACCEPT'), ...accept];
      const triagedAt = before.triagedAt ?? at;
      return {
        assigneeId: act.assigneeId,
        calledIds: [],
        triagedAt,
        dispatchedAt: at,
        clocks: before.waitingSince ? pauseClocks(clocks, before.priority, at) : clocks,
      };
    }
    case 'accept':
      return { assigneeId: act.assigneeId, acceptedAt: at, clocks: without(before.clocks, 'ACCEPT') };
    case 'decline':
    case 'recall':
      return { assigneeId: null, calledIds: [], dispatchedAt: null, clocks: without(before.clocks, 'ACCEPT') };
    case 'arrive':
      return { arrivedAt: at, clocks: without(before.clocks, 'ARRIVE') };
    case 'resolve':
      return { result: act.result, isFalseAlarm: act.isFalseAlarm, resolvedAt: at, waitingSince: null, clocks: [] };
    case 'endMediation':
      return { result: act.result, resolvedAt: at, waitingSince: null, clocks: [] };
    case 'mediate': // its own pace: the parties agree on the appointments
      return { waitingSince: null, clocks: [] };
    case 'confirm':
      return { rating: act.rating, ratingComment: act.comment, endedAt: at };
    case 'close':
      return { endedAt: at };
    case 'reject':
    case 'withdraw':
      return { endedAt: at, waitingSince: null, clocks: [] };
    case 'merge':
      return { mergedIntoId: act.intoId, assigneeId: null, endedAt: at, waitingSince: null, clocks: [] };
    case 'appeal':
      return { appealedAt: at, endedAt: null, clocks: clocksFromStart(termsOf(sla, before.category, before.priority), at) };
    case 'reopen': {
      const priority = oneStepUp(before.priority);
      const terms = termsOf(sla, before.category, priority);
      return {
        priority,
        assigneeId: null,
        reopenCount: before.reopenCount + 1,
        urgedAt: null,
        dispatchedAt: null,
        acceptedAt: null,
        arrivedAt: null,
        resolvedAt: null,
        endedAt: null,
        rating: null,
        ratingComment: null,
        clocks: [...startClock('ARRIVE', terms, at), ...startClock('RESOLVE', terms, at)],
      };
    }
    case 'transfer':
      return { ...act.place, assigneeId: act.assigneeId ?? before.assigneeId };
    case 'escalate':
      return { escalationLevel: before.escalationLevel + 1 };
    case 'ask':
      return { waitingSince: at, clocks: pauseClocks(before.clocks, before.priority, at) };
    case 'note':
      return act.byReporter && before.waitingSince ? { waitingSince: null, clocks: resumeClocks(before.clocks, at) } : {};
    case 'urge':
      return { urgedAt: at };
    case 'depart':
    case 'split':
      return {};
  }
}

const without = (clocks: readonly Clock[], ...kinds: Clock['kind'][]) => clocks.filter(({ kind }) => !kinds.includes(kind));

/** A ticket as it is when it has just been reported. */
export function reported({ category, priority, place, reporterId }: ReportedFacts, at: Date, sla: Sla = STANDARD_SLA): TicketState {
  return {
    status: 'SUBMITTED',
    priority,
    category,
    gridId: place?.gridId ?? null,
    communityId: place?.communityId ?? null,
    assigneeId: null,
    calledIds: [],
    reporterId,
    version: 1,
    lastSeq: 1,
    mergedIntoId: null,
    result: null,
    rating: null,
    ratingComment: null,
    isFalseAlarm: false,
    appealedAt: null,
    urgedAt: null,
    reopenCount: 0,
    escalationLevel: 0,
    waitingSince: null,
    clocks: clocksFromStart(termsOf(sla, category, priority), at),
    createdAt: at,
    triagedAt: null,
    dispatchedAt: null,
    acceptedAt: null,
    arrivedAt: null,
    resolvedAt: null,
    endedAt: null,
  };
}

/** What the first state of a ticket follows from. */
export interface ReportedFacts {
  category: string;
  priority: Priority;
  place: { gridId: string; communityId: string } | null;
  reporterId: string | null;
}

/** The clocks of a ticket that was just reported. The answer clock starts when somebody is asked. */
function clocksFromStart(terms: Terms, at: Date): Clock[] {
  return [...startClock('TRIAGE', terms, at), ...startClock('ARRIVE', terms, at), ...startClock('RESOLVE', terms, at)];
}

/** One step more urgent; P1 stays P1. */
export function oneStepUp(priority: Priority): Priority {
  return { P1: 'P1', P2: 'P1', P3: 'P2', P4: 'P3' }[priority] as Priority;
}

/** Somebody who may be called. */
export interface NextInLine {
  id: string;
  title: string;
  because: string;
}

/**
 * Applies what is due without anyone acting: clock alerts, calls, escalations, auto-close after silence.
 * @param line who is called to an emergency, the first first; nobody twice
 */
export function pass(before: TicketState, at: Date, line: readonly NextInLine[] = []): { ticket: TicketState; events: NewEvent[] } {
  const called = callBy(before.clocks, before.priority, at);
  const { clocks, ringing } = ring(called.clocks, before.priority, at);
  let ticket: TicketState = { ...before, clocks };
  const events: NewEvent[] = [];
  const tell = (kind: TicketEventKind, detail: NewEvent['detail']) => {
    ticket = { ...ticket, lastSeq: ticket.lastSeq + 1 };
    events.push({ kind, fromStatus: ticket.status, toStatus: ticket.status, detail });
  };
  const waiting = line.filter(({ id }) => id !== before.assigneeId && !before.calledIds.includes(id));
  for (const { id, title, because } of waiting.slice(0, called.count)) {
    ticket = { ...ticket, calledIds: [...ticket.calledIds, id] };
    tell('CALLED', { staffId: id, staffTitle: title, because });
  }
  for (const { kind, share, level } of ringing) {
    if (level === 0) tell('CLOCK_WARNED', { clock: kind, share });
    else if (level > ticket.escalationLevel) {
      ticket = { ...ticket, escalationLevel: level, urgedAt: null };
      tell('ESCALATED', { clock: kind, level });
    } else tell('CLOCK_BREACHED', { clock: kind, level });
  }
  if (isSilent(ticket, at)) {
    const closed = perform({ kind: 'close' }, ticket, at);
    ticket = closed.ticket;
    events.push(closed.event);
  }
  return { ticket, events };
}

/** When time next does something to a ticket by itself; null: never. */
export function nextMomentOf({ status, resolvedAt, clocks, priority }: TicketState): Date | null {
  const isWaiting = status === 'RESOLVED' && resolvedAt !== null;
  return isWaiting ? new Date(resolvedAt.getTime() + SILENT_MS) : nextAlertAtOf(clocks, priority);
}

const isSilent = ({ status, resolvedAt }: TicketState, at: Date) =>
  status === 'RESOLVED' && resolvedAt !== null && resolvedAt.getTime() + SILENT_MS <= at.getTime();

/** Who has to act next. `clock`: nobody, time closes it; null: it has ended. */
export type Responsible = { staffId: string } | { gridId: string } | { reporterId: string } | 'desk' | 'clock' | null;

export function responsibleFor({ status, assigneeId, gridId, reporterId, waitingSince }: TicketState): Responsible {
  if (!OPEN.includes(status)) return status !== 'RESOLVED' ? null : reporterId ? { reporterId } : 'clock';
  if (waitingSince && reporterId) return { reporterId };
  if (assigneeId) return { staffId: assigneeId };
  return gridId ? { gridId } : 'desk';
}

/** Troubles that are things: a picture shows that they are gone. People in trouble are not photographed. */
const PICTURED: readonly string[] = ['parking', 'lighting', 'facility_damage', 'fire_lane_blocked', 'ebike_indoor_charging'];

/** Whether the result of a ticket is shown by a photo. */
export const needsPhoto = (category: string): boolean => PICTURED.includes(category);

/** Whether a ticket still needs somebody's work. */
export const isOpen = (status: TicketStatus): boolean => OPEN.includes(status);
