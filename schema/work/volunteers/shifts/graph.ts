// Shifts, who is in them, and where they begin, as partners and pages see them.

import { Grid } from '../../../commons/grids/graph.ts';
import { gridLoader } from '../../../commons/grids/loaders.ts';
import { may } from '../../../frame/access/may.ts';
import { builder, SHARED } from '../../../frame/builder.ts';
import { readOnChange } from '../../../frame/changes.ts';
import type { Context } from '../../../frame/context.ts';
import { problem } from '../../../frame/errors/problems.ts';
import { decodeIdOf } from '../../../frame/relay/global-id.ts';
import { connectionOf, Node, nodeId, pageByTime, pageSize, registerNode, timePosition, visibleNode } from '../../../frame/relay/graph.ts';
import { say, speechOf } from '../../../frame/speech.ts';
import { SignupStatusEnum, SkillEnum } from '../enums.ts';
import {
  ownSignupLoader,
  payRulesLoader,
  postLoader,
  shiftLoader,
  signupsLoader,
  teamLoader,
  volunteerLoader,
  waitingLoader,
} from '../loaders.ts';
import { ShiftEarning } from '../pay/graph.ts';
import { earningOf } from '../pay/rules.ts';
import { ruleFor } from '../pay/store.ts';
import { ofStation, Volunteer } from '../people/graph.ts';
import { ShiftOverlap, shiftGone, teamGone } from '../refusals.ts';
import { Team } from '../teams/graph.ts';
import { SHIFTS_TOPIC, shiftTopic } from '../topics.ts';
import { listPosts, listShifts, type PostRow, readShifts, type ShiftFilter, type ShiftRow, type SignupRow } from './store.ts';

export const DutyPost = builder.objectRef<PostRow>('DutyPost').implement({
  description: '执勤点：在这里签到 / A duty post, where volunteers check in',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('DutyPost')),
    name: t.exposeString('name', { extensions: SHARED, description: '名称 / Name' }),
    longitude: t.exposeFloat('longitude', { extensions: SHARED, description: '经度，WGS 84 / Longitude' }),
    latitude: t.exposeFloat('latitude', { extensions: SHARED, description: '纬度，WGS 84 / Latitude' }),
    radiusMetres: t.exposeInt('radiusMetres', {
      extensions: SHARED,
      description: '多少米以内可凭位置签到 / Distance in metres within which a location is accepted',
    }),
    grid: t.field({
      type: Grid,
      nullable: true,
      extensions: SHARED,
      description: '所在网格 / The grid it lies in',
      resolve: ({ gridId }, _args, context) => (gridId ? gridLoader(context).load(gridId) : null),
    }),
  }),
});

registerNode<PostRow>('DutyPost', ofStation(postLoader), null);

export const Shift = builder.objectRef<ShiftRow>('Shift');

export const ShiftSignup = builder.objectRef<SignupRow>('ShiftSignup').implement({
  description: '一个人在一个班次里的位置 / A sign-up for a shift',
  fields: (t) => ({
    shift: t.field({
      type: Shift,
      nullable: true,
      description: '哪个班次 / The shift',
      resolve: ({ shiftId }, _args, context) => shiftLoader(context).load(shiftId),
    }),
    status: t.expose('status', { type: SignupStatusEnum, description: '状态 / Status' }),
    volunteer: t.field({
      type: Volunteer,
      nullable: true,
      description: '谁 / The volunteer',
      resolve: ({ volunteerId }, _args, context) => volunteerLoader(context).load(volunteerId),
    }),
    waitingBefore: t.int({
      nullable: true,
      description: '候补时前面还有几人；不在候补为空 / On the wait-list: number of people ahead; null otherwise',
      resolve: async ({ id, shiftId, status }, _args, context) => {
        if (status !== 'WAITING') return null;
        const waiting = (await signupsLoader(context).load(shiftId)).filter((other) => other.status === 'WAITING');
        return waiting.findIndex((other) => other.id === id);
      },
    }),
    isPromoted: t.boolean({
      description: '是否从候补递补 / Whether they moved up from the wait-list',
      resolve: ({ promotedAt }) => promotedAt !== null,
    }),
  }),
});

Shift.implement({
  description: '志愿班次 / A volunteer shift',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Shift')),
    title: t.exposeString('title', { extensions: SHARED, description: '做什么 / Title' }),
    description: t.exposeString('description', { extensions: SHARED, description: '说明，可为空字符串 / Details, may be empty' }),
    team: t.field({
      type: Team,
      nullable: true,
      extensions: SHARED,
      description: '哪支志愿队 / The team',
      resolve: ({ teamId }, _args, context) => teamLoader(context).load(teamId),
    }),
    post: t.field({
      type: DutyPost,
      nullable: true,
      extensions: SHARED,
      description: '在哪里签到 / The post for check-in',
      resolve: ({ postId }, _args, context) => postLoader(context).load(postId),
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', extensions: SHARED, description: '开始 / Start' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', extensions: SHARED, description: '结束 / End' }),
    skills: t.expose('skills', { type: [SkillEnum], extensions: SHARED, description: '需要的技能 / Skills required' }),
    capacity: t.exposeInt('capacity', { extensions: SHARED, description: '名额 / Places' }),
    joinedCount: t.exposeInt('joined', { extensions: SHARED, description: '已报名人数 / Places taken' }),
    waitingCount: t.int({
      extensions: SHARED,
      description: '候补人数 / Number of people on the wait-list',
      resolve: ({ id }, _args, context) => waitingLoader(context).load(id),
    }),
    cancelledAt: t.expose('cancelledAt', {
      type: 'DateTime',
      nullable: true,
      extensions: SHARED,
      description: '取消时间；空为照常 / Cancelled at; null: not cancelled',
    }),
    cancelReason: t.exposeString('cancelReason', { extensions: SHARED, description: '取消原因 / Reason for cancelling' }),
    isRepeated: t.boolean({
      extensions: SHARED,
      description: '是否重复班次之一 / Whether it is one of a series',
      resolve: ({ seriesId }) => seriesId !== null,
    }),
    version: t.exposeInt('version', { extensions: SHARED, description: '版本，修改时带上 / Version, for changes' }),
    earning: t.field({
      type: ShiftEarning,
      nullable: true,
      extensions: SHARED,
      description: '全程参加得多少积分、怎么算的；没有规则为空 / Points for the whole shift and how they are counted; null: no rule',
      resolve: async ({ teamId, startsAt, endsAt }, _args, context) => {
        const { settings } = context.services;
        const [team, rules] = await Promise.all([teamLoader(context).load(teamId), payRulesLoader(context).load('all')]);
        const rule = team && ruleFor(rules, team.kind, startsAt);
        return rule ? { ...earningOf(rule, { startsAt, endsAt }, settings.timeZone), rule } : null;
      },
    }),
    signups: t.field({
      type: [ShiftSignup],
      nullable: true,
      description:
        '报名和候补的人，先到在前；无权看姓名者为空 / People who joined or are on the wait-list, first come first; null for anyone without permission to see names',
      resolve: ({ id }, _args, context) => (may(context, 'shift.readRoster') ? signupsLoader(context).load(id) : null),
    }),
    mySignup: t.field({
      type: ShiftSignup,
      nullable: true,
      description: '本人的报名；没有为空 / The viewer’s own sign-up; null: none',
      resolve: ({ id }, _args, context) => ownSignupLoader(context).load(id),
    }),
  }),
});

registerNode<ShiftRow>('Shift', ofStation(shiftLoader), null);

builder.objectField(ShiftOverlap.type, 'other', (t) =>
  t.field({ type: Shift, nullable: true, description: '重叠的班次 / The other shift', resolve: ({ other }) => other ?? null }),
);

const ShiftConnection = connectionOf(Shift, 'Shift', { zh: '班次', en: 'shifts' });

const ShiftFilterInput = builder.inputType('ShiftFilter', {
  description: '哪些班次；都不填为未来两周 / Filter for shifts; omitted: the next two weeks',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: '在此之后结束的；不填为现在 / Ending after this time; omitted: now' }),
    until: t.field({ type: 'DateTime', description: '在此之前开始的；不填为两周后 / Starting before this time; omitted: two weeks later' }),
    teamId: t.id({ description: '哪支志愿队 / Only this team' }),
    isMine: t.boolean({ defaultValue: false, description: '只看本人报名或候补的 / Only shifts the viewer has joined' }),
  }),
});

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

const spanWrong = say(
  `结束须晚于开始，时间段最长 ${MOST_DAYS} 天。`,
  `The start must be before the end, and the period can be at most ${MOST_DAYS} days.`,
);

/** The checked filter. @throws BAD_USER_INPUT */
function filterOf(filter: typeof ShiftFilterInput.$inferInput | null | undefined, context: Context): ShiftFilter {
  const { services, viewer } = context;
  const from = filter?.from ?? services.clock.now();
  const until = filter?.until ?? new Date(from.getTime() + 14 * DAY_MS);
  if (until <= from || until.getTime() - from.getTime() > MOST_DAYS * DAY_MS) throw problem('BAD_USER_INPUT', spanWrong(speechOf(context)));
  const teamId = filter?.teamId ? decodeIdOf('Team', filter.teamId) : null;
  if (filter?.teamId && !teamId) throw problem('BAD_USER_INPUT', teamGone(speechOf(context)));
  const volunteerId = viewer?.kind === 'resident' ? viewer.residentId : '00000000-0000-0000-0000-000000000000';
  return { from, until, teamId, volunteerId: filter?.isMine ? volunteerId : null };
}

builder.queryFields((t) => ({
  shifts: t.field({
    type: ShiftConnection,
    description: '班次，早的在前 / Shifts, earliest first',
    authScopes: { may: 'shift.read' },
    args: {
      filter: t.arg({ type: ShiftFilterInput, description: '哪些 / Filter' }),
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of shifts, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (_root, { filter, first, after }, context) => {
      const size = pageSize(first ?? 20, context);
      const page = { limit: size + 1, after: timePosition(after, context) };
      const rows = await listShifts(context.services.pool, filterOf(filter, context), page);
      return pageByTime(rows, { first: size, after, timeOf: ({ startsAt }) => startsAt });
    },
  }),
  dutyPosts: t.field({
    type: [DutyPost],
    description: '全部执勤点 / All posts',
    authScopes: { may: 'shift.read' },
    resolve: (_root, _args, { services: { pool } }) => listPosts(pool),
  }),
}));

builder.subscriptionField('shiftUpdated', (t) =>
  t.field({
    type: [Shift],
    extensions: SHARED,
    description:
      '一个班次，或未来两周的班次（最多 100 个）：先给现状，有变动即推送 / One shift, or those of the next two weeks (at most 100): current state first, then every change',
    authScopes: { may: 'shift.read' },
    args: {
      shiftId: t.arg.id({ description: '只看这个班次 / Only this shift' }),
      teamId: t.arg.id({ description: '只看这支志愿队 / Only this team' }),
    },
    subscribe: async (_root, { shiftId, teamId }, context) => {
      const { pool } = context.services;
      if (shiftId) {
        const shift = await visibleNode<ShiftRow>('Shift', shiftId, context);
        if (!shift) throw problem('NOT_FOUND', shiftGone(speechOf(context)));
        return readOnChange(context.services, [shiftTopic(shift.id)], () => readShifts(pool, [shift.id]));
      }
      filterOf({ teamId }, context);
      return readOnChange(context.services, [SHIFTS_TOPIC], () =>
        listShifts(pool, filterOf({ teamId }, context), { limit: 100, after: null }),
      );
    },
    resolve: (shifts) => shifts,
  }),
);
