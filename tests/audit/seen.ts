// Who sees the record of who looked.
import type { Seen } from '../access/parts.ts';

export const seen: Seen = {
  types: {
    AccessEntry: { path: 'auditLog(first: 1, action: ID_NUMBER_REVEAL) { edges { node { ? } } }', reference: 'C', relative: ['subject'] },
    'AccessEntry (own)': {
      path: 'whoLooked(first: 1) { edges { node { ? } } }',
      reference: 'R',
      relative: ['id', 'at', 'requestId', 'subject', 'actorTitle', 'actorKind', 'action', 'reason'],
    },
  },
  own: ['Query.whoLooked', 'Query.auditLog'],
};
