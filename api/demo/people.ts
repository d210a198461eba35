// The demo's households and residents.
import { chance } from './chance.ts';
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
    const dice = chance(7_151_131);
    await insert(
      'consent',
      residents.flatMap(({ id: residentId }) =>
        ['TERMS', 'PRIVACY'].map((purpose) => ({ id: dice.uuid(), resident_id: residentId, purpose, text_version: '1' })),
      ),
    );
  },
});
