// An emergency that nobody has accepted calls the next in line, and whoever accepts first has it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTown } from '../../api/demo/town.ts';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { CALLS, STANDARD_SLA } from '../../schema/work/tickets/clocks.ts';
import { nextMomentOf, pass, perform, reported, type TicketState } from '../../schema/work/tickets/life-cycle.ts';
import { readPushes } from '../../schema/work/tickets/notifications.ts';
import { lineOf, suggest } from '../../schema/work/tickets/routing.ts';
import { ask, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';
import { act, alarm, letWait, look } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const START = new Date('2026-11-29T03:00:00Z');
const ACCEPT_MS = STANDARD_SLA.byPriority.P1.ACCEPT as number;
const LINE = ['near', 'next', 'far'].map((id) => ({ id, title: id, because: 'NEAREST' }));
const later = (ms: number) => new Date(START.getTime() + ms);

function dispatched(priority: 'P1' | 'P2'): TicketState {
  const ticket = reported({ category: 'other', priority, place: null, reporterId: 'zhang' }, START);
  return perform({ kind: 'dispatch', assigneeId: 'near', assigneeTitle: '王警官' }, ticket, START).ticket;
}

describe('the line of an emergency', () => {
  it('rings at a third and two thirds of the time to accept, each time somebody else', () => {
    let ticket = dispatched('P1');
    const called: string[][] = [];
    for (const share of CALLS) {
      const moment = nextMomentOf({ ...ticket, clocks: ticket.clocks.map((clock) => ({ ...clock, alerts: 4 })) });
      expect(moment).toEqual(later(Math.round(ACCEPT_MS * share)));
      ticket = pass(ticket, moment as Date, LINE).ticket;
      called.push([...ticket.calledIds]);
    }
    expect(called).toEqual([['next'], ['next', 'far']]);
    expect(pass(ticket, later(10 * ACCEPT_MS), LINE).ticket.calledIds).toEqual(['next', 'far']);
  });

  it('is called after a standstill, all at once; who accepts has it, and nobody is called to what has ended', () => {
    const late = pass(dispatched('P1'), later(ACCEPT_MS * 5), LINE);
    expect(late.events.map(({ kind }) => kind).filter((kind) => kind === 'CALLED')).toHaveLength(2);
    expect(late.ticket.version).toBe(dispatched('P1').version);
    const accepted = perform({ kind: 'accept', assigneeId: 'far' }, late.ticket, later(ACCEPT_MS * 6));
    expect(accepted.ticket).toMatchObject({ assigneeId: 'far', calledIds: ['next', 'far'] });
    expect(accepted.event.detail).toMatchObject({ fromAssigneeId: 'near' });
    const done = perform({ kind: 'resolve', result: '已处置', isFalseAlarm: false }, accepted.ticket, later(ACCEPT_MS * 9));
    expect(done.ticket.calledIds).toEqual([]);
    expect(perform({ kind: 'decline', reason: '走不开' }, late.ticket, later(1)).ticket.calledIds).toEqual([]);
  });

  it('is not called for anything less urgent, nor where nobody else is on duty', () => {
    expect(pass(dispatched('P2'), later(10 * 3_600_000), LINE).ticket.calledIds).toEqual([]);
    const alone = pass(dispatched('P1'), later(ACCEPT_MS * 5), [{ id: 'near', title: '王警官', because: 'SERVES_GRID' }]);
    expect(alone.ticket.calledIds).toEqual([]);
    expect(alone.events.map(({ kind }) => kind)).not.toContain('CALLED');
  });

  it('has everybody on duty, officers before grid workers; property is not called', () => {
    const person = (id: string, role: string, gridIds: string[]) => ({ id, title: id, role, gridIds, openCount: 0, practice: {} });
    const candidates = [
      person('worker', 'GRID_WORKER', ['3']),
      person('manager', 'PROPERTY', []),
      person('nearby', 'OFFICER', ['4']),
      person('own', 'OFFICER', ['3']),
    ];
    const line = lineOf(suggest(candidates, { gridId: '3', point: null, category: null }, []));
    expect(line.map(({ id }) => id)).toEqual(['own', 'nearby', 'worker']);
  });
});

describe('an alarm that nobody accepts', () => {
  let server: TestServer;
  let desk: string;
  beforeAll(async () => {
    server = await startTestServer();
    desk = await signIn(server, 'DISPATCHER');
  });
  afterAll(() => server.stop());

  const OFFICERS = makeTown().staff.filter(({ role }) => role === 'OFFICER');
  const first = serving('OFFICER', 3);

  const calledTo = async (id: string): Promise<string[]> => {
    const { rows } = await server.database.pool.query('SELECT called_ids FROM ticket WHERE id = $1', [decodeIdOf('Ticket', id)]);
    return rows[0].called_ids;
  };
  const tokenOf = (staffId: string) =>
    signIn(
      server,
      'OFFICER',
      OFFICERS.findIndex(({ id }) => id === staffId),
    );
  const newAlarm = async (index: number) => (await alarm(server, await signIn(server, 'RESIDENT', index))).ticket;

  it('calls the next officer, who sees where it is and takes it; a stranger sees nothing, and the first reads who has it', async () => {
    const { id, assignee } = await newAlarm(0);
    expect(assignee.id).toBe(first.id);
    await letWait(server, id, ACCEPT_MS / 3);
    const called = await calledTo(id);
    expect(called).toHaveLength(1);
    const next = await tokenOf(called[0] as string);
    const stranger = await tokenOf(
      OFFICERS.find((one) => one.duty?.gridNumber !== 3 && !called.includes(one.id) && one.id !== decodeIdOf('Staff', first.id))?.id ?? '',
    );
    expect(await look(server, stranger, id)).toBeNull();
    const seen = await look(server, next, id);
    expect(seen.viewerCan).toContain('ACCEPT');
    expect(seen.viewerCan).not.toContain('DECLINE');
    expect(seen.location).not.toBeNull();
    const { text } = seen.lastEvents.find(({ kind }: { kind: string }) => kind === 'CALLED');
    expect(text).toBe(OFFICERS.find((one) => one.id === called[0])?.title);
    expect((await act(server, next, 'Decline', id, { reason: '走不开' })).code).toBe('FORBIDDEN');

    const inbox = await ask(server, '{ inbox { items { kind path } } }', {}, { token: next });
    expect(inbox.data.inbox.items).toContainEqual({ kind: 'TICKET_TO_ACCEPT', path: `/tickets/${id}` });

    const officer = await signIn(server, 'OFFICER', first.index);
    const news = subscribe(server, 'subscription { ticketEvents { kind ticket { id assignee { title } } } }', {}, officer);
    const taken = await act(server, next, 'Accept', id);
    expect(taken.ticket).toMatchObject({ status: 'ACCEPTED', assignee: { title: text } });
    expect((await news.next()).data.ticketEvents).toMatchObject({ kind: 'ACCEPTED', ticket: { id, assignee: { title: text } } });
    expect((await act(server, officer, 'Accept', id)).__typename).toMatch(/ForbiddenError|TransitionError/);
    await act(server, next, 'Arrive', id);
    await act(server, next, 'Resolve', id, { result: '已到场处置' });
    expect(await calledTo(id)).toEqual([]);
  });

  it('wakes the phones of those it calls, and of nobody twice', async () => {
    const { pool } = server.database;
    const { id } = await newAlarm(1);
    const { rows: before } = await pool.query('SELECT max(position)::text AS position FROM ticket_event');
    await letWait(server, id, ACCEPT_MS * 0.7);
    const called = await calledTo(id);
    expect(new Set(called).size).toBe(2);
    await Promise.all([signIn(server, 'OFFICER', first.index), ...called.map(tokenOf)]);
    await pool.query(
      `INSERT INTO push_subscription (id, user_id, endpoint, p256dh, auth, language)
       SELECT gen_random_uuid(), user_id, 'https://push.example/' || id, '', '', 'zh' FROM staff_profile WHERE user_id IS NOT NULL`,
    );
    const woken = async (after: string) => {
      const { pushes, position } = await readPushes(pool, after, 100);
      const { rows } = await pool.query(
        'SELECT p.id, s.id AS staff FROM push_subscription p JOIN staff_profile s USING (user_id) WHERE p.id = ANY($1)',
        [pushes.map(({ subscriptionId }) => subscriptionId)],
      );
      const staff = new Map(rows.map((row) => [row.id, row.staff]));
      return { position, told: pushes.map(({ kind, subscriptionId }) => [kind, staff.get(subscriptionId)]) };
    };
    const calls = await woken(before[0].position);
    expect(calls.told.filter(([kind]) => kind === 'CALLED')).toEqual(called.map((staff) => ['CALLED', staff]));
    await act(server, await signIn(server, 'OFFICER', first.index), 'Accept', id);
    const accepted = await woken(calls.position);
    expect(accepted.told.toSorted()).toEqual(called.map((staff) => ['ACCEPTED', staff]).toSorted());
  });

  it('is accepted once, though all who are called press 64 times at once', async () => {
    const { id } = await newAlarm(2);
    await letWait(server, id, ACCEPT_MS * 0.7);
    const tokens = [await signIn(server, 'OFFICER', first.index), ...(await Promise.all((await calledTo(id)).map(tokenOf)))];
    const answers = await Promise.all(Array.from({ length: 64 }, (_, n) => act(server, tokens[n % tokens.length] as string, 'Accept', id)));
    expect(answers.filter(({ __typename }) => __typename === 'TicketAcceptSuccess')).toHaveLength(1);
    const { lastEvents, assignee } = await look(server, desk, id);
    const accepted = lastEvents.filter(({ kind }: { kind: string }) => kind === 'ACCEPTED');
    expect(accepted.map(({ actor }: { actor: { title: string } }) => actor.title)).toEqual([assignee.title]);
  });

  it('calls once, though four servers look at once, and once again after a new dispatch', async () => {
    const { id } = await newAlarm(3);
    await letWait(server, id, 0);
    await Promise.all(Array.from({ length: 4 }, () => letWait(server, id, ACCEPT_MS / 3)));
    const called = await calledTo(id);
    expect(new Set(called).size).toBe(called.length);
    const other = OFFICERS.find((one) => one.duty?.gridNumber === 12);
    await act(server, desk, 'Dispatch', id, { assigneeId: serving('OFFICER', 12).id });
    expect(await calledTo(id)).toEqual([]);
    await letWait(server, id, ACCEPT_MS / 3);
    const again = await calledTo(id);
    expect(again).toHaveLength(1);
    expect(again).not.toContain(other?.id);
  });
});
