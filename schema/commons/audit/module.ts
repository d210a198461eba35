// The record of who looked at whom, and what was done in the name of whom.
import { module } from '../../frame/manifest.ts';
import { right } from '../../frame/roles.ts';
import type { RecentLooks } from './look.ts';

declare module '../../frame/services.ts' {
  interface Services {
    recentLooks: RecentLooks;
  }
}

export const audit = module({
  name: 'audit',
  graph: () => import('./graph.ts'),
  rights: {
    'audit.read': right('查阅审计记录 / Read the audit log', { COMMANDER: 'always', ADMIN: 'always' }),
  },
  can: { readAudit: ['audit.read', '查看审计记录 / Read the audit log'] },
  audits: { 'audit.read': '查阅了审计记录 / Read the audit log' },
  tables: ['access_log'],
  appendOnly: ['access_log'],
  holds: {
    places: [
      'access_log.subject_id',
      'access_log.actor_id', // of staff and keys
    ],
    shows: {
      accessLog: `(SELECT coalesce(json_agg(json_build_object('at', l.at, 'by', l.actor_title, 'action', l.action, 'reason', l.reason) ORDER BY l.at), '[]')
        FROM access_log l WHERE l.subject_id = r.id)`,
    },
  },
  expires: { accessLog: 'SELECT expire_access_log($1)' },
});
