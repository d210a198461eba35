// The team's captain or officers correct the times of somebody else’s service.
import { z } from 'zod';
import { builder } from '../builder.ts';
import { type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { type NotEnough, PointsNotEnough } from '../points/refusals.ts';
import { pointsTopic } from '../points/topics.ts';
import { personText } from '../text.ts';
import { fieldErrors } from '../validation.ts';
import { type Corrected, correct } from './corrections-store.ts';
import { othersServiceIn } from './planning.ts';
import { NotCheckedInError } from './serving.ts';
import { ShiftSignup } from './shifts.ts';
import type { SignupRow } from './shifts-store.ts';
import { shiftTopic } from './topics.ts';
import { volunteerWords } from './words.ts';

const CorrectInput = builder.inputType('AttendanceCorrectInput', {
  description: '更正谁在哪个班次的时间 / The shift, the volunteer and the correct times',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '班次编号 / ID of the shift' }),
    volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    inAt: t.field({ type: 'DateTime', required: true, description: '签到时间 / Check-in time' }),
    outAt: t.field({ type: 'DateTime', required: true, description: '签退时间 / Check-out time' }),
    reason: t.string({ required: true, description: '原因，2–60 字，本人看得到 / Reason, shown to the volunteer' }),
  }),
});

interface CorrectSuccess {
  typename: string;
  signup: SignupRow;
}

const CorrectSuccessType = builder.objectRef<CorrectSuccess>('AttendanceCorrectSuccess').implement({
  description: '已更正，积分已重算 / Corrected, and points recalculated',
  fields: (t) => ({ signup: t.expose('signup', { type: ShiftSignup, description: '这次服务 / The service' }) }),
});

const LIMITS: Record<string, [number, number]> = { reason: [2, 60] };
const reasonText = z.object({ reason: personText({ min: 2, max: 60 }) });

builder.mutationField('attendanceCorrect', (t) =>
  t.field({
    description: '更正签到签退时间，积分按规则重算 / Corrects the times of a past shift; points are recalculated under the rule',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('AttendanceCorrect', CorrectSuccessType, [
      ...[ValidationError, NotFoundError, ForbiddenError],
      ...[NotCheckedInError, PointsNotEnough.type],
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
          const error: ErrorShape & NotEnough = {
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
