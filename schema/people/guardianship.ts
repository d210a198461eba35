// Guardians: a minor names one; nobody is verified before they agree.
import { residentOf } from '../access/callers.ts';
import { RIGHTS_TOPIC } from '../access/viewer.ts';
import { record } from '../audit/store.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ConflictError, errorsIn, NotFoundError, resultUnion } from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { inTransaction } from '../transaction.ts';
import { QUEUE_TOPIC, RealNameApplication, reread, success } from './real-name.ts';
import { type DecisionArgs, rightOn } from './real-name-decision.ts';
import { agree, listGuardianships, refuse } from './real-name-store.ts';

builder.queryField('guardianshipRequests', (t) =>
  t.field({
    type: [RealNameApplication],
    description: '把本人填为监护人、等待本人同意的实名登记 / Registrations of minors who named the viewer as guardian, pending consent',
    authScopes: { may: 'guardianship.decide' },
    resolve: (_root, _args, context) => listGuardianships(context.services.pool, residentOf(context).residentId),
  }),
);

/** Kept with the registration, for the minor to read. */
const DECLINED = '监护人没有同意 / The guardian has not agreed';

const decisionInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      applicationId: t.id({ required: true, description: '登记编号 / ID of the registration' }),
      expectedVersion: t.int({ required: true, description: '所看到的版本 / The version the decision is based on' }),
    }),
  });

const GuardianshipAgreeInput = decisionInput('GuardianshipAgreeInput', '同意作为哪份登记的监护人 / The registration to agree to');
const GuardianshipDeclineInput = decisionInput('GuardianshipDeclineInput', '拒绝作为哪份登记的监护人 / The registration to decline');

/** Stores the guardian's answer and puts it on record. */
async function answer({ input }: DecisionArgs, typename: string, isAgreed: boolean, context: Context) {
  const { services, viewer, requestId, language } = context;
  const applicationId = decodeIdOf('RealNameApplication', input.applicationId) as string; // the scope has found it
  const { expectedVersion } = input;
  const outcome = await inTransaction(services.pool, async (client) => {
    const answered = isAgreed
      ? await agree(client, { applicationId, expectedVersion })
      : await refuse(client, { applicationId, expectedVersion, staffId: null }, DECLINED);
    if (typeof answered === 'object') {
      const action = isAgreed ? 'guardianship.agree' : 'guardianship.decline';
      await record(client, viewer, [{ action, subjectId: answered.row.residentId, requestId }]);
    }
    return answered;
  });
  if (typeof outcome !== 'object') return errorsIn(language).conflict(wordsIn(language).applicationChanged);
  services.live.touch([QUEUE_TOPIC, RIGHTS_TOPIC]);
  return { typename, row: await reread(applicationId, context) };
}

const inputDescription = '哪份 / The registration';

builder.mutationFields((t) => ({
  guardianshipAgree: t.field({
    description: '同意作为监护人，登记随后可以审核 / Agrees to be the guardian; the registration can then be approved',
    ...rightOn('guardianship.decide'),
    type: resultUnion('GuardianshipAgree', success('GuardianshipAgreeSuccess', '已同意 / Agreed'), [NotFoundError, ConflictError]),
    args: { input: t.arg({ type: GuardianshipAgreeInput, required: true, description: inputDescription }) },
    resolve: (_root, args, context) => answer(args, 'GuardianshipAgreeSuccess', true, context),
  }),
  guardianshipDecline: t.field({
    description: '拒绝作为监护人，登记随即退回 / Declines to be the guardian; the registration is returned',
    ...rightOn('guardianship.decide'),
    type: resultUnion('GuardianshipDecline', success('GuardianshipDeclineSuccess', '已拒绝 / Declined'), [NotFoundError, ConflictError]),
    args: { input: t.arg({ type: GuardianshipDeclineInput, required: true, description: inputDescription }) },
    resolve: (_root, args, context) => answer(args, 'GuardianshipDeclineSuccess', false, context),
  }),
}));
