// The station's texts as everybody reads them: the version in force, and those before it.
import type { StationTextKind } from '../../../prisma/client/client.ts';
import { may } from '../../frame/access/may.ts';
import { inOrder } from '../../frame/batches.ts';
import { builder, SHARED } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { enumOf } from '../../frame/enums.ts';
import { connectionOf, decodeCursor, encodeCursor, Node, nodeId, pageOf, pageSize, registerNode } from '../../frame/relay/graph.ts';
import { Station } from '../grids/graph.ts';
import { readStation } from '../grids/store.ts';
import { type Blank, blanksOf, filled } from './rules.ts';
import { listVersions, readCurrent, readVersions, type TextVersionRow } from './store.ts';

export const KindEnum = enumOf<StationTextKind>('StationTextKind', '哪一页 / Which text', {
  TERMS: '用户协议 / Terms of use',
  PRIVACY: '隐私政策 / Privacy notice',
  HELP: '帮助 / Help',
  ABOUT: '关于本站 / About this station',
  ACCESSIBILITY: '无障碍说明 / Accessibility statement',
});

/** What is filled in, as it is at this station; read once a request. */
const blanksHere = async ({ loaders, services: { prisma, settings } }: Context): Promise<Blank[]> => {
  const { contact, retentionDays } = settings;
  const names = loaders.loader<'name', string>('stationName', async () => [(await readStation(prisma)).name]);
  return blanksOf({ station: await names.load('name'), ...contact, retentionDays });
};

export const TextVersion = builder.objectRef<TextVersionRow>('StationTextVersion').implement({
  description:
    '一页文字的一个版本，发布后不再更改。格式：# 和 ## 开头为标题，- 开头为列表，空行分段，[文字](地址) 为链接，地址只能是 https:、tel: 或本站的 /… / A version of a text, never changed. Format: lines that begin with # or ## are headings, with - lists, an empty line ends a paragraph, [words](address) is a link to https:, tel: or a page /… of this station',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id(nodeId('StationTextVersion')),
    kind: t.expose('kind', { type: KindEnum, description: '哪一页 / Which text' }),
    number: t.exposeInt('number', { description: '第几版，从 1 起 / Number of the version, from 1' }),
    textZh: t.string({
      description: '中文，供阅读 / Chinese, as people read it',
      resolve: async ({ textZh }, _args, context) => filled(textZh, await blanksHere(context), 'zh'),
    }),
    textEn: t.string({
      description: '英文，供阅读 / English, as people read it',
      resolve: async ({ textEn }, _args, context) => filled(textEn, await blanksHere(context), 'en'),
    }),
    sourceZh: t.exposeString('textZh', {
      description: '中文原文，{station}、{contact}、{retentionDays} 未填 / Chinese as it was written, with its blanks',
    }),
    sourceEn: t.exposeString('textEn', {
      description: '英文原文，{station}、{contact}、{retentionDays} 未填 / English as it was written, with its blanks',
    }),
    noteZh: t.exposeString('noteZh', { description: '改了什么，中文 / What has changed, in Chinese' }),
    noteEn: t.exposeString('noteEn', { description: '改了什么，英文 / What has changed, in English' }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime', description: '发布时间 / Published at' }),
    publishedBy: t.string({
      nullable: true,
      description:
        '谁发布的，只给能发布的人；空为随平台提供 / Who published it, for those who may publish; null: it came with the platform',
      resolve: ({ publishedBy }, _args, context) => (may(context, 'text.publish') ? publishedBy : null),
    }),
  }),
});

const VersionConnection = connectionOf(TextVersion, 'StationTextVersion', { zh: '版本', en: 'versions' });

export const versionLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, TextVersionRow | null>('stationTextVersion', async (ids) => inOrder(ids, await readVersions(pool, ids)));

registerNode<TextVersionRow>('StationTextVersion', (id, context) => versionLoader(context).load(id), null);

/** The version of each kind that is in force. */
const currentLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<StationTextKind, TextVersionRow>('stationTextCurrent', async (kinds) => {
    const rows = new Map((await readCurrent(pool, kinds)).map((row) => [row.kind, row]));
    return kinds.map((kind) => rows.get(kind) as TextVersionRow); // of each there is one from the first start on
  });

export interface TextRow {
  kind: StationTextKind;
}

const BlankType = builder.objectRef<Blank>('StationTextBlank').implement({
  description: '可以写在花括号里的词，如 {station} / A word that may stand in braces, such as {station}',
  fields: (t) => ({
    name: t.exposeString('name', { description: '花括号里的词 / The word in braces' }),
    zh: t.exposeString('zh', { description: '中文里读到的 / What is read in Chinese' }),
    en: t.exposeString('en', { description: '英文里读到的 / What is read in English' }),
  }),
});

export const StationText = builder.objectRef<TextRow>('StationText').implement({
  description: '本站的一页文字：用户协议、隐私政策、帮助等 / A text of this station: terms, privacy notice, help and the like',
  fields: (t) => ({
    kind: t.expose('kind', { type: KindEnum, description: '哪一页 / Which text' }),
    current: t.field({
      type: TextVersion,
      description: '现行版本 / The version in force',
      resolve: ({ kind }, _args, context) => currentLoader(context).load(kind),
    }),
    blanks: t.field({
      type: [BlankType],
      extensions: { listSize: 3 },
      description: '可以写在花括号里、读的时候填上的词 / Words in braces that are filled in for the reader',
      resolve: (_text, _args, context) => blanksHere(context),
    }),
    versions: t.field({
      type: VersionConnection,
      description: '全部版本，新的在前 / All versions, the newest first',
      args: {
        first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / How many, 1–100' }),
        after: t.arg.string({ description: '从这个游标之后开始 / Start behind this cursor' }),
      },
      resolve: async ({ kind }, args, context) => {
        const first = pageSize(args.first ?? 20, context);
        const before = args.after ? decodeCursor(args.after, ['int'], context)[0] : null;
        const rows = await listVersions(context.services.pool, { kind, limit: first + 1, before });
        const edges = rows.map((node) => ({ cursor: encodeCursor([node.number]), node }));
        return pageOf(edges, first, before !== null);
      },
    }),
  }),
});

builder.queryField('stationText', (t) =>
  t.field({
    type: StationText,
    description: '本站的一页文字，无须登录 / A text of this station; nobody has to be signed in',
    args: { kind: t.arg({ type: KindEnum, required: true, description: '哪一页 / Which text' }) },
    resolve: (_root, { kind }) => ({ kind }),
  }),
);

builder.objectField(Station, 'phone', (t) =>
  t.string({
    extensions: SHARED,
    nullable: true,
    description: '派出所电话；没有填为空。紧急请拨 110 / The station’s phone; null: none was set. In an emergency call 110',
    resolve: (_station, _args, { services }) => services.settings.contact.phone,
  }),
);
