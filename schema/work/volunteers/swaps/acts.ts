// What is done about swaps: to ask, to answer, to take the question back.

import { noticeTopics } from '../../../commons/notices/topics.ts';
import { residentOf } from '../../../frame/access/callers.ts';
import type { Context } from '../../../frame/context.ts';
import { id, optional, scalar } from '../../../frame/inputs.ts';
import { gives, mutation } from '../../../frame/mutation.ts';
import { Conflict, isRefusal } from '../../../frame/refusals.ts';
import { volunteerId } from '../inputs.ts';
import { volunteerLoader } from '../loaders.ts';
import { PlaceWaitedFor, refusals, ShiftNotJoined, ShiftNotOpen, ShiftOverlap, shiftGone, swapGone, UNFIT } from '../refusals.ts';
import { SHIFTS_TOPIC, shiftTopic } from '../topics.ts';
import { answerSwap, askSwap } from './deeds.ts';
import { ShiftSwap } from './graph.ts';
import { type SwapRow, withdrawSwap } from './store.ts';

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
    isAccepted: scalar('Boolean', '是否同意 / Whether to agree'),
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
