// Times of a shift that were wrong, put right: paid anew by its rule, and the former pay taken back. On record for the person.
import type pg from 'pg';
import { z } from 'zod';
import type { Viewer } from '../access/viewer.ts';
import { actorOf } from '../actor.ts';
import { record } from '../audit/store.ts';
import { builder } from '../builder.ts';
import { type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { lockAccount, reverse } from '../points/ledger.ts';
import { type NotEnoughShape, PointsNotEnoughError } from '../points/mutations.ts';
import { pointsTopic } from '../points/topics.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import { fieldErrors } from '../validation.ts';
import { payFor, payReference, payShift, readAttendance, readServedShift } from './attendance.ts';
import { othersServiceIn } from './planning.ts';
import { CLOSE_AFTER_MS, EARLY_MS } from './presence.ts';
import { lockSignup } from './roster.ts';
import { NotCheckedInError } from './serving.ts';
import { ShiftSignup } from './shifts.ts';
import type { SignupRow } from './shifts-store.ts';
import { shiftTopic } from './topics.ts';
import { volunteerWords } from './words.ts';

interface Correction {
  shiftId: string;
  volunteerId: string;
  inAt: Date;
  outAt: Date;
  reason: string;
  now: Date;
  viewer: Viewer | null;
  requestId: string;
  timeZone: string;
}

type Corrected =
  | { outcome: 'corrected'; signup: SignupRow }
  | { outcome: 'not-served' | 'times-wrong' }
  | { outcome: 'not-enough'; balance: number; points: number };

/** Corrects a closed attendance; the person's statement shows the new pay and the reversal of the old one. All of it or nothing. */
function correct(pool: pg.Pool, correction: Correction): Promise<Corrected> {
  const { shiftId, volunteerId, inAt, outAt, reason, now, viewer, requestId, timeZone } = correction;
  const actor = actorOf(viewer);
  return inTransaction(pool, async (client, undo): Promise<Corrected> => {
    const account = await lockAccount(client, volunteerId);
    const signup = await lockSignup(client, shiftId, volunteerId);
    const shift = await readServedShift(client, shiftId);
    const former = signup && (await readAttendance(client, signup.id));
    if (!shift || !signup || !former?.outAt) return { outcome: 'not-served' };
    const [earliest, latest] = [shift.startsAt.getTime() - EARLY_MS, Math.min(now.getTime(), shift.endsAt.getTime() + CLOSE_AFTER_MS)];
    if (inAt.getTime() < earliest || outAt.getTime() > latest || outAt < inAt) return { outcome: 'times-wrong' };
    const corrections = former.corrections + 1;
    const pay = await payFor(client, shift, { startsAt: inAt, endsAt: outAt }, timeZone);
    // The new pay first, so that only what is really missing is missing.
    await payShift(client, account, { shift, pay, reference: payReference(signup.id, corrections), actor, timeZone });
    if (former.points) {
      const reference = payReference(signup.id, former.corrections);
      const reversed = await reverse(client, account, { reference, actor, note: reason });
      const { points } = pay.earning;
      if (reversed?.outcome === 'not-enough')
        undo({ outcome: 'not-enough', balance: reversed.balance - points, points: former.points - points });
    }
    const { minutes, nightMinutes, points } = pay.earning;
    await client.query(
      `/* volunteers.correct */ UPDATE attendance SET in_at = $2, out_at = $3, out_method = 'CORRECTION', minutes = $4, night_minutes = $5, points = $6,
         rule_id = $7, corrections = $8 WHERE signup_id = $1`,
      [signup.id, inAt, outAt, minutes, nightMinutes, points, pay.rule?.id ?? null, corrections],
    );
    const detail = { shiftId, from: [former.inAt, former.outAt], to: [inAt, outAt] };
    await record(client, viewer, [{ action: 'attendance.correct', subjectId: volunteerId, reason, detail, requestId }]);
    return { outcome: 'corrected', signup };
  });
}

const CorrectInput = builder.inputType('AttendanceCorrectInput', {
  description: '更正谁在哪个班次的时间 / Whose times in which shift, and what they were',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '班次编号 / Id of the shift' }),
    volunteerId: t.id({ required: true, description: '志愿者编号 / Id of the volunteer' }),
    inAt: t.field({ type: 'DateTime', required: true, description: '签到时间 / When they came' }),
    outAt: t.field({ type: 'DateTime', required: true, description: '签退时间 / When they left' }),
    reason: t.string({ required: true, description: '原因，2–60 字，本人看得到 / Why, for the person to read' }),
  }),
});

interface CorrectSuccess {
  typename: string;
  signup: SignupRow;
}

const CorrectSuccessType = builder.objectRef<CorrectSuccess>('AttendanceCorrectSuccess').implement({
  description: '已更正，积分已重算 / It is corrected, and paid anew',
  fields: (t) => ({ signup: t.expose('signup', { type: ShiftSignup, description: '这次服务 / The piece of service' }) }),
});

const LIMITS: Record<string, [number, number]> = { reason: [2, 60] };
const reasonText = z.object({ reason: personText({ min: 2, max: 60 }) });

builder.mutationField('attendanceCorrect', (t) =>
  t.field({
    description: '更正签到签退时间，积分按规则重算 / Corrects the times of a shift that is over; it is paid anew by its rule',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('AttendanceCorrect', CorrectSuccessType, [
      ...[ValidationError, NotFoundError, ForbiddenError],
      ...[NotCheckedInError, PointsNotEnoughError],
    ]),
    args: { input: t.arg({ type: CorrectInput, required: true, description: '更正 / The correction' }) },
    resolve: async (_root, { input }, context): Promise<CorrectSuccess | ErrorShape> => {
      const { language, services, viewer, requestId } = context;
      const words = volunteerWords(language);
      const text = reasonText.safeParse({ reason: input.reason });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const found = await othersServiceIn(input, context);
      if ('typename' in found) return found;
      const { shift, volunteerId } = found;
      const { pool, clock, settings, live } = services;
      const { inAt, outAt } = input;
      const now = clock.now();
      const { reason } = text.data;
      const corrected: Corrected = volunteerId
        ? await correct(pool, { shiftId: shift.id, volunteerId, inAt, outAt, reason, now, viewer, requestId, timeZone: settings.timeZone })
        : { outcome: 'not-served' };
      switch (corrected.outcome) {
        case 'not-served':
          return { typename: 'NotCheckedInError', code: 'NOT_CHECKED_IN', message: words.stillIn };
        case 'times-wrong':
          return errorsIn(language).invalidField('outAt', 'OUT_OF_RANGE', words.timesWrong);
        case 'not-enough': {
          const { balance, points } = corrected;
          const error: NotEnoughShape = {
            ...{ typename: 'PointsNotEnoughError', code: 'POINTS_NOT_ENOUGH', message: words.alreadySpent(balance), balance, points },
          };
          return error;
        }
        case 'corrected':
          live.touch([shiftTopic(shift.id), pointsTopic(corrected.signup.volunteerId)]);
          return { typename: 'AttendanceCorrectSuccess', signup: corrected.signup };
      }
    },
  }),
);
