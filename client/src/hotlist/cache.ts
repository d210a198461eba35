// How a pushed snapshot becomes the new order of the cached list.
import type { UpdateResolver } from '@urql/exchange-graphcache';
import {
  HotListDocument,
  type HotListQuery,
  type HotListQueryVariables,
  type HotListUpdatedSubscription,
  HotRowFragmentDoc,
} from '../generated/graphql.ts';

const strangers = new Set<(view: HotListQueryVariables) => void>();

/** Calls back when a push brought an issue that is not known here: its title, whether the viewer has voted. */
export function onStranger(listener: (view: HotListQueryVariables) => void): () => void {
  strangers.add(listener);
  return () => strangers.delete(listener);
}

/**
 * The push is the same for everybody and carries what moves alone. What does not is known from the query; when an issue is
 * new here the list stays as it was until it has been asked for.
 */
export const hotListUpdates: UpdateResolver<HotListUpdatedSubscription, HotListQueryVariables> = (result, view, cache) => {
  const { entries } = result.hotListUpdated;
  const edges = entries.flatMap(({ rank, previousRank, hotIssue }) => {
    const known = cache.readFragment(HotRowFragmentDoc, { __typename: 'HotIssue', id: hotIssue.id });
    if (!known) return [];
    return { __typename: 'HotIssueEdge' as const, cursor: hotIssue.id, rank, previousRank, node: { ...known, ...hotIssue } };
  });
  if (edges.length === entries.length)
    cache.updateQuery({ query: HotListDocument, variables: view }, (list: HotListQuery | null) =>
      list ? { ...list, hotList: { ...list.hotList, edges } } : list,
    );
  else for (const listener of strangers) listener(view);
};
