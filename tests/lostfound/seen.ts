// Who sees lost and found.
import type { Seen } from '../access/parts.ts';
import { deed } from '../support/server.ts';

export const seen: Seen = {
  ids: { found: 'ID!' },
  /** The resident has found something, which a neighbour may have lost, and has tried to claim. */
  async town({ server, self, neighbour, worker }) {
    const happenedAt = new Date(0).toISOString();
    const said = { category: 'KEYS', title: '一串钥匙', place: '东门', happenedAt };
    const { item } = await deed(
      server,
      self,
      'lostFoundPost',
      { kind: 'FOUND', ...said, question: '什么形状？', answer: '葫芦' },
      'item { id }',
    );
    await deed(server, neighbour, 'lostFoundPost', { kind: 'LOST', ...said }, 'item { id }');
    await deed(server, neighbour, 'lostFoundClaim', { itemId: item.id, answer: '方的' });
    await deed(server, worker, 'lostFoundKeep', { itemId: item.id, place: '警务室' });
    return { found: item.id };
  },
  types: {
    LostFoundItem: { path: 'node(id: $found) { ... on LostFoundItem { ? } }', reference: 'R', relative: ['isMine', 'claim', 'photo'] },
    LostFoundClaim: { path: 'node(id: $found) { ... on LostFoundItem { claim { ? } } }', reference: 'N', relative: ['code', 'triesLeft'] },
  },
  mutations: {
    lostFoundPost: '(input: { kind: LOST, category: OTHER, title: "", happenedAt: "2000-01-01T00:00:00Z" })',
    lostFoundClaim: '(input: { itemId: "bm9uZQ", answer: "?" })',
    lostFoundKeep: '(input: { itemId: "bm9uZQ", place: "柜子" })',
    lostFoundHandOut: '(input: { itemId: "bm9uZQ", code: "" })',
    lostFoundWithdraw: '(input: { itemId: "bm9uZQ" })',
  },
  subscriptions: { lostFoundUpdates: 'x: lostFoundUpdates { id }' },
};
