// A live hot list: asked for once, then pushed.
import { useEffect, useMemo } from 'react';
import { useClient, useSubscription } from 'urql';
import { HotListDocument, type HotListQuery, type HotListQueryVariables, HotListUpdatedDocument } from '../generated/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { onStranger } from './cache.ts';

export type HotEdge = HotListQuery['hotList']['edges'][number];

/** The 24-hour lines move slowly: the whole list is asked for again this often. */
const REFRESH_MS = 5 * 60_000;

export interface LiveHotList {
  /** Undefined while nothing is known. */
  edges: readonly HotEdge[] | undefined;
  isFailed: boolean;
  errorCode: string | undefined;
  retry(): void;
}

export function useHotList(view: HotListQueryVariables): LiveHotList {
  const client = useClient();
  const key = keyOf(view);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same view by value is the same view
  const variables = useMemo(() => view, [key]);
  const { data, error, reread } = useRead({ query: HotListDocument, variables });
  useSubscription({ query: HotListUpdatedDocument, variables });

  useEffect(() => {
    const ask = () => void client.query(HotListDocument, variables, { requestPolicy: 'network-only' }).toPromise();
    const timer = setInterval(ask, REFRESH_MS);
    const forget = onStranger((stranger) => keyOf(stranger) === key && ask());
    return () => {
      clearInterval(timer);
      forget();
    };
  }, [client, variables, key]);

  const edges = data?.hotList.edges;
  return {
    edges,
    isFailed: error !== undefined && edges === undefined,
    errorCode: error?.graphQLErrors[0]?.extensions.code as string | undefined,
    retry: reread,
  };
}

/** The same for the same view: the cache leaves out what is null. */
const keyOf = (view: HotListQueryVariables) => JSON.stringify(view, (_name, value) => value ?? undefined);
