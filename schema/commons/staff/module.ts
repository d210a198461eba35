// Who works here, and which grids they serve.
import { module } from '../../frame/manifest.ts';
import { right } from '../../frame/roles.ts';

export const staff = module({
  name: 'staff',
  async graph() {
    await import('./graph.ts');
    await import('./accounts.ts');
    await import('./duties.ts');
  },
  rights: {
    'staff.read': right('看到谁在这里工作、怎么值守 / See who works here, and their duties', {
      DISPATCHER: 'always',
      COMMANDER: 'always',
      ADMIN: 'always',
    }),
    'people.manage': right('新建、停用工作人员，改角色、重置密码 / Add staff, end their access, change roles, reset passwords', {
      ADMIN: 'always',
    }),
    'duty.manage': right('安排值守 / Assign duties', { COMMANDER: 'always', ADMIN: 'always' }),
  },
  can: {
    managePeople: ['people.manage', '管理工作人员 / Manage staff'],
    manageDuties: ['duty.manage', '安排值守 / Assign duties'],
  },
  audits: {
    'staff.create': '新建了工作人员 / Added a staff member',
    'staff.leave': '停用了工作人员 / Ended a staff member’s access',
    'staff.role': '更改了角色 / Changed a role',
    'staff.password': '重置了密码 / Reset a password',
    'duty.assign': '安排了值守 / Assigned a duty',
    'duty.end': '结束了值守 / Ended a duty',
  },
  tables: ['staff_profile', 'duty'],
  publishes: ['duty', 'staff_profile'],
  holds: {
    places: ['staff_profile.user_id'], // of staff
  },
});
