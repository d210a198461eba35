// How much of what the person was told they have not seen.
import { useQuery, useSubscription } from 'urql';
import { NoticesDocument, NoticesUpdatedDocument } from '../generated/graphql.ts';

/** Kept up to date while this is shown. @param pause nobody is signed in */
export function useUnreadNotices(pause: boolean): number {
  useSubscription({ query: NoticesUpdatedDocument, pause }); // the cache hands it on to the query
  const [{ data }] = useQuery({ query: NoticesDocument, pause });
  return pause ? 0 : (data?.notices.unreadCount ?? 0);
}
