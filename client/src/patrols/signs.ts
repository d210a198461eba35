import { Route } from 'lucide-react';
import type { Signs } from '../app/signs.ts';
import { useWaiting } from '../inbox/useWaiting.ts';

export const signs: Signs = {
  '/plans': {
    icon: Route,
    also: '巡逻 路线 到点 打卡 覆盖 patrol route walk coverage',
    as: { spot: { zh: '开始巡逻', en: 'Start a patrol' } },
    useCount: () => useWaiting('PLAN_TO_APPROVE'),
    counts: 'toDo',
  },
};
