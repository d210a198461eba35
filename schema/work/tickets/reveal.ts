// Who reported anonymously: seen by the officer of record alone, with a reason, on record before it is shown.
import { recordDeed } from '../../commons/audit/store.ts';
import { text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Reporter } from './graph.ts';
import { onTicket, ticketId } from './inputs.ts';
import { refusals } from './refusals.ts';
import type { TicketRow } from './store.ts';

mutation('ticketReporterReveal', {
  says: '查看匿名上报的人：限经办民警，须写明原因，先记录后显示 / Reveals an anonymous reporter to the officer handling the ticket: requires a reason, and is recorded first',
  may: onTicket('ticket.revealReporter'),
  input: { ticketId, reason: text(2, 300, '原因，上报人看得到 / Reason, shown to the reporter') },
  done: '匿名上报的人 / The anonymous reporter',
  gives: gives<{ reporter: NonNullable<TicketRow['reporter']> }>((t) => ({
    reporter: t.expose('reporter', { type: Reporter, description: '上报人 / The reporter' }),
  })),
  refuses: [],
  async do({ ticketId: { reporter, number }, reason }, context) {
    if (!reporter) return refusals.nobodyToReveal;
    const action = 'ticket.revealReporter';
    await recordDeed(context.services.pool, context, { action, subjectId: reporter.id, reason, detail: { ticket: number } });
    return { reporter };
  },
});
