// The patrols that the demo's officers have planned for hot issues, and how they were walked: two evenings each.
import { isRefusal } from '@xieshou/schema/frame/refusals.ts';
import { approvePlan, insertPlan } from '@xieshou/schema/joins/patrols/plan-deeds.ts';
import { type PlanRow, readPlans } from '@xieshou/schema/joins/patrols/plans-store.ts';
import { endStaffRun, readPoints } from '@xieshou/schema/joins/patrols/store.ts';
import { staffVisit } from '@xieshou/schema/joins/patrols/walking.ts';
import { type Answered, tellAnswers } from '../answers/demo.ts';
import { type Chance, chance } from '../chance.ts';
import { demo, type Past } from '../demo.ts';
import { pointIn } from '../town.ts';
import { PatrolsOfStreet } from './street.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const NAMES = ['南门停车场', '东巷口', '三号楼下', '小广场', '北门岗亭', '车棚门口'];
const METRES_A_DEGREE = 111_000;

export const patrolsDemo = demo('patrols', {
  async history(past) {
    const dice = chance(7_151_129);
    for (const answered of await tellAnswers(past)) planFor(past, answered, dice);
  },
  live: { everyMs: 15_000, street: PatrolsOfStreet },
});

/** The plan that answers an issue, walked on the evenings after it, unless they are yet to come or something else came first. */
function planFor({ db, at, now, town }: Past, { issue, officer, said }: Answered, dice: Chance): void {
  const index = said.findIndex(({ isPlan }) => isPlan);
  const planned = said[index];
  const grid = town.grids.find(({ id }) => id === issue.gridId);
  if (!planned || !grid) return;
  const id = dice.uuid();
  const start = dice.below(NAMES.length);
  const points = [0, 1, 2].map((n) => ({
    ordinal: n + 1,
    name: NAMES[(start + n) % NAMES.length] as string,
    radiusMetres: 60,
    ...pointIn(dice, grid),
  }));
  const title = issue.title.slice(0, 40);
  at(planned.at, async (proposedAt) => {
    const about = { gridId: grid.id, hotIssueId: issue.id, source: 'HOT_ISSUE' as const, title };
    const made = { proposedOn: null, proposedAt, authorId: officer.id };
    const plan = await insertPlan(db, { id, ...about, ...made, windows: [{ from: 20, to: 22 }], points });
    if (!plan) return;
    const approval = { staffId: officer.id, signature: officer.title, announcement: planned.text, required: 1, now: proposedAt };
    await approvePlan(db, { id, expectedVersion: plan.version, ...approval });
  });
  const walkers = town.staff.filter(({ duty }) => duty?.gridNumber === grid.number);
  const evening = planned.at.getTime() + 9 * HOUR_MS;
  if (evening + 40 * HOUR_MS >= (said[index + 1]?.at ?? now).getTime()) return;
  for (const startsAt of [evening, evening + 24 * HOUR_MS]) {
    const staffId = dice.pick(walkers).id;
    const asides = points.map(() => (5 + 30 * dice.next()) / METRES_A_DEGREE);
    at(new Date(startsAt), async (begunAt) => {
      const [plan] = await readPlans(db, [id]);
      if (plan) await walk(db, plan, { staffId, begunAt, asides });
    });
  }
}

interface Walk {
  staffId: string;
  begunAt: Date;
  /** How far beside each point they were, in degrees. */
  asides: readonly number[];
}

async function walk(db: Past['db'], plan: PlanRow, { staffId, begunAt, asides }: Walk): Promise<void> {
  if (!plan.routeId) return;
  const after = (minutes: number) => new Date(begunAt.getTime() + minutes * MINUTE_MS);
  const step = { plan, staffId, isByCode: false };
  const begun = await staffVisit(db, { ...step, pointId: null, position: null, at: begunAt, receivedAt: begunAt });
  if (isRefusal(begun)) return; // on another patrol
  for (const [n, { id: pointId, longitude, latitude }] of (await readPoints(db, [plan.routeId])).entries()) {
    const at = after(10 + 12 * n);
    const position = { longitude, latitude: latitude + (asides[n] ?? 0), accuracyMetres: 10 };
    await staffVisit(db, { ...step, pointId, position, at, receivedAt: at });
  }
  await endStaffRun(db, { routeId: plan.routeId, staffId, at: after(45) });
}
