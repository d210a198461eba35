// Rights: the question "may they", and the page that explains the answer.
import { module } from '../../frame/manifest.ts';
import { right } from '../../frame/roles.ts';

export const access = module({
  name: 'access',
  graph: () => import('./graph.ts'),
  rights: {
    'rights.explain': right('查看某人此刻能做什么、为什么 / See what somebody may do at this moment, and why', { ADMIN: 'always' }),
  },
  can: { explainRights: ['rights.explain', '查看任何人的权限 / See anyone’s permissions'] },
  audits: { 'rights.explain': '查看了某人的权限 / Viewed someone’s permissions' },
  tables: [],
});
