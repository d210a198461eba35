// The demo's buildings and their entrances.
import { boxAround } from '@xieshou/schema/commons/grids/rules.ts';
import { demo } from './demo.ts';

export const placesDemo = demo('places', {
  // As rows: buildings have no past, and their ids follow from the town's seed.
  async history({ insert, town: { buildings } }) {
    await insert(
      'building',
      buildings.map(({ id, gridId, name, ring, middle }) => {
        const outline = { type: 'MultiPolygon' as const, coordinates: [[ring]] };
        return { id, grid_id: gridId, name, ...middle, outline, ...boxAround(outline), created_at: BUILT };
      }),
    );
    await insert(
      'building_entrance',
      buildings.flatMap(({ id: building_id, entrances }) => entrances.map((entrance) => ({ ...entrance, building_id, created_at: BUILT }))),
    );
  },
});

const BUILT = new Date(Date.UTC(2026, 0, 1));
