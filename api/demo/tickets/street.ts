// Demo residents report, and demo staff work on it, each step as the table of the life cycle allows it.

import { siteAt } from '@xieshou/schema/commons/places/site.ts';
import type { Actor } from '@xieshou/schema/frame/actor.ts';
import { inTransaction } from '@xieshou/schema/frame/transaction.ts';
import { carryOut, openTicket } from '@xieshou/schema/work/tickets/journal.ts';
import { type Act, isAllowed, isOpen } from '@xieshou/schema/work/tickets/life-cycle.ts';
import { sendAtOnce } from '@xieshou/schema/work/tickets/reports.ts';
import { whoAnswers } from '@xieshou/schema/work/tickets/routing.ts';
import { lockTickets, type TicketRow } from '@xieshou/schema/work/tickets/store.ts';
import { suggestFor } from '@xieshou/schema/work/tickets/suggesting.ts';
import { TICKETS_TOPIC } from '@xieshou/schema/work/tickets/topics.ts';
import type pg from 'pg';
import type { House } from '../../doors/operations.ts';
import type { Chance } from '../chance.ts';
import { type DemoGrid, type DemoStaff, makeTown, pointIn } from '../town.ts';
import { ALARMS, REASONS, TICKET_KINDS } from './words.ts';

/** So many open tickets the street likes to have. */
const USUAL_OPEN = 26;
const ALARM_SHARE = 0.05;
/** Share of steps in which a reporter says whether it is solved. */
const CONFIRMS = 0.15;
/** What a visitor has touched is left to them for so long. */
const LEFT_ALONE = '3 minutes';

interface NextStep {
  act: Act;
  actor: Actor;
}

export class TicketsOfStreet {
  readonly #house: House;
  readonly #random: Chance;
  readonly #town = makeTown();
  /** Tickets whose last step was the simulator's own. */
  readonly #mine = new Set<string>();

  constructor(house: House, random: Chance) {
    this.#house = house;
    this.#random = random;
  }

  /** One step of one ticket, or a new one. */
  async act(): Promise<void> {
    const { pool, live } = this.#house.services;
    const { rows } = await pool.query<{ id: string; open: string }>(
      `/* simulator.readTicket */
       SELECT t.id, (SELECT count(*) FROM ticket WHERE ended_at IS NULL AND status <> 'RESOLVED') AS open FROM ticket t
       WHERE t.ended_at IS NULL AND CASE t.status WHEN 'RESOLVED' THEN $2 AND t.reporter_id IS NOT NULL ELSE NOT $2 END AND (t.id = ANY($1::uuid[]) OR NOT EXISTS (
         SELECT FROM ticket_event e WHERE e.ticket_id = t.id AND e.seq > 1 AND e.at > now() - interval '${LEFT_ALONE}'
           AND e.actor_kind <> 'SYSTEM') AND t.created_at < now() - interval '${LEFT_ALONE}')
       ORDER BY t.priority = 'P1' DESC, random() LIMIT 1`,
      [[...this.#mine], this.#random.next() < CONFIRMS],
    );
    const chosen = rows[0];
    const isQuiet = Number(chosen?.open ?? 0) < USUAL_OPEN;
    if (!chosen || this.#random.next() < (isQuiet ? 0.4 : 0.08)) await this.#report();
    else await this.#moveOn(chosen.id);
    live.touch([TICKETS_TOPIC]);
  }

  async #report(): Promise<void> {
    const { pool, prisma, settings } = this.#house.services;
    const random = this.#random;
    const isAlarm = random.next() < ALARM_SHARE;
    const kind = TICKET_KINDS[random.weighted(TICKET_KINDS.map(({ perDay }) => perDay))] as (typeof TICKET_KINDS)[number];
    const grid = random.pick(this.#town.grids);
    const isPatrol = !isAlarm && random.next() < kind.patrolShare;
    const reporter = isPatrol ? null : random.pick(this.#town.residents.filter(({ gridId }) => gridId === grid.id));
    const finder = this.#staffOf('GRID_WORKER', grid);
    const category = await prisma.category.findUniqueOrThrow({ where: { code: isAlarm ? 'other' : kind.category } });
    const station = await prisma.station.findFirstOrThrow({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const point = pointIn(random, grid);
    const site = await siteAt(pool, point);
    const place = { gridId: grid.id, communityId: grid.communityId };
    const answering = isAlarm ? whoAnswers(await suggestFor({ gridId: grid.id, ...point }, this.#house)) : null;
    await inTransaction(pool, async (client) => {
      const opened = await openTicket(
        client,
        {
          id: random.uuid(),
          stationId: station.id,
          place,
          category,
          address: '',
          point,
          site,
          priority: isAlarm ? 'P1' : category.defaultPriority,
          source: isAlarm ? 'ALARM' : isPatrol ? 'PATROL' : 'RESIDENT',
          description: isAlarm ? random.pick(ALARMS).text : random.pick(kind.reports),
          isAnonymous: random.next() < 0.1,
          reporterId: reporter?.id ?? null,
          finderId: isPatrol ? finder.id : null,
          keyId: null,
        },
        reporter ? { kind: 'RESIDENT', id: reporter.id, title: '' } : staffActor(finder),
        settings.sla,
      );
      if (!opened) return;
      this.#mine.add(opened.ticket.id);
      if (answering) await sendAtOnce(client, opened, answering, settings.sla);
    });
  }

  async #moveOn(id: string): Promise<void> {
    await inTransaction(this.#house.services.pool, async (client: pg.ClientBase) => {
      const { tickets, now } = await lockTickets(client, [id]);
      const ticket = tickets.get(id);
      const step = ticket && this.#nextStep(ticket);
      if (!ticket || !step || !isAllowed(step.act.kind, ticket, now)) return;
      await carryOut(client, ticket, { ...step, at: now, sla: this.#house.services.settings.sla });
      if (isOpen(ticket.status)) this.#mine.add(id);
      else this.#mine.delete(id);
    });
  }

  /** What somebody would do next with a ticket; null: nobody of the demo town has to. */
  #nextStep(ticket: TicketRow): NextStep | null {
    const random = this.#random;
    const grid = this.#town.grids.find(({ id }) => id === ticket.gridId) ?? random.pick(this.#town.grids);
    const kind = TICKET_KINDS.find(({ category }) => category === ticket.category);
    const assignee = this.#town.staff.find(({ id }) => id === ticket.assigneeId);
    const dispatcher = this.#town.staff.find(({ role }) => role === 'DISPATCHER') as DemoStaff;
    const by = (person: DemoStaff | undefined, act: Act) => (person ? { act, actor: staffActor(person) } : null);
    switch (ticket.status) {
      case 'SUBMITTED':
        return by(this.#staffOf('GRID_WORKER', grid), { kind: 'triage', category: ticket.category, priority: ticket.priority });
      case 'TRIAGED': {
        const person = this.#staffOf(random.next() < 0.5 ? 'OFFICER' : 'GRID_WORKER', grid);
        return by(dispatcher, { kind: 'dispatch', assigneeId: person.id, assigneeTitle: person.title });
      }
      case 'DISPATCHED':
        if (!assignee) return null;
        return by(
          assignee,
          random.next() < 0.05 ? { kind: 'decline', reason: REASONS.decline } : { kind: 'accept', assigneeId: assignee.id },
        );
      case 'ACCEPTED':
        return by(assignee, { kind: random.next() < 0.6 ? 'depart' : 'arrive' });
      case 'EN_ROUTE':
        return by(assignee, { kind: 'arrive' });
      case 'ON_SCENE':
        if (ticket.category === 'neighbour_dispute' && random.next() < 0.4) {
          return by(assignee, { kind: 'mediate', reason: REASONS.mediate });
        }
        return by(assignee, {
          kind: 'resolve',
          result: random.pick(kind?.results ?? ALARMS.map(({ result }) => result)),
          isFalseAlarm: false,
        });
      case 'IN_MEDIATION':
        return by(assignee, { kind: 'endMediation', result: REASONS.mediated });
      case 'RESOLVED': {
        if (!ticket.reporterId) return null;
        const actor: Actor = { kind: 'RESIDENT', id: ticket.reporterId, title: '' };
        if (random.next() < 0.05) return { act: { kind: 'reopen', reason: REASONS.reopen }, actor };
        return { act: { kind: 'confirm', rating: random.next() < 0.7 ? 5 : 4, comment: null }, actor };
      }
      default:
        return null;
    }
  }

  #staffOf(role: DemoStaff['role'], grid: DemoGrid): DemoStaff {
    return this.#random.pick(this.#town.staff.filter((person) => person.role === role && person.duty?.gridNumber === grid.number));
  }
}

const staffActor = ({ id, title }: DemoStaff): Actor => ({ kind: 'STAFF', id, title });
