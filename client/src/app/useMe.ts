// Who is here, asked once by the frame; pages read its answer from the cache.
import { useEffect, useRef } from 'react';
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
  const seen = useRef<{ client: Client; person: string | null; isSure: boolean } | null>(null);
  const isAnswer = error === undefined && operation?.context.meta?.cacheOutcome !== 'hit';
  useEffect(() => {
    if (!me) return;
    const before = seen.current?.client === client ? seen.current : null;
    const person = me.viewer ? `${me.viewer.persona} ${me.viewer.name} ${me.myResident?.id}` : null;
    const isSure = isAnswer || (before?.isSure ?? false);
    seen.current = { client, person, isSure };
    outbox.serve(person, isSure);
    if (person && isSure) handDraftsTo(person);
    if (before?.person && before.person !== person) startAfresh();
  }, [me, isAnswer, client, startAfresh]);
  const isUnanswered = error !== undefined;
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
