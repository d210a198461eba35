// Who sees rights.
import type { Seen } from './parts.ts';

export const seen: Seen = {
  types: {
    EffectiveRights: { path: 'effectiveRights(personId: $staff) { ? }', reference: 'M' },
    EffectiveRight: { path: 'effectiveRights(personId: $staff) { rights { ? } }', reference: 'M' },
    RateLimit: { path: 'rateLimit { ? }', reference: 'A', relative: ['cost', 'limit', 'remaining', 'resetAt'] },
  },
  arguments: {
    'Query.effectiveRights': '(personId: $staff)',
  },
  own: ['Query.rateLimit'],
};
