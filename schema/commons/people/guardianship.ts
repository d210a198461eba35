// Guardians: a minor names one; nobody is verified before they agree.
import { residentOf } from '../../frame/access/callers.ts';
import { RIGHTS_TOPIC } from '../../frame/access/viewer.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import type { ValuesOf } from '../../frame/inputs.ts';
import { mutation } from '../../frame/mutation.ts';
import { Conflict } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { recordDeed } from '../audit/store.ts';
import { RealNameApplication, reread } from './real-name.ts';
import { decided, decision, onApplication } from './real-name-decision.ts';
import { agree, listGuardianships, refuse } from './real-name-store.ts';
import { undecided } from './refusals.ts';
import { QUEUE_TOPIC } from './topics.ts';

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

mutation('guardianshipAgree', {
  says: '同意作为监护人，登记随后可以审核 / Agrees to be the guardian; the registration can then be approved',
  may: onApplication('guardianship.decide'),
  input: decision,
  done: '已同意 / Agreed',
  gives: decided,
  refuses: [Conflict],
  do: (input, context) => answer(input, true, context),
});

mutation('guardianshipDecline', {
  says: '拒绝作为监护人，登记随即退回 / Declines to be the guardian; the registration is returned',
  may: onApplication('guardianship.decide'),
  input: decision,
  done: '已拒绝 / Declined',
  gives: decided,
  refuses: [Conflict],
  do: (input, context) => answer(input, false, context),
});

/** Stores the guardian's answer and puts it on record. */
async function answer({ applicationId: row, expectedVersion }: ValuesOf<typeof decision>, isAgreed: boolean, context: Context) {
  const { pool, live } = context.services;
  const version = { applicationId: row.id, expectedVersion };
  const outcome = await inTransaction(pool, async (client) => {
    const answered = isAgreed ? await agree(client, version) : await refuse(client, { ...version, staffId: null }, DECLINED);
    const action = isAgreed ? 'guardianship.agree' : 'guardianship.decline';
    if (typeof answered === 'object') await recordDeed(client, context, { action, subjectId: row.residentId });
    return answered;
  });
  if (typeof outcome === 'string') return undecided[outcome];
  live.touch([QUEUE_TOPIC, RIGHTS_TOPIC]);
  return { application: await reread(row.id, context) };
}
