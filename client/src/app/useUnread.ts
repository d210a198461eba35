// How much of what happened to the person's tickets, and of what they were told, they have not seen.
import { useEffect } from 'react';
import { useQuery, useSubscription } from 'urql';
import { NoticePingDocument, TicketPingDocument, UnreadCountDocument } from '../generated/graphql.ts';

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

/** How many notices are unread, and the id of the newest. @param pause nobody is signed in */
export function useNotices(pause: boolean): { unread: number; newest: string | undefined } {
  const [{ data }] = useSubscription({ query: NoticePingDocument, pause });
  const feed = pause ? undefined : data?.noticesUpdated;
  return { unread: feed?.unreadCount ?? 0, newest: feed?.notices[0]?.id };
}
