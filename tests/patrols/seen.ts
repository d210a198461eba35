// Who sees patrols.
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import type { Seen } from '../access/parts.ts';
import { deed } from '../support/server.ts';

export const seen: Seen = {
  ids: { plan: 'ID!' },
  needs: ['issue', 'shift'],
  /** The shift that the resident serves in has a route, and they were at one of its points; a plan for the issue is approved. */
  async town({ server, self, officer, id, rowOf }) {
    const points = [1, 2].map((n) => ({ name: `矩阵 ${n} 号点`, longitude: 116.0219 + n / 1000, latitude: 38.4586 }));
    const route = { teamId: id('team'), name: '矩阵路线', points };
    const { team } = await deed(server, officer, 'patrolRouteCreate', route, 'team { routes { id points { id } } }');
    const made = team.routes.at(-1);
    await server.database.pool.query('UPDATE shift SET route_id = $2 WHERE id = $1', [rowOf('shift'), decodeIdOf('PatrolRoute', made.id)]);
    await deed(server, self, 'patrolVisit', { shiftId: id('shift'), pointId: made.points[0].id });
    const about = { hotIssueId: id('issue'), title: '矩阵夜巡', points };
    const { plan } = await deed(server, officer, 'patrolPlanCreate', about, 'plan { id version }');
    await deed(server, officer, 'patrolPlanApprove', { planId: plan.id, expectedVersion: plan.version });
    return { plan: plan.id };
  },
  types: {
    PatrolRoute: { path: 'node(id: $shift) { ... on Shift { route { ? } } }', reference: 'R' },
    PatrolPoint: { path: 'node(id: $shift) { ... on Shift { route { points { ? } } } }', reference: 'R', relative: ['code'] },
    PatrolRun: { path: 'node(id: $shift) { ... on Shift { signups { patrol { ? } } } }', reference: 'R' },
    PatrolVisit: { path: 'node(id: $shift) { ... on Shift { signups { patrol { visits { ? } } } } }', reference: 'R' },
    PatrolPlan: { path: 'node(id: $plan) { ... on PatrolPlan { ? } }', reference: 'C', relative: ['viewerCan', 'myRun'] },
    PatrolPlanPermissions: {
      path: 'node(id: $plan) { ... on PatrolPlan { viewerCan { ? } } }',
      reference: 'C',
      relative: ['edit', 'approve', 'walk'],
    },
    PatrolCandidates: { path: 'node(id: $plan) { ... on PatrolPlan { candidates { ? } } }', reference: 'C' },
    PatrolCoverage: {
      path: 'patrolCoverage { ? }',
      reference: 'C',
      relative: ['grid', 'pointCount', 'passedCount', 'patrolCount', 'lastAt'],
    },
    PatrolWindow: { path: 'node(id: $plan) { ... on PatrolPlan { windows { ? } } }', reference: 'C' },
  },
  arguments: {
    'Query.patrolPlans': '(view: IN_FORCE)',
  },
  own: ['Query.patrolCoverage', 'Query.patrolPlans'],
  mutations: {
    patrolPlanCreate: '(input: { gridId: $grid, title: "矩阵计划", points: [] })',
    patrolPlanEdit: '(input: { planId: $plan, expectedVersion: 0, title: "矩阵计划", points: [] })',
    patrolPlanApprove: '(input: { planId: $plan, expectedVersion: 0 })',
    patrolPlanAssign: '(input: { planId: $plan, staffIds: [], teamIds: [] })',
    patrolPlanDismiss: '(input: { planId: $plan, reason: "" })',
    patrolRunStart: '(input: { planId: $plan })',
    patrolRunVisit: '(input: { planId: $plan, pointId: $plan })',
    patrolRunEnd: '(input: { planId: $plan })',
    patrolRouteCreate: '(input: { teamId: $team, name: "", points: [] })',
    patrolRouteRetire: '(input: { routeId: "bm9uZQ" })',
    patrolVisit: '(input: { shiftId: "bm9uZQ", pointId: "bm9uZQ" })',
  },
  subscriptions: {
    patrolPlansUpdated: 'x: patrolPlansUpdated { id }',
    patrolsUpdated: 'x: patrolsUpdated { id }',
  },
};
