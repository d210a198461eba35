// What the viewer is told, to read and to hear live.
import { personOf } from '../../frame/access/callers.ts';
import type { ResidentViewer, StaffViewer } from '../../frame/access/viewer.ts';
import { builder } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import { plain } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { nodeId, pageSize } from '../../frame/relay/graph.ts';
import { NOTICES, type NoticeKind } from '../../modules.ts';
import { type NoticeFeed as Feed, markSeen, type NoticeRow, readNotices } from './store.ts';
import { noticeTopic } from './topics.ts';
import { pathOf, sentenceOf } from './words.ts';

const NoticeKindEnum = builder.enumType('NoticeKind', {
  description: '告知的种类 / What a notice is about',
  values: Object.fromEntries(Object.entries(NOTICES).map(([kind, { means }]) => [kind, { description: means }])) as Record<
    NoticeKind,
    { description: string }
  >,
});

const Notice = builder.objectRef<NoticeRow>('Notice').implement({
  description: '一条告知 / A notice to the viewer',
  fields: (t) => ({
    id: t.id(nodeId('Notice')),
    kind: t.expose('kind', { type: NoticeKindEnum, description: '种类 / What it is about' }),
    at: t.expose('at', { type: 'DateTime', description: '时间 / Time of the notice' }),
    isSeen: t.boolean({ description: '是否看过 / Whether it has been read', resolve: ({ seenAt }) => seenAt !== null }),
    text: t.string({
      description: '一句话，按对方的语言 / The text, in the viewer’s language',
      resolve: ({ kind, detail }, _args, { language, services }) => sentenceOf(kind, detail, language, services.settings.timeZone),
    }),
    path: t.string({
      description: '客户端里对应的页面 / The page of the client it leads to',
      resolve: ({ kind, subjectId }) => pathOf(kind, subjectId),
    }),
  }),
});

const NoticeFeed = builder.objectRef<Feed>('NoticeFeed').implement({
  description: '告知我的话 / The viewer’s notices',
  fields: (t) => ({
    unreadCount: t.exposeInt('unreadCount', { description: '未读条数，最多数到 99 / Number of unread notices, counted up to 99' }),
    notices: t.expose('notices', { type: [Notice], description: '最新在前 / Notices, newest first' }),
  }),
});

const SHOWN = 50;

const personId = (viewer: ResidentViewer | StaffViewer) => (viewer.kind === 'resident' ? viewer.residentId : viewer.staffId);

builder.queryField('notices', (t) =>
  t.field({
    type: NoticeFeed,
    description: '告知我的话，最新在前；保留 180 天 / The viewer’s notices, newest first; kept for 180 days',
    authScopes: { may: 'notifications.read' },
    args: { first: t.arg.int({ defaultValue: SHOWN, description: '条数，1–100 / Number of notices, 1–100' }) },
    resolve: (_root, { first }, context) => readNotices(context.services.pool, personOf(context).userId, pageSize(first ?? SHOWN, context)),
  }),
);

builder.subscriptionField('noticesUpdated', (t) =>
  t.field({
    type: NoticeFeed,
    description: '告知我的话：先给现状，有新的即推送 / The viewer’s notices: current state first, then every change',
    authScopes: { may: 'notifications.read' },
    subscribe: (_root, _args, context) => {
      const viewer = personOf(context);
      return readOnChange(context.services, [noticeTopic(personId(viewer))], () =>
        readNotices(context.services.pool, viewer.userId, SHOWN),
      );
    },
    resolve: (feed) => feed,
  }),
);

const MOST_IDS = 100;

mutation('noticesSeen', {
  says: '记住看过哪些告知 / Marks notices as read',
  may: 'notifications.read',
  input: {
    ids: plain<string[]>((t) =>
      t.idList({ required: true, description: '编号，最多 100 个；别人的、没有的略过 / IDs, at most 100; other people’s are skipped' }),
    ),
  },
  done: '已记住 / Marked as read',
  gives: gives<{ notices: Feed }>((t) => ({
    notices: t.expose('notices', { type: NoticeFeed, description: '现在的告知 / The notices as they are now' }),
  })),
  refuses: [],
  async do({ ids }, context) {
    const viewer = personOf(context);
    const { pool, live, clock } = context.services;
    const seen = ids.slice(0, MOST_IDS).flatMap((id) => decodeIdOf('Notice', id) ?? []);
    await markSeen(pool, viewer.userId, seen, clock.now());
    live.touch([noticeTopic(personId(viewer))]);
    return { notices: await readNotices(pool, viewer.userId, SHOWN) };
  },
});
