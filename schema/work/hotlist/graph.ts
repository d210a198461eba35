// What partners see of the hot list: types, queries, subscription.
import { HotIssueStatus } from '../../../prisma/client/enums.ts';
import { Category, Community, checkedPoint, GeoPointInput, Grid } from '../../commons/grids/graph.ts';
import { categoryLoader, communityLoader, gridLoader } from '../../commons/grids/loaders.ts';
import { metresBetween } from '../../commons/grids/rules.ts';
import { findGridAt } from '../../commons/grids/store.ts';
import { may } from '../../frame/access/may.ts';
import type { Subject } from '../../frame/access/rules.ts';
import { RIGHTS_SEEN_TOPIC } from '../../frame/access/viewer.ts';
import { builder, SHARED } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import type { Context } from '../../frame/context.ts';
import { problem, refused } from '../../frame/errors/problems.ts';
import { wordsIn } from '../../frame/errors/words.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import {
  connectionType,
  decodeCursor,
  encodeCursor,
  Node,
  nodeId,
  pageOf,
  pageSize,
  registerNode,
  visibleNode,
} from '../../frame/relay/graph.ts';
import { speechOf } from '../../frame/speech.ts';
import { tooLong } from '../../frame/text.ts';
import type { BoardEntry, BoardSnapshot, BoardView } from './boards.ts';
import { alikeAmong } from './likeness.ts';
import { hasVoted, hotIssueLoader } from './loaders.ts';
import { hotIssueGone } from './refusals.ts';
import { type BoardRef, boardTopic, isClosed, issueTopic, publicHeat, subjectOf, TITLE_LENGTH } from './rules.ts';
import { type BoardPosition, type HotIssueRow, readBoard, readIssues, readNeighbouringIssues } from './store.ts';

export const HotIssueStatusEnum = builder.enumType('HotIssueStatus', {
  description: '热榜议题的状态 / Status of a hot issue',
  values: {
    [HotIssueStatus.OPEN]: { description: '征集中，可以投票 / Open for votes' },
    [HotIssueStatus.PATROLLING]: { description: '已列入巡逻，可以投票 / On the patrol list, open for votes' },
    [HotIssueStatus.FIXING]: { description: '整改中，可以投票 / Being fixed, open for votes' },
    [HotIssueStatus.SOLVED]: { description: '已解决，不再投票 / Solved and closed' },
    [HotIssueStatus.DECLINED]: { description: '不予采纳，附理由 / Declined with a reason, closed' },
  },
});

const HotListOrderEnum = builder.enumType('HotListOrder', {
  description: '热榜的排序 / Order of a hot list',
  values: {
    HOT: { description: '热度：每一票的分量随时间减半（默认 48 小时） / Heat: a vote’s weight halves with time, 48 h by default' },
    NEW: { description: '最新：按提出时间 / Newest first' },
    TOP: { description: '票数：总票数最多在前 / Most votes first' },
  } as const,
});

export const HotIssuePermissions = builder.objectRef<HotIssueRow>('HotIssuePermissions').implement({
  description: '当前的人能对议题做什么 / Permissions of the viewer on an issue',
  fields: (t) => ({
    vote: t.boolean({
      description: '能否投票或撤回 / Whether the viewer may vote or withdraw their vote',
      resolve: (issue, _args, context) => !isClosed(issue.status) && may(context, 'hotIssue.vote'),
    }),
    close: t.boolean({
      description: '能否办结 / Whether the viewer may close it',
      resolve: (issue, _args, context) => !isClosed(issue.status) && may(context, 'hotIssue.close', subjectOf(issue)),
    }),
  }),
});

export const HotIssue = builder.objectRef<HotIssueRow>('HotIssue').implement({
  description: '热榜议题：居民投票的安全问题 / A safety problem that residents vote on',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('HotIssue')),
    title: t.exposeString('title', { extensions: SHARED, description: '标题 / Title' }),
    description: t.exposeString('description', { extensions: SHARED, description: '说明，可为空字符串 / Details, may be empty' }),
    category: t.field({
      type: Category,
      extensions: SHARED,
      description: '类别 / Category',
      resolve: (issue, _args, context) => categoryLoader(context).existing(issue.categoryId),
    }),
    grid: t.field({
      type: Grid,
      nullable: true,
      extensions: SHARED,
      description: '所在网格；全所议题为空 / Its grid; null for an issue of the whole station',
      resolve: (issue, _args, context) => (issue.gridId ? gridLoader(context).load(issue.gridId) : null),
    }),
    community: t.field({
      type: Community,
      nullable: true,
      extensions: SHARED,
      description: '所在社区；全所议题为空 / Its community; null for an issue of the whole station',
      resolve: (issue, _args, context) => (issue.communityId ? communityLoader(context).load(issue.communityId) : null),
    }),
    status: t.field({ type: HotIssueStatusEnum, extensions: SHARED, description: '状态 / Status', resolve: (issue) => issue.status }),
    voteCount: t.exposeInt('voteCount', {
      extensions: SHARED,
      description: '现有票数 / Votes counted',
      authScopes: { may: 'hotList.count' },
    }),
    heat: t.float({
      extensions: SHARED,
      description:
        '热度的自然对数 ln Σ e^(λt)：只在投票时变化，差值有意义；无票为 0 / Natural logarithm of the decayed votes: changes with votes only; differences compare issues; 0 without votes',
      authScopes: { may: 'hotList.count' },
      resolve: (issue) => publicHeat(issue.heat),
    }),
    viewerHasVoted: t.boolean({
      description: '当前的人是否已投票 / Whether the viewer has voted',
      resolve: (issue, _args, context) => hasVoted(context, issue.id),
    }),
    viewerCan: t.field({
      type: HotIssuePermissions,
      description: '当前的人能做什么 / Permissions of the viewer',
      resolve: (issue) => issue,
    }),
    hourlyVotes: t.intList({
      description: '最近每小时得票，最早在前，末位是最近一小时 / Votes in each of the last hours, oldest first',
      authScopes: { may: 'hotList.count' },
      args: { hours: t.arg.int({ defaultValue: 24, description: '多少小时，1–168 / Number of hours, 1–168' }) },
      resolve: (issue, { hours }, { hotList }) => hotList.hourlyVotes(Math.min(168, Math.max(1, hours ?? 24))).load(issue.id),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', extensions: SHARED, description: '提出时间 / When it was raised' }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true, extensions: SHARED, description: '办结时间 / When it was closed' }),
    closedReason: t.exposeString('closedReason', { nullable: true, extensions: SHARED, description: '办结说明 / Reason for closing it' }),
  }),
});

registerNode('HotIssue', (id, context) => hotIssueLoader(context).load(id), { action: 'hotList.read', subjectOf });

const HotListEntry = builder.objectRef<BoardEntry>('HotListEntry').implement({
  description: '热榜中的一条 / One entry of a hot list',
  fields: (t) => ({
    rank: t.exposeInt('rank', { extensions: SHARED, description: '名次，从 1 开始 / Rank, from 1' }),
    previousRank: t.exposeInt('previousRank', {
      nullable: true,
      extensions: SHARED,
      description: '24 小时前的名次；新上榜为空 / Rank 24 hours ago; null if it was not on the list',
    }),
    hotIssue: t.field({ type: HotIssue, extensions: SHARED, description: '议题 / The issue', resolve: (entry) => entry.row }),
  }),
});

/** A snapshot on its way to a subscriber, with the place it is about: asked at every event, rights may have changed. */
interface BoardEvent {
  snapshot: BoardSnapshot;
  place: Subject;
}

const HotListSnapshot = builder.objectRef<BoardEvent>('HotListSnapshot').implement({
  description: '热榜的一次快照 / A snapshot of the hot list',
  authScopes: ({ place }) => ({ may: { action: 'hotList.read', subject: place } }),
  fields: (t) => ({
    version: t.string({
      extensions: SHARED,
      description: '快照标识，内容有变即不同 / Changes whenever the list is recalculated',
      resolve: ({ snapshot }) => snapshot.version,
    }),
    at: t.field({
      type: 'DateTime',
      extensions: SHARED,
      description: '快照时间 / When the list was calculated',
      resolve: ({ snapshot }) => snapshot.at,
    }),
    entries: t.field({
      type: [HotListEntry],
      extensions: SHARED,
      description: '各条，按名次 / Entries in order of rank',
      resolve: ({ snapshot }) => snapshot.entries,
    }),
  }),
});

interface RankedEdge extends BoardEntry {
  cursor: string;
}

const HotIssueEdge = builder.objectRef<RankedEdge>('HotIssueEdge').implement({
  description: '热榜列表中的一条 / One entry of a hot list page',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { extensions: SHARED, description: '本条的游标 / Cursor of this entry' }),
    rank: t.exposeInt('rank', { extensions: SHARED, description: '名次，从 1 开始 / Rank, from 1' }),
    previousRank: t.exposeInt('previousRank', {
      extensions: SHARED,
      nullable: true,
      description: '24 小时前的名次；新上榜为空 / Rank 24 hours ago; null if it was not on the list',
    }),
    node: t.field({ type: HotIssue, extensions: SHARED, description: '议题 / The issue', resolve: (edge) => edge.row }),
  }),
});

const HotIssueConnection = connectionType(HotIssueEdge, 'HotIssue', { zh: '热榜议题', en: 'hot issues' });
builder.objectField(HotIssueConnection, 'totalCount', (t) =>
  t.int({
    extensions: SHARED,
    description: '榜上议题总数 / Number of issues on the board',
    resolve: (connection, _args, { hotList }) => hotList.boards.count((connection as unknown as { board: BoardRef }).board),
  }),
);

builder.objectField(Grid, 'voteCount', (t) =>
  t.int({
    description: '这里在榜议题的票数合计 / Votes of all issues on this grid’s board',
    authScopes: { may: 'hotList.count' },
    resolve: async ({ id }, _args, { hotList }) => (await hotList.boards.votesByGrid()).get(id) ?? 0,
  }),
);

const HotBoardInput = builder.inputType('HotBoardInput', {
  description: '哪个榜：网格、社区二选一；都不填为全所 / The board: at most one of the two; neither: the whole station',
  fields: (t) => ({
    gridId: t.id({ description: '网格编号 / The board of this grid' }),
    communityId: t.id({ description: '社区编号 / The board of this community' }),
  }),
});

type BoardArg = { gridId?: string | null; communityId?: string | null } | null | undefined;

/** The board an argument names. @throws NOT_FOUND, or BAD_USER_INPUT when it names two */
async function boardOf(arg: BoardArg, context: Context): Promise<BoardRef> {
  const words = wordsIn(context.language);
  if (arg?.gridId && arg.communityId) throw problem('BAD_USER_INPUT', words.boardAmbiguous);
  if (arg?.gridId) {
    const id = decodeIdOf('Grid', arg.gridId);
    if (id && (await gridLoader(context).load(id))) return { scope: 'grid', id };
    throw problem('NOT_FOUND', words.boardNotFound);
  }
  if (arg?.communityId) {
    const id = decodeIdOf('Community', arg.communityId);
    if (id && (await communityLoader(context).load(id))) return { scope: 'community', id };
    throw problem('NOT_FOUND', words.boardNotFound);
  }
  return { scope: 'station' };
}

/** The question whether the viewer may read a board. */
async function mayRead(arg: BoardArg, context: Context) {
  return { may: { action: 'hotList.read', subject: await placeOfBoard(await boardOf(arg, context), context) } } as const;
}

async function placeOfBoard(board: BoardRef, context: Context): Promise<Subject> {
  if (board.scope === 'station') return {};
  if (board.scope === 'community') return { communityId: board.id };
  return { gridId: board.id, communityId: (await gridLoader(context).load(board.id))?.communityId ?? null };
}

/** A board outside a key's boundary is not there; without the scope there are none. */
function boardRefused(_parent: unknown, _args: object, context: Context) {
  return may(context, 'hotList.read') ? problem('NOT_FOUND', wordsIn(context.language).boardNotFound) : refused(context);
}

function encodePosition(rank: number, { heat, voteCount, createdAt, id }: BoardPosition): string {
  // −Infinity has no JSON number
  return encodeCursor([rank, String(heat), voteCount, createdAt.toISOString(), id]);
}

function decodePosition(cursor: string, context: Context): { rank: number; row: BoardPosition } {
  const [rank, heat, voteCount, createdAt, id] = decodeCursor(cursor, ['int', 'float', 'int', 'time', 'uuid'], context);
  return { rank, row: { heat, voteCount, createdAt, id } };
}

async function pageBehind({ board, order, first }: BoardView, after: BoardPosition, { services, hotList }: Context) {
  const [rows, ranksBefore] = await Promise.all([
    readBoard(services.pool, { board, order, limit: first + 1, after }),
    hotList.boards.ranksYesterday({ board, order }),
  ]);
  return { rows, ranksBefore };
}

const FIRST = '条数，1–100，默认 20 / Number of entries, 1–100, default 20';

builder.queryFields((t) => ({
  hotList: t.field({
    type: HotIssueConnection,
    extensions: SHARED,
    description: '社区热榜 / The hot list of a board',
    args: {
      board: t.arg({ type: HotBoardInput, description: '哪个榜；不填为全所 / The board; omitted: the whole station' }),
      order: t.arg({ type: HotListOrderEnum, defaultValue: 'HOT', description: '排序 / Order' }),
      first: t.arg.int({ defaultValue: 20, description: FIRST }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    authScopes: (_root, { board }, context) => mayRead(board, context),
    unauthorizedError: boardRefused,
    resolve: async (_root, args, context) => {
      const first = pageSize(args.first ?? 20, context);
      const order = args.order ?? 'HOT';
      const after = args.after ? decodePosition(args.after, context) : null;
      const board = await boardOf(args.board, context);
      const { rows, ranksBefore } = after
        ? await pageBehind({ board, order, first }, after.row, context)
        : await context.hotList.boards.firstPage({ board, order, first });
      const edges = rows.map((row, index) => {
        const rank = (after?.rank ?? 0) + index + 1;
        return {
          // Written when somebody asks: hardly anybody does.
          get cursor() {
            return encodePosition(rank, row);
          },
          rank,
          previousRank: ranksBefore.get(row.id) ?? null,
          row,
        };
      });
      return { ...pageOf(edges, first, after !== null), board };
    },
  }),
  hotIssue: t.field({
    type: HotIssue,
    nullable: true,
    description: '一个议题；没有则为空 / An issue; null: not found',
    args: { id: t.arg.id({ required: true, description: '议题编号 / ID of the issue' }) },
    resolve: (_root, { id }, context) => visibleNode<HotIssueRow>('HotIssue', id, context),
  }),
  hotIssueDuplicates: t.field({
    type: [HotIssue],
    description:
      '同一网格里说的可能是同一件事的议题，最像的在前，最多 3 个 / Open issues in the same grid that may be the same worry, in whatever words, most alike first, at most 3',
    args: {
      title: t.arg.string({ required: true, description: '想提的标题 / The title to compare' }),
      location: t.arg({ type: GeoPointInput, description: '位置 / The position' }),
      gridId: t.arg.id({ description: '网格，没有位置时用 / The grid, when there is no position' }),
    },
    resolve: async (_root, args, context) => {
      if (args.title.length > 2 * TITLE_LENGTH.max) {
        throw problem('BAD_USER_INPUT', tooLong(TITLE_LENGTH.max)(speechOf(context)));
      }
      const gridId = await placeOf(args, context);
      const rows = (await readNeighbouringIssues(context.services.pool, gridId)).filter((row) =>
        may(context, 'hotList.read', subjectOf(row)),
      );
      const titles = rows.map(({ title }) => title);
      const nearness = (place: number) => nearnessOf(args.location, rows[place] as HotIssueRow);
      return alikeAmong(args.title, titles, 3, nearness).map((place) => rows[place] as HotIssueRow);
    },
  }),
}));

/** Within a grid, the same words half a kilometre away are half as likely the same worry. */
const HALF_AS_NEAR_METRES = 500;

/** From 0 to 1; 1 where either place is not known: the grid says enough. */
function nearnessOf(location: PlaceArgs['location'], { longitude, latitude }: HotIssueRow): number {
  if (!location || longitude === null || latitude === null) return 1;
  return 0.5 ** (metresBetween(location, { longitude, latitude }) / HALF_AS_NEAR_METRES);
}

type PlaceArgs = { location?: { longitude: number; latitude: number } | null; gridId?: string | null };

/** The grid of a point, a given grid, or the viewer's own; null: the station's board. */
async function placeOf({ location, gridId }: PlaceArgs, context: Context): Promise<string | null> {
  if (location) return (await findGridAt(context.services.prisma, checkedPoint(location, context)))?.id ?? null;
  if (gridId) return decodeIdOf('Grid', gridId);
  return context.viewer?.kind === 'resident' ? context.viewer.homeGridId : null;
}

builder.subscriptionField('hotListUpdated', (t) =>
  t.field({
    type: HotListSnapshot,
    extensions: SHARED,
    description:
      '热榜实时快照：先发一次，之后有变就发，每秒最多 4 次，只发最新 / Live hot list: a snapshot immediately, then on every change, at most 4 a second, latest only',
    args: {
      board: t.arg({ type: HotBoardInput, description: '哪个榜；不填为全所 / The board; omitted: the whole station' }),
      order: t.arg({ type: HotListOrderEnum, defaultValue: 'HOT', description: '排序 / Order' }),
      first: t.arg.int({ defaultValue: 20, description: FIRST }),
    },
    authScopes: (_root, { board }, context) => mayRead(board, context),
    unauthorizedError: boardRefused,
    subscribe: async (_root, args, context) => {
      const first = pageSize(args.first ?? 20, context);
      const board = await boardOf(args.board, context);
      const place = await placeOfBoard(board, context);
      return snapshots({ board, order: args.order ?? 'HOT', first }, place, context);
    },
    resolve: (event) => event as BoardEvent,
  }),
);

builder.subscriptionField('hotIssueUpdated', (t) =>
  t.field({
    type: HotIssue,
    description:
      '一个议题的实时状态：先发一次，之后有变就发，每秒最多 4 次 / Live updates of one issue: immediately, then on every change, at most 4 a second',
    args: { id: t.arg.id({ required: true, description: '议题编号 / ID of the issue' }) },
    authScopes: { may: 'hotList.read' },
    subscribe: async (_root, { id }, context) => {
      const issue = await visibleNode<HotIssueRow>('HotIssue', id, context);
      if (!issue) throw problem('NOT_FOUND', hotIssueGone(speechOf(context)));
      return issueStates(issue, context);
    },
    resolve: (issue) => issue,
  }),
);

/** The issue now, then whenever it differs from what was sent last, or the viewer's rights change. */
function issueStates(first: HotIssueRow, context: Context) {
  const board: BoardRef = first.gridId ? { scope: 'grid', id: first.gridId } : { scope: 'station' };
  const { live, pool } = context.services;
  const topic = issueTopic(first.id);
  let last = '';
  return readOnChange(context.services, [boardTopic(board), topic, RIGHTS_SEEN_TOPIC], async () => {
    const [issue] = await readIssues(pool, [first.id]);
    const state = JSON.stringify([issue, context.viewer, live.generation(topic)]);
    if (!issue || state === last) return undefined;
    last = state;
    return issue;
  });
}

/** One event a snapshot: who comes later sees that it is the same. */
const events = new WeakMap<BoardSnapshot, BoardEvent>();

function snapshots(view: BoardView, place: Subject, context: Context) {
  return readOnChange(context.services, [boardTopic(view.board)], async (): Promise<BoardEvent> => {
    const snapshot = await context.hotList.boards.snapshot(view);
    const event = events.get(snapshot) ?? { snapshot, place };
    events.set(snapshot, event);
    return event;
  });
}
