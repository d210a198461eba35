import { LayoutGrid } from 'lucide-react';
import { isStaff, page, type Room } from '../app/room.ts';

export const hubs: Room = {
  name: 'hubs',
  pages: [
    page('/services', () => import('./ServicesPage.tsx'), {
      title: { zh: '办事', en: 'Services' },
      who: (visitor) => !isStaff(visitor),
      tab: { place: 40, icon: LayoutGrid },
    }),
    page('/field', () => import('./FieldPage.tsx'), {
      title: { zh: '现场', en: 'On the spot' },
      who: isStaff,
      staffTab: { place: 30, isSheet: true },
    }),
    page('/more', () => import('./MorePage.tsx'), {
      title: { zh: '更多', en: 'More' },
      who: isStaff,
      staffTab: { place: 50 },
    }),
  ],
};
