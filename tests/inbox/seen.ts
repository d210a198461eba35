// Who sees what waits for staff.
import type { Seen } from '../access/parts.ts';

export const seen: Seen = {
  types: {
    Inbox: { path: 'inbox { ? }', reference: 'O', relative: ['count', 'kinds', 'items'] },
    InboxCount: { path: 'inbox { kinds { ? } }', reference: 'O', relative: ['kind', 'label', 'count'] },
    InboxItem: {
      path: 'inbox { items { ? } }',
      reference: 'O',
      relative: ['id', 'kind', 'label', 'title', 'grid', 'dueAt', 'since', 'path'],
    },
  },
  own: ['Query.inbox'],
  subscriptions: { inboxUpdated: 'x: inboxUpdated { count }' },
};
