import { ChartNoAxesColumn, Vote } from 'lucide-react';
import type { Signs } from '../app/signs.ts';

export const signs: Signs = {
  '/hot/new': { icon: Vote, also: '建议 提议 议题 反映 投票 suggest propose vote' },
  '/hot': { icon: ChartNoAxesColumn, also: '投票 议题 关心的事 votes issues' },
};
