// Patrols as the desk sees them: who walks now, and how far each grid is covered.
import type pg from 'pg';
import { Grid } from '../../commons/grids/graph.ts';
import { gridLoader } from '../../commons/grids/loaders.ts';
import { reachOf } from '../../frame/access/rules.ts';
import { RIGHTS_SEEN_TOPIC } from '../../frame/access/viewer.ts';
import { builder } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import { PATROLS_TOPIC } from '../../work/volunteers/topics.ts';
import { PatrolRun } from './graph.ts';
import { readRunsNow } from './store.ts';

interface CoverageRow {
  gridId: string;
  pointCount: number;
  passedCount: number;
  patrolCount: number;
  lastAt: Date | null;
}

const DAYS = 7;

/** One row a grid that somebody has to do with, by its code. Visits far from their point do not count. */
async function readCoverage(
  db: Pick<pg.ClientBase, 'query'>,
  { isAll, gridIds }: { isAll: boolean; gridIds: readonly string[] },
  now: Date,
): Promise<CoverageRow[]> {
  const { rows } = await db.query<CoverageRow>(
    `/* patrols.readCoverage */ WITH planned AS (
       SELECT p.grid_id, count(*)::int AS points,
         count(*) FILTER (WHERE EXISTS (SELECT FROM patrol_visit v WHERE v.point_id = o.id AND NOT v.is_far))::int AS passed
       FROM patrol_plan p JOIN patrol_point o ON o.route_id = p.route_id WHERE p.status = 'APPROVED' AND p.expires_at > $3 GROUP BY p.grid_id),
     walked AS (
       SELECT coalesce(p.grid_id, d.grid_id) AS grid_id, count(DISTINCT u.id)::int AS patrols, max(v.at) AS last_at
       FROM patrol_visit v JOIN patrol_run u ON u.id = v.run_id LEFT JOIN patrol_plan p ON p.route_id = u.route_id
         LEFT JOIN shift_signup g ON g.id = u.signup_id LEFT JOIN shift s ON s.id = g.shift_id LEFT JOIN duty_post d ON d.id = s.post_id
       WHERE v.at > $4 AND NOT v.is_far GROUP BY 1)
     SELECT g.id AS "gridId", coalesce(n.points, 0) AS "pointCount", coalesce(n.passed, 0) AS "passedCount",
       coalesce(w.patrols, 0) AS "patrolCount", w.last_at AS "lastAt"
     FROM grid g LEFT JOIN planned n ON n.grid_id = g.id LEFT JOIN walked w ON w.grid_id = g.id
     WHERE $1 OR g.id = ANY($2::uuid[]) ORDER BY length(g.code), g.code`,
    [isAll, gridIds, now, new Date(now.getTime() - DAYS * 86_400_000)],
  );
  return rows;
}

const PatrolCoverage = builder.objectRef<CoverageRow>('PatrolCoverage').implement({
  description: '一个网格的巡逻覆盖 / Patrol coverage of a grid',
  fields: (t) => ({
    grid: t.field({
      type: Grid,
      description: '网格 / The grid',
      resolve: ({ gridId }, _args, context) => gridLoader(context).existing(gridId),
    }),
    pointCount: t.exposeInt('pointCount', { description: '有效计划里的巡逻点数 / Points in the plans in force' }),
    passedCount: t.exposeInt('passedCount', {
      description: '其中到过的点数，离得太远的不算 / Points visited; visits too far from a point are not counted',
    }),
    patrolCount: t.exposeInt('patrolCount', { description: '近 7 天走过几次 / Patrols in the last 7 days' }),
    lastAt: t.expose('lastAt', { type: 'DateTime', nullable: true, description: '7 天内最后一次 / Time of the latest patrol' }),
  }),
});

builder.queryField('patrolCoverage', (t) =>
  t.field({
    type: [PatrolCoverage],
    description: '我管的网格的巡逻覆盖 / Patrol coverage of the viewer’s grids',
    authScopes: { may: 'patrolPlan.read' },
    resolve: (_root, _args, { services, viewer }) => readCoverage(services.pool, reachOf(viewer, 'patrolPlan.read'), services.clock.now()),
  }),
);

builder.subscriptionField('patrolsUpdated', (t) =>
  t.field({
    type: [PatrolRun],
    description:
      '我管的网格里正在走的巡逻：先给现状，有变即推送 / Patrols under way in the viewer’s grids: current state first, then every change',
    authScopes: { may: 'patrolPlan.read' },
    subscribe: (_root, _args, context) => {
      const { pool, clock } = context.services;
      return readOnChange(context.services, [PATROLS_TOPIC, RIGHTS_SEEN_TOPIC], () =>
        readRunsNow(pool, reachOf(context.viewer, 'patrolPlan.read'), clock.now()),
      );
    },
    resolve: (runs) => runs,
  }),
);
