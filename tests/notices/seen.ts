// Who sees what people are told.
import type { Seen } from '../access/parts.ts';

export const seen: Seen = {
  types: {
    NoticeFeed: { path: 'notices { ? }', reference: 'R', relative: ['unreadCount', 'notices'] },
    Notice: { path: 'notices { notices { ? } }', reference: 'R', relative: ['id', 'kind', 'at', 'isSeen', 'text', 'path'] },
  },
  own: ['Query.notices'],
  mutations: {
    noticesSeen: '(input: { ids: [] })',
    pushSubscribe: '(input: { endpoint: "x", p256dh: "x", auth: "x" })',
    pushUnsubscribe: '(input: { endpoint: "x" })',
  },
  subscriptions: {
    noticesUpdated: 'x: noticesUpdated { unreadCount }',
  },
};
