import { builder } from '../../../frame/builder.ts';
import { nodeId } from '../../../frame/relay/graph.ts';
import { SwapStatusEnum } from '../enums.ts';
import { ownSignupLoader, shiftLoader, swapsLoader, volunteerLoader } from '../loaders.ts';
import { Volunteer } from '../people/graph.ts';
import { Shift } from '../shifts/graph.ts';
import { type PartnerRow, readExchanges, readFree, type SwapRow } from './store.ts';

export const ShiftSwap = builder.objectRef<SwapRow>('ShiftSwap').implement({
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
