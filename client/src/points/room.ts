import { page, type Room } from '../app/room.ts';

export const points: Room = {
  name: 'points',
  pages: [
    page('/points', () => import('./PointsPage.tsx'), {
      title: { zh: '我的积分', en: 'My points' },
      who: ({ can }) => !can || can.redeemRewards,
      groups: ['mine', 'volunteering'],
    }),
    page('/rewards', () => import('./RewardsPage.tsx'), {
      title: { zh: '奖品管理', en: 'Manage rewards' },
      who: ({ can }) => can?.manageRewards,
      groups: ['field'],
    }),
    page('/counter', () => import('./CounterPage.tsx'), {
      title: { zh: '兑换柜台', en: 'Rewards counter' },
      who: ({ can }) => can?.useVouchers,
      groups: ['field', 'spot'],
    }),
  ],
};
