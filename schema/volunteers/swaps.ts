// Swaps: who could take a place, to ask them, to answer, to take the question back.
import { residentOf } from '../access/callers.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { id, optional, plain } from '../frame/inputs.ts';
import { gives, mutation } from '../frame/mutation.ts';
import { Conflict, isRefusal } from '../frame/refusals.ts';
import { noticeTopics } from '../notices/topics.ts';
import { nodeId } from '../relay/graph.ts';
import { SwapStatusEnum } from './enums.ts';
import { volunteerId } from './inputs.ts';
import { ownSignupLoader, shiftLoader, swapsLoader, volunteerLoader } from './loaders.ts';
import { Volunteer } from './people.ts';
import { PlaceWaitedFor, refusals, ShiftNotJoined, ShiftNotOpen, ShiftOverlap, shiftGone, swapGone, UNFIT } from './refusals.ts';
import { Shift } from './shifts.ts';
import { answerSwap, askSwap, type PartnerRow, readExchanges, readFree, type SwapRow, withdrawSwap } from './swaps-store.ts';
import { SHIFTS_TOPIC, shiftTopic } from './topics.ts';

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

const swap = gives<{ swap: SwapRow }>((t) => ({
  swap: t.expose('swap', { type: ShiftSwap, description: '请求现在的样子 / The question as it is now' }),
}));
const swapId = id('ShiftSwap', '请求编号 / ID of the request', swapGone);

mutation('shiftSwapAsk', {
  says: '请别人换班或顶班；对方同意才算 / Asks someone to swap or take over a place; nothing changes until they agree',
  may: 'shift.serve',
  input: {
    shiftId: id('Shift', '本人的哪个班次 / ID of the viewer’s own shift', shiftGone),
    volunteerId,
    otherShiftId: optional(
      id('Shift', '换对方的哪个班次；不填为请对方顶班 / ID of the other’s shift to swap for; omitted: a take-over', shiftGone),
    ),
  },
  done: '已问 / Asked',
  gives: swap,
  refuses: [Conflict, PlaceWaitedFor, ShiftNotJoined, ShiftNotOpen],
  async do({ shiftId, volunteerId, otherShiftId = null }, context) {
    const { services, requestUuid } = context;
    const { residentId: askerId } = residentOf(context);
    const other = await volunteerLoader(context).load(volunteerId);
    if (other?.status !== 'ACTIVE' || other.id === askerId) return refusals.volunteerNotFound;
    if (shiftId === otherShiftId) return refusals.shiftNotFound;
    const question = { id: requestUuid, shiftId, askerId, otherShiftId, otherId: other.id, now: services.clock.now() };
    const asked = await askSwap(services.pool, question);
    if (!isRefusal(asked)) touchSwap(asked.swap, [other.id], context);
    return asked;
  },
});

mutation('shiftSwapAnswer', {
  says: '答复换班请求：同意即双方换好 / Answers a swap request; agreeing completes the swap',
  may: 'shift.serve',
  input: {
    swapId,
    isAccepted: plain<boolean>((t) => t.boolean({ required: true, description: '是否同意 / Whether to agree' })),
  },
  done: '已答复 / Answered',
  gives: swap,
  refuses: [Conflict, PlaceWaitedFor, ShiftNotJoined, ShiftNotOpen, ShiftOverlap, ...UNFIT],
  async do({ swapId, isAccepted }, context) {
    const { pool, clock } = context.services;
    const answered = await answerSwap(pool, { id: swapId, volunteerId: residentOf(context).residentId, isAccepted, now: clock.now() });
    if (!isRefusal(answered)) touchSwap(answered.swap, [answered.swap.askerId], context);
    return answered;
  },
});

mutation('shiftSwapWithdraw', {
  says: '收回换班请求 / Withdraws a swap request',
  may: 'shift.serve',
  input: { swapId },
  done: '已收回 / Withdrawn',
  gives: swap,
  refuses: [],
  async do({ swapId }, context) {
    const { pool, clock } = context.services;
    const swap = await withdrawSwap(pool, { id: swapId, askerId: residentOf(context).residentId, now: clock.now() });
    if (!swap) return refusals.swapNotFound;
    touchSwap(swap, [], context);
    return { swap };
  },
});

function touchSwap({ shiftId, otherShiftId }: SwapRow, told: readonly string[], { services: { live } }: Context): void {
  live.touch([SHIFTS_TOPIC, shiftTopic(shiftId), ...(otherShiftId ? [shiftTopic(otherShiftId)] : []), ...noticeTopics(told)]);
}
