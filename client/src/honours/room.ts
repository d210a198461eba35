import { page, type Room } from '../app/room.ts';

export const honours: Room = {
  name: 'honours',
  pages: [
    page('/record', () => import('./RecordPage.tsx'), {
      title: { zh: '服务记录', en: 'Service record' },
      who: ({ can }) => can?.serveShifts,
      was: ['/service'],
      groups: ['mine', 'volunteering'],
    }),
    page('/certificates/:code?', () => import('./VerifyPage.tsx'), {
      title: { zh: '证书核验', en: 'Verify a certificate' },
      groups: ['papers'],
    }),
    page('/honours', () => import('./HonoursPage.tsx'), {
      title: { zh: '志愿荣誉', en: 'Honours' },
      groups: ['volunteering', 'field'],
    }),
    page('/teams/:id', () => import('./TeamPage.tsx'), { title: { zh: '志愿队', en: 'Volunteer team' }, up: '/honours' }),
    page('/kpi', () => import('./KpiPage.tsx'), {
      title: { zh: '考核', en: 'Performance' },
      who: ({ can }) => can?.readKpis,
      groups: ['insight'],
    }),
  ],
};
