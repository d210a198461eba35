// Who is asking.
import type { StaffRole } from '../../prisma/client/enums.ts';

/** A signed-in person. Residents vote and report, staff answer for grids. */
export type Viewer =
  | { kind: 'resident'; residentId: string; name: string; homeGridId: string | null; isVolunteer: boolean }
  | { kind: 'staff'; staffId: string; name: string; title: string; role: StaffRole };
