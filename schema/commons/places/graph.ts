// Buildings, entrances, and a place as people say it.
import { may } from '../../frame/access/may.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { problem } from '../../frame/errors/problems.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { Node, nodeId, registerNode } from '../../frame/relay/graph.ts';
import { speechOf } from '../../frame/speech.ts';
import { checkedPoint, GeoPointInput, Grid } from '../grids/graph.ts';
import { communityLoader, gridLoader } from '../grids/loaders.ts';
import { gridGone } from '../grids/refusals.ts';
import type { GeoPoint } from '../grids/rules.ts';
import { findGridAt } from '../grids/store.ts';
import { buildingLoader, entranceLoader } from './loaders.ts';
import { englishOf, nearestOf, pointOf } from './rules.ts';
import { sentenceOf } from './sentence.ts';
import { type BuildingRow, type EntranceRow, readAround, readBuildingsOf } from './store.ts';

const GeoPointType = builder.objectRef<GeoPoint>('GeoPoint').implement({
  description: '位置，WGS 84 / A position, WGS 84',
  fields: (t) => ({
    longitude: t.exposeFloat('longitude', { description: '经度 / Longitude in degrees' }),
    latitude: t.exposeFloat('latitude', { description: '纬度 / Latitude in degrees' }),
  }),
});

export const Building = builder.objectRef<BuildingRow>('Building');
export const Entrance = builder.objectRef<EntranceRow>('BuildingEntrance').implement({
  description: '楼的一个门口 / An entrance of a building',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('BuildingEntrance')),
    name: t.exposeString('name', { description: '名称，如“2 单元门口” / Name' }),
    nameEn: t.string({
      description: '英文名称；没有的按号码 / English name; made from the number where none was given',
      resolve: englishOf,
    }),
    location: t.field({ type: GeoPointType, nullable: true, description: '位置，不知道为空 / Position; null: unknown', resolve: pointOf }),
  }),
});

Building.implement({
  description: '一栋楼 / A building',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Building')),
    name: t.exposeString('name', { description: '名称，在网格内不重复 / Name, unique in its grid' }),
    nameEn: t.string({
      description: '英文名称；没有的按号码 / English name; made from the number where none was given',
      resolve: englishOf,
    }),
    grid: t.field({
      type: Grid,
      description: '所在网格 / Its grid',
      resolve: ({ gridId }, _args, context) => gridLoader(context).existing(gridId),
    }),
    location: t.field({
      type: GeoPointType,
      nullable: true,
      description: '楼中间的位置，不知道为空 / Position of its middle; null: unknown',
      resolve: pointOf,
    }),
    entrances: t.expose('entrances', { type: [Entrance], description: '各个门口 / Its entrances' }),
  }),
});

const subjectOfGrid = async (gridId: string, context: Context) => ({
  gridId,
  communityId: (await gridLoader(context).load(gridId))?.communityId ?? null,
});

registerNode<BuildingRow>('Building', (id, context) => buildingLoader(context).load(id), {
  action: 'place.read',
  subjectOf: ({ gridId }, context) => subjectOfGrid(gridId, context),
});
registerNode<EntranceRow>('BuildingEntrance', (id, context) => entranceLoader(context).load(id), {
  action: 'place.read',
  subjectOf: async ({ buildingId }, context) => subjectOfGrid((await buildingLoader(context).load(buildingId))?.gridId ?? '', context),
});

/** Where something is: as far as anybody knows, and the viewer may. */
export interface PlaceShape {
  building: BuildingRow | null;
  entrance: EntranceRow | null;
  /** From the building; null: at it. */
  metres: number | null;
  words: string;
  gridId: string | null;
}

/** A place, unless nothing is known of it. */
export const placeOf = (place: PlaceShape): PlaceShape | null => (place.building || place.gridId || place.words ? place : null);

export const Place = builder.objectRef<PlaceShape>('Place').implement({
  description: '一个地方，像人们说的那样 / A place, as people say it',
  fields: (t) => ({
    sentence: t.string({
      description:
        '一句话，如“朝阳里 3 号楼 2 单元门口”，用查看者的语言，不含坐标 / In one sentence of the viewer’s language, never a coordinate',
      resolve: async ({ building, gridId, ...place }, _args, context) => {
        const grid = await gridLoader(context).load(building?.gridId ?? gridId ?? '');
        const community = grid && (await communityLoader(context).existing(grid.communityId)).name;
        return sentenceOf({ ...place, building, grid: grid?.name ?? null, community }, context.language) ?? '';
      },
    }),
    building: t.expose('building', {
      type: Building,
      nullable: true,
      description: '所在或最近的楼；附近没有为空 / The building it is at or nearest to; null: none near',
    }),
    entrance: t.expose('entrance', { type: Entrance, nullable: true, description: '哪个门口 / The entrance' }),
    metres: t.exposeInt('metres', {
      nullable: true,
      description: '离那栋楼几米；空为有人指明就在那里 / Metres from the building; null: somebody said it is there',
    }),
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '所在网格 / The grid',
      resolve: ({ building, gridId }, _args, context) => gridLoader(context).load(gridId ?? building?.gridId ?? ''),
    }),
    words: t.exposeString('words', { description: '上报的人说的地点，可为空字符串 / In the words of whoever reported it, may be empty' }),
  }),
});

builder.queryFields((t) => ({
  buildings: t.field({
    type: [Building],
    extensions: { listSize: 50 },
    description: '一个网格的楼，按号码 / The buildings of a grid, by number',
    authScopes: { may: 'place.read' },
    args: { gridId: t.arg.id({ required: true, description: '网格编号 / ID of the grid' }) },
    async resolve(_root, { gridId }, context) {
      const id = decodeIdOf('Grid', String(gridId));
      if (!id || !(await gridLoader(context).load(id))) throw problem('BAD_USER_INPUT', gridGone(speechOf(context)));
      return may(context, 'place.read', await subjectOfGrid(id, context)) ? readBuildingsOf(context.services.pool, id) : [];
    },
  }),
  placeAt: t.field({
    type: Place,
    nullable: true,
    description:
      '一个位置是什么地方：最近的楼和门口；100 米内没有楼的只说网格，都没有为空 / What a position is called: the nearest building and entrance; only the grid, where none is within 100 m; null: outside all grids',
    authScopes: { may: 'place.read' },
    args: { location: t.arg({ type: GeoPointInput, required: true, description: '位置 / The position' }) },
    async resolve(_root, { location }, context) {
      const { services } = context;
      const point = checkedPoint(location, context);
      const [around, grid] = await Promise.all([readAround(services.pool, point), findGridAt(services.prisma, point)]);
      const found = nearestOf(point, around);
      const gridId = found?.building.gridId ?? grid?.id ?? null;
      if (gridId && !may(context, 'place.read', await subjectOfGrid(gridId, context))) return null;
      return placeOf({
        building: found?.building ?? null,
        entrance: found?.entrance ?? null,
        metres: found?.metres ?? null,
        words: '',
        gridId: grid?.id ?? null,
      });
    },
  }),
}));
