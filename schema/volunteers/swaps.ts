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

const PlaceWaitedForError = errorType(
  'PlaceWaitedForError',
  '已有人候补，退出即自动递补 / Others are on the wait-list: leaving gives them the place',
);

const ShiftSwap = builder.objectRef<SwapRow>('ShiftSwap').implement({
  description: '一次换班或顶班的请求 / A request to take over a place or swap it for another',
  fields: (t) => ({
    id: t.id(nodeId('ShiftSwap')),
    status: t.expose('status', { type: SwapStatusEnum, description: '状态 / Status of the request' }),
    isAsker: t.boolean({
      description: '是不是本人提出的 / Whether the viewer made the request',
      resolve: ({ askerId }, _args, { viewer }) => viewer?.kind === 'resident' && viewer.residentId === askerId,
    }),
    shift: t.field({
      type: Shift,
      nullable: true,
      description: '哪个班次 / The sign-up it is about',
      resolve: ({ shiftId }, _args, context) => shiftLoader(context).load(shiftId),
    }),
    otherShift: t.field({
      type: Shift,
      nullable: true,
      description: '用哪个班次换；空为直接顶班 / The sign-up offered in exchange; null: none, the shift is taken over',
      resolve: ({ otherShiftId }, _args, context) => (otherShiftId ? shiftLoader(context).load(otherShiftId) : null),
    }),
    asker: t.field({
      type: Volunteer,
      nullable: true,
      description: '谁提出的 / The person asking',
      resolve: ({ askerId }, _args, context) => volunteerLoader(context).load(askerId),
    }),
    other: t.field({
      type: Volunteer,
      nullable: true,
      description: '问的谁 / The person asked',
      resolve: ({ otherId }, _args, context) => volunteerLoader(context).load(otherId),
    }),
  }),
});

const SwapPartner = builder.objectRef<PartnerRow>('SwapPartner').implement({
  description: '可以换班或顶班的人 / A volunteer who could take over or swap',
  fields: (t) => ({
    volunteer: t.field({
      type: Volunteer,
      nullable: true,
      description: '谁 / The volunteer',
      resolve: ({ volunteerId }, _args, context) => volunteerLoader(context).load(volunteerId),
    }),
    shift: t.field({
      type: Shift,
      nullable: true,
      description: '用哪个班次换；空为此时有空、可以顶班 / The sign-up they would give in exchange; null: free to take over',
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
    description: '与本人有关、还没答复的换班请求；不是居民为空 / Unanswered requests by or to the viewer; null: not a resident',
    resolve: ({ id }, _args, context) => (context.viewer?.kind === 'resident' ? swapsLoader(context).load(id) : null),
  }),
  swapPartners: t.field({
    type: [SwapPartner],
    nullable: true,
    description:
      '可以和本人换班（同队四周内）或顶班的人；本人不在其中为空 / Volunteers who could swap a shift of the same team within four weeks, or take over; null: the viewer has not joined',
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
  description: '请谁换班或顶班 / The shift and the volunteer to ask',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '本人的哪个班次 / ID of the viewer’s own shift' }),
    volunteerId: t.id({ required: true, description: '问谁 / ID of the volunteer' }),
    otherShiftId: t.id({ description: '换对方的哪个班次；不填为请对方顶班 / ID of the other’s shift to swap for; omitted: a take-over' }),
  }),
});

const AnswerInput = builder.inputType('ShiftSwapAnswerInput', {
  description: '答复换班请求 / An answer to a request',
  fields: (t) => ({
    swapId: t.id({ required: true, description: '请求编号 / ID of the request' }),
    isAccepted: t.boolean({ required: true, description: '是否同意 / Whether to agree' }),
  }),
});

const WithdrawInput = builder.inputType('ShiftSwapWithdrawInput', {
  description: '收回换班请求 / The request to withdraw',
  fields: (t) => ({ swapId: t.id({ required: true, description: '请求编号 / ID of the request' }) }),
});

builder.mutationFields((t) => ({
  shiftSwapAsk: t.field({
    description: '请别人换班或顶班；对方同意才算 / Asks someone to swap or take over a place; nothing changes until they agree',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftSwapAsk', swapSuccess('ShiftSwapAskSuccess', '已问 / Asked'), [
      ...[NotFoundError, ConflictError, PlaceWaitedForError, ShiftNotJoinedError, ShiftNotOpenError],
    ]),
    args: { input: t.arg({ type: AskInput, required: true, description: '谁 / The shift and the volunteer' }) },
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
    description: '答复换班请求：同意即双方换好 / Answers a swap request; agreeing completes the swap',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftSwapAnswer', swapSuccess('ShiftSwapAnswerSuccess', '已答复 / Answered'), [
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
    description: '收回换班请求 / Withdraws a swap request',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftSwapWithdraw', swapSuccess('ShiftSwapWithdrawSuccess', '已收回 / Withdrawn'), [NotFoundError]),
    args: { input: t.arg({ type: WithdrawInput, required: true, description: '哪个 / The request' }) },
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
