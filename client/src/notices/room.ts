import { page, type Room } from '../app/room.ts';
import { noticesUpdates } from './cache.ts';

export const notices: Room = {
  name: 'notices',
  pages: [
    page('/notices', () => import('./NoticesPage.tsx'), {
      title: { zh: '消息', en: 'Messages' },
      who: ({ can }) => can !== undefined,
      groups: ['mine'],
    }),
  ],
  updates: { noticesUpdated: noticesUpdates },
};
