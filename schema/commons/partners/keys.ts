// What administrators do with partner keys: issue, rotate, revoke.
import { v7 as uuid } from 'uuid';
import { staffOf } from '../../frame/access/callers.ts';
import { RIGHTS_TOPIC } from '../../frame/access/viewer.ts';
import type { Context } from '../../frame/context.ts';
import { checked, dateTime, flag, optional, plain, row, text, whole, wrong } from '../../frame/inputs.ts';
import { choices } from '../../frame/lists.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, invalid } from '../../frame/refusals.ts';
import { visibleNode } from '../../frame/relay/graph.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { recordDeed } from '../audit/store.ts';
import { PartnerScopeEnum } from '../people/graph.ts';
import { PartnerKey } from './graph.ts';
import { type Letter, mailAddress, revoked, rotated } from './letters.ts';
import { addressWrong, boundaryNeeded, boundaryUnknown, expiryPast, keyEnded, keyGone, scopesNeeded } from './refusals.ts';
import { makeKey, parseRange } from './rules.ts';
import * as store from './store.ts';

const HOUR_MS = 3_600_000;
const LONGEST_OVERLAP_HOURS = 720;
const MOST_ADDRESSES = 100;

const NOW = { type: PartnerKey, nullable: true, description: '密钥的资料 / The key’s scopes, boundary and dates' } as const;

interface Changed {
  partnerKey: store.PartnerKeyRow | null;
}

const changed = gives<Changed>((t) => ({ partnerKey: t.expose('partnerKey', NOW) }));
const issued = gives<Changed & { key: string }>((t) => ({
  partnerKey: t.expose('partnerKey', NOW),
  key: t.exposeString('key', { description: '密钥，只显示这一次，请妥善保存 / The key itself, shown only once: keep it safe' }),
}));

/** Row ids of places that are there. */
const places = (typename: 'Community' | 'Grid', description: string) =>
  checked(
    plain<readonly string[] | null | undefined>((t) => t.idList({ description })),
    async (ids, context) => {
      const found = await Promise.all((ids ?? []).map((id) => visibleNode<{ id: string }>(typename, id, context)));
      const known = found.flatMap((place) => (place ? [place.id] : []));
      return known.length === found.length ? known : wrong('UNKNOWN', boundaryUnknown);
    },
  );

mutation('partnerKeyCreate', {
  says: '签发密钥：权限、范围、期限、地址；密钥只显示一次 / Issues a key with scopes, boundary, expiry and addresses; it is shown only once',
  may: 'keys.manage',
  input: {
    partnerName: text(2, 60, '合作单位名称 / Name of the organisation'),
    contact: text(0, 200, '联系方式；填邮箱则换发和吊销时会发邮件 / Contact; an email address here is notified of rotation and revocation'),
    name: text(2, 60, '密钥用途 / Purpose of the key'),
    scopes: checked(choices(PartnerScopeEnum, '权限，至少一项 / Scopes, at least one'), (scopes) =>
      scopes.length > 0 ? scopes : wrong('EMPTY', scopesNeeded),
    ),
    wholeStation: flag(false, '覆盖全所 / The whole station'),
    communityIds: places('Community', '覆盖的社区 / Communities'),
    gridIds: places('Grid', '覆盖的网格 / Grids'),
    addresses: checked(
      plain<readonly string[] | null | undefined>((t) =>
        t.stringList({ description: '允许的 IP 或网段，不填不限 / Allowed IP addresses or CIDR ranges; omitted: any' }),
      ),
      (given) => {
        const addresses = (given ?? []).map((address) => address.trim());
        return addresses.length <= MOST_ADDRESSES && addresses.every(parseRange) ? addresses : wrong('ADDRESS', addressWrong);
      },
    ),
    expiresAt: optional(
      checked(dateTime('到期时间，不填为长期 / Expiry; omitted: none'), (at, { services: { clock } }) =>
        at > clock.now() ? at : wrong('PAST', expiryPast),
      ),
    ),
  },
  done: '已签发 / Issued',
  gives: issued,
  refuses: [],
  async do({ partnerName, contact, expiresAt = null, ...granted }, context) {
    const { pool } = context.services;
    if (!granted.wholeStation && granted.communityIds.length + granted.gridIds.length === 0)
      return invalid({ path: ['wholeStation'], code: 'EMPTY', says: boundaryNeeded });
    const { key, hint, hash } = makeKey();
    const keyId = uuid();
    await inTransaction(pool, async (client) => {
      const partnerId = await store.upsertPartner(client, { id: uuid(), name: partnerName, contact });
      await store.insertKey(client, { ...granted, expiresAt, id: keyId, partnerId, hint, hash, createdById: staffOf(context).staffId });
      await recordDeed(client, context, { action: 'key.create', detail: { keyId, partner: partnerName, ...granted, expiresAt } });
    });
    return { partnerKey: await store.readKey(pool, keyId), key };
  },
});

mutation('partnerKeyRotate', {
  says: '换发密钥：新密钥权限相同，旧密钥在并用期后失效 / Rotates a key: the new one has the same permissions, and the old one ends after the overlap',
  may: 'keys.manage',
  input: {
    keyId: row<store.PartnerKeyRow>('PartnerKey', '旧密钥编号 / ID of the old key', keyGone),
    overlapHours: whole(0, LONGEST_OVERLAP_HOURS, '新旧并用的小时数 / Hours during which both keys work', { otherwise: 24 }),
  },
  done: '已换发 / Rotated',
  gives: issued,
  refuses: [Conflict],
  async do({ keyId: old, overlapHours }, context) {
    const { pool, clock, live } = context.services;
    const { key, hint, hash } = makeKey();
    const newKeyId = uuid();
    const overlapEndsAt = new Date(clock.now().getTime() + overlapHours * HOUR_MS);
    const isDone = await inTransaction<boolean>(pool, async (client, undo) => {
      await store.insertKey(client, { ...old, id: newKeyId, hint, hash, createdById: staffOf(context).staffId });
      if (!(await store.replaceKey(client, { oldId: old.id, newId: newKeyId, overlapEndsAt }))) return undo(false);
      await recordDeed(client, context, { action: 'key.rotate', detail: { keyId: old.id, newKeyId, overlapEndsAt } });
      return true;
    });
    if (!isDone) return keyEnded;
    live.touch([RIGHTS_TOPIC]);
    await tellPartner(old, rotated(overlapEndsAt), context);
    return { partnerKey: await store.readKey(pool, newKeyId), key };
  },
});

mutation('partnerKeyRevoke', {
  says: '吊销密钥，立即失效，它的订阅随即断开 / Revokes a key immediately; its open subscriptions end',
  may: 'keys.manage',
  input: { keyId: row<store.PartnerKeyRow>('PartnerKey', '密钥编号 / ID of the key', keyGone) },
  done: '已吊销 / Revoked',
  gives: changed,
  refuses: [Conflict],
  async do({ keyId: key }, context) {
    const { pool, live } = context.services;
    const isDone = await inTransaction(pool, async (client) => {
      const isRevoked = await store.revokeKey(client, key.id);
      if (isRevoked) await recordDeed(client, context, { action: 'key.revoke', detail: { keyId: key.id } });
      return isRevoked;
    });
    if (!isDone) return keyEnded;
    live.touch([RIGHTS_TOPIC]);
    await tellPartner(key, revoked, context);
    return { partnerKey: await store.readKey(pool, key.id) };
  },
});

/** Tells the partner by mail, where their contact is an address. What was done stands without it. */
async function tellPartner({ contact, hint, name }: store.PartnerKeyRow, letter: Letter, { services, requestId }: Context): Promise<void> {
  const address = mailAddress(contact);
  if (!address) return;
  const { subject, text: body } = letter({ hint, name });
  await services.notifier
    .mail(address, subject, body)
    .catch((error: Error) => services.log.warn({ err: error, requestId }, 'a partner could not be told'));
}
