// Random lives of tickets: whatever order people and clocks act in, what must never break does not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Priority } from '../../prisma/client/enums.ts';
import { dueAtOf, nextAlertAtOf, slaOf } from '../../schema/work/tickets/clocks.ts';
import {
  ACTS,
  type Act,
  type ActKind,
  isAllowed,
  isOpen,
  LIFE_CYCLE,
  type NewEvent,
  oneStepUp,
  pass,
  perform,
  reported,
  responsibleFor,
  SILENT_MS,
  type TicketState,
  TOP_LEVEL,
} from '../../schema/work/tickets/life-cycle.ts';

const START = new Date('2026-11-23T01:00:00Z');
const CATEGORIES = ['noise', 'fight', 'fire_lane_blocked', 'parking'];
const PRIORITIES: Priority[] = ['P1', 'P2', 'P3', 'P4'];

const facts = (category: string, priority: Priority) => ({
  category,
  priority,
  place: { gridId: 'grid-1', communityId: 'community-1' },
  reporterId: 'reporter',
});

/** An act of each kind, with a choice where there is one. */
function actOf(kind: ActKind, choice: number): Act {
  const reason = '原因';
  switch (kind) {
    case 'triage':
      return { kind, category: CATEGORIES[choice % 4] as string, priority: PRIORITIES[choice % 4] as Priority };
    case 'merge':
      return { kind, intoId: 'another', intoNumber: 'GD-20261123-0001' };
    case 'split':
      return { kind, partId: 'part', partNumber: 'GD-20261123-0002' };
    case 'dispatch':
      return { kind, assigneeId: `staff-${choice % 3}`, assigneeTitle: '王警官' };
    case 'resolve':
      return { kind, result: '已处置', isFalseAlarm: choice % 7 === 0 };
    case 'endMediation':
      return { kind, result: '已和解' };
    case 'confirm':
      return { kind, rating: 1 + (choice % 5), comment: null };
    case 'transfer':
      return choice % 2
        ? { kind, reason, place: { gridId: `grid-${choice % 5}`, communityId: 'community-1' }, assigneeId: null, to: '网格' }
        : { kind, reason, place: null, assigneeId: `staff-${choice % 3}`, to: '王警官' };
    case 'note':
      return { kind, text: '补充', byReporter: choice % 2 === 0 };
    case 'ask':
      return { kind, text: '请补充' };
    case 'accept':
      return { kind, assigneeId: `staff-${choice % 3}` };
    case 'recall':
    case 'depart':
    case 'arrive':
    case 'close':
    case 'withdraw':
    case 'urge':
      return { kind };
    default:
      return { kind, reason };
  }
}

const AT_WORK = ['DISPATCHED', 'ACCEPTED', 'EN_ROUTE', 'ON_SCENE', 'IN_MEDIATION'];

/** What holds of every ticket at every moment. */
function expectSound(ticket: TicketState, at: Date): void {
  const open = isOpen(ticket.status);
  if (AT_WORK.includes(ticket.status)) expect(ticket.assigneeId, ticket.status).not.toBeNull();
  expect(responsibleFor(ticket) !== null, `${ticket.status} has a next responsible party`).toBe(open || ticket.status === 'RESOLVED');
  expect(ticket.endedAt !== null, ticket.status).toBe(!open && ticket.status !== 'RESOLVED');
  expect(ticket.status === 'MERGED', ticket.status).toBe(ticket.mergedIntoId !== null);
  if (!open) expect(ticket.clocks, ticket.status).toEqual([]);
  expect(ticket.escalationLevel).toBeLessThanOrEqual(TOP_LEVEL);
  expect(new Set(ticket.clocks.map(({ kind }) => kind)).size).toBe(ticket.clocks.length);
  for (const clock of ticket.clocks) expect(clock.isPaused, `${ticket.status} ${clock.kind}`).toBe(ticket.waitingSince !== null);
  const due = dueAtOf(ticket.clocks, ticket.priority);
  const { state, remainingSeconds } = slaOf(ticket.clocks, ticket.priority, at);
  if (ticket.clocks.length === 0) expect([state, due]).toEqual(['NONE', null]);
  else if (ticket.waitingSince) expect([state, due, nextAlertAtOf(ticket.clocks, ticket.priority)]).toEqual(['PAUSED', null, null]);
  else expect(state === 'BREACHED', `${remainingSeconds} s, due ${due?.toISOString()} at ${at.toISOString()}`).toBe((due as Date) <= at);
}

interface Walk {
  ticket: TicketState;
  events: NewEvent[];
}

function step({ ticket, events }: Walk, kind: ActKind, choice: number, at: Date): Walk {
  if (!isAllowed(kind, ticket, at)) return { ticket, events };
  const next = perform(actOf(kind, choice), ticket, at);
  const rule = LIFE_CYCLE[kind];
  expect(rule.from).toContain(next.event.fromStatus);
  expect(next.event.toStatus).toBe(rule.to === 'same' ? ticket.status : rule.to);
  expect(next.ticket.version).toBe(ticket.version + 1);
  return { ticket: next.ticket, events: [...events, next.event] };
}

const moves = fc.array(
  fc.record({
    kind: fc.constantFrom(...ACTS.filter((kind) => kind !== 'close')),
    choice: fc.nat(1000),
    /** Seconds until it: mostly soon, sometimes days. */
    later: fc.oneof({ weight: 8, arbitrary: fc.nat(900) }, { weight: 1, arbitrary: fc.nat(9 * 86_400) }),
    passes: fc.boolean(),
  }),
  { minLength: 60, maxLength: 140 },
);

describe('the life of a ticket', () => {
  it('is sound after each of 100,000 steps of people and clocks, and its events have no gap', () => {
    let steps = 0;
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...CATEGORIES), fc.constantFrom(...PRIORITIES), moves, (category, priority, walk) => {
        let state: Walk = { ticket: reported(facts(category, priority), START), events: [] };
        let at = START.getTime();
        for (const { kind, choice, later, passes } of walk) {
          at += later * 1000;
          const now = new Date(at);
          if (passes) {
            const passed = pass(state.ticket, now);
            state = { ticket: passed.ticket, events: [...state.events, ...passed.events] };
            expect(pass(passed.ticket, now).events, 'what has rung rings no more').toEqual([]);
          }
          state = step(state, kind, choice, now);
          expectSound(state.ticket, now);
          expect(state.ticket.lastSeq).toBe(1 + state.events.length);
          reached.add(state.ticket.status);
          steps += 1;
        }
        const levels = state.events.flatMap(({ kind, detail }) => (kind === 'ESCALATED' && 'level' in detail ? [detail.level] : []));
        expect(levels, 'each level once').toEqual([...new Set(levels)]);
        let last = 'SUBMITTED';
        for (const { fromStatus, toStatus } of state.events) {
          expect(fromStatus).toBe(last);
          last = toStatus;
        }
      }),
      { numRuns: 1100, seed: 20_261_124 },
    );
    expect(steps).toBeGreaterThanOrEqual(100_000);
    expect([...reached].toSorted()).toEqual(
      [...AT_WORK, 'SUBMITTED', 'TRIAGED', 'RESOLVED', 'CLOSED', 'REJECTED', 'MERGED', 'CANCELLED'].toSorted(),
    );
  }, 60_000);

  it('ends in silence after seven days, and can be reopened for seven more, one step more urgent', () => {
    const at = (days: number) => new Date(START.getTime() + days * 86_400_000);
    let walk: Walk = { ticket: reported(facts('noise', 'P3'), START), events: [] };
    for (const kind of ['dispatch', 'accept', 'resolve'] as const) walk = step(walk, kind, 1, START);
    expect(pass(walk.ticket, at(6.99)).ticket.status).toBe('RESOLVED');
    const { ticket } = pass(walk.ticket, at(7));
    expect(ticket.status).toBe('CLOSED');
    expect(isAllowed('reopen', ticket, new Date(at(7).getTime() + SILENT_MS))).toBe(true);
    expect(isAllowed('reopen', ticket, new Date(at(7).getTime() + SILENT_MS + 1))).toBe(false);
    const again = perform({ kind: 'reopen', reason: '还是吵' }, ticket, at(8)).ticket;
    expect([again.status, again.priority, again.assigneeId]).toEqual(['TRIAGED', 'P2', null]);
    expect(oneStepUp('P1')).toBe('P1');
  });

  it('lets an appeal through once', () => {
    let walk: Walk = { ticket: reported(facts('noise', 'P3'), START), events: [] };
    for (const kind of ['reject', 'appeal', 'reject'] as const) walk = step(walk, kind, 0, START);
    expect([walk.ticket.status, isAllowed('appeal', walk.ticket, START)]).toEqual(['REJECTED', false]);
  });
});
