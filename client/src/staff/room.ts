import { page, type Room } from '../app/room.ts';

export const staff: Room = {
  name: 'staff',
  pages: [page('/staff', () => import('./StaffSignInPage.tsx'), { title: { zh: '工作人员登录', en: 'Staff sign-in' }, up: '/me' })],
};
