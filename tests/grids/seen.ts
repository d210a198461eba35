// Who sees places.
import type { Seen } from '../access/parts.ts';

export const seen: Seen = {
  ids: { grid: 'ID!' },
  types: {
    Station: { path: 'station { ? }', reference: 'A' },
    Community: { path: 'station { communities { ? } }', reference: 'A' },
    Category: { path: 'categories { ? }', reference: 'A' },
    Grid: { path: 'node(id: $grid) { ... on Grid { ? } }', reference: 'A' },
    Duty: { path: 'node(id: $grid) { ... on Grid { onDuty { ? } } }', reference: 'A' },
  },
  arguments: {
    'Query.gridAt': '(point: { longitude: 0, latitude: 0 })',
  },
};
