// Lost and found as pages and partners see it: who has posted it is told to nobody, the answer neither.
import type { LostFoundClaim } from '../../../prisma/client/client.ts';
import type { LostFoundCategory, LostFoundKind, LostFoundStatus } from '../../../prisma/client/enums.ts';
import { Grid } from '../../commons/grids/graph.ts';
import { gridLoader } from '../../commons/grids/loaders.ts';
import { Place, placeOf } from '../../commons/places/graph.ts';
import { buildingLoader } from '../../commons/places/loaders.ts';
import { may } from '../../frame/access/may.ts';
import { reachOf } from '../../frame/access/rules.ts';
import { inOrder } from '../../frame/batches.ts';
import { builder } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import type { Context } from '../../frame/context.ts';
import { enumOf } from '../../frame/enums.ts';
import { connectionOf, Node, nodeId, pageByTime, pageSize, registerNode, timePosition } from '../../frame/relay/graph.ts';
import { MOST_TRIES, matchesOf } from './deeds.ts';
import { type ItemRow, listItems, readClaims, readItems } from './store.ts';
import { LOST_FOUND_TOPIC } from './topics.ts';

export const KindEnum = enumOf<LostFoundKind>('LostFoundKind', '丢失还是捡到 / Lost or found', {
  LOST: '丢失 / Lost',
  FOUND: '捡到 / Found',
});

export const CategoryEnum = enumOf<LostFoundCategory>('LostFoundCategory', '是什么东西 / Kind of thing', {
  PHONE: '手机 / Phone',
  WALLET: '钱包、现金 / Wallet, money',
  KEYS: '钥匙 / Keys',
  DOCUMENT: '证件、卡 / Papers, cards',
  BAG: '包 / Bag',
  CLOTHES: '衣物 / Clothes',
  GLASSES: '眼镜、首饰 / Glasses, jewellery',
  BICYCLE: '自行车、电动车 / Bicycle, e-bike',
  PET: '宠物 / Pet',
  OTHER: '其他 / Other',
});

const StatusEnum = enumOf<LostFoundStatus>('LostFoundStatus', '到哪一步了 / Where it stands', {
  OPEN: '招领中、寻找中 / Open',
  CLAIMED: '已有人认领，待取 / Claimed, to be collected',
  RETURNED: '已交还 / Returned',
  WITHDRAWN: '已撤下 / Withdrawn',
  EXPIRED: '六个月无人认领，按规定处理 / Not claimed in six months, disposed of by rule',
});

export const isMine = ({ residentId, staffId }: ItemRow, { viewer }: Context) =>
  viewer?.kind === 'resident' ? residentId === viewer.residentId : viewer?.kind === 'staff' && staffId === viewer.staffId;

const Claim = builder.objectRef<LostFoundClaim>('LostFoundClaim').implement({
  description: '本人的认领 / The viewer’s claim',
  fields: (t) => ({
    code: t.exposeString('code', { nullable: true, description: '取件码，答对才有 / Pickup code; null: not accepted' }),
    triesLeft: t.int({ description: '还能答几次 / Tries left', resolve: ({ wrongTries }) => Math.max(0, MOST_TRIES - wrongTries) }),
  }),
});

const claimLoader = ({ loaders, viewer, services: { pool } }: Context) =>
  loaders.loader<string, LostFoundClaim | null>('lostFoundClaims', async (ids) => {
    const claims = viewer?.kind === 'resident' ? await readClaims(pool, ids, viewer.residentId) : [];
    return ids.map((id) => claims.find(({ itemId }) => itemId === id) ?? null);
  });

export const Item = builder.objectRef<ItemRow>('LostFoundItem');
Item.implement({
  description: '丢失或捡到的东西 / Something lost or found',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('LostFoundItem')),
    kind: t.expose('kind', { type: KindEnum, description: '丢失还是捡到 / Lost or found' }),
    category: t.expose('category', { type: CategoryEnum, description: '是什么 / Kind of thing' }),
    title: t.exposeString('title', { description: '名称 / Name' }),
    description: t.exposeString('description', { description: '说明，可为空字符串 / Description, may be empty' }),
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '哪个网格 / The grid',
      resolve: ({ gridId }, _args, context) => (gridId ? gridLoader(context).load(gridId) : null),
    }),
    place: t.exposeString('place', { description: '在哪里 / Place' }),
    spot: t.field({
      type: Place,
      nullable: true,
      description:
        '在哪里，一句话：指明的楼和说的话；没有楼只说网格 / Where it is, in a sentence: the building named, or the grid, and the words',
      resolve: async ({ buildingId, entranceId, place: words, gridId }, _args, context) => {
        const building = buildingId ? await buildingLoader(context).load(buildingId) : null;
        const entrance = building?.entrances.find(({ id }) => id === entranceId) ?? null;
        return placeOf({ building, entrance, metres: null, words, gridId });
      },
    }),
    happenedAt: t.expose('happenedAt', { type: 'DateTime', description: '何时 / When it was lost or found' }),
    postedAt: t.expose('postedAt', { type: 'DateTime', description: '何时登记 / Posted at' }),
    photo: t.string({
      nullable: true,
      description: '照片的地址 / Path of the photo',
      resolve: ({ photoFileName }) => photoFileName && `/uploads/${photoFileName}`,
    }),
    status: t.expose('status', { type: StatusEnum, description: '到哪一步了 / Where it stands' }),
    question: t.exposeString('question', { nullable: true, description: '认领时要答的问题 / Question that a claim answers' }),
    keptPlace: t.exposeString('keptPlace', {
      description: '现在放在哪里；空字符串为还没交来 / Where the station keeps it; empty: not yet',
    }),
    isMine: t.boolean({
      description: '是否本人登记 / Whether the viewer posted it',
      resolve: (item, _args, context) => isMine(item, context),
    }),
    claim: t.field({
      type: Claim,
      nullable: true,
      description: '本人的认领 / The viewer’s claim',
      resolve: ({ id }, _args, context) => claimLoader(context).load(id),
    }),
    matches: t.field({
      type: [Item],
      nullable: true,
      extensions: { listSize: 5 },
      description: '可能是同一件的，最像在前；只给登记的人和工作人员 / Likely matches, best first; for whoever posted it, and staff',
      resolve: (item, _args, context) =>
        item.endedAt || !(isMine(item, context) || may(context, 'lostFound.keep')) ? null : matchesOf(context.services.pool, item),
    }),
  }),
});

export const itemLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, ItemRow | null>('lostFoundItems', async (ids) => inOrder(ids, await readItems(pool, ids)));

registerNode<ItemRow>('LostFoundItem', (id, context) => itemLoader(context).load(id), {
  action: 'lostFound.read',
  subjectOf: async ({ gridId }, context) => ({
    gridId,
    communityId: gridId && ((await gridLoader(context).load(gridId))?.communityId ?? null),
  }),
});

const FILTER = { kind: null, category: null, residentId: null, after: null } as const;

builder.queryField('lostFoundItems', (t) =>
  t.field({
    type: connectionOf(Item, 'LostFoundItem', { zh: '失物招领', en: 'posts' }),
    description: '失物招领，最近登记在前 / Lost and found, latest first',
    authScopes: { may: 'lostFound.read' },
    args: {
      kind: t.arg({ type: KindEnum, description: '只看丢失或捡到 / Lost or found only' }),
      category: t.arg({ type: CategoryEnum, description: '只看一类 / One category only' }),
      mine: t.arg.boolean({
        defaultValue: false,
        description: '只看本人登记和认领的，含已办结 / Only what the viewer posted or claimed, ended ones too',
      }),
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / How many, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start behind this cursor' }),
    },
    async resolve(_root, { kind = null, category = null, mine, first: size, after }, context) {
      const { viewer, services } = context;
      const first = pageSize(size ?? 20, context);
      const residentId = mine && viewer?.kind === 'resident' ? viewer.residentId : null;
      const reach = reachOf(viewer, 'lostFound.read');
      const wanted = { kind, category, residentId, reach: viewer ? reach : { ...reach, isAll: true } };
      const rows = await listItems(services.pool, { ...wanted, limit: first + 1, after: timePosition(after, context) });
      return pageByTime(rows, { first, after, timeOf: ({ postedAt }) => postedAt });
    },
  }),
);

const SHOWN = 100;

builder.subscriptionField('lostFoundUpdates', (t) =>
  t.field({
    type: [Item],
    description: '招领中的，最近在前，最多 100；有变动即推送 / Open posts, latest first, at most 100; again on change',
    authScopes: { may: 'lostFound.keep' },
    subscribe: (_root, _args, { services, viewer }) =>
      readOnChange(services, [LOST_FOUND_TOPIC], () =>
        listItems(services.pool, { ...FILTER, reach: reachOf(viewer, 'lostFound.read'), limit: SHOWN }),
      ),
    resolve: (items) => items as ItemRow[],
  }),
);
