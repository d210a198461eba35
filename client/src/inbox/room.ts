import { ListTodo } from 'lucide-react';
import { page, type Room } from '../app/room.ts';
import { useWaiting } from './useWaiting.ts';

export const inbox: Room = {
  name: 'inbox',
  pages: [
    page('/inbox', () => import('./InboxPage.tsx'), {
      title: { zh: '待我办', en: 'To do' },
      who: ({ can }) => can?.readInbox,
      icon: ListTodo,
      tab: { place: 5 },
      isHome: true,
      useCount: ({ can }) => useWaiting(!can?.readInbox),
      counts: 'toDo',
    }),
  ],
};
