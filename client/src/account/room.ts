import { UserRound } from 'lucide-react';
import { page, type Room } from '../app/room.ts';
import { useUnreadNotices } from '../notices/useUnreadNotices.ts';

export const account: Room = {
  name: 'account',
  pages: [
    page('/me', () => import('./AccountPage.tsx'), {
      title: { zh: '我的', en: 'Me' },
      icon: UserRound,
      tab: { place: 80 },
      useCount: ({ can }) => useUnreadNotices(!can),
    }),
    page('/me/real-name', () => import('./RealNamePage.tsx'), { title: { zh: '实名登记', en: 'Real-name registration' } }),
    page('/me/who-looked', () => import('./WhoLookedPage.tsx'), { title: { zh: '谁看过我的资料', en: 'Who has viewed my data' } }),
    page('/me/data', () => import('./MyDataPage.tsx'), { title: { zh: '平台上有我的哪些资料', en: 'My data on this platform' } }),
  ],
  keeps: {
    questions: ['isDemo', 'myResident', 'station', 'textsToAgree', 'viewer'],
    types: ['Station'],
    only: { Resident: ['id', 'realNameStatus'] },
  },
};
