import { page, type Room } from '../app/room.ts';

export const honours: Room = {
  name: 'honours',
  pages: [
    page('/service', () => import('./RecordPage.tsx'), {
      title: { zh: '服务记录', en: 'Service record' },
      who: ({ can }) => can?.serveShifts,
      row: 100,
    }),
    page('/certificates/:code?', () => import('./VerifyPage.tsx'), { title: { zh: '证书核验', en: 'Verify a certificate' } }),
    page('/honours', () => import('./HonoursPage.tsx'), { title: { zh: '志愿荣誉', en: 'Honours' }, row: 110 }),
    page('/teams/:id', () => import('./TeamPage.tsx'), { title: { zh: '志愿队', en: 'Volunteer team' } }),
    page('/kpi', () => import('./KpiPage.tsx'), {
      title: { zh: '考核', en: 'Performance' },
      who: ({ can }) => can?.readKpis,
      row: 120,
    }),
  ],
};
