// Partner keys, for administrators.
import { v7 as uuid } from 'uuid';
import { staffOf } from '../access/callers.ts';
import { RIGHTS_TOPIC } from '../access/viewer.ts';
import { type AuditAction, record } from '../audit/store.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import {
  ConflictError,
  type ErrorShape,
  errorsIn,
  type FieldErrorShape,
  NotFoundError,
  resultUnion,
  ValidationError,
} from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { Community, Grid } from '../grids/graph.ts';
import { communityLoader, gridLoader } from '../grids/loaders.ts';
import { PartnerScopeEnum } from '../people/graph.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { connectionOf, Node, nodeId, pageByTime, pageSize, registerNode, timePosition, visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import { type Letter, mailAddress, revoked, rotated } from './letters.ts';
import { makeKey, parseRange } from './rules.ts';
import * as store from './store.ts';

const LONGEST_OVERLAP_HOURS = 720;

const PartnerKey = builder.objectRef<store.PartnerKeyRow>('PartnerKey').implement({
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

const PartnerKeyCreateInput = builder.inputType('PartnerKeyCreateInput', {
  description: '签发一把密钥 / Issues a key',
  fields: (t) => ({
    partnerName: t.string({ required: true, description: '合作单位名称，2–60 字 / Name of the organisation, 2–60 characters' }),
    contact: t.string({
      defaultValue: '',
      description: '联系方式；填邮箱则换发和吊销时会发邮件 / Contact; an email address here is notified of rotation and revocation',
    }),
    name: t.string({ required: true, description: '密钥用途，2–60 字 / Purpose of the key, 2–60 characters' }),
    scopes: t.field({ type: [PartnerScopeEnum], required: true, description: '权限，至少一项 / Scopes, at least one' }),
    wholeStation: t.boolean({ defaultValue: false, description: '覆盖全所 / The whole station' }),
    communityIds: t.idList({ description: '覆盖的社区 / Communities' }),
    gridIds: t.idList({ description: '覆盖的网格 / Grids' }),
    addresses: t.stringList({ description: '允许的 IP 或网段，不填不限 / Allowed IP addresses or CIDR ranges; omitted: any' }),
    expiresAt: t.field({ type: 'DateTime', description: '到期时间，不填为长期 / Expiry; omitted: none' }),
  }),
});

const PartnerKeyRotateInput = builder.inputType('PartnerKeyRotateInput', {
  description: '换发一把密钥 / The key to rotate',
  fields: (t) => ({
    keyId: t.id({ required: true, description: '旧密钥编号 / ID of the old key' }),
    overlapHours: t.int({ defaultValue: 24, description: '新旧并用的小时数，0–720 / Hours during which both keys work, 0–720' }),
  }),
});

const PartnerKeyRevokeInput = builder.inputType('PartnerKeyRevokeInput', {
  description: '吊销一把密钥 / The key to revoke',
  fields: (t) => ({ keyId: t.id({ required: true, description: '密钥编号 / ID of the key' }) }),
});

interface Issued {
  typename: string;
  keyId: string;
  key?: string;
}

function issued(name: string, description: string, isShown: boolean) {
  const type = builder.objectRef<Issued>(name).implement({
    description,
    fields: (t) => ({
      partnerKey: t.field({
        type: PartnerKey,
        nullable: true,
        description: '密钥的资料 / The key’s scopes, boundary and dates',
        resolve: ({ keyId }, _args, { services }) => store.readKey(services.pool, keyId),
      }),
    }),
  });
  if (isShown) {
    builder.objectField(type, 'key', (t) =>
      t.string({
        description: '密钥，只显示这一次，请妥善保存 / The key itself, shown only once: keep it safe',
        resolve: ({ key }) => key ?? '',
      }),
    );
  }
  return type;
}

type CreateInput = typeof PartnerKeyCreateInput.$inferInput;

/** What a new key may do and where, or every mistake in it. */
async function readNewKey(input: CreateInput, context: Context) {
  const words = wordsIn(context.language);
  const mistakes: FieldErrorShape[] = [];
  const mistake = (field: string, code: string, message: string) => mistakes.push({ path: ['input', field], code, message });
  const partnerName = personText({ min: 2, max: 60 }).safeParse(input.partnerName);
  if (!partnerName.success) mistake('partnerName', 'TEXT', words.partnerNameForm);
  const name = personText({ min: 2, max: 60 }).safeParse(input.name);
  if (!name.success) mistake('name', 'TEXT', words.partnerNameForm);
  const contact = personText({ min: 0, max: 200 }).safeParse(input.contact ?? '');
  if (!contact.success) mistake('contact', 'TEXT', words.textTooLong(200));
  if (input.scopes.length === 0) mistake('scopes', 'EMPTY', words.scopesNeeded);
  const communityIds = (input.communityIds ?? []).map((id) => decodeIdOf('Community', String(id)) ?? '');
  const gridIds = (input.gridIds ?? []).map((id) => decodeIdOf('Grid', String(id)) ?? '');
  const wholeStation = input.wholeStation ?? false;
  if (!wholeStation && communityIds.length + gridIds.length === 0) mistake('wholeStation', 'EMPTY', words.boundaryNeeded);
  const isKnown = async (ids: string[], load: (id: string) => Promise<object | null>) =>
    (await Promise.all(ids.map((id) => (id ? load(id) : null)))).every(Boolean);
  const areKnown =
    (await isKnown(communityIds, async (id) => communityLoader(context).load(id))) &&
    (await isKnown(gridIds, async (id) => gridLoader(context).load(id)));
  if (!areKnown) mistake('gridIds', 'UNKNOWN', words.boundaryUnknown);
  const addresses = (input.addresses ?? []).map((address) => address.trim());
  if (addresses.length > 100 || !addresses.every((address) => parseRange(address)))
    mistake('addresses', 'ADDRESS', words.addressRangeWrong);
  const expiresAt = input.expiresAt ?? null;
  if (expiresAt && expiresAt <= context.services.clock.now()) mistake('expiresAt', 'PAST', words.expiryPast);
  if (mistakes.length > 0 || !partnerName.success || !name.success || !contact.success) return { mistakes };
  const scopes = [...new Set(input.scopes as readonly string[])];
  return {
    partner: { name: partnerName.data, contact: contact.data },
    key: { name: name.data, scopes, wholeStation, communityIds, gridIds, addresses, expiresAt },
  };
}

/** Tells the partner by mail, where their contact is an address. What was done stands without it. */
async function tellPartner({ contact, hint, name }: store.PartnerKeyRow, letter: Letter, { services, requestId }: Context): Promise<void> {
  const address = mailAddress(contact);
  if (!address) return;
  const { subject, text } = letter({ hint, name });
  await services.notifier
    .mail(address, subject, text)
    .catch((error: Error) => services.log.warn({ err: error, requestId }, 'a partner could not be told'));
}

async function note(db: Parameters<typeof record>[0], context: Context, action: AuditAction, detail: object): Promise<void> {
  await record(db, context.viewer, [{ action, detail, requestId: context.requestId }]);
}

builder.mutationFields((t) => ({
  partnerKeyCreate: t.field({
    description:
      '签发密钥：权限、范围、期限、地址；密钥只显示一次 / Issues a key with scopes, boundary, expiry and addresses; it is shown only once',
    authScopes: { may: 'keys.manage' },
    type: resultUnion('PartnerKeyCreate', issued('PartnerKeyCreateSuccess', '已签发 / Issued', true), [ValidationError]),
    args: { input: t.arg({ type: PartnerKeyCreateInput, required: true, description: '密钥的权限和范围 / Its scopes and boundary' }) },
    resolve: async (_root, { input }, context) => {
      const read = await readNewKey(input as CreateInput, context);
      if (read.mistakes) return errorsIn(context.language).invalid(read.mistakes);
      const { key, hint, hash } = makeKey();
      const keyId = uuid();
      await inTransaction(context.services.pool, async (client) => {
        const partnerId = await store.upsertPartner(client, { id: uuid(), ...read.partner });
        await store.insertKey(client, { ...read.key, id: keyId, partnerId, hint, hash, createdById: staffOf(context).staffId });
        await note(client, context, 'key.create', { keyId, partner: read.partner.name, ...read.key });
      });
      return { typename: 'PartnerKeyCreateSuccess', keyId, key };
    },
  }),
  partnerKeyRotate: t.field({
    description:
      '换发密钥：新密钥权限相同，旧密钥在并用期后失效 / Rotates a key: the new one has the same permissions, and the old one ends after the overlap',
    authScopes: { may: 'keys.manage' },
    type: resultUnion('PartnerKeyRotate', issued('PartnerKeyRotateSuccess', '已换发 / Rotated', true), [
      NotFoundError,
      ValidationError,
      ConflictError,
    ]),
    args: { input: t.arg({ type: PartnerKeyRotateInput, required: true, description: '哪把 / The key and the overlap' }) },
    resolve: async (_root, { input }, context): Promise<Issued | ErrorShape> => {
      const { services, language } = context;
      const errors = errorsIn(language);
      const words = wordsIn(language);
      const old = await visibleNode<store.PartnerKeyRow>('PartnerKey', input.keyId, context);
      if (!old) return errors.notFound(words.keyNotFound);
      const hours = input.overlapHours ?? 24;
      if (hours < 0 || hours > LONGEST_OVERLAP_HOURS) return errors.invalidField('overlapHours', 'RANGE', words.overlapForm);
      const { key, hint, hash } = makeKey();
      const newId = uuid();
      const overlapEndsAt = new Date(services.clock.now().getTime() + hours * 3_600_000);
      const isDone = await inTransaction<boolean>(services.pool, async (client, undo) => {
        await store.insertKey(client, { ...old, id: newId, hint, hash, createdById: staffOf(context).staffId });
        if (!(await store.replaceKey(client, { oldId: old.id, newId, overlapEndsAt }))) return undo(false);
        await note(client, context, 'key.rotate', { keyId: old.id, newKeyId: newId, overlapEndsAt });
        return true;
      });
      if (!isDone) return errors.conflict(words.keyReplaced);
      services.live.touch([RIGHTS_TOPIC]);
      await tellPartner(old, rotated(overlapEndsAt), context);
      return { typename: 'PartnerKeyRotateSuccess', keyId: newId, key };
    },
  }),
  partnerKeyRevoke: t.field({
    description: '吊销密钥，立即失效，它的订阅随即断开 / Revokes a key immediately; its open subscriptions end',
    authScopes: { may: 'keys.manage' },
    type: resultUnion('PartnerKeyRevoke', issued('PartnerKeyRevokeSuccess', '已吊销 / Revoked', false), [NotFoundError, ConflictError]),
    args: { input: t.arg({ type: PartnerKeyRevokeInput, required: true, description: '哪把 / The key' }) },
    resolve: async (_root, { input }, context): Promise<Issued | ErrorShape> => {
      const { services, language } = context;
      const errors = errorsIn(language);
      const words = wordsIn(language);
      const key = await visibleNode<store.PartnerKeyRow>('PartnerKey', input.keyId, context);
      if (!key) return errors.notFound(words.keyNotFound);
      const isDone = await inTransaction(services.pool, async (client) => {
        const isRevoked = await store.revokeKey(client, key.id);
        if (isRevoked) await note(client, context, 'key.revoke', { keyId: key.id });
        return isRevoked;
      });
      if (!isDone) return errors.conflict(words.keyReplaced);
      services.live.touch([RIGHTS_TOPIC]);
      await tellPartner(key, revoked, context);
      return { typename: 'PartnerKeyRevokeSuccess', keyId: key.id };
    },
  }),
}));
