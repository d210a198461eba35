// What waits for the viewer, to read and to hear live.
import { may } from '../../frame/access/may.ts';
import { RIGHTS_SEEN_TOPIC } from '../../frame/access/viewer.ts';
import { builder } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import type { Context } from '../../frame/context.ts';
import { enumOf } from '../../frame/enums.ts';
import { speechOf } from '../../frame/speech.ts';
import { WAITS, type WaitKind } from '../../modules.ts';
import { Grid } from '../grids/graph.ts';
import { gridLoader } from '../grids/loaders.ts';
import { INBOX_TOPICS, type Inbox, type Item, inboxReader } from './reading.ts';

const KindEnum = enumOf<WaitKind>(
  'InboxKind',
  '待办的种类 / Kind of work that is waiting',
  Object.fromEntries(Object.entries(WAITS).map(([kind, { means }]) => [kind, means])) as Record<WaitKind, string>,
);

/** What is to be done, in the viewer's language. */
function labelOf(kind: WaitKind, context: Context): string {
  const [zh = '', en = ''] = WAITS[kind].means.split(' / ');
  return speechOf(context).language === 'zh' ? zh : en;
}

const LABEL = '要做什么，按对方的语言 / What is to be done, in the viewer’s language';

const InboxItem = builder.objectRef<Item>('InboxItem').implement({
  description: '一件待办的事 / A piece of work that is waiting',
  fields: (t) => ({
    id: t.exposeID('id', { description: '编号，办完前不变 / ID, the same until it is done' }),
    kind: t.expose('kind', { type: KindEnum, description: '种类 / Kind' }),
    label: t.string({ description: LABEL, resolve: ({ kind }, _args, context) => labelOf(kind, context) }),
    title: t.exposeString('title', { description: '是什么事，按对方的语言 / What it is about, in the viewer’s language' }),
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '哪个网格；空为不属于网格 / The grid; null: not of a grid',
      resolve: ({ gridId }, _args, context) => (gridId ? gridLoader(context).load(gridId) : null),
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: '最迟何时；空为没有时限 / Deadline; null: none' }),
    since: t.expose('since', { type: 'DateTime', description: '何时开始等 / Waiting since' }),
    path: t.exposeString('path', { description: '客户端里去办的页面 / The page of the client on which it is done' }),
  }),
});

const InboxCount = builder.objectRef<Inbox['kinds'][number]>('InboxCount').implement({
  description: '一种待办有多少 / How much of a kind is waiting',
  fields: (t) => ({
    kind: t.expose('kind', { type: KindEnum, description: '种类 / Kind' }),
    label: t.string({ description: LABEL, resolve: ({ kind }, _args, context) => labelOf(kind, context) }),
    count: t.exposeInt('count', { description: '多少件，含没有列出的 / How many, those not listed too' }),
  }),
});

const InboxType = builder.objectRef<Inbox>('Inbox').implement({
  description: '待我办：等本人去办的事 / The viewer’s inbox: work that is waiting for them',
  fields: (t) => ({
    count: t.exposeInt('count', { description: '共多少件，含没有列出的 / How many, those not listed too' }),
    kinds: t.expose('kinds', { type: [InboxCount], description: '各种多少件，没有的不列 / How many of each kind; none: not listed' }),
    items: t.expose('items', {
      type: [InboxItem],
      description:
        '时限最近在前，没有时限的在后，同样的先等先办；最多 100 / Nearest deadline first, those without one last, then the oldest first; at most 100',
    }),
  }),
});

builder.queryField('inbox', (t) =>
  t.field({
    type: InboxType,
    description: '待我办：等本人去办的事 / The viewer’s inbox: work that is waiting for them',
    authScopes: { may: 'inbox.read' },
    resolve: (_root, _args, context) => inboxReader(context, { shares: false })(),
  }),
);

builder.subscriptionField('inboxUpdated', (t) =>
  t.field({
    type: InboxType,
    description: '待我办：先给现状，有变即推送 / The viewer’s inbox: current state first, then every change',
    authScopes: { may: 'inbox.read' },
    subscribe: (_root, _args, context) => {
      const read = inboxReader(context, { shares: true });
      let last = '';
      return readOnChange(context.services, [...INBOX_TOPICS, RIGHTS_SEEN_TOPIC], async () => {
        const inbox = await read();
        // Most changes of a topic are of somebody else's work. A right that has ended is an event: it is refused.
        const state = JSON.stringify([may(context, 'inbox.read'), inbox]);
        if (state === last) return undefined;
        last = state;
        return inbox;
      });
    },
    resolve: (inbox) => inbox,
  }),
);
