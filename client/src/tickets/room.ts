import { ClipboardList, Megaphone } from 'lucide-react';
import { page, type Room, type Visitor } from '../app/room.ts';
import { useUnread } from './useUnread.ts';

const mayRead = ({ can }: Visitor) => !can || can.readTickets;

export const tickets: Room = {
  name: 'tickets',
  pages: [
    page('/report', () => import('./ReportPage.tsx'), {
      title: { zh: '上报', en: 'Report' },
      who: ({ can }) => !can || can.report,
      icon: Megaphone,
      tab: { place: 60, isMain: true },
    }),
    page('/tickets', () => import('./TicketsPage.tsx'), {
      title: { zh: '事件', en: 'Tickets' },
      titleFor: ({ can, isResident }) => (can && !isResident ? { zh: '任务', en: 'Tasks' } : { zh: '进展', en: 'Progress' }),
      who: mayRead,
      icon: ClipboardList,
      tab: { place: 70, forStaff: 15 },
      useCount: ({ can }) => useUnread(!can?.readTickets),
    }),
    page('/tickets/:id', () => import('./TicketPage.tsx'), { title: { zh: '事件', en: 'Ticket' } }),
    page('/around', () => import('./PublicPage.tsx'), { title: { zh: '身边正在办的事', en: 'Being worked on near you' } }),
    page('/t/:token', () => import('./SharedPage.tsx'), { title: { zh: '事件进展', en: 'How it is going' } }),
  ],
  keeps: {
    questions: ['notifications', 'tickets'],
    types: ['Ticket', 'TicketAssignee', 'Attachment'],
    never: ['reporter'],
  },
};
