// What a page reads, and how it reads it again.
import { useCallback } from 'react';
import { type AnyVariables, type UseQueryArgs, useQuery } from 'urql';

/** As useQuery; `reread` asks the server whatever is known already. */
export function useRead<Data, Variables extends AnyVariables>(args: UseQueryArgs<Variables, Data>) {
  const [result, refetch] = useQuery(args);
  return { ...result, reread: useCallback(() => refetch({ requestPolicy: 'network-only' }), [refetch]) };
}
