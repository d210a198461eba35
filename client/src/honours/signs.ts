import { BadgeCheck, ChartColumn, Medal, ScrollText } from 'lucide-react';
import type { Signs } from '../app/signs.ts';

export const signs: Signs = {
  '/record': { icon: ScrollText, also: '时长 工时 服务证明 徽章 hours badges proof' },
  '/certificates': { icon: BadgeCheck, also: '服务证明 真伪 check certificate genuine' },
  '/honours': { icon: Medal, also: '表扬 志愿之星 排行 队伍 praise star ranking teams' },
  '/kpi': { icon: ChartColumn, also: '绩效 办结率 到场 figures performance' },
};
