// What became of the demo street's reports: the year is lived through the table of the life cycle, not written down.

import { nearestOf } from '@xieshou/schema/commons/places/rules.ts';
import type { Actor } from '@xieshou/schema/frame/actor.ts';
import type { Report } from '@xieshou/schema/work/tickets/journal.ts';
import type { Act } from '@xieshou/schema/work/tickets/life-cycle.ts';
import { type PastStep, type PastTicket, relive } from '@xieshou/schema/work/tickets/past.ts';
import type { Priority } from '../../../prisma/client/enums.ts';
import { type Chance, chance } from '../chance.ts';
import type { Past } from '../demo.ts';
import type { DemoStaff, Town } from '../town.ts';
import { type DemoReport, makeReports } from './reports.ts';
import { REASONS, type TicketKind } from './words.ts';

/** The category as the database knows it. */
export interface KnownCategory {
  id: string;
  code: string;
  defaultPriority: Priority;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Shares of all tickets, for what happens now and then. */
const REJECTED = 0.02;
const WITHDRAWN = 0.015;
const DECLINED = 0.03;
const ASKED = 0.05;
const URGED = 0.03;
const CONFIRMED = 0.7;
const REOPENED = 0.03;
const MEDIATED = 0.45;
/** Ratings 1 to 5, as weights. */
const RATINGS = [1, 2, 6, 26, 65] as const;
const MEDIABLE: readonly string[] = ['neighbour_dispute', 'water_leak_dispute', 'family_dispute'];

/** The tickets of the `days` before `now`, with all that was done to them. Deterministic for a given moment. */
export function makePastTickets(
  { stationId, town, now, ticketDays }: Pick<Past, 'stationId' | 'town' | 'now' | 'ticketDays'>,
  categories: readonly KnownCategory[],
): PastTicket[] {
  const random = chance(12);
  const byCode = new Map(categories.map((category) => [category.code, category]));
  return makeReports(town, now, ticketDays).map((found) => {
    const category = byCode.get(found.category) as KnownCategory;
    const people = peopleOf(town, found, random);
    const reporterId = found.reporter?.id ?? null;
    const report: Report = {
      id: found.id,
      stationId,
      place: { gridId: found.grid.id, communityId: found.grid.communityId },
      category,
      priority: found.alarm ? 'P1' : category.defaultPriority,
      source: found.alarm ? 'ALARM' : found.reporter ? 'RESIDENT' : 'PATROL',
      description: found.text,
      address: '',
      point: found.point,
      site: siteOf(town, found),
      isAnonymous: found.isAnonymous,
      reporterId,
      finderId: found.reporter ? null : people.worker.id,
      keyId: null,
    };
    const first = found.reporter ? residentActor(found.reporter.id) : staffActor(people.worker);
    return relive(report, first, found.at, new Life(random, found, report, people).steps, now);
  });
}

/** The building that it was at, as the product finds it. */
function siteOf({ buildings }: Town, { grid, point }: DemoReport): Report['site'] {
  const shapes = buildings
    .filter(({ gridId }) => gridId === grid.id)
    .map(({ id, ring, middle, entrances }) => ({
      id,
      ...middle,
      entrances,
      outline: { type: 'MultiPolygon' as const, coordinates: [[ring]] },
    }));
  const found = nearestOf(point, shapes);
  return found && { buildingId: found.building.id, entranceId: found.entrance?.id ?? null, metres: found.metres };
}

const staffActor = ({ id, title }: DemoStaff): Actor => ({ kind: 'STAFF', id, title });
const residentActor = (id: string): Actor => ({ kind: 'RESIDENT', id, title: '' });
const SYSTEM_ACTOR: Actor = { kind: 'SYSTEM', id: null, title: '' };

interface People {
  officer: DemoStaff;
  worker: DemoStaff;
  property: DemoStaff;
  dispatcher: DemoStaff;
}

function peopleOf({ staff }: Town, { grid }: DemoReport, random: Chance): People {
  const inGrid = (role: DemoStaff['role']) => staff.filter((person) => person.role === role && person.duty?.gridNumber === grid.number);
  return {
    officer: inGrid('OFFICER')[0] as DemoStaff,
    worker: random.pick(inGrid('GRID_WORKER')),
    property: staff.find(({ role, title }) => role === 'PROPERTY' && title.startsWith(grid.estate)) as DemoStaff,
    dispatcher: random.pick(staff.filter(({ role }) => role === 'DISPATCHER')),
  };
}

/** What people do to one ticket, step by step. */
class Life {
  readonly steps: PastStep[] = [];
  #at: number;
  readonly #random: Chance;
  readonly #found: DemoReport;
  readonly #report: Report;
  readonly #people: People;

  constructor(random: Chance, found: DemoReport, report: Report, people: People) {
    this.#random = random;
    this.#found = found;
    this.#report = report;
    this.#people = people;
    this.#at = found.at.getTime();
    this.#run();
  }

  /** Time passes: about `ms`, sometimes much more (log-normal). */
  #wait(ms: number): void {
    const gauss = Math.sqrt(-2 * Math.log(1 - this.#random.next())) * Math.cos(2 * Math.PI * this.#random.next());
    this.#at += ms * Math.exp(0.55 * gauss);
  }

  #do(act: Act, actor: Actor): void {
    this.steps.push({ act, actor, at: new Date(Math.floor(this.#at)) });
  }

  #happens(share: number): boolean {
    return this.#random.next() < share;
  }

  #run(): void {
    const { alarm, kind } = this.#found;
    if (alarm) this.#answerAlarm(alarm);
    else if (kind) this.#answerReport(kind);
  }

  #answerReport(kind: TicketKind): void {
    const { officer, worker, property, dispatcher } = this.#people;
    const { reporterId, priority } = this.#report;
    const quick = priority === 'P1' ? 0.1 : priority === 'P2' ? 0.35 : 1;
    if (reporterId && this.#happens(WITHDRAWN)) {
      this.#wait(4 * MINUTE);
      this.#do({ kind: 'withdraw' }, residentActor(reporterId));
      return;
    }
    this.#wait(9 * MINUTE * quick);
    this.#do({ kind: 'triage', category: this.#found.category, priority }, staffActor(this.#happens(0.6) ? worker : dispatcher));
    if (reporterId && this.#happens(REJECTED)) {
      this.#wait(20 * MINUTE);
      this.#do({ kind: 'reject', reason: REASONS.reject }, staffActor(officer));
      return;
    }
    const assignee = this.#happens(kind.propertyShare) ? property : this.#happens(0.5) ? worker : officer;
    this.#dispatch(assignee, staffActor(this.#happens(0.5) ? dispatcher : officer), quick);
    this.#handle(assignee, kind.hours * HOUR);
    this.#agree(assignee, kind.hours * HOUR);
  }

  #answerAlarm({ result, isFalse }: { result: string; isFalse: boolean }): void {
    const { officer } = this.#people;
    const actor = staffActor(officer);
    this.#do({ kind: 'dispatch', assigneeId: officer.id, assigneeTitle: officer.title, because: 'SERVES_GRID' }, SYSTEM_ACTOR);
    this.#wait(20_000);
    this.#do({ kind: 'accept', assigneeId: officer.id }, actor);
    this.#wait(10_000);
    this.#do({ kind: 'depart' }, actor);
    this.#wait(2.6 * MINUTE);
    this.#do({ kind: 'arrive' }, actor);
    this.#wait(18 * MINUTE);
    this.#do({ kind: 'resolve', result, isFalseAlarm: isFalse }, actor);
    this.#agree(officer, HOUR);
  }

  #dispatch(assignee: DemoStaff, by: Actor, quick: number): void {
    const to = { kind: 'dispatch', assigneeId: assignee.id, assigneeTitle: assignee.title } as const;
    this.#wait(6 * MINUTE * quick);
    this.#do(to, by);
    if (this.#happens(DECLINED)) {
      this.#wait(5 * MINUTE * quick);
      this.#do({ kind: 'decline', reason: REASONS.decline }, staffActor(assignee));
      this.#wait(5 * MINUTE * quick);
      this.#do(to, by);
    }
    this.#wait(8 * MINUTE * quick);
    this.#do({ kind: 'accept', assigneeId: assignee.id }, staffActor(assignee));
  }

  #handle(assignee: DemoStaff, ms: number): void {
    const actor = staffActor(assignee);
    const { reporterId } = this.#report;
    const reporter = reporterId ? residentActor(reporterId) : null;
    if (reporter && this.#happens(ASKED)) {
      this.#do({ kind: 'ask', text: REASONS.ask }, actor);
      this.#wait(40 * MINUTE);
      this.#do({ kind: 'note', text: REASONS.answer, byReporter: true }, reporter);
    }
    this.#wait(ms * 0.55);
    if (this.#happens(0.6)) this.#do({ kind: 'depart' }, actor);
    this.#wait(Math.min(ms * 0.1, 15 * MINUTE));
    this.#do({ kind: 'arrive' }, actor);
    if (reporter && this.#happens(URGED)) this.#do({ kind: 'urge' }, reporter);
    if (MEDIABLE.includes(this.#found.category) && assignee.role !== 'PROPERTY' && this.#happens(MEDIATED)) {
      this.#wait(HOUR);
      this.#do({ kind: 'mediate', reason: REASONS.mediate }, actor);
      this.#wait(80 * HOUR);
      this.#do({ kind: 'endMediation', result: REASONS.mediated }, actor);
    } else {
      this.#wait(ms * 0.35);
      const result = this.#random.pick(this.#found.kind?.results ?? ['']);
      this.#do({ kind: 'resolve', result, isFalseAlarm: false }, actor);
    }
  }

  /** The reporter says yes, or no once; most of the rest stay silent. */
  #agree(assignee: DemoStaff, ms: number): void {
    const { reporterId } = this.#report;
    if (!reporterId) return;
    const reporter = residentActor(reporterId);
    if (this.#happens(REOPENED)) {
      this.#wait(20 * HOUR);
      this.#do({ kind: 'reopen', reason: REASONS.reopen }, reporter);
      this.#dispatch(assignee, staffActor(this.#people.dispatcher), 0.5);
      this.#handle(assignee, ms * 0.6);
    }
    if (!this.#happens(CONFIRMED)) return;
    this.#wait(7 * HOUR);
    const rating = this.#random.weighted(RATINGS) + 1;
    const comment = rating >= 4 ? this.#random.pick(REASONS.comments.slice(0, 3)) : this.#random.pick(REASONS.comments.slice(3));
    this.#do({ kind: 'confirm', rating, comment: comment || null }, reporter);
  }
}
