// The patrols that the demo's officers have planned for hot issues, and how they were walked: two evenings each.
import type { Chance } from '../../prisma/demo/random.ts';
import { pointIn } from '../../prisma/demo/reports.ts';
import { type Connection, insert } from '../../prisma/demo/rows.ts';
import { makeTown } from '../../prisma/demo/town.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const NAMES = ['南门停车场', '东巷口', '三号楼下', '小广场', '北门岗亭', '车棚门口'];

/** A hot issue that an officer has put on the patrol list. */
export interface PatrolledIssue {
  id: string;
  gridId: string;
  title: string;
  officerId: string;
  plannedAt: Date;
  /** Null: nobody has been there yet. */
  walkedAt: Date | null;
}

/** Writes plans, routes, and the two runs of each that was walked. */
export async function insertPatrols(connection: Connection, issues: readonly PatrolledIssue[], dice: Chance): Promise<void> {
  const town = makeTown();
  const plans = issues.flatMap((issue) => {
    const grid = town.grids.find(({ id }) => id === issue.gridId);
    if (!grid) return [];
    const start = Math.floor(dice.next() * NAMES.length);
    const points = [0, 1, 2].map((n) => ({
      ...{ id: dice.uuid(), ordinal: n + 1, name: NAMES[(start + n) % NAMES.length] as string, radius_metres: 60 },
      ...pointIn(dice, grid),
    }));
    const walkers = town.staff.filter(({ duty }) => duty?.gridNumber === grid.number);
    const evenings = issue.walkedAt ? [issue.walkedAt, new Date(issue.walkedAt.getTime() + DAY_MS)] : [];
    const runs = evenings.map((startedAt) => ({ id: dice.uuid(), startedAt, staffId: dice.pick(walkers).id }));
    return [{ issue, id: dice.uuid(), routeId: dice.uuid(), points, runs }];
  });
  await insert(
    connection,
    'patrol_route',
    plans.map(({ routeId, issue }) => ({ id: routeId, name: issue.title.slice(0, 40) })),
  );
  await insert(
    connection,
    'patrol_point',
    plans.flatMap(({ routeId, points }) => points.map((point) => ({ ...point, route_id: routeId }))),
  );
  await insert(
    connection,
    'patrol_plan',
    plans.map(({ id, routeId, issue }) => ({
      ...{ id, grid_id: issue.gridId, hot_issue_id: issue.id, source: 'HOT_ISSUE', status: 'APPROVED', title: issue.title.slice(0, 40) },
      ...{ windows: [{ from: 20, to: 22 }], route_id: routeId, proposed_at: issue.plannedAt, author_id: issue.officerId },
      ...{ approved_at: issue.plannedAt, expires_at: new Date(issue.plannedAt.getTime() + 7 * DAY_MS), walked_at: issue.walkedAt },
      ...{ version: 2, dismiss_reason: '' },
    })),
  );
  await insert(
    connection,
    'patrol_plan_approval',
    plans.map(({ id, issue }) => ({ plan_id: id, staff_id: issue.officerId, at: issue.plannedAt })),
  );
  const runs = plans.flatMap(({ routeId, points, runs: walked }) => walked.map((run) => ({ ...run, routeId, points })));
  const after = (at: Date, minutes: number) => new Date(at.getTime() + minutes * MINUTE_MS);
  await insert(
    connection,
    'patrol_run',
    runs.map(({ id, routeId, staffId, startedAt }) => ({
      ...{ id, route_id: routeId, staff_id: staffId, started_at: startedAt, ended_at: after(startedAt, 45) },
    })),
  );
  await insert(
    connection,
    'patrol_visit',
    runs.flatMap(({ id, points, startedAt }) =>
      points.map((point, n) => ({
        ...{ run_id: id, point_id: point.id, at: after(startedAt, 10 + 12 * n), received_at: after(startedAt, 10 + 12 * n) },
        ...{ distance: 5 + Math.floor(30 * dice.next()), is_far: false, is_by_code: false },
      })),
    ),
  );
}
