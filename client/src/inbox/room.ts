import { page, type Room } from '../app/room.ts';

export const inbox: Room = {
  name: 'inbox',
  pages: [
    page('/inbox', () => import('./InboxPage.tsx'), {
      title: { zh: '待我办', en: 'To do' },
      who: ({ can }) => can?.readInbox,
      staffTab: { place: 10 },
      isHome: true,
      groups: ['duty'],
    }),
  ],
};
