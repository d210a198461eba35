import { page, type Room } from '../app/room.ts';

export const admin: Room = {
  name: 'admin',
  pages: [
    page('/admin/:room?', () => import('./AdminPage.tsx'), {
      title: { zh: '管理', en: 'Admin' },
      who: ({ can }) =>
        can &&
        (can.managePeople ||
          can.manageDuties ||
          can.manageKeys ||
          can.explainRights ||
          can.readAudit ||
          can.managePlaces ||
          can.publishTexts),
      groups: ['manage'],
      up: '/more',
    }),
  ],
};
