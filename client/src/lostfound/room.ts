import { page, type Room } from '../app/room.ts';

export const lostfound: Room = {
  name: 'lostfound',
  pages: [
    page('/lost-found', () => import('./ListPage.tsx'), {
      title: { zh: '失物招领', en: 'Lost and found' },
      groups: ['neighbours', 'public'],
    }),
    page('/lost-found/new/:kind', () => import('./NewPostPage.tsx'), { title: { zh: '登记', en: 'New post' } }),
    page('/lost-found/:id', () => import('./ItemPage.tsx'), { title: { zh: '失物招领', en: 'Lost and found' } }),
  ],
};
