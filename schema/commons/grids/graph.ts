// Station, communities, grids, who is on duty, categories.
import { StaffRole } from '../../../prisma/client/enums.ts';
import { builder, SHARED } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { problem } from '../../frame/errors/problems.ts';
import { wordsIn } from '../../frame/errors/words.ts';
import { decodeIdOf, encodeId } from '../../frame/relay/global-id.ts';
import { connectionOf, Node, nodeId, pageOf, pageSize, registerNode } from '../../frame/relay/graph.ts';
import { speechOf } from '../../frame/speech.ts';
import { categoryLoader, communityLoader, dutyLoader, gridLoader, neighbourLoader } from './loaders.ts';
import { pointWrong } from './refusals.ts';
import { isOnEarth, toCentimetres } from './rules.ts';
import * as store from './store.ts';

export const GeoPointInput = builder.inputType('GeoPointInput', {
  description: '位置，WGS 84 坐标 / A position, WGS 84',
  fields: (t) => ({
    longitude: t.float({ required: true, description: '经度，−180 到 180 / Longitude in degrees' }),
    latitude: t.float({ required: true, description: '纬度，−90 到 90 / Latitude in degrees' }),
  }),
});

export const Category = builder.objectRef<store.Category>('Category').implement({
  description: '安全问题的类别 / A category of safety problem',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Category')),
    code: t.exposeString('code', { extensions: SHARED, description: '类别代码，稳定不变 / Stable code of the category' }),
    nameZh: t.exposeString('nameZh', { extensions: SHARED, description: '中文名称 / Chinese name' }),
    nameEn: t.exposeString('nameEn', { extensions: SHARED, description: '英文名称 / English name' }),
  }),
});

export const Station = builder.objectRef<store.Station>('Station').implement({
  description: '派出所 / The police station this platform belongs to',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Station')),
    name: t.exposeString('name', { extensions: SHARED, description: '名称 / Name' }),
    communities: t.field({
      type: [Community],
      description: '辖区内的社区 / Communities of the station',
      resolve: (_station, _args, { services }) => store.readCommunities(services.prisma),
    }),
  }),
});

export const Community = builder.objectRef<store.Community>('Community');
Community.implement({
  description: '社区，由若干网格组成 / A community, made up of several grids',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Community')),
    name: t.exposeString('name', { extensions: SHARED, description: '名称 / Name' }),
  }),
});

export const StaffRoleEnum = builder.enumType('StaffRole', {
  description: '工作人员的角色 / Role of a staff member',
  values: {
    [StaffRole.GRID_WORKER]: { description: '网格员 / Grid worker' },
    [StaffRole.OFFICER]: { description: '社区民警 / Community officer' },
    [StaffRole.PROPERTY]: {
      description: '物业、街道办等共同承办的单位 / Property management, street office and other bodies that share the work',
    },
    [StaffRole.LEGAL_ADVISER]: { description: '法律顾问 / Legal adviser' },
    [StaffRole.DISPATCHER]: { description: '指挥调度 / Dispatcher' },
    [StaffRole.COMMANDER]: { description: '所长 / Commander of the station' },
    [StaffRole.ADMIN]: { description: '管理员 / Administrator' },
  },
});

const Duty = builder.objectRef<store.DutyRow>('Duty').implement({
  description: '值守：谁在什么时间负责这个网格 / A duty: who serves the grid, and when',
  fields: (t) => ({
    title: t.exposeString('title', { description: '称呼，如 王警官 / Title, as residents address them, such as 王警官' }),
    role: t.field({ type: StaffRoleEnum, description: '角色 / Role', resolve: (duty) => duty.role }),
    isResponsible: t.exposeBoolean('isResponsible', { description: '是否责任民警 / Whether this is the responsible officer' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: '开始时间 / Start time' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', nullable: true, description: '结束时间，空为长期 / End time; null: no end date' }),
  }),
});

export const Grid = builder.objectRef<store.Grid>('Grid');
Grid.implement({
  description: '网格：最小的管理单元，有自己的民警和网格员 / A grid: the smallest area, with its own officer and grid workers',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Grid')),
    code: t.exposeString('code', { extensions: SHARED, description: '编号，地图上的短名 / Code, its short name on maps' }),
    name: t.exposeString('name', { extensions: SHARED, description: '名称 / Name' }),
    boundary: t.field({
      type: 'JSON',
      nullable: true,
      description:
        '边界：GeoJSON MultiPolygon，WGS 84；只有名称的网格为空 / Boundary as GeoJSON MultiPolygon, WGS 84; null for a grid known only by name',
      // Rows that a join brings come without it: it is the one big column.
      resolve: async (grid, _args, context) => (grid.boundary === undefined ? await gridLoader(context).load(grid.id) : grid)?.boundary,
    }),
    community: t.field({
      type: Community,
      extensions: SHARED,
      description: '所属社区 / Its community',
      resolve: (grid, _args, context) => communityLoader(context).existing(grid.communityId),
    }),
    neighbours: t.field({
      type: [Grid],
      description: '相邻网格 / Adjacent grids',
      resolve: async (grid, _args, context) => {
        const ids = await neighbourLoader(context).load(grid.id);
        return gridLoader(context).loadMany(ids ?? []);
      },
    }),
    onDuty: t.field({
      type: [Duty],
      description: '现在值守的人，责任民警在前 / Staff on duty now, the responsible officer first',
      resolve: (grid, _args, context) => dutyLoader(context).load(grid.id),
    }),
  }),
});

registerNode(
  'Station',
  async (id, { services }) => {
    const station = await store.readStation(services.prisma);
    return station.id === id ? station : null;
  },
  null,
);
registerNode('Community', async (id, context) => communityLoader(context).load(id), null);
registerNode('Grid', async (id, context) => gridLoader(context).load(id), null);
registerNode('Category', async (id, context) => categoryLoader(context).load(id), null);

const GridConnection = connectionOf(Grid, 'Grid', { zh: '网格', en: 'grids' });

/** The point as rows hold it. @throws BAD_USER_INPUT when it is not on Earth */
export function checkedPoint(point: { longitude: number; latitude: number }, context: Context) {
  if (!isOnEarth(point)) throw problem('BAD_USER_INPUT', pointWrong(speechOf(context)));
  return toCentimetres(point);
}

builder.queryFields((t) => ({
  station: t.field({
    type: Station,
    extensions: SHARED,
    description: '本平台所属的派出所 / The police station this platform belongs to',
    resolve: (_root, _args, { services }) => store.readStation(services.prisma),
  }),
  categories: t.field({
    type: [Category],
    extensions: SHARED,
    description: '全部类别，按固定次序 / All categories, in a fixed order',
    resolve: (_root, _args, { services }) => store.readCategories(services.prisma),
  }),
  grids: t.field({
    type: GridConnection,
    extensions: SHARED,
    description: '全部网格 / All grids',
    args: {
      first: t.arg.int({ description: '每页条数，1–100，默认 20 / Page size, 1–100, default 20', defaultValue: 20 }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (_root, args, context) => {
      const first = pageSize(args.first ?? 20, context);
      const after = args.after ? decodeIdOf('Grid', args.after) : null;
      if (args.after && !after) throw problem('BAD_USER_INPUT', wordsIn(context.language).cursorInvalid);
      const rows = await store.readGrids(context.services.prisma, { limit: first + 1, ...(after ? { after } : {}) });
      const edges = rows.map((node) => ({ cursor: encodeId('Grid', node.id), node }));
      return pageOf(edges, first, after !== null);
    },
  }),
  gridAt: t.field({
    type: Grid,
    nullable: true,
    description:
      '位置所在的网格；不在任何网格内为空，由指挥室处理 / The grid at a position; null: outside all grids, handled by the dispatch desk',
    args: { point: t.arg({ type: GeoPointInput, required: true, description: '位置 / The position' }) },
    resolve: (_root, { point }, context) => store.findGridAt(context.services.prisma, checkedPoint(point, context)),
  }),
}));
