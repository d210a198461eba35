import { page, type Room } from '../app/room.ts';

export const stories: Room = {
  name: 'stories',
  pages: [page('/ui', () => import('./StoriesPage.tsx'), { title: { zh: '界面零件', en: 'Parts of the pages' } })],
};
