// How much of what happened to the person's tickets, and of what they were told, they have not seen.
import { useEffect } from 'react';
import { useQuery, useSubscription } from 'urql';
import { NoticesDocument, NoticesUpdatedDocument, TicketPingDocument, UnreadCountDocument } from '../generated/graphql.ts';

/** @param pause nobody is signed in, or has no tickets to see */
export function useUnread(pause: boolean): number {
  const [{ data }, refetch] = useQuery({ query: UnreadCountDocument, pause });
  const [{ data: ping }] = useSubscription({ query: TicketPingDocument, pause });
  const sequence = ping?.ticketEvents.sequence;
  useEffect(() => {
    if (sequence) refetch({ requestPolicy: 'network-only' });
  }, [sequence, refetch]);
  return pause ? 0 : (data?.notifications.unreadCount ?? 0);
}

/** How many notices are unread, kept up to date while this is shown. @param pause nobody is signed in */
export function useUnreadNotices(pause: boolean): number {
  useSubscription({ query: NoticesUpdatedDocument, pause }); // the cache hands it on to the query
  const [{ data }] = useQuery({ query: NoticesDocument, pause });
  return pause ? 0 : (data?.notices.unreadCount ?? 0);
}
