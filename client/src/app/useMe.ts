// Who is here: asked once by the frame, read from its answer by everything else.
import { useEffect, useRef, useState } from 'react';
import { type Client, useClient, useQuery } from 'urql';
import { MeDocument, type MeQuery } from '../generated/graphql.ts';
import { outbox } from '../net/outbox.ts';
import { handDraftsTo } from '../ui/useDraft.ts';
import { useSurroundings } from './Providers.tsx';

const ASK_AGAIN_MS = 15_000;

/** As far as the frame has heard. */
export function useMe(): MeQuery | undefined {
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  return me;
}

/** What the device remembers is shown at once, and forgotten when the server knows somebody else, or nobody. */
export function useMeAsked(): MeQuery | undefined {
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

/** By what this device tells people apart; null: nobody is signed in. */
export function personOf({ viewer, myResident }: Pick<MeQuery, 'viewer' | 'myResident'>): string | null {
  return viewer ? `${viewer.persona} ${viewer.name} ${myResident?.id}` : null;
}
