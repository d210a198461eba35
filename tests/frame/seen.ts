// Who sees nodes by their id.
import type { Seen } from '../access/parts.ts';

export const seen: Seen = {
  types: {
    Query: { path: '?', reference: 'M' },
  },
  arguments: {
    'Query.node': '(id: $resident)',
    'Query.nodes': '(ids: [$application])',
  },
  own: ['Query.node', 'Query.nodes'],
};
