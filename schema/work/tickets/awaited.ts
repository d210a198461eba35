// What whoever waits for help is told of who comes: how long it may take, and how to call them.
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { type ExpectedArrival, expectArrival, type PastArrival } from './arrivals.ts';
import { readAcceptedFrom, readArrivals, readPhones } from './awaited-store.ts';
import * as enums from './enums.ts';
import { isOpen } from './life-cycle.ts';
import type { TicketRow } from './store.ts';

/** What is learnt from: the streets and the people were about the same. */
const PAST_DAYS = 180;
const MOST_ARRIVALS = 300;

/** Past arrivals at urgent tickets of a community. */
const arrivalLoader = ({ loaders, services: { pool, clock } }: Context) =>
  loaders.loader<string, PastArrival[]>('ticketArrivals', async (communityIds) => {
    const since = new Date(clock.now().getTime() - PAST_DAYS * 86_400_000);
    const byCommunity = Map.groupBy(await readArrivals(pool, communityIds, { since, limit: MOST_ARRIVALS }), (one) => one.communityId);
    return communityIds.map((id) => byCommunity.get(id) ?? []);
  });

/** How far away somebody was when they accepted a ticket. */
const acceptedFromLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, number | null>('ticketAcceptedFrom', async (ids) => {
    const metres = await readAcceptedFrom(pool, ids);
    return ids.map((id) => metres.get(id) ?? null);
  });

/** The phones of people who handle tickets. */
export const handlerPhoneLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, string | null>('ticketHandlerPhones', async (ids) => {
    const phones = await readPhones(pool, ids);
    return ids.map((id) => phones.get(id) ?? null);
  });

export const ExpectedArrivalType = builder.objectRef<ExpectedArrival>('ExpectedArrival').implement({
  description: '大约多久到：以往十次里有八次在这之间 / How long it may take: eight of ten past arrivals took between these',
  fields: (t) => ({
    lowSeconds: t.exposeInt('lowSeconds', { description: '接单后最少，秒 / At least, in seconds after it was accepted' }),
    highSeconds: t.exposeInt('highSeconds', { description: '接单后最多，秒 / At most, in seconds after it was accepted' }),
    count: t.exposeInt('count', { description: '根据以往多少次 / Number of past arrivals it is drawn from' }),
    basis: t.expose('basis', { type: enums.ArrivalBasisEnum, description: '按什么相近 / What they have in common' }),
  }),
});

/** Whether somebody has accepted an emergency that is not over. */
export const isUnderWay = ({ priority, status, acceptedAt }: Pick<TicketRow, 'priority' | 'status' | 'acceptedAt'>) =>
  priority === 'P1' && acceptedAt !== null && isOpen(status);

/** How long it may take until somebody is there; null: nothing can be said. */
export async function arrivalFor(ticket: TicketRow, context: Context): Promise<ExpectedArrival | null> {
  const { id, communityId, gridId, status } = ticket;
  if (!communityId || !isUnderWay(ticket) || !['ACCEPTED', 'EN_ROUTE'].includes(status)) return null;
  const [past, metres] = await Promise.all([arrivalLoader(context).load(communityId), acceptedFromLoader(context).load(id)]);
  return expectArrival(past, { gridId, metres });
}
