import { CalendarDays, GraduationCap, HeartHandshake, QrCode, UsersRound } from 'lucide-react';
import type { Signs } from '../app/signs.ts';
import { useWaiting } from '../inbox/useWaiting.ts';
import { MyNextShift } from './MyNextShift.tsx';

export const signs: Signs = {
  '/shifts': {
    icon: CalendarDays,
    also: '报名 排班 巡逻 活动 值班 sign up rota calendar',
    useCount: () => useWaiting('SERVICE_TO_CHECK'),
    counts: 'toDo',
    Open: MyNextShift,
  },
  '/volunteer': { icon: HeartHandshake, also: '当志愿者 申请 加入 义工 join apply help out' },
  '/training': { icon: GraduationCap, also: '课程 上课 考核 course lessons' },
  '/post': { icon: QrCode, also: '签到码 执勤点 扫码 check in code', as: { spot: { zh: '志愿者签到', en: 'Volunteers’ check-in' } } },
  '/volunteers': {
    icon: UsersRound,
    also: '申请 队伍 培训 applications teams',
    useCount: () => useWaiting('VOLUNTEER_TO_REVIEW'),
    counts: 'toDo',
  },
};
