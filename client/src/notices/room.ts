import { page, type Room } from '../app/room.ts';
import { noticesUpdates } from './cache.ts';
import { useUnreadNotices } from './useUnreadNotices.ts';

export const notices: Room = {
  name: 'notices',
  pages: [
    page('/notices', () => import('./NoticesPage.tsx'), {
      title: { zh: '消息', en: 'Messages' },
      row: 10,
      useCount: ({ can }) => useUnreadNotices(!can),
    }),
  ],
  updates: { noticesUpdated: noticesUpdates },
};
