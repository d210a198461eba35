import { page, type Room } from '../app/room.ts';

export const dispatch: Room = {
  name: 'dispatch',
  pages: [
    page('/dispatch', () => import('./DispatchPage.tsx'), {
      title: { zh: '调度', en: 'Dispatch' },
      who: ({ can }) => can?.watchTickets,
      groups: ['duty'],
      isWhole: true,
    }),
  ],
};
