import { page, type Room } from '../app/room.ts';

export const verify: Room = {
  name: 'verify',
  pages: [
    page('/verify', () => import('./QueuePage.tsx'), {
      title: { zh: '审核', en: 'Verify' },
      who: ({ can }) => can?.listRealNames,
      groups: ['manage'],
    }),
  ],
};
