import { ChartNoAxesColumn } from 'lucide-react';
import { page, type Room } from '../app/room.ts';
import { hotListUpdates } from './cache.ts';

export const hotlist: Room = {
  name: 'hotlist',
  pages: [
    page('/hot/new', () => import('./NewIssuePage.tsx'), {
      title: { zh: '提给大家投票', en: 'Raise an issue' },
      who: ({ can }) => !can || can.raiseIssue,
      groups: ['neighbours'],
    }),
    page('/hot/:issueId?', null, {
      title: { zh: '热榜', en: 'Hot list' },
      tab: { place: 20, icon: ChartNoAxesColumn },
      segment: { zh: '热榜', en: 'Hot list' },
      groups: ['public'],
    }),
  ],
  keeps: {
    questions: ['categories', 'grids', 'hotIssue', 'hotList'],
    types: ['Category', 'Community', 'Grid', 'HotIssue'],
  },
  updates: { hotListUpdated: hotListUpdates },
};
