// The demo's communities and grids.
import { demo } from './demo.ts';

export const gridsDemo = demo('grids', {
  // As rows: places have no deed, and their ids follow from the town's seed.
  async history({ insert, stationId, town: { communities, grids, neighbours } }) {
    await insert(
      'community',
      communities.map(({ id, name }, index) => ({ id, name, station_id: stationId, created_at: placeTime(index) })),
    );
    await insert(
      'grid',
      grids.map(({ id, communityId, number, name, ring }) => {
        const longitudes = ring.map(([longitude]) => longitude);
        const latitudes = ring.map(([, latitude]) => latitude);
        return {
          id,
          name,
          community_id: communityId,
          code: String(number),
          created_at: placeTime(number),
          boundary: { type: 'MultiPolygon', coordinates: [[ring]] },
          west: Math.min(...longitudes),
          east: Math.max(...longitudes),
          south: Math.min(...latitudes),
          north: Math.max(...latitudes),
        };
      }),
    );
    await insert(
      'grid_neighbour',
      neighbours.map(([grid_id, neighbour_id]) => ({ grid_id, neighbour_id })),
    );
  },
});

/** Places are listed in the order they were made: a second apart, on the day the street began. */
function placeTime(index: number): Date {
  return new Date(Date.UTC(2026, 0, 1) + index * 1000);
}
