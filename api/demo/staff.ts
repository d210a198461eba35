// Who works in the demo town, and who has been on duty where for a year.
import { insertDuty } from '@xieshou/schema/commons/staff/store.ts';
import { demo } from './demo.ts';

const YEAR_MS = 365 * 86_400_000;

export const staffDemo = demo('staff', {
  async history({ db, insert, now, town: { staff, grids } }) {
    // As rows: adding somebody makes a login, and these sign in without one.
    await insert(
      'staff_profile',
      staff.map(({ id, role, name, title, phone }) => ({ id, role, name, title, phone })),
    );
    const since = new Date(now.getTime() - YEAR_MS);
    for (const { id: staffId, role, duty } of staff) {
      const grid = grids.find(({ number }) => number === duty?.gridNumber);
      if (!duty || !grid) continue;
      const when = { startsAt: since, endsAt: null };
      await insertDuty(db, { id: duty.id, staffId, gridId: grid.id, isResponsible: role === 'OFFICER', ...when });
    }
  },
});
