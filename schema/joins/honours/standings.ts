// Leaderboards, by team first and of people only with their consent; and the figures 考核 by which grids and teams are judged.

import { Grid } from '../../commons/grids/graph.ts';
import { gridLoader } from '../../commons/grids/loaders.ts';
import { builder } from '../../frame/builder.ts';
import { MONTH, spanOfMonth } from '../../frame/month.ts';
import { pageSize } from '../../frame/relay/graph.ts';
import type { Settings } from '../../frame/services.ts';
import { teamLoader, volunteerLoader } from '../../work/volunteers/loaders.ts';
import { Volunteer } from '../../work/volunteers/people/graph.ts';
import { Team } from '../../work/volunteers/teams/graph.ts';
import {
  type GridKpiRow,
  type KpiMonthRow,
  readGridKpis,
  readKpiTrend,
  readTeamStandings,
  readVolunteerStandings,
  type TeamStandingRow,
  type VolunteerStandingRow,
} from './standings-store.ts';

/** A part of a whole, 0–1; null: there is no whole. */
const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);

/** 2025-11 of 2026-11. */
const aYearBefore = (month: string) => `${String(Number(month.slice(0, 4)) - 1).padStart(4, '0')}${month.slice(4)}`;

const TeamSums = builder.interfaceRef<TeamStandingRow>('TeamSums').implement({
  description: '一支队一个月的服务：只计已结束且未取消的班次 / A team’s service in one month: only shifts held and not cancelled',
  fields: (t) => ({
    team: t.field({
      type: Team,
      nullable: true,
      description: '哪支队 / The team',
      resolve: ({ teamId }, _args, context) => teamLoader(context).load(teamId),
    }),
    minutes: t.exposeInt('minutes', { description: '全队服务分钟数 / Minutes of service of the whole team' }),
    shiftCount: t.exposeInt('shiftCount', { description: '已举行的班次 / Shifts held' }),
    peopleCount: t.exposeInt('peopleCount', { description: '多少人来过 / Number of people who took part' }),
  }),
});

const TeamStanding = builder.objectRef<TeamStandingRow>('TeamStanding').implement({
  description: '一支队在排行里的一行 / A team in the standings',
  interfaces: [TeamSums],
});

const VolunteerStanding = builder.objectRef<VolunteerStandingRow>('VolunteerStanding').implement({
  description: '一位愿意署名的志愿者一个月的服务 / The service in one month of a volunteer who agreed to be named',
  fields: (t) => ({
    volunteer: t.field({
      type: Volunteer,
      nullable: true,
      description: '谁 / The volunteer',
      resolve: ({ volunteerId }, _args, context) => volunteerLoader(context).load(volunteerId),
    }),
    minutes: t.exposeInt('minutes', { description: '服务分钟数 / Minutes of service' }),
  }),
});

const TeamKpi = builder.objectRef<TeamStandingRow>('TeamKpi').implement({
  description: '志愿队考核 / Performance of a team',
  interfaces: [TeamSums],
  fields: (t) => ({
    filledShare: t.float({
      nullable: true,
      description: '满员率：报名人数 ÷ 名额，0–1；没有班次为空 / Sign-ups ÷ places, 0–1; null: no shifts',
      resolve: ({ joinedCount, placeCount }) => share(joinedCount, placeCount),
    }),
    attendedShare: t.float({
      nullable: true,
      description: '到岗率：签到人数 ÷ 报名人数，0–1；没人报名为空 / Check-ins ÷ sign-ups, 0–1; null: no sign-ups',
      resolve: ({ cameCount, joinedCount }) => share(cameCount, joinedCount),
    }),
    forgottenCount: t.exposeInt('forgottenCount', { description: '忘记签退次数 / Automatic check-outs' }),
    shortNoticeCount: t.exposeInt('shortNoticeCount', {
      description: '开始前 12 小时以内退出次数 / Sign-ups withdrawn within 12 hours of the start',
    }),
    averageRating: t.exposeFloat('averageRating', {
      nullable: true,
      description: '评价平均分 1–5；没有为空 / Average evaluation, 1–5; null: none',
    }),
  }),
});

type Figures = Omit<GridKpiRow, 'gridId'>;

/** The figures of a grid, or of all together, in a span of time. */
const GridFigures = builder.interfaceRef<Figures>('GridFigures').implement({
  description: '按上报时间归入的考核数字 / Figures of the tickets that were reported in the time',
  fields: (t) => ({
    ticketCount: t.exposeInt('ticketCount', { description: '事件数 / Number of tickets' }),
    onTimeShare: t.float({
      nullable: true,
      description: '按时率：各步都没有超时的事件 ÷ 事件数，0–1 / Tickets with no late step ÷ tickets, 0–1',
      resolve: ({ onTimeCount, ticketCount }) => share(onTimeCount, ticketCount),
    }),
    endedShare: t.float({
      nullable: true,
      description: '办结率：已结束的事件 ÷ 事件数，0–1 / Closed tickets ÷ tickets, 0–1',
      resolve: ({ endedCount, ticketCount }) => share(endedCount, ticketCount),
    }),
    reopenedShare: t.float({
      nullable: true,
      description: '返工率：重开过的事件 ÷ 事件数，0–1 / Reopened tickets ÷ tickets, 0–1',
      resolve: ({ reopenedCount, ticketCount }) => share(reopenedCount, ticketCount),
    }),
    medianArrivalMinutes: t.exposeFloat('medianArrivalMinutes', {
      nullable: true,
      description: '到场时间中位数：上报到到场，分钟；没有到场的为空 / Median minutes from report to arrival; null: no arrivals',
    }),
    averageRating: t.exposeFloat('averageRating', {
      nullable: true,
      description: '居民评分平均 1–5；没有为空 / Average rating by residents, 1–5; null: none',
    }),
    volunteerMinutes: t.exposeInt('volunteerMinutes', {
      description: '辖内执勤点的志愿服务分钟数 / Minutes of volunteer service at its posts',
    }),
  }),
});

const GridKpi = builder.objectRef<GridKpiRow>('GridKpi').implement({
  description: '网格考核：按上报时间归月 / Performance of a grid; tickets count in the month in which they were reported',
  interfaces: [GridFigures],
  fields: (t) => ({
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '哪个网格 / The grid',
      resolve: ({ gridId }, _args, context) => gridLoader(context).load(gridId),
    }),
  }),
});

const KpiMonth = builder.objectRef<KpiMonthRow>('KpiMonth').implement({
  description: '一个月的考核数字 / Figures of one month',
  interfaces: [GridFigures],
  fields: (t) => ({
    month: t.exposeString('month', { description: MONTH }),
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '哪个网格；空为合计 / The grid; null: all together',
      resolve: ({ gridId }, _args, context) => (gridId ? gridLoader(context).load(gridId) : null),
    }),
  }),
});

const KpiTargets = builder.objectRef<Settings['kpiTargets']>('KpiTargets').implement({
  description: '本站的目标 / Targets of this station',
  fields: (t) => ({
    onTimeShare: t.exposeFloat('onTimeShare', { description: '按时率，0–1 / On-time share, 0–1' }),
    endedShare: t.exposeFloat('endedShare', { description: '办结率，0–1 / Share of closed tickets, 0–1' }),
  }),
});

builder.queryFields((t) => ({
  teamStandings: t.field({
    type: [TeamStanding],
    description: '各队一个月的服务，时间长在前 / All teams’ service in one month, most first',
    authScopes: { may: 'shift.read' },
    args: { month: t.arg.string({ required: true, description: MONTH }) },
    resolve: (_root, { month }, context) => {
      const { pool, clock } = context.services;
      return readTeamStandings(pool, spanOfMonth(month, context), clock.now());
    },
  }),
  volunteerStandings: t.field({
    type: [VolunteerStanding],
    description: '愿意署名的志愿者一个月的服务，时间长在前 / Service in one month of volunteers who agreed to be named, most first',
    authScopes: { may: 'praise.give' },
    args: {
      month: t.arg.string({ required: true, description: MONTH }),
      first: t.arg.int({ defaultValue: 10, description: '几位，1–100 / Number of volunteers, 1–100' }),
    },
    resolve: (_root, { month, first }, context) =>
      readVolunteerStandings(context.services.pool, spanOfMonth(month, context), pageSize(first ?? 10, context)),
  }),
  teamKpis: t.field({
    type: [TeamKpi],
    description: '志愿队考核 / Performance of all teams',
    authScopes: { may: 'kpi.read' },
    args: { month: t.arg.string({ required: true, description: MONTH }) },
    resolve: (_root, { month }, context) => {
      const { pool, clock } = context.services;
      return readTeamStandings(pool, spanOfMonth(month, context), clock.now());
    },
  }),
  gridKpis: t.field({
    type: [GridKpi],
    description: '网格考核 / Performance of all grids',
    authScopes: { may: 'kpi.read' },
    args: { month: t.arg.string({ required: true, description: MONTH }) },
    resolve: (_root, { month }, context) => readGridKpis(context.services.pool, spanOfMonth(month, context)),
  }),
  kpiTrend: t.field({
    type: [KpiMonth],
    extensions: { listSize: 300 },
    description: '截至某月的十三个月：各网格和合计，早的在前 / Thirteen months up to one: each grid and all together, the earliest first',
    authScopes: { may: 'kpi.read' },
    args: { month: t.arg.string({ required: true, description: MONTH }) },
    resolve: (_root, { month }, context) => {
      const { pool, settings } = context.services;
      const { until } = spanOfMonth(month, context);
      const { from } = spanOfMonth(aYearBefore(month), context);
      return readKpiTrend(pool, { from, until }, settings.timeZone);
    },
  }),
  kpiTargets: t.field({
    type: KpiTargets,
    description: '本站的目标 / Targets of this station',
    authScopes: { may: 'kpi.read' },
    resolve: (_root, _args, { services }) => services.settings.kpiTargets,
  }),
}));
