// Swaps: who could take a place, to ask them, to answer, to take the question back.
import { residentOf } from '../access/callers.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, errorType, NotFoundError, resultUnion } from '../errors/graph.ts';
import { noticeTopics } from '../notices/topics.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { nodeId } from '../relay/graph.ts';
import { SwapStatusEnum } from './enums.ts';
import { ownSignupLoader, shiftLoader, swapsLoader, volunteerLoader } from './loaders.ts';
import { Volunteer } from './people.ts';
import { JOIN_ERRORS, refusalOf, ShiftNotJoinedError, ShiftNotOpenError, ShiftOverlapError } from './serving.ts';
import { Shift } from './shifts.ts';
import {
  type AnswerRefused,
  type AskRefused,
  answerSwap,
  askSwap,
  type PartnerRow,
  readExchanges,
  readFree,
  type SwapRow,
  withdrawSwap,
} from './swaps-store.ts';
import { SHIFTS_TOPIC, shiftTopic } from './topics.ts';
import { volunteerWords } from './words.ts';

const PlaceWaitedForError = errorType('PlaceWaitedForError', '已有人候补，退出即自动递补 / Others wait for it: leaving gives it to them');

const ShiftSwap = builder.objectRef<SwapRow>('ShiftSwap').implement({
  description: '一次换班或顶班的请求 / A question whether somebody takes over a place, or exchanges theirs for it',
  fields: (t) => ({
    id: t.id(nodeId('ShiftSwap')),
    status: t.expose('status', { type: SwapStatusEnum, description: '状态 / Where it stands' }),
    isAsker: t.boolean({
      description: '是不是本人提出的 / Whether the viewer has asked',
      resolve: ({ askerId }, _args, { viewer }) => viewer?.kind === 'resident' && viewer.residentId === askerId,
    }),
    shift: t.field({
      type: Shift,
      nullable: true,
      description: '哪个班次 / Whose place it is about',
      resolve: ({ shiftId }, _args, context) => shiftLoader(context).load(shiftId),
    }),
    otherShift: t.field({
      type: Shift,
      nullable: true,
      description: '用哪个班次换；空为直接顶班 / What is given for it; null: nothing, it is handed over',
      resolve: ({ otherShiftId }, _args, context) => (otherShiftId ? shiftLoader(context).load(otherShiftId) : null),
    }),
    asker: t.field({
      type: Volunteer,
      nullable: true,
      description: '谁提出的 / Who asks',
      resolve: ({ askerId }, _args, context) => volunteerLoader(context).load(askerId),
    }),
    other: t.field({
      type: Volunteer,
      nullable: true,
      description: '问的谁 / Who is asked',
      resolve: ({ otherId }, _args, context) => volunteerLoader(context).load(otherId),
    }),
  }),
});

const SwapPartner = builder.objectRef<PartnerRow>('SwapPartner').implement({
  description: '可以换班或顶班的人 / Somebody who could take a place',
  fields: (t) => ({
    volunteer: t.field({
      type: Volunteer,
      nullable: true,
      description: '谁 / Who',
      resolve: ({ volunteerId }, _args, context) => volunteerLoader(context).load(volunteerId),
    }),
    shift: t.field({
      type: Shift,
      nullable: true,
      description: '用哪个班次换；空为此时有空、可以顶班 / What they would give for it; null: they are free at that time',
      resolve: ({ shiftId }, _args, context) => (shiftId ? shiftLoader(context).load(shiftId) : null),
    }),
  }),
});

/** Who could take a place, at most. */
const MOST_FREE = 30;

builder.objectFields(Shift, (t) => ({
  swaps: t.field({
    type: [ShiftSwap],
    nullable: true,
    description: '与本人有关、还没答复的换班请求；不是居民为空 / Questions to or by the viewer that wait for an answer; null: no resident',
    resolve: ({ id }, _args, context) => (context.viewer?.kind === 'resident' ? swapsLoader(context).load(id) : null),
  }),
  swapPartners: t.field({
    type: [SwapPartner],
    nullable: true,
    description:
      '可以和本人换班（同队四周内）或顶班的人；本人不在其中为空 / Who could exchange a shift of the team within four weeks, or take over; null: the viewer has no place to give',
    resolve: async (shift, _args, context) => {
      const { viewer, services } = context;
      const now = services.clock.now();
      if (viewer?.kind !== 'resident' || shift.cancelledAt || shift.startsAt <= now) return null;
      if ((await ownSignupLoader(context).load(shift.id))?.status !== 'JOINED') return null;
      const free = await readFree(services.pool, shift.id, MOST_FREE);
      const exchanges = await readExchanges(services.pool, shift, viewer.residentId, now);
      return [...exchanges, ...free.map((volunteerId) => ({ volunteerId, shiftId: null }))];
    },
  }),
}));

interface SwapSuccess {
  typename: string;
  swap: SwapRow;
}

const swapSuccess = (name: string, description: string) =>
  builder.objectRef<SwapSuccess>(name).implement({
    description,
    fields: (t) => ({ swap: t.expose('swap', { type: ShiftSwap, description: '请求现在的样子 / The question as it is now' }) }),
  });

const AskInput = builder.inputType('ShiftSwapAskInput', {
  description: '请谁换班或顶班 / Whom to ask',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '本人的哪个班次 / Which of one’s own shifts' }),
    volunteerId: t.id({ required: true, description: '问谁 / Whom' }),
    otherShiftId: t.id({ description: '换对方的哪个班次；不填为请对方顶班 / Which of theirs to take for it; none: to hand it over' }),
  }),
});

const AnswerInput = builder.inputType('ShiftSwapAnswerInput', {
  description: '答复换班请求 / An answer',
  fields: (t) => ({
    swapId: t.id({ required: true, description: '请求编号 / Id of the question' }),
    isAccepted: t.boolean({ required: true, description: '是否同意 / Whether one agrees' }),
  }),
});

const WithdrawInput = builder.inputType('ShiftSwapWithdrawInput', {
  description: '收回换班请求 / To take a question back',
  fields: (t) => ({ swapId: t.id({ required: true, description: '请求编号 / Id of the question' }) }),
});

builder.mutationFields((t) => ({
  shiftSwapAsk: t.field({
    description: '请别人换班或顶班；对方同意才算 / Asks somebody to exchange or take over a place; nothing changes until they agree',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftSwapAsk', swapSuccess('ShiftSwapAskSuccess', '已问 / They are asked'), [
      ...[NotFoundError, ConflictError, PlaceWaitedForError, ShiftNotJoinedError, ShiftNotOpenError],
    ]),
    args: { input: t.arg({ type: AskInput, required: true, description: '谁 / Whom' }) },
    resolve: async (_root, { input }, context): Promise<SwapSuccess | ErrorShape> => {
      const { services, language, requestUuid } = context;
      const shiftId = decodeIdOf('Shift', input.shiftId);
      const otherId = decodeIdOf('Volunteer', input.volunteerId);
      const otherShiftId = input.otherShiftId ? decodeIdOf('Shift', input.otherShiftId) : null;
      const { residentId: askerId } = residentOf(context);
      const other = otherId ? await volunteerLoader(context).load(otherId) : null;
      if (other?.status !== 'ACTIVE' || other.id === askerId)
        return errorsIn(language).notFound(volunteerWords(language).volunteerNotFound);
      if (!shiftId || (input.otherShiftId && !otherShiftId) || shiftId === otherShiftId)
        return refusalOf({ outcome: 'not-found' }, context);
      const now = services.clock.now();
      const asked = await askSwap(services.pool, { id: requestUuid, shiftId, askerId, otherShiftId, otherId: other.id, now });
      if (asked.outcome !== 'asked') return swapRefusal(asked, context);
      touchSwap(asked.swap, [other.id], context);
      return { typename: 'ShiftSwapAskSuccess', swap: asked.swap };
    },
  }),
  shiftSwapAnswer: t.field({
    description: '答复换班请求：同意即双方换好 / Answers a question: who agrees has exchanged with it',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftSwapAnswer', swapSuccess('ShiftSwapAnswerSuccess', '已答复 / It is answered'), [
      ...[ConflictError, PlaceWaitedForError, ShiftNotJoinedError, ShiftOverlapError, ...JOIN_ERRORS],
    ]),
    args: { input: t.arg({ type: AnswerInput, required: true, description: '答复 / The answer' }) },
    resolve: async (_root, { input }, context): Promise<SwapSuccess | ErrorShape> => {
      const { services, language } = context;
      const id = decodeIdOf('ShiftSwap', input.swapId);
      const { residentId: volunteerId } = residentOf(context);
      const request = { volunteerId, isAccepted: input.isAccepted, now: services.clock.now() };
      const answered = id ? await answerSwap(services.pool, { id, ...request }) : null;
      if (!answered || answered.outcome === 'not-found') return errorsIn(language).notFound(volunteerWords(language).swapNotFound);
      if (!('swap' in answered)) return swapRefusal(answered, context);
      touchSwap(answered.swap, [answered.swap.askerId], context);
      return { typename: 'ShiftSwapAnswerSuccess', swap: answered.swap };
    },
  }),
  shiftSwapWithdraw: t.field({
    description: '收回换班请求 / Takes a question back',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftSwapWithdraw', swapSuccess('ShiftSwapWithdrawSuccess', '已收回 / It is taken back'), [NotFoundError]),
    args: { input: t.arg({ type: WithdrawInput, required: true, description: '哪个 / Which' }) },
    resolve: async (_root, { input }, context): Promise<SwapSuccess | ErrorShape> => {
      const { services, language } = context;
      const id = decodeIdOf('ShiftSwap', input.swapId);
      const { residentId: askerId } = residentOf(context);
      const swap = id && (await withdrawSwap(services.pool, { id, askerId, now: services.clock.now() }));
      if (!swap) return errorsIn(language).notFound(volunteerWords(language).swapNotFound);
      touchSwap(swap, [], context);
      return { typename: 'ShiftSwapWithdrawSuccess', swap };
    },
  }),
}));

function touchSwap({ shiftId, otherShiftId }: SwapRow, told: readonly string[], { services: { live } }: Context): void {
  live.touch([SHIFTS_TOPIC, shiftTopic(shiftId), ...(otherShiftId ? [shiftTopic(otherShiftId)] : []), ...noticeTopics(told)]);
}

function swapRefusal(refused: AskRefused | AnswerRefused, context: Context): ErrorShape {
  const { language } = context;
  const words = volunteerWords(language);
  switch (refused.outcome) {
    case 'waited-for':
      return { typename: 'PlaceWaitedForError', code: 'PLACE_WAITED_FOR', message: words.placeWaitedFor };
    case 'other-not-joined':
      return { typename: 'ShiftNotJoinedError', code: 'SHIFT_NOT_JOINED', message: words.otherNotJoined };
    case 'already':
      return errorsIn(language).conflict(words.swapAsked);
    case 'answered':
      return errorsIn(language).conflict(words.swapAnswered);
    default:
      return refusalOf(refused, context);
  }
}
