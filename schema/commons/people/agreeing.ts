// Which version of the terms and the privacy notice somebody has agreed to, and what they have still to read.
import type pg from 'pg';
import type { ConsentPurpose } from '../../../prisma/client/enums.ts';
import { residentOf } from '../../frame/access/callers.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { ids } from '../../frame/lists.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { recordDeed } from '../audit/store.ts';
import { TextVersion, versionLoader } from '../texts/graph.ts';
import { versionGone } from '../texts/refusals.ts';
import { readCurrent, readVersions, type TextVersionRow } from '../texts/store.ts';
import { giveConsent, readToAgree } from './privacy-store.ts';

/** Texts that people agree to; their kinds are called as the purposes. */
type AgreedText = Extract<ConsentPurpose, 'TERMS' | 'PRIVACY'>;

export const isAgreedText = (kind: string): kind is AgreedText => kind === 'TERMS' || kind === 'PRIVACY';

/** The version of a text that is in force, as consents name it. */
export async function versionInForce(db: Pick<pg.ClientBase, 'query'>, kind: AgreedText): Promise<string> {
  const [current] = await readCurrent(db, [kind]);
  return String(current?.number);
}

/** Keeps that a resident agrees to a text, and to which version of it. Once is as good as twice. */
export async function agree(
  client: pg.PoolClient,
  context: Pick<Context, 'viewer' | 'requestId'>,
  consent: { residentId: string; purpose: ConsentPurpose; textVersion: string },
): Promise<void> {
  const { residentId: subjectId, purpose, textVersion } = consent;
  if (await giveConsent(client, subjectId, purpose, textVersion))
    await recordDeed(client, context, { action: 'consent.give', subjectId, detail: { purpose, textVersion } });
}

/** Agrees to each of these versions; what is no text to agree to is passed over. */
export function agreeToVersions(
  context: Pick<Context, 'viewer' | 'requestId' | 'services'>,
  residentId: string,
  versionIds: readonly string[],
): Promise<void> {
  return inTransaction(context.services.pool, async (client) => {
    for (const { kind, number } of await readVersions(client, versionIds)) {
      if (isAgreedText(kind)) await agree(client, context, { residentId, purpose: kind, textVersion: String(number) });
    }
  });
}

export const agreedVersions = (says: string) => ids('StationTextVersion', says, { most: 10, otherwise: versionGone });

async function toAgree(context: Context): Promise<TextVersionRow[]> {
  const { viewer, services } = context;
  if (viewer?.kind !== 'resident') return [];
  const versions = await versionLoader(context).loadMany(await readToAgree(services.pool, viewer.residentId));
  return versions.filter((version) => version !== null && !(version instanceof Error)) as TextVersionRow[];
}

builder.queryField('textsToAgree', (t) =>
  t.field({
    type: [TextVersion],
    extensions: { listSize: 2 },
    description:
      '居民还没有同意的现行用户协议和隐私政策；其他人为空列表 / Terms and privacy notice in force that the resident has not agreed to; empty for others',
    resolve: (_root, _args, context) => toAgree(context),
  }),
);

mutation('stationTextsAgree', {
  says: '同意读过的用户协议、隐私政策 / Agrees to the versions of terms and privacy notice that were read',
  may: 'account.manage',
  input: { versionIds: agreedVersions('读过的版本 / The versions that were read') },
  done: '已记录 / Recorded',
  gives: gives<object>((t) => ({
    textsToAgree: t.field({
      type: [TextVersion],
      extensions: { listSize: 2 },
      description: '还没有同意的 / What is not agreed to yet',
      resolve: (_success, _args, context) => toAgree(context),
    }),
  })),
  refuses: [],
  async do({ versionIds }, context) {
    await agreeToVersions(context, residentOf(context).residentId, versionIds);
    return {};
  },
});
