// How a registration is decided: approved or returned by staff on duty in its grid, answered by a guardian.
import { staffOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { RIGHTS_TOPIC } from '../access/viewer.ts';
import { record } from '../audit/store.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { refused } from '../errors/problems.ts';
import { wordsIn } from '../errors/words.ts';
import { happened } from '../frame/announcements.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import { QUEUE_TOPIC, reread, subjectOf, success } from './real-name.ts';
import { type ApplicationRow, refuse, verify } from './real-name-store.ts';

const RealNameVerifyInput = builder.inputType('RealNameVerifyInput', {
  description: '通过哪份登记 / The registration to approve',
  fields: (t) => ({
    applicationId: t.id({ required: true, description: '登记编号 / ID of the registration' }),
    expectedVersion: t.int({ required: true, description: '所看到的版本 / The version the decision is based on' }),
  }),
});

const RealNameRefuseInput = builder.inputType('RealNameRefuseInput', {
  description: '不通过哪份登记、为什么 / The registration to return, and the reason',
  fields: (t) => ({
    applicationId: t.id({ required: true, description: '登记编号 / ID of the registration' }),
    expectedVersion: t.int({ required: true, description: '所看到的版本 / The version the decision is based on' }),
    reason: t.string({ required: true, description: '原因，2–300 字，本人看得到 / Reason, 2–300 characters, shown to the applicant' }),
  }),
});

export type DecisionArgs = { input: { applicationId: string; expectedVersion: number } };

/** The right to decide on the registration an input names; one that is not theirs to see is not there. */
export const rightOn = (action: 'realName.decide' | 'guardianship.decide') => ({
  authScopes: async (_root: unknown, { input }: DecisionArgs, context: Context) => {
    const row = await visibleNode<ApplicationRow>('RealNameApplication', input.applicationId, context);
    return { may: { action, subject: row ? subjectOf(row) : {} } };
  },
  unauthorizedResolver: (_root: unknown, _args: unknown, context: Context): ErrorShape => {
    if (!may(context, action)) throw refused(context);
    return errorsIn(context.language).notFound(wordsIn(context.language).applicationNotFound);
  },
});

/** The decision as stored, or the error to answer. The application's row id follows from the scope's check. */
const decisionOf = ({ input }: DecisionArgs, context: Context) => ({
  applicationId: decodeIdOf('RealNameApplication', input.applicationId) as string,
  expectedVersion: input.expectedVersion,
  staffId: staffOf(context).staffId,
});

const decisionErrors = [NotFoundError, ConflictError, ValidationError];

builder.mutationFields((t) => ({
  realNameVerify: t.field({
    description:
      '通过实名登记；本人等待中的票从各自投出的时间起计入 / Approves a registration; votes cast before count too, each from its own time',
    ...rightOn('realName.decide'),
    type: resultUnion('RealNameVerify', success('RealNameVerifySuccess', '已通过 / Approved'), decisionErrors),
    args: { input: t.arg({ type: RealNameVerifyInput, required: true, description: '哪份 / The registration' }) },
    resolve: async (_root, args, context) => {
      const { services, viewer, requestId, language } = context;
      const errors = errorsIn(language);
      const words = wordsIn(language);
      const outcome = await inTransaction(services.pool, async (client) => {
        const verified = await verify(client, decisionOf(args, context));
        if (typeof verified !== 'object') return verified;
        const { residentId } = verified.row;
        await record(client, viewer, [{ action: 'realName.verify', subjectId: residentId, requestId }]);
        return { ...verified, topics: await happened(client, 'resident.verified', { residentId }, services) };
      });
      if (outcome === 'changed') return errors.conflict(words.applicationChanged);
      if (outcome === 'taken') return errors.conflict(words.idNumberTaken);
      if (outcome === 'guardian') return errors.conflict(words.guardianFirst);
      services.live.touch([QUEUE_TOPIC, RIGHTS_TOPIC, ...outcome.topics]);
      return { typename: 'RealNameVerifySuccess', row: await reread(outcome.row.id, context) };
    },
  }),
  realNameRefuse: t.field({
    description:
      '不通过实名登记，附原因；身份证号随即删除 / Returns a registration with a reason; the identity number is deleted immediately',
    ...rightOn('realName.decide'),
    type: resultUnion('RealNameRefuse', success('RealNameRefuseSuccess', '已退回 / Returned'), decisionErrors),
    args: { input: t.arg({ type: RealNameRefuseInput, required: true, description: '哪份、为什么 / The registration and the reason' }) },
    resolve: async (_root, args, context) => {
      const { services, viewer, requestId, language } = context;
      const errors = errorsIn(language);
      const words = wordsIn(language);
      const reason = personText({ min: 2, max: 300, isMultiline: true }).safeParse(args.input.reason);
      if (!reason.success) return errors.invalidField('reason', 'REASON', words.reasonForm);
      const outcome = await inTransaction(services.pool, async (client) => {
        const refusedNow = await refuse(client, decisionOf(args, context), reason.data);
        if (typeof refusedNow === 'object') {
          await record(client, viewer, [
            { action: 'realName.refuse', subjectId: refusedNow.row.residentId, reason: reason.data, requestId },
          ]);
        }
        return refusedNow;
      });
      if (typeof outcome !== 'object') return errors.conflict(words.applicationChanged);
      services.live.touch([QUEUE_TOPIC, RIGHTS_TOPIC]);
      return { typename: 'RealNameRefuseSuccess', row: await reread(outcome.row.id, context) };
    },
  }),
}));
