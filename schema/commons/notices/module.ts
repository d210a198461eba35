// What one person is told, in the app and by push.
import { module } from '../../frame/manifest.ts';
import { residents, right, staff } from '../../frame/roles.ts';

export const notices = module({
  name: 'notices',
  async graph() {
    await import('./graph.ts');
    await import('./push.ts');
  },
  rights: {
    'notifications.read': right('看自己的告知、接收推送 / What happened to one’s own tickets, and pushes about it', {
      ...residents('always'),
      ...staff('always'),
    }),
  },
  tables: ['notice', 'push_subscription', 'push_message', 'push_cursor'],
  publishes: ['notice', 'push_subscription'],
  holds: {
    places: [
      'notice.subject_id', // of shifts and papers
      'notice.user_id',
      'push_subscription.user_id', // a browser’s address, with its session
    ],
    shows: {
      notices: `(SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'detail', n.detail, 'at', n.at, 'seenAt', n.seen_at) ORDER BY n.at), '[]')
        FROM notice n WHERE n.user_id = r.user_id)`,
    },
  },
  expires: { notices: `DELETE FROM notice WHERE at < now() - interval '180 days'` },
});
