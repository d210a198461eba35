// Who reported anonymously: seen by the officer of record alone, with a reason, on record before it is shown.
import { record } from '../audit/store.ts';
import { builder } from '../builder.ts';
import { type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { Reporter } from './graph.ts';
import { rightOn } from './results.ts';
import type { TicketRow } from './store.ts';
import { ticketWords } from './words.ts';

const RevealInput = builder.inputType('TicketReporterRevealInput', {
  description: '哪个事件、为什么 / The ticket and the reason',
  fields: (t) => ({
    ticketId: t.id({ required: true, description: '事件编号 / ID of the ticket' }),
    reason: t.string({ required: true, description: '原因，2–300 字，上报人看得到 / Reason, 2–300 characters, shown to the reporter' }),
  }),
});

interface Revealed {
  typename: string;
  reporter: NonNullable<TicketRow['reporter']>;
}

const RevealSuccess = builder.objectRef<Revealed>('TicketReporterRevealSuccess').implement({
  description: '匿名上报的人 / The anonymous reporter',
  fields: (t) => ({ reporter: t.expose('reporter', { type: Reporter, description: '上报人 / The reporter' }) }),
});

builder.mutationField('ticketReporterReveal', (t) =>
  t.field({
    description:
      '查看匿名上报的人：限经办民警，须写明原因，先记录后显示 / Reveals an anonymous reporter to the officer handling the ticket: requires a reason, and is recorded first',
    ...rightOn('ticket.revealReporter'),
    type: resultUnion('TicketReporterReveal', RevealSuccess, [ValidationError, ForbiddenError, NotFoundError]),
    args: { input: t.arg({ type: RevealInput, required: true, description: '哪个、为什么 / The ticket and the reason' }) },
    resolve: async (_root, { input }, context): Promise<Revealed | ErrorShape> => {
      const { services, viewer, requestId, language } = context;
      const errors = errorsIn(language);
      const ticket = await visibleNode<TicketRow>('Ticket', input.ticketId, context);
      if (!ticket?.reporter) return errors.notFound(ticketWords(language).nobodyToReveal);
      const reason = personText({ min: 2, max: 300 }).safeParse(input.reason);
      if (!reason.success) return errors.invalidField('reason', 'REASON', wordsIn(language).reasonForm);
      await record(services.pool, viewer, [
        {
          action: 'ticket.revealReporter',
          subjectId: ticket.reporter.id,
          reason: reason.data,
          detail: { ticket: ticket.number },
          requestId,
        },
      ]);
      return { typename: 'TicketReporterRevealSuccess', reporter: ticket.reporter };
    },
  }),
);
