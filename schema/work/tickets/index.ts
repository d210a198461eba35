// The parts of tickets that live as long as the server.
import type { Services } from '../../frame/services.ts';
import { EventTail } from './event-tail.ts';
import { UrgentTickets } from './urgent-tickets.ts';

export interface Tickets {
  tail: EventTail;
  urgent: UrgentTickets;
}

export function openTickets(services: Pick<Services, 'pool' | 'live' | 'log'>): Tickets {
  return { tail: new EventTail(services), urgent: new UrgentTickets(services) };
}
