// Emergencies that nobody has accepted, live: shown to each as far as they may see.
import { buildingLoader } from '../../commons/places/loaders.ts';
import { may } from '../../frame/access/may.ts';
import { RIGHTS_SEEN_TOPIC } from '../../frame/access/viewer.ts';
import { builder } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import { Ticket } from './graph.ts';
import { ticketLoader } from './loaders.ts';
import { TICKETS_TOPIC } from './topics.ts';
import { subjectOf } from './visibility.ts';

builder.subscriptionField('urgentTickets', (t) =>
  t.field({
    type: [Ticket],
    description:
      '还没有人接的紧急警情，以及一分钟内接的；先给现状，有变即推送，最多 50 / Emergencies that nobody has accepted, and those accepted within a minute: current state first, then every change, at most 50',
    authScopes: { may: 'ticket.watch' },
    subscribe: (_root, _args, context) => {
      let last = '';
      return readOnChange(context.services, [TICKETS_TOPIC, RIGHTS_SEEN_TOPIC], async () => {
        const { tickets, buildings } = await context.tickets.urgent.current();
        const visible = tickets.filter((ticket) => may(context, 'ticket.read', subjectOf(ticket)));
        // Most changes are of other tickets. A right that has ended is an event: it is refused.
        const state = JSON.stringify([may(context, 'ticket.watch'), visible.map(({ id, lastSeq }) => [id, lastSeq])]);
        if (state === last) return undefined;
        last = state;
        return { tickets: visible, buildings };
      });
    },
    resolve: ({ tickets, buildings }, _args, context) => {
      for (const ticket of tickets) ticketLoader(context).prime(ticket.id, ticket);
      for (const building of buildings) buildingLoader(context).prime(building.id, building);
      return [...tickets];
    },
  }),
);
