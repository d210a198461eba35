// How a piece of service was done, as the team’s captain or officers see it.
import { z } from 'zod';
import { builder } from '../builder.ts';
import { type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { personText } from '../text.ts';
import { fieldErrors } from '../validation.ts';
import { othersServiceIn } from '../volunteers/planning.ts';
import { NotCheckedInError } from '../volunteers/serving.ts';
import { ShiftSignup } from '../volunteers/shifts.ts';
import { readOwnSignups, type SignupRow } from '../volunteers/shifts-store.ts';
import { shiftTopic } from '../volunteers/topics.ts';
import { honourWords } from './words.ts';

const EvaluateInput = builder.inputType('ServiceEvaluateInput', {
  description: '评价一次服务；再评一次即改 / An evaluation of one service; a new one replaces the old one',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '班次编号 / ID of the shift' }),
    volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    rating: t.int({ required: true, description: '评分，1–5 / Rating, 1–5' }),
    text: t.string({
      defaultValue: '',
      description: '评语，最多 100 字，写进服务记录 / Comment, at most 100 characters, shown on the service record',
    }),
  }),
});

interface EvaluateSuccess {
  typename: string;
  signup: SignupRow;
}

const EvaluateSuccessType = builder.objectRef<EvaluateSuccess>('ServiceEvaluateSuccess').implement({
  description: '已评价 / Evaluated',
  fields: (t) => ({ signup: t.expose('signup', { type: ShiftSignup, description: '这次服务 / The service' }) }),
});

const LIMITS: Record<string, [number, number]> = { text: [0, 100] };
const evaluationText = z.object({ text: personText({ min: 0, max: 100 }) });

builder.mutationField('serviceEvaluate', (t) =>
  t.field({
    description: '评价一次已签退的服务 / Evaluates a service after check-out',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('ServiceEvaluate', EvaluateSuccessType, [ValidationError, NotFoundError, ForbiddenError, NotCheckedInError]),
    args: { input: t.arg({ type: EvaluateInput, required: true, description: '评价 / The evaluation' }) },
    resolve: async (_root, { input }, context): Promise<EvaluateSuccess | ErrorShape> => {
      const { language, services } = context;
      const words = honourWords(language);
      const text = evaluationText.safeParse({ text: input.text ?? '' });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const { rating } = input;
      if (rating < 1 || rating > 5) return errorsIn(language).invalidField('rating', 'OUT_OF_RANGE', words.ratingForm);
      const found = await othersServiceIn(input, context);
      if ('typename' in found) return found;
      const { shift, volunteerId } = found;
      const { pool, clock, live } = services;
      const [signup] = volunteerId ? await readOwnSignups(pool, [shift.id], volunteerId) : [];
      const { rowCount } = await pool.query(
        `/* honours.evaluate */ UPDATE attendance SET rating = $2, evaluation = $3, evaluated_at = $4 WHERE signup_id = $1 AND out_at IS NOT NULL`,
        [signup?.id ?? null, rating, text.data.text, clock.now()],
      );
      if (!signup || !rowCount) return { typename: 'NotCheckedInError', code: 'NOT_CHECKED_IN', message: words.notServed };
      live.touch([shiftTopic(shift.id)]);
      return { typename: 'ServiceEvaluateSuccess', signup };
    },
  }),
);
