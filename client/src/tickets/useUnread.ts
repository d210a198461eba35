// How much of what happened to the person's tickets they have not seen.
import { useEffect } from 'react';
import { useSubscription } from 'urql';
import { TicketPingDocument, UnreadCountDocument } from '../generated/graphql.ts';
import { useRead } from '../net/useRead.ts';

/** Of several events at once the count is asked for once, and pages that hear of the same do not all ask together. */
const SOON_MS = 400;
const SPREAD_MS = 1600;

/** @param pause nobody is signed in, or has no tickets to see */
export function useUnread(pause: boolean): number {
  const { data, reread } = useRead({ query: UnreadCountDocument, pause });
  const [{ data: ping }] = useSubscription({ query: TicketPingDocument, pause });
  const sequence = ping?.ticketEvents.sequence;
  useEffect(() => {
    if (!sequence) return;
    const timer = setTimeout(reread, SOON_MS + Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [sequence, reread]);
  return pause ? 0 : (data?.notifications.unreadCount ?? 0);
}
