// How many children wait for me to agree that I am their guardian.
import { useQuery } from 'urql';
import { GuardianshipsDocument } from '../generated/account/graphql.ts';

/** @param pause nobody can name whoever looks */
export function useGuardianships(pause: boolean): number {
  const [{ data }] = useQuery({ query: GuardianshipsDocument, pause });
  return pause ? 0 : (data?.guardianshipRequests.length ?? 0);
}
