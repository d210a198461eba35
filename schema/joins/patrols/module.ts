// Patrols: plans that follow the hot list, and walks by them.
import { module } from '../../frame/manifest.ts';
import { desk, gridStaff, handlers, right } from '../../frame/roles.ts';
import { count, settings } from '../../frame/settings.ts';
import { PATROLS_TOPIC } from '../../work/volunteers/topics.ts';
import { HOT_DESK_TOPIC } from '../answers/topics.ts';

declare module '../../frame/services.ts' {
  interface Settings {
    /** How many people must stand behind a patrol plan. */
    planApprovers: number;
  }
}

export const patrols = module({
  name: 'patrols',
  async graph() {
    await import('./desk.ts');
    await import('./graph.ts');
    await import('./acts.ts');
    await import('./plans.ts');
    await import('./plan-acts.ts');
    await import('./run-acts.ts');
    await import('./findings.ts');
  },
  rights: {
    'patrolPlan.read': right('看巡逻计划、谁去走、发现了什么 / See patrol plans, who walks them and what was found', {
      ...handlers,
      ...desk,
    }),
    'patrolPlan.make': right('提出、修改计划，安排谁去走 / Propose, edit, and say who walks', { ...gridStaff, ...desk }),
    'patrolPlan.approve': right('批准巡逻计划 / Approve patrol plans', { OFFICER: 'duty', COMMANDER: 'always' }),
    'patrolPlan.walk': right('按计划巡逻，上报途中发现的问题 / Walk a plan, and report what is found on the way', handlers),
  },
  can: { planPatrols: ['patrolPlan.read', '看巡逻计划 / See patrol plans'] },
  settings: settings({ XIESHOU_PLAN_APPROVERS: { ...count(1, 2, 1), expected: '1 or 2' } }, (values) => ({
    planApprovers: values.XIESHOU_PLAN_APPROVERS,
  })),
  waits: {
    PLAN_TO_APPROVE: {
      means: '批准巡逻计划 / Approve a patrol plan',
      may: 'patrolPlan.approve',
      topics: [PATROLS_TOPIC, HOT_DESK_TOPIC],
      reads: async () => (await import('./waits.ts')).toApprove,
    },
  },
  tables: [
    'patrol_route',
    'patrol_point',
    'patrol_run',
    'patrol_visit',
    'patrol_finding',
    'patrol_plan',
    'patrol_plan_approval',
    'patrol_plan_walker',
  ],
  holds: {
    places: ['patrol_plan.author_id'], // of staff
    shows: {
      'volunteer.patrols': `(SELECT coalesce(json_agg(json_build_object('route', o.name, 'point', i.name, 'at', x.at, 'distance', x.distance,
        'isByCode', x.is_by_code) ORDER BY x.at), '[]')
        FROM shift_signup u JOIN patrol_run n ON n.signup_id = u.id JOIN patrol_route o ON o.id = n.route_id JOIN patrol_visit x ON x.run_id = n.id
        JOIN patrol_point i ON i.id = x.point_id WHERE u.volunteer_id = r.id)`,
    },
    erases: {
      visits: `DELETE FROM patrol_visit WHERE run_id IN (
        SELECT n.id FROM patrol_run n JOIN shift_signup u ON u.id = n.signup_id WHERE u.volunteer_id = $1)`,
    },
  },
  jobs: async () => (await import('./jobs.ts')).jobs,
});
