// How a registration is decided: approved or returned by staff on duty in its grid, answered by a guardian.
import { staffOf } from '../../frame/access/callers.ts';
import { RIGHTS_TOPIC } from '../../frame/access/viewer.ts';
import { happened } from '../../frame/announcements.ts';
import { row, scalar, text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, Invalid } from '../../frame/refusals.ts';
import { rightOn } from '../../frame/rights.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { recordDeed } from '../audit/store.ts';
import { RealNameApplication, reread, subjectOf } from './real-name.ts';
import { type ApplicationRow, refuse, verify } from './real-name-store.ts';
import { applicationGone, undecided } from './refusals.ts';
import { QUEUE_TOPIC } from './topics.ts';

/** The right to decide on the registration of an input; one that is not theirs to decide is not there. */
export const onApplication = (action: 'realName.decide' | 'guardianship.decide') =>
  rightOn<ApplicationRow>(action, { typename: 'RealNameApplication', field: 'applicationId', subjectOf, gone: applicationGone });

export const decision = {
  applicationId: row<ApplicationRow>('RealNameApplication', '登记编号 / ID of the registration', applicationGone),
  expectedVersion: scalar('Int', '所看到的版本 / The version the decision is based on'),
};

export const decided = gives<{ application: ApplicationRow }>((t) => ({
  application: t.expose('application', { type: RealNameApplication, description: '登记 / The registration' }),
}));

mutation('realNameVerify', {
  says: '通过实名登记；本人等待中的票从各自投出的时间起计入 / Approves a registration; votes cast before count too, each from its own time',
  may: onApplication('realName.decide'),
  input: decision,
  done: '已通过 / Approved',
  gives: decided,
  refuses: [Conflict, Invalid],
  async do({ applicationId: { id: applicationId }, expectedVersion }, context) {
    const { services } = context;
    const { staffId } = staffOf(context);
    const outcome = await inTransaction(services.pool, async (client) => {
      const verified = await verify(client, { applicationId, expectedVersion, staffId });
      if (typeof verified === 'string') return verified;
      const { residentId } = verified.row;
      await recordDeed(client, context, { action: 'realName.verify', subjectId: residentId });
      return happened(client, 'resident.verified', { residentId }, services);
    });
    if (typeof outcome === 'string') return undecided[outcome];
    services.live.touch([QUEUE_TOPIC, RIGHTS_TOPIC, ...outcome]);
    return { application: await reread(applicationId, context) };
  },
});

mutation('realNameRefuse', {
  says: '不通过实名登记，附原因；身份证号随即删除 / Returns a registration with a reason; the identity number is deleted immediately',
  may: onApplication('realName.decide'),
  input: { ...decision, reason: text(2, 300, '原因，本人看得到 / Reason, shown to the applicant', { isMultiline: true }) },
  done: '已退回 / Returned',
  gives: decided,
  refuses: [Conflict],
  async do({ applicationId: { id: applicationId, residentId }, expectedVersion, reason }, context) {
    const { pool, live } = context.services;
    const { staffId } = staffOf(context);
    const outcome = await inTransaction(pool, async (client) => {
      const refused = await refuse(client, { applicationId, expectedVersion, staffId }, reason);
      if (typeof refused === 'object') await recordDeed(client, context, { action: 'realName.refuse', subjectId: residentId, reason });
      return refused;
    });
    if (typeof outcome === 'string') return undecided[outcome];
    live.touch([QUEUE_TOPIC, RIGHTS_TOPIC]);
    return { application: await reread(applicationId, context) };
  },
});
