// How much of what happened to the person's tickets they have not seen.
import { useEffect } from 'react';
import { useSubscription } from 'urql';
import { TicketPingDocument, UnreadCountDocument } from '../generated/graphql.ts';
import { useRead } from '../net/useRead.ts';

/** @param pause nobody is signed in, or has no tickets to see */
export function useUnread(pause: boolean): number {
  const { data, reread } = useRead({ query: UnreadCountDocument, pause });
  const [{ data: ping }] = useSubscription({ query: TicketPingDocument, pause });
  const sequence = ping?.ticketEvents.sequence;
  useEffect(() => {
    if (sequence) reread();
  }, [sequence, reread]);
  return pause ? 0 : (data?.notifications.unreadCount ?? 0);
}
