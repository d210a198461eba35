// The officers and grid workers of the demo approve what the planner proposes, walk it point by point, and report what they find.
import type { Actor } from '@xieshou/schema/frame/actor.ts';
import { isRefusal } from '@xieshou/schema/frame/refusals.ts';
import { inTransaction } from '@xieshou/schema/frame/transaction.ts';
import { HOT_DESK_TOPIC, stepTopics } from '@xieshou/schema/joins/answers/topics.ts';
import { approvePlan, markFound } from '@xieshou/schema/joins/patrols/plan-deeds.ts';
import { announcementOf } from '@xieshou/schema/joins/patrols/plan-rules.ts';
import { type PlanRow, readPlans } from '@xieshou/schema/joins/patrols/plans-store.ts';
import { endStaffRun, insertFinding, type PointRow, readPoints } from '@xieshou/schema/joins/patrols/store.ts';
import { staffVisit } from '@xieshou/schema/joins/patrols/walking.ts';
import { topicsOf } from '@xieshou/schema/work/hotlist/rules.ts';
import { openTicket } from '@xieshou/schema/work/tickets/journal.ts';
import { TICKETS_TOPIC } from '@xieshou/schema/work/tickets/topics.ts';
import { PATROLS_TOPIC } from '@xieshou/schema/work/volunteers/topics.ts';
import type { House } from '../../doors/operations.ts';
import type { Chance } from '../chance.ts';
import { TICKET_KINDS } from '../tickets/words.ts';
import { makeTown } from '../town.ts';

const MOST_WALKS = 3;
/** So many plans in force are enough for a street. */
const MOST_PLANS = 12;
const FINDS = 0.15;

interface Walk {
  plan: PlanRow;
  staffId: string;
  points: PointRow[];
  passed: number;
}

export class PatrolsOfStreet {
  readonly #house: House;
  readonly #random: Chance;
  readonly #town = makeTown();
  /** Only what the simulator has begun: visitors walk for themselves. */
  readonly #walks: Walk[] = [];

  constructor(house: House, random: Chance) {
    this.#house = house;
    this.#random = random;
  }

  /** One step of a patrol, or a new one, or a plan that is approved. */
  async act(): Promise<void> {
    if (this.#walks.length < MOST_WALKS && this.#random.next() < 0.3) {
      if (!(await this.#begin())) await this.#approve();
      return;
    }
    const walk = this.#walks.length > 0 ? this.#random.pick(this.#walks) : null;
    if (walk) await this.#goOn(walk);
  }

  /** Somebody on duty begins a plan that nobody walks at the moment. Whether there was one. */
  async #begin(): Promise<boolean> {
    const { pool, clock } = this.#house.services;
    const { rows } = await pool.query<{ planId: string; staffId: string }>(
      `/* simulator.chooseWalk */ SELECT p.id AS "planId", f.id AS "staffId" FROM patrol_plan p
       JOIN duty d ON d.grid_id = p.grid_id AND d.ends_at IS NULL JOIN staff_profile f ON f.id = d.staff_id AND f.role IN ('OFFICER', 'GRID_WORKER')
       WHERE p.status = 'APPROVED' AND p.expires_at > $1 AND p.route_id IS NOT NULL
         AND NOT EXISTS (SELECT FROM patrol_run r WHERE r.ended_at IS NULL AND r.staff_id IS NOT NULL AND (r.staff_id = f.id OR r.route_id = p.route_id))
       ORDER BY random() LIMIT 1`,
      [clock.now()],
    );
    const chosen = rows[0];
    const [plan] = chosen ? await readPlans(pool, [chosen.planId]) : [];
    if (!chosen || !plan?.routeId) return false;
    this.#walks.push({ plan, staffId: chosen.staffId, points: await readPoints(pool, [plan.routeId]), passed: 0 });
    return true;
  }

  async #approve(): Promise<void> {
    const { pool, live, clock, settings } = this.#house.services;
    const { rows } = await pool.query<{ planId: string; staffId: string; signature: string; gridId: string; communityId: string | null }>(
      `/* simulator.choosePlan */ SELECT p.id AS "planId", f.id AS "staffId", f.title AS signature, p.grid_id AS "gridId", h.community_id AS "communityId" FROM patrol_plan p
       JOIN duty d ON d.grid_id = p.grid_id AND d.is_responsible AND d.ends_at IS NULL JOIN staff_profile f ON f.id = d.staff_id
       LEFT JOIN hot_issue h ON h.id = p.hot_issue_id
       WHERE p.status = 'PROPOSED' AND p.author_id IS NULL AND p.route_id IS NOT NULL
         AND (SELECT count(*) FROM patrol_plan o WHERE o.status = 'APPROVED' AND o.expires_at > $1) < ${MOST_PLANS}
       ORDER BY random() LIMIT 1`,
      [clock.now()],
    );
    const chosen = rows[0];
    const [plan] = chosen ? await readPlans(pool, [chosen.planId]) : [];
    if (!chosen || !plan?.routeId) return;
    const names = (await readPoints(pool, [plan.routeId])).map(({ name }) => name);
    const announcement = announcementOf(names, plan.windows);
    const { staffId, signature } = chosen;
    const request = { id: plan.id, expectedVersion: plan.version, staffId, signature, announcement, required: settings.planApprovers };
    await inTransaction<unknown>(pool, async (client, undo) => {
      const approved = await approvePlan(client, { ...request, now: clock.now() });
      return approved === 'approved' ? approved : undo(approved);
    });
    const boards = plan.hotIssueId ? [...topicsOf(chosen), HOT_DESK_TOPIC] : [];
    live.touch([PATROLS_TOPIC, ...boards, ...stepTopics(plan.hotIssueId)]);
  }

  async #goOn(walk: Walk): Promise<void> {
    const { pool, live, clock } = this.#house.services;
    const { plan, staffId, points } = walk;
    const point = points[walk.passed];
    const now = clock.now();
    if (!point) {
      this.#walks.splice(this.#walks.indexOf(walk), 1);
      if (plan.routeId) await endStaffRun(pool, { routeId: plan.routeId, staffId, at: now });
      return live.touch([PATROLS_TOPIC]);
    }
    walk.passed += 1;
    const position = { longitude: point.longitude, latitude: point.latitude, accuracyMetres: 10 };
    const step = { plan, staffId, pointId: point.id, position, isByCode: false, at: now, receivedAt: now };
    const visited = await staffVisit(pool, step);
    if (isRefusal(visited)) {
      this.#walks.splice(this.#walks.indexOf(walk), 1); // expired, or a visitor has sent them elsewhere
      return;
    }
    const foundFor = this.#random.next() < FINDS ? await this.#find(walk, visited.run.id, point) : null;
    live.touch([PATROLS_TOPIC, TICKETS_TOPIC, ...stepTopics(visited.hotIssueId ?? foundFor)]);
  }

  /** What a patrol finds becomes a ticket. Answers the issue that it belongs to. */
  async #find({ plan, staffId }: Walk, runId: string, point: PointRow): Promise<string | null> {
    const { pool, prisma, clock, settings } = this.#house.services;
    const random = this.#random;
    const grid = this.#town.grids.find(({ id }) => id === plan.gridId);
    const finder = this.#town.staff.find(({ id }) => id === staffId);
    const kind = random.pick(TICKET_KINDS.filter(({ patrolShare }) => patrolShare > 0));
    const category = await prisma.category.findUniqueOrThrow({ where: { code: kind.category } });
    const station = await prisma.station.findFirstOrThrow({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    if (!grid || !finder) return null;
    const actor: Actor = { kind: 'STAFF', id: finder.id, title: finder.title };
    return inTransaction(pool, async (client) => {
      const ticket = {
        id: random.uuid(),
        stationId: station.id,
        place: { gridId: grid.id, communityId: grid.communityId },
        category,
        address: point.name,
        point: { longitude: point.longitude, latitude: point.latitude },
        priority: category.defaultPriority,
        source: 'PATROL' as const,
        description: random.pick(kind.reports),
        isAnonymous: false,
        reporterId: null,
        finderId: finder.id,
        keyId: null,
      };
      if (!(await openTicket(client, ticket, actor, settings.sla))) return null;
      await insertFinding(client, { ticketId: ticket.id, runId, pointId: point.id });
      return markFound(client, { routeId: point.routeId, ticketId: ticket.id, at: clock.now() });
    });
  }
}
