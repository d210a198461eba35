// Who works here, and which grids they serve, for administrators and the commander.

import { inOrder } from '../../frame/batches.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import { connectionOf, Node, nodeId, pageByTime, pageSize, registerNode, timePosition } from '../../frame/relay/graph.ts';
import { Grid, StaffRoleEnum } from '../grids/graph.ts';
import { gridLoader } from '../grids/loaders.ts';
import * as store from './store.ts';

const staffLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, store.StaffRow | null>('staff', async (ids) => inOrder(ids, await store.readStaff(pool, ids)));

/** Somebody as they are after a change. */
export const reread = (id: string, context: Context) => staffLoader(context).clear(id).load(id);

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

export const Staff = builder.objectRef<store.StaffRow>('Staff').implement({
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
