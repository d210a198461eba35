// Who sees tickets.
import type { Seen } from '../access/parts.ts';
import { deed } from '../support/server.ts';
import { act, alarm, report } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

/** An act on the town's ticket as it never was: whoever may do it is told that it has changed. */
function stale(more: string): string {
  return `(input: { ticketId: $ticket, expectedVersion: 0, ${more} })`;
}

export const seen: Seen = {
  ids: { ticket: 'ID!', alarm: 'ID!', number: 'String!', link: 'String!' },
  /** Reported by the resident, with a photo, accepted by the officer of the grid. */
  async town({ server, self, officer }) {
    const location = { longitude: 116.0219, latitude: 38.4586 };
    const { ticket } = await report(server, self, { location, address: '3 号楼' });
    await act(server, officer, 'Dispatch', ticket.id, { assigneeId: serving('OFFICER', 1).id });
    await act(server, officer, 'Accept', ticket.id);
    const { path } = await deed(server, self, 'ticketShare', { ticketId: ticket.id }, 'path');
    // As the door for uploads would have stored it.
    await server.database.pool.query(
      `INSERT INTO attachment (id, ticket_id, seq, kind, file_name, mime_type, byte_length, uploader_kind, uploader_id)
       SELECT gen_random_uuid(), id, 1, 'PHOTO', repeat('0', 32) || '.webp', 'image/webp', 1, 'RESIDENT', reporter_id FROM ticket WHERE number = $1`,
      [ticket.number],
    );
    const { ticket: alarmed } = await alarm(server, self, { location });
    await act(server, officer, 'Dispatch', alarmed.id, { assigneeId: serving('OFFICER', 1).id });
    await act(server, officer, 'Accept', alarmed.id);
    // Enough came before to say how long it may take.
    await server.database.pool.query(
      `INSERT INTO ticket (id, number, station_id, community_id, grid_id, category_id, priority, status, source, description, address, created_at, accepted_at, arrived_at, ended_at)
       SELECT gen_random_uuid(), 'GD-19990102-' || lpad(n::text, 4, '0'), station_id, community_id, grid_id, category_id, 'P1', 'CLOSED', 'ALARM', '', '',
         then_, then_, then_ + n * interval '1 minute', then_ + interval '1 hour'
       FROM ticket, generate_series(1, 8) n, (SELECT now() - interval '100 days' AS then_) t WHERE number = $1`,
      [alarmed.number],
    );
    return { ticket: ticket.id, alarm: alarmed.id, number: ticket.number, link: path.split('/').at(-1) };
  },
  types: {
    Ticket: {
      path: 'node(id: $ticket) { ... on Ticket { ? } }',
      reference: 'O',
      relative: ['viewerCan', 'viewerMayCall', 'viewerMayReveal', 'viewerMayShare', 'slaState', 'remainingSeconds'],
    },
    ExpectedArrival: { path: 'node(id: $alarm) { ... on Ticket { expectedArrival { ? } } }', reference: 'O' },
    TicketReporter: { path: 'node(id: $ticket) { ... on Ticket { reporter { ? } } }', reference: 'O' },
    TicketAssignee: { path: 'node(id: $ticket) { ... on Ticket { assignee { ? } } }', reference: 'O' },
    TicketLocation: { path: 'node(id: $ticket) { ... on Ticket { location { ? } } }', reference: 'O' },
    TicketSummary: {
      path: 'ticketSummary { ? }',
      reference: 'D',
      relative: [
        'openCount',
        'urgentCount',
        'waitingCount',
        'atWorkCount',
        'dueSoonCount',
        'overdueCount',
        'toConfirmCount',
        'medianArrivalSeconds',
        'loads',
      ],
    },
    GridLoad: { path: 'ticketSummary { loads { ? } }', reference: 'O' },
    Unit: { path: 'unitsOnDuty { ? }', reference: 'D' },
    PublicTicket: { path: 'publicTickets { edges { node { ? } } }', reference: 'A' },
    PublicLocation: { path: 'publicTickets { edges { node { location { ? } } } }', reference: 'A' },
    SharedTicket: { path: 'sharedTicket(token: $link) { ? }', reference: 'A' },
    SharedStep: { path: 'sharedTicket(token: $link) { steps { ? } }', reference: 'A' },
    NotificationFeed: { path: 'notifications { ? }', reference: 'R', relative: ['unreadCount', 'events'] },
    Attachment: { path: 'node(id: $ticket) { ... on Ticket { attachments { ? } } }', reference: 'O' },
    MapSettings: { path: 'map { ? }', reference: 'A' },
    TicketClock: { path: 'node(id: $ticket) { ... on Ticket { clocks { ? } } }', reference: 'O' },
    TicketEvent: { path: 'node(id: $ticket) { ... on Ticket { lastEvents(first: 1) { ? } } }', reference: 'O' },
    Actor: { path: 'node(id: $ticket) { ... on Ticket { lastEvents(first: 1) { actor { ? } } } }', reference: 'O' },
    AssigneeSuggestion: {
      path: 'node(id: $ticket) { ... on Ticket { suggestedAssignees { ? } } }',
      reference: 'O',
      relative: ['openCount', 'practice'],
    },
    NearbyTicket: {
      path: 'ticketsNearby(category: "noise", location: { longitude: 116.0219, latitude: 38.4586 }) { ? }',
      reference: 'D',
      relative: ['followerCount'],
    },
  },
  arguments: {
    'Query.ticketByNumber': '(number: $number)',
    'Query.sharedTicket': '(token: $link)',
    'Query.ticketsNearby': '(category: "noise", location: { longitude: 116.0219, latitude: 38.4586 })',
  },
  own: [
    'Query.tickets',
    'Query.notifications',
    'Query.ticketSummary',
    'Query.unitsOnDuty',
    'Query.ticketHistory',
    'Query.ticketByNumber',
    'Query.ticketsNearby',
  ],
  mutations: {
    ticketAlarm: '(input: {})',
    ticketCreate: '(input: { category: "" })',
    ticketCall: '(input: { ticketId: $ticket })',
    notificationsSeen: '(input: { sequence: "-" })',
    ticketSplit: stale('category: "other", description: "另一件"'),
    ticketReporterReveal: '(input: { ticketId: $ticket, reason: "" })',
    ticketShare: '(input: { ticketId: $ticket })',
    ticketUnshare: '(input: { ticketId: "bm9uZQ" })',
    ticketFollow: '(input: { ticketId: "bm9uZQ" })',
    ticketAsk: stale('text: ""'),
    ticketConfirm: stale('rating: 0'),
    ticketMediationEnd: stale('result: ""'),
    ticketMerge: stale('intoTicketId: "bm9uZQ"'),
    ticketNote: stale('text: ""'),
    ticketResolve: stale('result: ""'),
    ...Object.fromEntries(
      ['Accept', 'Arrive', 'Depart', 'Dispatch', 'Recall', 'Triage', 'Urge', 'Withdraw'].map((name) => [`ticket${name}`, stale('')]),
    ),
    ...Object.fromEntries(
      ['Appeal', 'Decline', 'Escalate', 'Mediate', 'Reject', 'Reopen', 'Transfer'].map((name) => [`ticket${name}`, stale('reason: ""')]),
    ),
  },
  subscriptions: {
    ticketEvents: 'x: ticketEvents(after: "-") { sequence }',
    urgentTickets: 'x: urgentTickets { id }',
    ticketViewers: 'x: ticketViewers(ticketId: $ticket) { title }',
  },
};
