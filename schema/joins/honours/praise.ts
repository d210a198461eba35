// The praise wall 表扬墙: who is thanked decides whether others read it.
import { may } from '../../frame/access/may.ts';
import type { Viewer } from '../../frame/access/viewer.ts';
import { actorOf } from '../../frame/actor.ts';
import { inOrder } from '../../frame/batches.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { optional, row, scalar, text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Forbidden, RateLimited, rateLimited } from '../../frame/refusals.ts';
import { connectionOf, Node, nodeId, pageByTime, pageSize, registerNode, timePosition, visibleNode } from '../../frame/relay/graph.ts';
import { membersLoader, teamLoader, volunteerLoader } from '../../work/volunteers/loaders.ts';
import { subjectOf, Volunteer } from '../../work/volunteers/people/graph.ts';
import type { VolunteerRow } from '../../work/volunteers/people/store.ts';
import { teamGone } from '../../work/volunteers/refusals.ts';
import { Team } from '../../work/volunteers/teams/graph.ts';
import type { TeamRow } from '../../work/volunteers/teams/store.ts';
import { answerPraise, insertPraise, listPraises, listWaitingPraises, type PraiseRow, readPraises } from './praise-store.ts';
import { praiseGone, refusals } from './refusals.ts';

/** Thanks of one person a day. */
const MOST_A_DAY = 10;

const praiseLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, PraiseRow | null>('praise', async (ids) => inOrder(ids, await readPraises(pool, ids)));

/** Whether the viewer may decide on it: the person praised, the captain, and officers for everybody. */
function mayAnswer({ volunteerId, teamId }: PraiseRow, { viewer }: { viewer: Viewer | null }): boolean {
  if (may({ viewer }, 'volunteer.manage')) return true;
  if (viewer?.kind !== 'resident') return false;
  return volunteerId ? volunteerId === viewer.residentId : viewer.captainOf.includes(teamId);
}

const isOnTheWall = ({ shownAt, hiddenAt }: PraiseRow) => shownAt !== null && hiddenAt === null;

const Praise = builder.objectRef<PraiseRow>('Praise').implement({
  description: '一条表扬 / Praise for a team, or for a member',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('Praise')),
    team: t.field({
      type: Team,
      nullable: true,
      description: '表扬哪支队 / The team',
      resolve: ({ teamId }, _args, context) => teamLoader(context).load(teamId),
    }),
    volunteer: t.field({
      type: Volunteer,
      nullable: true,
      description: '表扬队里的谁；全队、或本人不署名为空 / The member praised; null: the whole team, or not to be named',
      resolve: async ({ volunteerId }, _args, context) => {
        const volunteer = volunteerId ? await volunteerLoader(context).load(volunteerId) : null;
        return volunteer && may(context, 'volunteer.readName', subjectOf(volunteer)) ? volunteer : null;
      },
    }),
    text: t.exposeString('text', { description: '内容 / Text of the praise' }),
    author: t.exposeString('authorTitle', { description: '工作人员的称呼；居民为空字符串 / Title of staff; empty for residents' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '时间 / Time of the praise' }),
    isShown: t.boolean({ description: '是否已上墙 / Whether it is on the wall', resolve: isOnTheWall }),
    canAnswer: t.boolean({
      description: '本人能否决定上不上墙 / Whether the viewer may decide if it goes on the wall',
      resolve: (row, _args, context) => mayAnswer(row, context),
    }),
  }),
});

registerNode<PraiseRow>(
  'Praise',
  async (id, context) => {
    const row = await praiseLoader(context).load(id);
    return row && may(context, 'shift.read') && (isOnTheWall(row) || mayAnswer(row, context)) ? row : null;
  },
  null,
);

const PraiseConnection = connectionOf(Praise, 'Praise', { zh: '表扬', en: 'praise' });

builder.queryFields((t) => ({
  praises: t.field({
    type: PraiseConnection,
    description: '表扬墙，最新在前 / The praise wall, newest first',
    authScopes: { may: 'shift.read' },
    args: {
      teamId: t.arg.id({ description: '只看这支队 / Only this team' }),
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of entries, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (_root, { teamId, first, after }, context) => {
      const size = pageSize(first ?? 20, context);
      const team = teamId ? await visibleNode<TeamRow>('Team', teamId, context) : null;
      const page = { limit: size + 1, after: timePosition(after, context) };
      const rows = teamId && !team ? [] : await listPraises(context.services.pool, { teamId: team?.id ?? null, ...page });
      return pageByTime(rows, { first: size, after, timeOf: ({ createdAt }) => createdAt });
    },
  }),
  praisesWaiting: t.field({
    type: [Praise],
    description: '等本人决定上不上墙的表扬，先来在前 / Praise waiting for the viewer’s decision, earliest first',
    authScopes: { may: 'praise.give' },
    resolve: (_root, _args, { viewer, services: { pool } }) => {
      if (may({ viewer }, 'volunteer.manage')) return listWaitingPraises(pool, { volunteerId: null, teamIds: 'all' });
      if (viewer?.kind !== 'resident') return [];
      return listWaitingPraises(pool, { volunteerId: viewer.residentId, teamIds: viewer.captainOf });
    },
  }),
}));

const given = gives<{ praise: PraiseRow }>((t) => ({ praise: t.expose('praise', { type: Praise, description: '这条表扬 / The praise' }) }));

mutation('praiseGive', {
  says: '表扬一支队或队里的人；对方同意后上墙 / Praises a team or a member; it goes on the wall once they agree',
  may: 'praise.give',
  input: {
    teamId: row<TeamRow>('Team', '哪支队 / The team', teamGone),
    volunteerId: optional(scalar('ID', '队里的谁；不填为全队 / The member; omitted: the whole team')),
    text: text(2, 300, '内容 / The praise', { isMultiline: true }),
  },
  done: '已送到 / Sent',
  gives: given,
  refuses: [RateLimited],
  async do({ teamId: team, volunteerId, text }, context) {
    const { services, viewer, requestUuid: id } = context;
    const volunteer = volunteerId ? await memberOf(team, volunteerId, context) : null;
    if (volunteerId && !volunteer) return refusals.memberNotFound;
    const praise = await insertPraise(services.pool, {
      id,
      teamId: team.id,
      volunteerId: volunteer?.id ?? null,
      text,
      author: actorOf(viewer),
      now: services.clock.now(),
      isShown: viewer?.kind === 'staff' && !volunteer,
      mostADay: MOST_A_DAY,
    });
    return praise === 'too-many' ? rateLimited(86_400) : { praise };
  },
});

mutation('praiseAnswer', {
  says: '决定表扬上不上墙 / Decides whether praise goes on the wall',
  may: 'praise.give',
  input: {
    praiseId: row<PraiseRow>('Praise', '表扬编号 / ID of the praise', praiseGone),
    isShown: scalar('Boolean', '是否上墙；否即取下 / Whether to show it on the wall; false: take it down'),
  },
  done: '已决定 / Decided',
  gives: given,
  refuses: [Forbidden],
  async do({ praiseId: praise, isShown }, context) {
    const { pool, clock } = context.services;
    if (!mayAnswer(praise, context)) return refusals.notYours;
    return { praise: await answerPraise(pool, praise.id, { isShown, now: clock.now() }) };
  },
});

/** A member of the team whose name the caller may read; null: there is none. */
async function memberOf(team: TeamRow, id: string, context: Context): Promise<VolunteerRow | null> {
  const volunteer = await visibleNode<VolunteerRow>('Volunteer', id, context);
  const members = await membersLoader(context).load(team.id);
  return volunteer && members.some(({ volunteerId }) => volunteerId === volunteer.id) ? volunteer : null;
}
