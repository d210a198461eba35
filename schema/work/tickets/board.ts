// What a dispatch board asks beside the tickets: counts, who is on duty, what happened last, and how its map is drawn.

import { Grid, StaffRoleEnum } from '../../commons/grids/graph.ts';
import { gridLoader } from '../../commons/grids/loaders.ts';
import { reachOf } from '../../frame/access/rules.ts';
import { builder } from '../../frame/builder.ts';
import { enumOf } from '../../frame/enums.ts';
import { problem } from '../../frame/errors/problems.ts';
import { wordsIn } from '../../frame/errors/words.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import { pageSize } from '../../frame/relay/graph.ts';
import type { MapSettings } from '../../frame/services.ts';
import * as store from './board-store.ts';
import { TicketEvent } from './graph.ts';
import { ticketLoader } from './loaders.ts';

interface Load {
  gridId: string;
  openCount: number;
}

const GridLoad = builder.objectRef<Load>('GridLoad').implement({
  description: '一个网格手上的事 / Workload of a grid',
  fields: (t) => ({
    grid: t.field({
      type: Grid,
      description: '网格 / The grid',
      resolve: ({ gridId }, _args, context) => gridLoader(context).existing(gridId),
    }),
    openCount: t.exposeInt('openCount', { description: '未结的事件 / Open tickets' }),
  }),
});

const TicketSummary = builder.objectRef<store.Summary & { loads: Load[] }>('TicketSummary').implement({
  description: '看得见的事件的概况 / Summary of the visible tickets',
  fields: (t) => ({
    openCount: t.exposeInt('openCount', { description: '未结 / Open' }),
    urgentCount: t.exposeInt('urgentCount', { description: '未结的 P1 / Open of priority P1' }),
    waitingCount: t.exposeInt('waitingCount', { description: '待派单 / To be dispatched' }),
    atWorkCount: t.exposeInt('atWorkCount', { description: '已派单与处置中 / Dispatched or in progress' }),
    dueSoonCount: t.exposeInt('dueSoonCount', { description: '15 分钟内到时限 / Due within 15 minutes' }),
    overdueCount: t.exposeInt('overdueCount', { description: '已超时 / Overdue' }),
    toConfirmCount: t.exposeInt('toConfirmCount', { description: '待上报人确认 / Resolved, awaiting confirmation' }),
    medianArrivalSeconds: t.exposeInt('medianArrivalSeconds', {
      nullable: true,
      description: '今天 P1、P2 从上报到到场的中位秒数 / Median seconds from report to arrival, for today’s P1 and P2 tickets',
    }),
    loads: t.expose('loads', {
      type: [GridLoad],
      description: '各网格未结数，没有的不列 / Open tickets by grid; grids without any are omitted',
    }),
  }),
});

const UnitStateEnum = enumOf<store.UnitState>('UnitState', '值守人员此刻的状态 / State of a person on duty', {
  ON_SCENE: '在现场 / On scene',
  EN_ROUTE: '赶赴中 / On the way',
  ASSIGNED: '手上有事 / Assigned tickets',
  FREE: '空闲 / Free',
});

const Unit = builder.objectRef<store.UnitRow>('Unit').implement({
  description: '值守的民警或网格员 / An officer or grid worker on duty',
  fields: (t) => ({
    id: t.id({ description: '工作人员编号 / ID of the staff member', resolve: ({ id }) => encodeId('Staff', id) }),
    title: t.exposeString('title', { description: '称呼 / Title, as residents address them' }),
    role: t.field({ type: StaffRoleEnum, description: '角色 / Role', resolve: ({ role }) => role as never }),
    grids: t.field({
      type: [Grid],
      description: '值守的网格 / Grids where they are on duty',
      resolve: ({ gridIds }, _args, context) => gridLoader(context).loadMany(gridIds),
    }),
    openCount: t.exposeInt('openCount', { description: '手上未结的事件 / Their open tickets' }),
    state: t.field({ type: UnitStateEnum, description: '状态 / State', resolve: ({ state }) => state }),
    longitude: t.exposeFloat('longitude', {
      nullable: true,
      description: '所去或所在的经度；看不到那件事为空 / Longitude of their destination or position; null where the ticket is not visible',
    }),
    latitude: t.exposeFloat('latitude', {
      nullable: true,
      description: '所去或所在的纬度；看不到那件事为空 / Latitude of their destination or position; null where the ticket is not visible',
    }),
  }),
});

const DatumEnum = enumOf<MapSettings['datum']>('MapDatum', '底图的坐标系 / Coordinate system of the map tiles', {
  WGS84: '全球通用 / WGS 84, the international standard',
  GCJ02: '中国境内底图 / GCJ-02, used by tiles made in China',
});

const MapSettingsType = builder.objectRef<MapSettings>('MapSettings').implement({
  description: '底图，可不设 / The base map, if any',
  fields: (t) => ({
    tilesUrl: t.exposeString('tilesUrl', {
      nullable: true,
      description: '瓦片地址模板；空为无底图 / URL template of the tiles; null: none',
    }),
    attribution: t.exposeString('attribution', { description: '底图出处 / Attribution of the tiles' }),
    datum: t.field({ type: DatumEnum, description: '坐标系 / Coordinate system', resolve: ({ datum }) => datum }),
  }),
});

builder.queryFields((t) => ({
  ticketSummary: t.field({
    type: TicketSummary,
    description: '看得见的事件的概况，供大屏 / Summary of the visible tickets, for the board',
    authScopes: { may: 'ticket.watch' },
    resolve: async (_root, _args, { viewer, services: { pool, settings } }) => {
      const reach = reachOf(viewer, 'ticket.read');
      const [summary, loads] = await Promise.all([store.readSummary(pool, reach, settings.timeZone), store.readLoads(pool, reach)]);
      return { ...summary, loads };
    },
  }),
  unitsOnDuty: t.field({
    type: [Unit],
    description: '此刻值守的人，在忙的在前 / People on duty now, busy ones first',
    authScopes: { may: 'ticket.watch' },
    resolve: (_root, _args, { viewer, services: { pool } }) => store.readUnits(pool, reachOf(viewer, 'ticket.read')),
  }),
  ticketHistory: t.field({
    type: [TicketEvent],
    description: '最近发生的事，最新在前 / Latest events, newest first',
    authScopes: { may: 'ticket.watch' },
    args: {
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of events, 1–100' }),
      before: t.arg.string({ description: '早于这个 sequence / Only events before this sequence' }),
    },
    resolve: async (_root, { first, before }, context) => {
      if (before != null && !/^\d{1,18}$/.test(before)) throw problem('BAD_USER_INPUT', wordsIn(context.language).cursorInvalid);
      const page = { before: before ?? null, limit: pageSize(first ?? 20, context) };
      const events = await store.readHistory(context.services.pool, reachOf(context.viewer, 'ticket.read'), page);
      await ticketLoader(context).loadMany(events.map(({ ticketId }) => ticketId));
      return events;
    },
  }),
  map: t.field({
    type: MapSettingsType,
    description: '底图设置 / The base map',
    resolve: (_root, _args, { services: { settings } }) => settings.map,
  }),
}));
