// Who sees who works here.
import type { Seen } from '../access/parts.ts';

export const seen: Seen = {
  ids: { staff: 'ID!', duty: 'ID!' },
  types: {
    Staff: { path: 'node(id: $staff) { ... on Staff { ? } }', reference: 'M' },
    StaffDuty: { path: 'node(id: $staff) { ... on Staff { duties { ? } } }', reference: 'M' },
  },
  mutations: {
    dutyAssign: '(input: { staffId: $staff, gridId: $grid, endsAt: "2000-01-01T00:00:00Z" })',
    dutyEnd: '(input: { dutyId: "bm9uZQ" })',
    staffCreate: '(input: { login: "", name: "", title: "", role: ADMIN })',
    staffLeave: '(input: { staffId: "bm9uZQ" })',
    staffPasswordReset: '(input: { staffId: "bm9uZQ" })',
    staffRoleChange: '(input: { staffId: "bm9uZQ", role: ADMIN })',
  },
};
