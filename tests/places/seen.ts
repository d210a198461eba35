// Who sees buildings, and what is said of a ticket's place.
import type { Seen } from '../access/parts.ts';
import { ask } from '../support/server.ts';

const AT = '{ longitude: 116.0219, latitude: 38.4586 }';

export const seen: Seen = {
  ids: { building: 'ID!', entrance: 'ID!' },
  /** A building of the resident's grid. */
  async town({ server, self, id }) {
    const { data } = await ask(
      server,
      'query ($grid: ID!) { buildings(gridId: $grid) { id entrances { id } } }',
      { grid: id('grid') },
      { token: self },
    );
    const [first] = data.buildings;
    return { building: first.id, entrance: first.entrances[0].id };
  },
  types: {
    Building: { path: 'node(id: $building) { ... on Building { ? } }', reference: 'R' },
    BuildingEntrance: { path: 'node(id: $entrance) { ... on BuildingEntrance { ? } }', reference: 'R' },
    GeoPoint: { path: 'node(id: $building) { ... on Building { location { ? } } }', reference: 'R' },
    Place: { path: 'node(id: $ticket) { ... on Ticket { place { ? } } }', reference: 'O' },
  },
  arguments: {
    'Query.buildings': '(gridId: $grid)',
    'Query.placeAt': `(location: ${AT})`,
  },
  mutations: {
    buildingSave: '(input: { buildingId: $building, name: "" })',
    buildingEntranceSave: '(input: { buildingId: $building, name: "" })',
  },
};
