// The demo's tickets: a year of them.
import { storePast } from '@xieshou/schema/work/tickets/past.ts';
import { demo } from '../demo.ts';
import { type KnownCategory, makePastTickets } from './lives.ts';
import { TicketsOfStreet } from './street.ts';

export const ticketsDemo = demo('tickets', {
  // Thousands of tickets with ten steps each are too many for deeds: the product's own table of the life cycle makes the rows.
  async history(past) {
    const categories = await past.read<KnownCategory>(
      'SELECT id, code, default_priority AS "defaultPriority" FROM category WHERE is_offered',
    );
    await storePast(past.db, makePastTickets(past, categories));
  },
  live: { everyMs: 6000, street: TicketsOfStreet },
});
