// How much waits for the person: heard once by the frame, read by everything that counts some of it.
import { useEffect, useSyncExternalStore } from 'react';
import { useSubscription } from 'urql';
import { InboxCountDocument, type InboxCountSubscription, type InboxKind } from '../generated/inbox/graphql.ts';

let waiting: InboxCountSubscription['inboxUpdated'] | null = null;
const listeners = new Set<() => void>();

function tell(next: typeof waiting): void {
  waiting = next;
  for (const listener of listeners) listener();
}

/** Listens as long as it is shown. @param pause nothing waits for whoever looks */
export function useHearsWaiting(pause: boolean): void {
  const [{ data }] = useSubscription({ query: InboxCountDocument, pause });
  const heard = pause ? null : (data?.inboxUpdated ?? null);
  useEffect(() => tell(heard), [heard]);
  useEffect(() => () => tell(null), []);
}

/** @param kinds none: everything is counted */
export function useWaiting(...kinds: readonly InboxKind[]): number {
  const inbox = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
  if (!inbox) return 0;
  if (kinds.length === 0) return inbox.count;
  return inbox.kinds.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { count }) => sum + count, 0);
}
