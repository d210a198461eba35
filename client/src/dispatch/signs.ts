import { LayoutDashboard } from 'lucide-react';
import type { Signs } from '../app/signs.ts';
import { useWaiting } from '../inbox/useWaiting.ts';

export const signs: Signs = {
  '/dispatch': {
    icon: LayoutDashboard,
    also: '调度大屏 派单 受理 看板 警情 board wall assign',
    useCount: () => useWaiting('TICKET_TO_TRIAGE', 'TICKET_TO_DISPATCH'),
    counts: 'toDo',
  },
};
