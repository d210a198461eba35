import { page, type Room } from '../app/room.ts';

export const patrols: Room = {
  name: 'patrols',
  pages: [
    page('/plans', () => import('./PlansPage.tsx'), {
      title: { zh: '巡逻计划', en: 'Patrol plans' },
      who: ({ can }) => can?.planPatrols,
      groups: ['field', 'spot'],
    }),
    page('/plans/:id', () => import('./PlanPage.tsx'), { title: { zh: '巡逻计划', en: 'Patrol plan' } }),
    page('/point', () => import('./PointPage.tsx'), {
      title: { zh: '巡逻点', en: 'Patrol point' },
      up: '/plans',
    }),
  ],
  // Of a patrol, what I need to walk on; not who else walks it, nor who has planned it.
  keeps: {
    types: ['PatrolRoute', 'PatrolPoint', 'PatrolPlan', 'PatrolRun'],
    neverOf: {
      PatrolPlan: { author: ':null', candidates: ':null', staff: ':[]', approvers: ':[]', runs: ':[]', walking: ':[]' },
      PatrolRun: { staff: ':null' },
    },
  },
};
