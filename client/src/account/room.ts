import { UserRound } from 'lucide-react';
import { page, type Room } from '../app/room.ts';
import { useUnreadNotices } from '../notices/useUnreadNotices.ts';
import { useUnread } from '../tickets/useUnread.ts';

export const account: Room = {
  name: 'account',
  pages: [
    page('/me', () => import('./AccountPage.tsx'), {
      title: { zh: '我的', en: 'Me' },
      tab: { place: 50, icon: UserRound, useCount: ({ can }) => useUnreadNotices(!can) + useUnread(!can?.readTickets) },
      groups: ['own'],
    }),
    page('/me/real-name', () => import('./RealNamePage.tsx'), {
      title: { zh: '实名登记', en: 'Real-name registration' },
      who: ({ can, isResident }) => !can || isResident,
      groups: ['papers'],
    }),
    page('/me/family', () => import('./FamilyPage.tsx'), {
      title: { zh: '家人与监护', en: 'Family and guardians' },
      who: ({ isResident }) => isResident,
      groups: ['settings'],
    }),
    page('/me/reading', () => import('./ReadingPage.tsx'), {
      title: { zh: '阅读与语言', en: 'Reading and language' },
      groups: ['settings'],
    }),
    page('/me/devices', () => import('./DevicesPage.tsx'), {
      title: { zh: '登录与提醒', en: 'Sign-in and alerts' },
      who: ({ can }) => can !== undefined,
      groups: ['settings'],
    }),
    page('/me/who-looked', () => import('./WhoLookedPage.tsx'), {
      title: { zh: '谁看过我的资料', en: 'Who has viewed my data' },
      who: ({ isResident }) => isResident,
      groups: ['privacy'],
    }),
    page('/me/data', () => import('./MyDataPage.tsx'), {
      title: { zh: '平台上有我的哪些资料', en: 'My data on this platform' },
      who: ({ isResident }) => isResident,
      groups: ['privacy'],
    }),
    page('/me/privacy', () => import('./PrivacyPage.tsx'), {
      title: { zh: '授权与注销', en: 'Consent and deletion' },
      who: ({ isResident }) => isResident,
      groups: ['privacy'],
    }),
  ],
  keeps: {
    questions: ['isDemo', 'myResident', 'station', 'textsToAgree', 'viewer'],
    types: ['Station'],
    only: { Resident: ['id', 'realNameStatus'] },
  },
};
