// What headings of hubs are called: loaded with what shows them.
import type { GroupName } from './groups.ts';

export const words = {
  zh: {
    volunteering: '志愿',
    neighbours: '邻里',
    papers: '证明与登记',
    mine: '我的记录',
    settings: '家人与设置',
    privacy: '隐私',
    about: '关于',
    duty: '值班',
    public: '群众',
    field: '现场',
    insight: '研判',
    manage: '管理',
    own: '我',
    spot: '现场',
  } satisfies Record<GroupName, string>,
  en: {
    volunteering: 'Volunteering',
    neighbours: 'Neighbours',
    papers: 'Papers and registration',
    mine: 'My records',
    settings: 'Family and settings',
    privacy: 'Privacy',
    about: 'About',
    duty: 'On duty',
    public: 'Residents',
    field: 'In the field',
    insight: 'Insight',
    manage: 'Manage',
    own: 'Me',
    spot: 'On the spot',
  },
};
