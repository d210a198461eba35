// What people may ask about their own data: see it, take it away, say what it may be used for, have it erased.
import { ConsentPurpose } from '../../../prisma/client/enums.ts';
import { residentOf } from '../../frame/access/callers.ts';
import { RIGHTS_TOPIC } from '../../frame/access/viewer.ts';
import { happened } from '../../frame/announcements.ts';
import { builder } from '../../frame/builder.ts';
import { choice, scalar } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Invalid, invalid } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { recordDeed } from '../audit/store.ts';
import { agree, isAgreedText, versionInForce } from './agreeing.ts';
import { parsePhone } from './phone.ts';
import { type ConsentRow, erase, readConsents, readEverything, withdrawConsent } from './privacy-store.ts';
import { eraseConfirm } from './refusals.ts';
import { Resident, residentLoader } from './residents.ts';
import type { ResidentRow } from './residents-store.ts';
import { QUEUE_TOPIC } from './topics.ts';

/** Of what partners may see, as docs/privacy.md says it; a new text asks for consent anew. */
const PARTNERS_VERSION = '2026-11';

const ConsentPurposeEnum = builder.enumType('ConsentPurpose', {
  description: '同意的用途 / Purpose for which personal data may be used',
  values: {
    [ConsentPurpose.TERMS]: { description: '用户协议 / Terms of use' },
    [ConsentPurpose.PRIVACY]: { description: '隐私政策 / Privacy notice' },
    [ConsentPurpose.PARTNERS]: { description: '合作单位可看到我的姓名和电话 / Partners may see my name and phone' },
  },
});

const Consent = builder.objectRef<ConsentRow>('Consent').implement({
  description: '一项同意，从给出到撤回 / A consent, with its dates',
  fields: (t) => ({
    purpose: t.expose('purpose', { type: ConsentPurposeEnum, description: '用途 / Purpose' }),
    textVersion: t.exposeString('textVersion', { description: '所同意文本的版本 / Version of the text' }),
    givenAt: t.expose('givenAt', { type: 'DateTime', description: '同意时间 / Given at' }),
    withdrawnAt: t.expose('withdrawnAt', { type: 'DateTime', nullable: true, description: '撤回时间 / Withdrawn at' }),
  }),
});

builder.queryFields((t) => ({
  myResident: t.field({
    type: Resident,
    nullable: true,
    description: '本人的居民资料；工作人员和合作应用为空 / Own data as a resident; null for staff and partner programs',
    resolve: (_root, _args, context) =>
      context.viewer?.kind === 'resident' ? residentLoader(context).load(context.viewer.residentId) : null,
  }),
  myConsents: t.field({
    type: [Consent],
    description: '本人给出过的同意，最近的在前 / Own consents, latest first',
    authScopes: { may: 'account.manage' },
    resolve: (_root, _args, context) => readConsents(context.services.pool, residentOf(context).residentId),
  }),
}));

/** Consents given and withdrawn are told alike. */
const consent = {
  may: 'account.manage',
  input: { purpose: choice(ConsentPurposeEnum, '用途 / Purpose') },
  names: { input: 'ConsentInput', success: 'ConsentSuccess' },
  done: '已记录 / Recorded',
  gives: gives<{ consents: ConsentRow[] }>((t) => ({
    consents: t.expose('consents', { type: [Consent], description: '现在的全部同意 / All consents now' }),
  })),
  refuses: [],
} as const;

mutation('consentGive', {
  ...consent,
  says: '同意一项用途 / Consents to a use of data',
  do({ purpose }, context) {
    const { residentId } = residentOf(context);
    return inTransaction(context.services.pool, async (client) => {
      const textVersion = isAgreedText(purpose) ? await versionInForce(client, purpose) : PARTNERS_VERSION;
      await agree(client, context, { residentId, purpose, textVersion });
      return { consents: await readConsents(client, residentId) };
    });
  },
});

mutation('consentWithdraw', {
  ...consent,
  says: '撤回一项同意，立即生效 / Withdraws a consent, with immediate effect',
  do({ purpose }, context) {
    const { residentId: subjectId } = residentOf(context);
    return inTransaction(context.services.pool, async (client) => {
      if (await withdrawConsent(client, subjectId, purpose))
        await recordDeed(client, context, { action: 'consent.withdraw', subjectId, detail: { purpose } });
      return { consents: await readConsents(client, subjectId) };
    });
  },
});

mutation('personalDataExport', {
  says: '导出平台上关于我的全部资料 / Exports all personal data stored about the viewer',
  may: 'account.manage',
  input: {},
  done: '平台上关于我的全部资料 / All personal data stored about the viewer',
  gives: gives<{ data: unknown }>((t) => ({
    data: t.field({ type: 'JSON', description: '按用途分类的 JSON / JSON, by purpose', resolve: ({ data }) => data }),
  })),
  refuses: [],
  async do(_input, context) {
    const { services } = context;
    const { residentId } = residentOf(context);
    await recordDeed(services.pool, context, { action: 'account.export', subjectId: residentId });
    return { data: { exportedAt: services.clock.now(), ...(await readEverything(services, residentId)) } };
  },
});

mutation('accountErase', {
  says: '注销账号，不能恢复 / Deletes the account; this cannot be undone',
  may: 'account.manage',
  input: {
    phone: scalar('String', '再输入一次手机号以确认 / Own phone number, to confirm'),
  },
  done: '账号已注销：个人资料删除，投过的票和提过的议题保留但不再关联本人 / Deleted: personal data is gone; votes and issues remain, no longer linked to the person',
  gives: gives<{ erasedAt: Date }>((t) => ({
    erasedAt: t.expose('erasedAt', { type: 'DateTime', description: '注销时间 / Time of deletion' }),
  })),
  refuses: [Invalid],
  async do(input, context) {
    const { services, sessionDoor } = context;
    const { residentId } = residentOf(context);
    const { phone } = (await residentLoader(context).load(residentId)) as ResidentRow;
    if (phone !== parsePhone(input.phone, services.settings)) return invalid({ path: ['phone'], code: 'PHONE', says: eraseConfirm });
    const left = await inTransaction(services.pool, (client) => happened(client, 'resident.leaves', { residentId }, services));
    const erased = await inTransaction(services.pool, async (client) => {
      await recordDeed(client, context, { action: 'account.erase', subjectId: residentId });
      await erase(client, residentId);
      return happened(client, 'resident.erased', { residentId }, services);
    });
    services.live.touch([RIGHTS_TOPIC, QUEUE_TOPIC, ...left, ...erased]);
    await sessionDoor.forget();
    return { erasedAt: services.clock.now() };
  },
});
