// A call to the reporter over a relay: both phones ring, neither sees the other's number. So an anonymous reporter can be asked as well.

import { recordDeed } from '../../commons/audit/store.ts';
import { staffOf } from '../../frame/access/callers.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Invalid } from '../../frame/refusals.ts';
import { onTicket, ticketId } from './inputs.ts';
import { refusals } from './refusals.ts';

mutation('ticketCall', {
  says: '经中转号码给上报人打电话，双方看不到对方号码；匿名上报的也可以。须已配置中转 / Calls the reporter through a relay that hides both numbers, also for anonymous reports. Only where a relay is configured',
  may: onTicket('ticket.call'),
  input: { ticketId },
  done: '中转号码已备好 / The relay is ready',
  gives: gives<{ dial: string }>((t) => ({
    dial: t.exposeString('dial', { description: '拨这个号码，10 分钟内有效 / The number to dial within ten minutes' }),
  })),
  refuses: [Invalid],
  async do({ ticketId: { reporter, number } }, context) {
    const { pool, relay } = context.services;
    if (!reporter?.phone) return refusals.nobodyToCall;
    if (!relay) return refusals.noRelay;
    const { rows } = await pool.query<{ phone: string | null }>(
      '/* tickets.readOwnPhone */ SELECT phone FROM staff_profile WHERE id = $1',
      [staffOf(context).staffId],
    );
    const phone = rows[0]?.phone;
    if (!phone) return refusals.ownPhoneMissing;
    await recordDeed(pool, context, { action: 'ticket.call', subjectId: reporter.id, detail: { ticket: number } });
    return { dial: await relay.connect(phone, reporter.phone, number) };
  },
});
