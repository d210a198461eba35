import { House } from 'lucide-react';
import { page, type Room } from '../app/room.ts';

export const home: Room = {
  name: 'home',
  pages: [page('/', null, { title: { zh: '首页', en: 'Home' }, tab: { place: 10, icon: House } })],
};
