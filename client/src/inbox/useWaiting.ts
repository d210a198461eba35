// How much waits for the person.
import { useSubscription } from 'urql';
import { InboxCountDocument } from '../generated/graphql.ts';

/** Kept up to date while this is shown. @param pause nothing waits for whoever looks */
export function useWaiting(pause: boolean): number {
  const [{ data }] = useSubscription({ query: InboxCountDocument, pause });
  return pause ? 0 : (data?.inboxUpdated.count ?? 0);
}
