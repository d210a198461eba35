import { isStaff, page, type Room } from '../app/room.ts';

export const grids: Room = {
  name: 'grids',
  pages: [
    page('/grid/:id?', () => import('./GridPage.tsx'), {
      title: { zh: '网格', en: 'Grid' },
      who: (visitor) => isStaff(visitor) && visitor.can?.readTickets,
      staffTab: { place: 40 },
      groups: ['duty'],
    }),
  ],
};
