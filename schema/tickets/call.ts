// A call to the reporter over a relay: both phones ring, neither sees the other's number. So an anonymous reporter can be asked as well.

import { staffOf } from '../access/callers.ts';
import { record } from '../audit/store.ts';
import { builder } from '../builder.ts';
import { type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { visibleNode } from '../relay/graph.ts';
import { rightOn } from './results.ts';
import type { TicketRow } from './store.ts';
import { ticketWords } from './words.ts';

const CallInput = builder.inputType('TicketCallInput', {
  description: '给哪个事件的上报人打电话 / The ticket whose reporter to call',
  fields: (t) => ({ ticketId: t.id({ required: true, description: '事件编号 / ID of the ticket' }) }),
});

interface Called {
  typename: string;
  dial: string;
}

const CallSuccess = builder.objectRef<Called>('TicketCallSuccess').implement({
  description: '中转号码已备好 / The relay is ready',
  fields: (t) => ({ dial: t.exposeString('dial', { description: '拨这个号码，10 分钟内有效 / The number to dial within ten minutes' }) }),
});

builder.mutationField('ticketCall', (t) =>
  t.field({
    description:
      '经中转号码给上报人打电话，双方看不到对方号码；匿名上报的也可以。须已配置中转 / Calls the reporter through a relay that hides both numbers, also for anonymous reports. Only where a relay is configured',
    ...rightOn('ticket.call'),
    type: resultUnion('TicketCall', CallSuccess, [ValidationError, ForbiddenError, NotFoundError]),
    args: { input: t.arg({ type: CallInput, required: true, description: '哪个 / The ticket' }) },
    resolve: async (_root, { input }, context): Promise<Called | ErrorShape> => {
      const { services, viewer, requestId, language } = context;
      const errors = errorsIn(language);
      const words = ticketWords(language);
      const ticket = await visibleNode<TicketRow>('Ticket', input.ticketId, context);
      const { relay } = services;
      if (!ticket?.reporter?.phone) return errors.notFound(words.nobodyToCall);
      if (!relay) return errors.invalidField('ticketId', 'NO_RELAY', words.noRelay);
      const { rows } = await services.pool.query<{ phone: string | null }>(
        '/* tickets.readOwnPhone */ SELECT phone FROM staff_profile WHERE id = $1',
        [staffOf(context).staffId],
      );
      const phone = rows[0]?.phone;
      if (!phone) return errors.invalidField('ticketId', 'NO_PHONE', words.ownPhoneMissing);
      await record(services.pool, viewer, [
        { action: 'ticket.call', subjectId: ticket.reporter.id, detail: { ticket: ticket.number }, requestId },
      ]);
      return { typename: 'TicketCallSuccess', dial: await relay.connect(phone, ticket.reporter.phone, ticket.number) };
    },
  }),
);
