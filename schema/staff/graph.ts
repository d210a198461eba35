// Who works here: accounts and duties, for administrators and the commander.
import { v7 as uuid } from 'uuid';
import type { StaffRole } from '../../prisma/client/enums.ts';
import { RIGHTS_TOPIC } from '../access/viewer.ts';
import { type AuditAction, record } from '../audit/store.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import {
  ConflictError,
  type ErrorShape,
  errorsIn,
  type FieldErrorShape,
  NotFoundError,
  resultUnion,
  ValidationError,
} from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { Grid, StaffRoleEnum } from '../grids/graph.ts';
import { gridLoader, inOrder } from '../grids/loaders.ts';
import { makePassword } from '../people/tokens.ts';
import { decodeIdOf, encodeId } from '../relay/global-id.ts';
import { connectionOf, Node, nodeId, pageByTime, pageSize, registerNode, timePosition, visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import * as store from './store.ts';

const staffLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, store.StaffRow | null>('staff', async (ids) => inOrder(ids, await store.readStaff(pool, ids)));

const StaffDuty = builder.objectRef<store.DutyRow>('StaffDuty').implement({
  description: '一段值守：哪个网格、从何时到何时 / A duty: the grid, and from when to when',
  fields: (t) => ({
    id: t.id({ description: '编号 / ID', resolve: ({ id }) => encodeId('StaffDuty', id) }),
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '网格 / Grid',
      resolve: ({ gridId }, _args, context) => gridLoader(context).load(gridId),
    }),
    isResponsible: t.exposeBoolean('isResponsible', { description: '是否责任民警 / Whether responsible for the grid' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: '开始 / Start time' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', nullable: true, description: '结束，空为长期 / End time; null: no end date' }),
  }),
});

/** How somebody signs in is nothing for those who only plan duties. */
const forAdministrators = { authScopes: { may: 'people.manage' }, unauthorizedResolver: () => null } as const;

const Staff = builder.objectRef<store.StaffRow>('Staff').implement({
  description: '工作人员 / A staff member',
  interfaces: [Node],
  authScopes: { may: 'staff.read' },
  fields: (t) => ({
    id: t.id(nodeId('Staff')),
    name: t.exposeString('name', { description: '姓名 / Name' }),
    title: t.exposeString('title', { description: '称呼 / Title, as residents address them' }),
    role: t.expose('role', { type: StaffRoleEnum, description: '角色 / Role' }),
    login: t.exposeString('login', {
      nullable: true,
      description: '登录名，管理员可见；没有则不能登录 / Login, for administrators; null: cannot sign in',
      ...forAdministrators,
    }),
    hasSecondFactor: t.exposeBoolean('hasSecondFactor', {
      nullable: true,
      description: '是否已开启两步验证，管理员可见 / Whether a second factor is on, for administrators',
      ...forAdministrators,
    }),
    leftAt: t.expose('leftAt', { type: 'DateTime', nullable: true, description: '停用时间 / When access ended' }),
    duties: t.field({
      type: [StaffDuty],
      description: '正在和将要进行的值守 / Current and upcoming duties',
      resolve: ({ id }, _args, { loaders, services: { pool, clock } }) => {
        const duties = loaders.loader<string, store.DutyRow[]>('dutiesOfStaff', async (ids) => {
          const rows = await store.readDuties(pool, ids, clock.now());
          return ids.map((staffId) => rows.filter((row) => row.staffId === staffId));
        });
        return duties.load(id);
      },
    }),
  }),
});

registerNode('Staff', (id, context) => staffLoader(context).load(id), { action: 'staff.read', subjectOf: () => ({}) });

const StaffConnection = connectionOf(Staff, 'Staff', { zh: '工作人员', en: 'staff' });

builder.queryField('staff', (t) =>
  t.field({
    type: StaffConnection,
    description: '工作人员，新加入的在前 / Staff, newest first',
    authScopes: { may: 'staff.read' },
    args: {
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of staff, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (_root, args, context) => {
      const first = pageSize(args.first ?? 20, context);
      const after = timePosition(args.after, context);
      const rows = await store.listStaff(context.services.pool, { limit: first + 1, after });
      return pageByTime(rows, { first, after: args.after, timeOf: (row) => row.createdAt });
    },
  }),
);

interface Changed {
  typename: string;
  staffId: string;
  temporaryPassword?: string;
}

function changed(name: string, description: string) {
  return builder.objectRef<Changed>(name).implement({
    description,
    fields: (t) => ({
      staff: t.field({
        type: Staff,
        nullable: true,
        description: '工作人员 / The staff member',
        resolve: ({ staffId }, _args, context) => staffLoader(context).clear(staffId).load(staffId),
      }),
    }),
  });
}

function changedWithPassword(name: string, description: string) {
  const type = changed(name, description);
  builder.objectField(type, 'temporaryPassword', (t) =>
    t.string({
      description: '临时密码，只显示这一次，请本人登录后修改 / Temporary password, shown only once, to be changed by its owner',
      resolve: ({ temporaryPassword }) => temporaryPassword ?? '',
    }),
  );
  return type;
}

const StaffCreateInput = builder.inputType('StaffCreateInput', {
  description: '新建工作人员 / A new staff member',
  fields: (t) => ({
    login: t.string({ required: true, description: '登录名，3–30 位字母数字 / Login, 3–30 letters and digits' }),
    name: t.string({ required: true, description: '姓名 / Name' }),
    title: t.string({ required: true, description: '称呼，如 王警官 / Title, as residents address them' }),
    role: t.field({ type: StaffRoleEnum, required: true, description: '角色 / Role' }),
  }),
});

const staffIdInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ staffId: t.id({ required: true, description: '工作人员编号 / ID of the staff member' }) }),
  });

const StaffLeaveInput = staffIdInput('StaffLeaveInput', '停用谁 / The staff member whose access ends');
const StaffPasswordResetInput = staffIdInput('StaffPasswordResetInput', '重置谁的密码 / The staff member whose password is reset');

const StaffRoleChangeInput = builder.inputType('StaffRoleChangeInput', {
  description: '更改角色 / The new role',
  fields: (t) => ({
    staffId: t.id({ required: true, description: '工作人员编号 / ID of the staff member' }),
    role: t.field({ type: StaffRoleEnum, required: true, description: '新角色 / New role' }),
  }),
});

const inputDescription = '输入 / The input';
const staffOfInput = (staffId: string, context: Context) => visibleNode<store.StaffRow>('Staff', staffId, context);

/** Puts a deed on record, in the transaction that does it. */
async function note(db: Parameters<typeof record>[0], context: Context, action: AuditAction, detail: object): Promise<void> {
  await record(db, context.viewer, [{ action, detail, requestId: context.requestId }]);
}

builder.mutationFields((t) => ({
  staffCreate: t.field({
    description: '新建工作人员，得到一次性显示的临时密码 / Adds a staff member; the temporary password is shown only once',
    authScopes: { may: 'people.manage' },
    type: resultUnion('StaffCreate', changedWithPassword('StaffCreateSuccess', '已新建 / Added'), [ValidationError]),
    args: { input: t.arg({ type: StaffCreateInput, required: true, description: inputDescription }) },
    resolve: async (_root, { input }, context) => {
      const { services, language } = context;
      const words = wordsIn(language);
      const mistakes: FieldErrorShape[] = [];
      const text = (field: 'name' | 'title') => {
        const parsed = personText({ min: 1, max: 30 }).safeParse(input[field]);
        if (!parsed.success) mistakes.push({ path: ['input', field], code: 'TEXT', message: words.titleForm });
        return parsed.data ?? '';
      };
      const [name, title] = [text('name'), text('title')];
      if (!/^[a-z0-9._-]{3,30}$/i.test(input.login)) mistakes.push({ path: ['input', 'login'], code: 'LOGIN', message: words.loginForm });
      if (mistakes.length > 0) return errorsIn(language).invalid(mistakes);
      const temporaryPassword = makePassword();
      const login = await services.identity.createLogin({ login: input.login, name, password: temporaryPassword });
      if (login === 'taken') return errorsIn(language).invalidField('login', 'TAKEN', words.loginTaken);
      const staffId = uuid();
      try {
        await inTransaction(services.pool, async (client) => {
          await store.insertStaff(client, { id: staffId, userId: login.userId, role: input.role, name, title });
          await note(client, context, 'staff.create', { staffId, role: input.role, title });
        });
      } catch (error) {
        // A login without its member of staff would be taken for ever.
        await services.identity.dropLogin(login.userId);
        throw error;
      }
      return { typename: 'StaffCreateSuccess', staffId, temporaryPassword };
    },
  }),
  staffLeave: t.field({
    description: '停用工作人员：值守和登录立即结束 / Ends a staff member’s access: duties and sessions end immediately',
    authScopes: { may: 'people.manage' },
    type: resultUnion('StaffLeave', changed('StaffLeaveSuccess', '已停用 / Ended'), [NotFoundError, ConflictError]),
    args: { input: t.arg({ type: StaffLeaveInput, required: true, description: inputDescription }) },
    resolve: (_root, { input }, context) =>
      changeStaff(context, input.staffId, 'StaffLeaveSuccess', async (client, staff) => {
        await store.leave(client, staff.id);
        await note(client, context, 'staff.leave', { staffId: staff.id });
      }),
  }),
  staffRoleChange: t.field({
    description: '更改角色；值守和登录随之结束，须重新登录 / Changes the role; current duties and sessions end',
    authScopes: { may: 'people.manage' },
    type: resultUnion('StaffRoleChange', changed('StaffRoleChangeSuccess', '已更改 / Changed'), [NotFoundError, ConflictError]),
    args: { input: t.arg({ type: StaffRoleChangeInput, required: true, description: inputDescription }) },
    resolve: (_root, { input }, context) =>
      changeStaff(context, input.staffId, 'StaffRoleChangeSuccess', async (client, staff) => {
        await store.changeRole(client, staff.id, input.role as StaffRole);
        await note(client, context, 'staff.role', { staffId: staff.id, from: staff.role, to: input.role });
      }),
  }),
  staffPasswordReset: t.field({
    description: '重置密码并关闭两步验证，所有设备退出 / Resets the password and removes the second factor; all devices are signed out',
    authScopes: { may: 'people.manage' },
    type: resultUnion('StaffPasswordReset', changedWithPassword('StaffPasswordResetSuccess', '已重置 / Reset'), [NotFoundError]),
    args: { input: t.arg({ type: StaffPasswordResetInput, required: true, description: inputDescription }) },
    resolve: async (_root, { input }, context) => {
      const { services, language } = context;
      const staff = await staffOfInput(input.staffId, context);
      if (!staff?.userId || !staff.login) return errorsIn(language).notFound(wordsIn(language).staffNotFound);
      const temporaryPassword = makePassword();
      await note(services.pool, context, 'staff.password', { staffId: staff.id });
      await services.identity.resetPassword(staff.userId, temporaryPassword);
      services.live.touch([RIGHTS_TOPIC]);
      return { typename: 'StaffPasswordResetSuccess', staffId: staff.id, temporaryPassword };
    },
  }),
}));

/** Changes somebody's account, unless it is the last administrator's, who would lock everybody out. */
async function changeStaff(
  context: Context,
  staffId: string,
  typename: string,
  change: (client: Parameters<typeof store.leave>[0], staff: store.StaffRow) => Promise<void>,
): Promise<Changed | ErrorShape> {
  const { services, language } = context;
  const errors = errorsIn(language);
  const words = wordsIn(language);
  const staff = await staffOfInput(staffId, context);
  if (!staff || staff.leftAt) return errors.notFound(words.staffNotFound);
  const done = await inTransaction<boolean>(services.pool, async (client) => {
    const administrators = await store.lockAdministrators(client);
    if (administrators.length === 1 && administrators[0] === staff.id) return false;
    await change(client, staff);
    return true;
  });
  if (!done) return errors.conflict(words.lastAdmin);
  services.live.touch([RIGHTS_TOPIC]);
  return { typename, staffId: staff.id };
}

const DutyAssignInput = builder.inputType('DutyAssignInput', {
  description: '安排值守 / The duty to assign',
  fields: (t) => ({
    staffId: t.id({ required: true, description: '谁 / The staff member' }),
    gridId: t.id({ required: true, description: '哪个网格 / The grid' }),
    isResponsible: t.boolean({
      defaultValue: false,
      description: '作为责任民警，接替原来的 / As the responsible officer, replacing the current one',
    }),
    startsAt: t.field({ type: 'DateTime', description: '开始，不填为现在 / Start time; omitted: now' }),
    endsAt: t.field({ type: 'DateTime', description: '结束，不填为长期 / End time; omitted: no end date' }),
    endsOtherDuties: t.boolean({
      defaultValue: false,
      description: '调动：同时结束其他值守 / Transfer: ends all other duties at that time',
    }),
  }),
});

const DutyEndInput = builder.inputType('DutyEndInput', {
  description: '结束哪段值守 / The duty to end',
  fields: (t) => ({ dutyId: t.id({ required: true, description: '值守编号 / ID of the duty' }) }),
});

/** "From now" may have been chosen so long before it is sent. */
const FORM_OPEN_MS = 5 * 60_000;

builder.mutationFields((t) => ({
  dutyAssign: t.field({
    description: '安排值守；权限从开始的那一刻起随之变动 / Assigns a duty; permissions follow it immediately',
    authScopes: { may: 'duty.manage' },
    type: resultUnion('DutyAssign', changed('DutyAssignSuccess', '已安排 / Assigned'), [ValidationError, NotFoundError, ConflictError]),
    args: { input: t.arg({ type: DutyAssignInput, required: true, description: inputDescription }) },
    resolve: async (_root, { input }, context) => {
      const { services, language } = context;
      const errors = errorsIn(language);
      const words = wordsIn(language);
      const staff = await staffOfInput(input.staffId, context);
      if (!staff || staff.leftAt) return errors.notFound(words.staffNotFound);
      const gridId = decodeIdOf('Grid', input.gridId);
      if (!gridId || !(await gridLoader(context).load(gridId))) return errors.notFound(words.gridNotFound);
      const isResponsible = input.isResponsible ?? false;
      if (isResponsible && staff.role !== 'OFFICER') return errors.invalidField('isResponsible', 'ROLE', words.onlyOfficerResponsible);
      const now = services.clock.now();
      if (input.startsAt && now.getTime() - input.startsAt.getTime() > FORM_OPEN_MS)
        return errors.invalidField('startsAt', 'PAST', words.dutyPast);
      const startsAt = input.startsAt && input.startsAt > now ? input.startsAt : now;
      if (input.endsAt && input.endsAt <= startsAt) return errors.invalidField('endsAt', 'ORDER', words.dutyTimes);
      const duty = { id: context.requestUuid, staffId: staff.id, gridId, isResponsible, startsAt, endsAt: input.endsAt ?? null };
      const outcome = await inTransaction<'stored' | 'conflict'>(services.pool, async (client, undo) => {
        if (context.hasRequestKey && (await store.hasDuty(client, duty.id))) return 'stored'; // the same request again
        if (input.endsOtherDuties) await store.endDutiesOf(client, staff.id, startsAt);
        if (isResponsible) await store.endResponsible(client, gridId, startsAt);
        if ((await store.insertDuty(client, duty)) === 'conflict') return undo('conflict');
        await note(client, context, 'duty.assign', { staffId: staff.id, gridId, isResponsible, startsAt, endsAt: duty.endsAt });
        return 'stored';
      });
      if (outcome === 'conflict') return errors.conflict(words.dutyConflict);
      services.live.touch([RIGHTS_TOPIC]);
      return { typename: 'DutyAssignSuccess', staffId: staff.id };
    },
  }),
  dutyEnd: t.field({
    description: '结束一段值守，权限立即随之结束 / Ends a duty; its permissions end immediately',
    authScopes: { may: 'duty.manage' },
    type: resultUnion('DutyEnd', changed('DutyEndSuccess', '已结束 / Ended'), [NotFoundError]),
    args: { input: t.arg({ type: DutyEndInput, required: true, description: inputDescription }) },
    resolve: async (_root, { input }, context) => {
      const { services, language } = context;
      const id = decodeIdOf('StaffDuty', input.dutyId);
      const duty = id && (await store.readDuty(services.pool, id));
      const ended =
        duty &&
        (await inTransaction(services.pool, async (client) => {
          const isEnded = await store.endDuty(client, duty.id, services.clock.now());
          if (isEnded) await note(client, context, 'duty.end', { staffId: duty.staffId, gridId: duty.gridId });
          return isEnded;
        }));
      if (!ended) return errorsIn(language).notFound(wordsIn(language).dutyNotFound);
      services.live.touch([RIGHTS_TOPIC]);
      return { typename: 'DutyEndSuccess', staffId: duty.staffId };
    },
  }),
}));
