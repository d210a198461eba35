// Partner keys, for administrators.
import { builder } from '../../frame/builder.ts';
import { connectionOf, Node, nodeId, pageByTime, pageSize, registerNode, timePosition } from '../../frame/relay/graph.ts';
import { Community, Grid } from '../grids/graph.ts';
import { communityLoader, gridLoader } from '../grids/loaders.ts';
import { PartnerScopeEnum } from '../people/graph.ts';
import * as store from './store.ts';

export const PartnerKey = builder.objectRef<store.PartnerKeyRow>('PartnerKey').implement({
  description: '合作应用的密钥；密钥本身只在签发时显示一次 / A partner’s API key; the key itself is shown only when issued',
  interfaces: [Node],
  authScopes: { may: 'keys.manage' },
  fields: (t) => ({
    id: t.id(nodeId('PartnerKey')),
    partnerName: t.exposeString('partnerName', { description: '合作单位 / Name of the organisation' }),
    name: t.exposeString('name', { description: '用途 / Purpose of the key' }),
    hint: t.exposeString('hint', { description: '密钥的开头几位，用来辨认 / First characters of the key, to tell keys apart' }),
    scopes: t.field({ type: [PartnerScopeEnum], description: '权限 / Scopes', resolve: ({ scopes }) => scopes as never[] }),
    wholeStation: t.exposeBoolean('wholeStation', { description: '是否覆盖全所 / Whether it covers the whole station' }),
    communities: t.field({
      type: [Community],
      description: '覆盖的社区 / Communities within its boundary',
      resolve: ({ communityIds }, _args, context) => communityLoader(context).loadMany(communityIds),
    }),
    grids: t.field({
      type: [Grid],
      description: '覆盖的网格 / Grids within its boundary',
      resolve: ({ gridIds }, _args, context) => gridLoader(context).loadMany(gridIds),
    }),
    addresses: t.exposeStringList('addresses', { description: '允许的网络地址，空为不限 / Allowed network addresses; empty: any' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '签发时间 / Issued at' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: '到期时间 / Expires at' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: '吊销时间 / Revoked at' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: '最近使用，精确到分钟 / Last used, to the minute',
    }),
    isReplaced: t.boolean({
      description: '是否已换发 / Whether it has been replaced by a new key',
      resolve: ({ replacedById }) => replacedById !== null,
    }),
  }),
});

registerNode('PartnerKey', (id, { services }) => store.readKey(services.pool, id), { action: 'keys.manage', subjectOf: () => ({}) });

const PartnerKeyConnection = connectionOf(PartnerKey, 'PartnerKey', { zh: '合作密钥', en: 'partner keys' });

builder.queryField('partnerKeys', (t) =>
  t.field({
    type: PartnerKeyConnection,
    description: '合作密钥，新签发的在前 / Partner keys, newest first',
    authScopes: { may: 'keys.manage' },
    args: {
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of keys, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (_root, args, context) => {
      const first = pageSize(args.first ?? 20, context);
      const after = timePosition(args.after, context);
      const rows = await store.listKeys(context.services.pool, { limit: first + 1, after });
      return pageByTime(rows, { first, after: args.after, timeOf: (row) => row.createdAt });
    },
  }),
);
