// Who sees the hot list.
import type { Seen } from '../access/parts.ts';
import { raiseIssue } from '../support/server.ts';

export const seen: Seen = {
  ids: { issue: 'ID!' },
  async town({ server, neighbour, id }) {
    return { issue: await raiseIssue(server, neighbour, { gridId: id('grid'), title: '矩阵里的议题一个' }) };
  },
  types: {
    HotIssue: {
      path: 'node(id: $issue) { ... on HotIssue { ? } }',
      reference: 'O',
      relative: ['viewerHasVoted', 'viewerCan', 'viewerFollows'],
    },
    HotIssuePermissions: {
      path: 'node(id: $issue) { ... on HotIssue { viewerCan { ? } } }',
      reference: 'D',
      relative: ['vote', 'close', 'answer', 'share', 'raiseSurge', 'decideSurge'],
    },
  },
  arguments: {
    'Query.hotIssue': '(id: $issue)',
    'Query.hotIssueDuplicates': '(title: "矩阵里的议题一个", gridId: $grid)',
    'Query.hotList': '(board: { gridId: $grid })',
  },
  own: ['Query.hotIssueDuplicates'],
  mutations: {
    hotIssueCreate: '(input: { title: "", category: "other" })',
    hotIssueUnvote: '(input: { hotIssueId: $issue })',
    hotIssueVote: '(input: { hotIssueId: $issue })',
  },
  subscriptions: {
    hotIssueUpdated: 'x: hotIssueUpdated(id: $issue) { id }',
    hotListUpdated: 'x: hotListUpdated(board: { gridId: $grid }, first: 1) { at }',
  },
};
