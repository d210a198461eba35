// What every module stands on: nodes, and the answers that are kept for requests sent twice.
import { module } from './manifest.ts';

export const frame = module({
  name: 'frame',
  graph: () => import('./relay/graph.ts'),
  rights: {},
  tables: ['idempotency_record', 'import_record'],
  holds: {
    places: [],
    erases: { storedAnswers: `DELETE FROM idempotency_record WHERE owner = (SELECT 'user:' || user_id FROM resident WHERE id = $1)` },
  },
  expires: { storedAnswers: `DELETE FROM idempotency_record WHERE created_at < now() - interval '24 hours'` },
});
