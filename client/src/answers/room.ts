import { page, type Room } from '../app/room.ts';

export const answers: Room = {
  name: 'answers',
  pages: [
    page('/hot-desk', () => import('./HotDeskPage.tsx'), {
      title: { zh: '热榜办理', en: 'Hot list desk' },
      who: ({ can }) => can?.answerIssues,
      groups: ['public'],
    }),
  ],
};
