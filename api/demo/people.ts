// The demo's households and residents.
import { demo } from './demo.ts';

export const peopleDemo = demo('people', {
  // As rows: there are two thousand, whom nobody has registered.
  async history({ insert, town: { households, residents } }) {
    await insert(
      'household',
      households.map(({ id, gridId, address }) => ({ id, address, grid_id: gridId })),
    );
    await insert(
      'resident',
      residents.map(({ id, name, phone, gridId, householdId }) => ({
        id,
        name,
        phone,
        real_name_status: 'VERIFIED',
        home_grid_id: gridId,
        household_id: householdId,
      })),
    );
  },
});
