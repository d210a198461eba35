// What people may ask about their own data: see it, take it away, say what it may be used for, have it erased.
import { ConsentPurpose } from '../../prisma/client/enums.ts';
import { residentOf } from '../access/callers.ts';
import { RIGHTS_TOPIC } from '../access/viewer.ts';
import { record } from '../audit/store.ts';
import { builder } from '../builder.ts';
import { errorsIn, resultUnion, ValidationError } from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { happened } from '../frame/announcements.ts';
import { inTransaction } from '../transaction.ts';
import { parsePhone } from './phone.ts';
import { type ConsentRow, erase, giveConsent, readConsents, readEverything, withdrawConsent } from './privacy-store.ts';
import { Resident, residentLoader } from './residents.ts';
import type { ResidentRow } from './residents-store.ts';

/** Of the texts in docs/privacy.md; a new text asks for consent anew. */
const TEXT_VERSION = '2026-11';

const ConsentPurposeEnum = builder.enumType('ConsentPurpose', {
  description: '同意的用途 / Purpose for which personal data may be used',
  values: {
    [ConsentPurpose.TERMS]: { description: '用户协议与隐私政策 / Terms and privacy notice' },
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

const ConsentInput = builder.inputType('ConsentInput', {
  description: '哪项用途 / The purpose',
  fields: (t) => ({ purpose: t.field({ type: ConsentPurposeEnum, required: true, description: '用途 / Purpose' }) }),
});

const ConsentSuccess = builder.objectRef<{ typename: string; consents: ConsentRow[] }>('ConsentSuccess').implement({
  description: '已记录 / Recorded',
  fields: (t) => ({
    consents: t.field({ type: [Consent], description: '现在的全部同意 / All consents now', resolve: ({ consents }) => consents }),
  }),
});

const PersonalDataExportSuccess = builder.objectRef<{ typename: string; data: unknown }>('PersonalDataExportSuccess').implement({
  description: '平台上关于我的全部资料 / All personal data stored about the viewer',
  fields: (t) => ({
    data: t.field({ type: 'JSON', description: '按用途分类的 JSON / JSON, by purpose', resolve: ({ data }) => data }),
  }),
});

const AccountEraseInput = builder.inputType('AccountEraseInput', {
  description: '注销账号 / Deletes the account',
  fields: (t) => ({ phone: t.string({ required: true, description: '再输入一次手机号以确认 / Own phone number, to confirm' }) }),
});

const AccountEraseSuccess = builder.objectRef<{ typename: string; erasedAt: Date }>('AccountEraseSuccess').implement({
  description:
    '账号已注销：个人资料删除，投过的票和提过的议题保留但不再关联本人 / Deleted: personal data is gone; votes and issues remain, no longer linked to the person',
  fields: (t) => ({ erasedAt: t.expose('erasedAt', { type: 'DateTime', description: '注销时间 / Time of deletion' }) }),
});

builder.mutationFields((t) => ({
  consentGive: t.field({
    description: '同意一项用途 / Consents to a use of data',
    authScopes: { may: 'account.manage' },
    type: ConsentSuccess,
    args: { input: t.arg({ type: ConsentInput, required: true, description: '哪项 / The purpose' }) },
    resolve: async (_root, { input: { purpose } }, context) => {
      const { residentId } = residentOf(context);
      return inTransaction(context.services.pool, async (client) => {
        if (await giveConsent(client, residentId, purpose, TEXT_VERSION)) {
          await record(client, context.viewer, [{ action: 'consent.give', subjectId: residentId, detail: { purpose, TEXT_VERSION } }]);
        }
        return { typename: 'ConsentSuccess', consents: await readConsents(client, residentId) };
      });
    },
  }),
  consentWithdraw: t.field({
    description: '撤回一项同意，立即生效 / Withdraws a consent, with immediate effect',
    authScopes: { may: 'account.manage' },
    type: ConsentSuccess,
    args: { input: t.arg({ type: ConsentInput, required: true, description: '哪项 / The purpose' }) },
    resolve: async (_root, { input: { purpose } }, context) => {
      const { residentId } = residentOf(context);
      return inTransaction(context.services.pool, async (client) => {
        if (await withdrawConsent(client, residentId, purpose)) {
          await record(client, context.viewer, [{ action: 'consent.withdraw', subjectId: residentId, detail: { purpose } }]);
        }
        return { typename: 'ConsentSuccess', consents: await readConsents(client, residentId) };
      });
    },
  }),
  personalDataExport: t.field({
    description: '导出平台上关于我的全部资料 / Exports all personal data stored about the viewer',
    authScopes: { may: 'account.manage' },
    type: PersonalDataExportSuccess,
    resolve: async (_root, _args, context) => {
      const { services, viewer, requestId } = context;
      const { residentId } = residentOf(context);
      await record(services.pool, viewer, [{ action: 'account.export', subjectId: residentId, requestId }]);
      const everything = await readEverything(services, residentId);
      return { typename: 'PersonalDataExportSuccess', data: { exportedAt: services.clock.now(), ...everything } };
    },
  }),
  accountErase: t.field({
    description: '注销账号，不能恢复 / Deletes the account; this cannot be undone',
    authScopes: { may: 'account.manage' },
    type: resultUnion('AccountErase', AccountEraseSuccess, [ValidationError]),
    args: { input: t.arg({ type: AccountEraseInput, required: true, description: '确认 / Confirmation' }) },
    resolve: async (_root, { input }, context) => {
      const { services, viewer, requestId, language, sessionDoor } = context;
      const { residentId } = residentOf(context);
      const { phone } = (await residentLoader(context).load(residentId)) as ResidentRow;
      if (phone !== parsePhone(input.phone, services.settings)) {
        return errorsIn(language).invalidField('phone', 'PHONE', wordsIn(language).eraseConfirm);
      }
      const topics = await inTransaction(services.pool, (client) => happened(client, 'resident.leaves', { residentId }, services));
      const more = await inTransaction(services.pool, async (client) => {
        await record(client, viewer, [{ action: 'account.erase', subjectId: residentId, requestId }]);
        await erase(client, residentId);
        return happened(client, 'resident.erased', { residentId }, services);
      });
      services.live.touch([RIGHTS_TOPIC, ...topics, ...more]);
      await sessionDoor.forget();
      return { typename: 'AccountEraseSuccess', erasedAt: services.clock.now() };
    },
  }),
}));
