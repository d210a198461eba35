// Who is here, asked once by the frame; pages read its answer from the cache.
import { useEffect, useRef, useState } from 'react';
import { type Client, useClient, useQuery } from 'urql';
import { MeDocument, type MeQuery } from '../generated/graphql.ts';
import { handDraftsTo } from '../ui/useDraft.ts';
import { outbox } from './outbox.ts';
import { useSurroundings } from './Providers.tsx';

type Can = NonNullable<MeQuery['viewer']>['can'];

const ASK_AGAIN_MS = 15_000;

/** What the device remembers is shown at once, and forgotten when the server knows somebody else, or nobody. */
export function useMe(): MeQuery | undefined {
  const client = useClient();
  const { startAfresh } = useSurroundings();
  const [{ data: me, error, operation }, refetch] = useQuery({ query: MeDocument });
  const seen = useRef<{ client: Client; person: string | null } | null>(null);
  const [answeredBy, setAnsweredBy] = useState<Client | null>(null);
  const isAnswer = me !== undefined && error === undefined && operation?.context.meta?.cacheOutcome !== 'hit';
  const isSure = isAnswer || answeredBy === client;
  useEffect(() => {
    if (!me) return;
    const before = seen.current?.client === client ? seen.current : null;
    const person = personOf(me);
    seen.current = { client, person };
    if (isSure) setAnsweredBy(client);
    outbox.serve(person, isSure);
    if (person && isSure) handDraftsTo(person);
    if (before?.person && before.person !== person) startAfresh();
  }, [me, isSure, client, startAfresh]);
  // Not by the error alone: another reader's answer from the cache takes its place.
  const isUnanswered = error !== undefined || !isSure;
  useEffect(() => {
    if (!isUnanswered) return;
    const ask = () => refetch({ requestPolicy: 'network-only' });
    const timer = setInterval(ask, ASK_AGAIN_MS);
    addEventListener('online', ask);
    return () => {
      clearInterval(timer);
      removeEventListener('online', ask);
    };
  }, [isUnanswered, refetch]);
  return me;
}

/** Whether there is a room of the administration for them. */
export function isAdministrator(can: Can | undefined): boolean {
  return Boolean(can && (can.managePeople || can.manageDuties || can.manageKeys || can.explainRights || can.readAudit));
}

/** By what this device tells people apart; null: nobody is signed in. */
export function personOf({ viewer, myResident }: Pick<MeQuery, 'viewer' | 'myResident'>): string | null {
  return viewer ? `${viewer.persona} ${viewer.name} ${myResident?.id}` : null;
}
