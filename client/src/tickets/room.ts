import { Megaphone } from 'lucide-react';
import { isStaff, page, type Room, type Visitor } from '../app/room.ts';

const mayRead = ({ can }: Visitor) => !can || can.readTickets;

export const tickets: Room = {
  name: 'tickets',
  pages: [
    page('/report', () => import('./ReportPage.tsx'), {
      title: { zh: '上报', en: 'Report' },
      who: ({ can }) => !can || can.report,
      tab: { place: 30, icon: Megaphone, isMain: true },
      groups: ['spot', 'field'],
    }),
    page('/tickets', () => import('./TicketsPage.tsx'), {
      title: { zh: '事件', en: 'Tickets' },
      titleFor: (visitor) => (isStaff(visitor) ? { zh: '任务', en: 'Tasks' } : { zh: '我的上报', en: 'My reports' }),
      who: mayRead,
      staffTab: { place: 20 },
      groups: ['mine', 'duty'],
    }),
    page('/tickets/:id', () => import('./TicketPage.tsx'), { title: { zh: '事件', en: 'Ticket' } }),
    page('/around', () => import('./PublicPage.tsx'), {
      title: { zh: '身边正在办的事', en: 'Being worked on near you' },
      segment: { zh: '在办', en: 'In progress' },
      groups: ['neighbours'],
    }),
    page('/t/:token', () => import('./SharedPage.tsx'), { title: { zh: '事件进展', en: 'How it is going' } }),
  ],
  keeps: {
    questions: ['notifications', 'tickets'],
    types: ['Ticket', 'TicketAssignee', 'Attachment'],
    never: ['reporter'],
  },
};
