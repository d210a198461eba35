// Accounts of those who work here: added, ended, given another role, let in again.
import { v7 as uuid } from 'uuid';
import type { StaffRole } from '../../../prisma/client/enums.ts';
import { RIGHTS_TOPIC } from '../../frame/access/viewer.ts';
import type { Context } from '../../frame/context.ts';
import { checked, choice, row, scalar, text, wrong } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, invalid, type Refusal } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { recordDeed } from '../audit/store.ts';
import { StaffRoleEnum } from '../grids/graph.ts';
import { makePassword } from '../people/tokens.ts';
import { reread, Staff } from './graph.ts';
import { loginForm, loginTaken, refusals, staffGone } from './refusals.ts';
import * as store from './store.ts';

const NOW = { type: Staff, nullable: true, description: '工作人员 / The staff member' } as const;

interface Changed {
  staff: store.StaffRow | null;
}

const changed = gives<Changed>((t) => ({ staff: t.expose('staff', NOW) }));
const letIn = gives<Changed & { temporaryPassword: string }>((t) => ({
  staff: t.expose('staff', NOW),
  temporaryPassword: t.exposeString('temporaryPassword', {
    description: '临时密码，只显示这一次，请本人登录后修改 / Temporary password, shown only once, to be changed by its owner',
  }),
}));
const staffId = row<store.StaffRow>('Staff', '工作人员编号 / ID of the staff member', staffGone);

mutation('staffCreate', {
  says: '新建工作人员，得到一次性显示的临时密码 / Adds a staff member; the temporary password is shown only once',
  may: 'people.manage',
  input: {
    login: checked(scalar('String', '登录名，3–30 位字母数字 / Login, 3–30 letters and digits'), (login) =>
      /^[a-z0-9._-]{3,30}$/i.test(login) ? login : wrong('LOGIN', loginForm),
    ),
    name: text(1, 30, '姓名 / Name'),
    title: text(1, 30, '称呼，如 王警官 / Title, as residents address them'),
    role: choice(StaffRoleEnum, '角色 / Role'),
  },
  done: '已新建 / Added',
  gives: letIn,
  refuses: [],
  async do({ name, title, role, ...given }, context) {
    const { identity, pool } = context.services;
    const temporaryPassword = makePassword();
    const login = await identity.createLogin({ login: given.login, name, password: temporaryPassword });
    if (login === 'taken') return invalid({ path: ['login'], code: 'TAKEN', says: loginTaken });
    const id = uuid();
    try {
      await inTransaction(pool, async (client) => {
        await store.insertStaff(client, { id, userId: login.userId, role, name, title });
        await recordDeed(client, context, { action: 'staff.create', detail: { staffId: id, role, title } });
      });
    } catch (error) {
      // A login without its member of staff would be taken for ever.
      await identity.dropLogin(login.userId);
      throw error;
    }
    return { staff: await reread(id, context), temporaryPassword };
  },
});

mutation('staffLeave', {
  says: '停用工作人员：值守和登录立即结束 / Ends a staff member’s access: duties and sessions end immediately',
  may: 'people.manage',
  input: { staffId },
  done: '已停用 / Ended',
  gives: changed,
  refuses: [Conflict],
  do: ({ staffId: staff }, context) =>
    change(staff, context, async (client) => {
      await store.leave(client, staff.id);
      await recordDeed(client, context, { action: 'staff.leave', detail: { staffId: staff.id } });
    }),
});

mutation('staffRoleChange', {
  says: '更改角色；值守和登录随之结束，须重新登录 / Changes the role; current duties and sessions end',
  may: 'people.manage',
  input: { staffId, role: choice<StaffRole>(StaffRoleEnum, '新角色 / New role') },
  done: '已更改 / Changed',
  gives: changed,
  refuses: [Conflict],
  do: ({ staffId: staff, role }, context) =>
    change(staff, context, async (client) => {
      await store.changeRole(client, staff.id, role);
      await recordDeed(client, context, { action: 'staff.role', detail: { staffId: staff.id, from: staff.role, to: role } });
    }),
});

mutation('staffPasswordReset', {
  says: '重置密码并关闭两步验证，所有设备退出 / Resets the password and removes the second factor; all devices are signed out',
  may: 'people.manage',
  input: { staffId },
  done: '已重置 / Reset',
  gives: letIn,
  refuses: [],
  async do({ staffId: { id, userId, login } }, context) {
    const { pool, identity, live } = context.services;
    if (!userId || !login) return refusals.staffNotFound;
    const temporaryPassword = makePassword();
    await recordDeed(pool, context, { action: 'staff.password', detail: { staffId: id } });
    await identity.resetPassword(userId, temporaryPassword);
    live.touch([RIGHTS_TOPIC]);
    return { staff: await reread(id, context), temporaryPassword };
  },
});

/** Changes somebody's account, unless it is the last administrator's, who would lock everybody out. */
async function change(
  { id, leftAt }: store.StaffRow,
  context: Context,
  work: (client: Parameters<typeof store.leave>[0]) => Promise<void>,
): Promise<Changed | Refusal<'NotFoundError' | 'ConflictError'>> {
  if (leftAt) return refusals.staffNotFound;
  const isDone = await inTransaction(context.services.pool, async (client) => {
    const administrators = await store.lockAdministrators(client);
    if (administrators.length === 1 && administrators[0] === id) return false;
    await work(client);
    return true;
  });
  if (!isDone) return refusals.lastAdmin;
  context.services.live.touch([RIGHTS_TOPIC]);
  return { staff: await reread(id, context) };
}
