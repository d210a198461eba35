// How a pushed snapshot becomes the new order of the cached list.
import type { UpdateResolver } from '@urql/exchange-graphcache';
import { HotListDocument, type HotListQuery, type HotListQueryVariables, type HotListUpdatedSubscription } from '../generated/graphql.ts';

const strangers = new Set<(view: HotListQueryVariables) => void>();

/** Calls back when a push brought an issue of which the viewer's own part (voted? last 24 hours) is not known. */
export function onStranger(listener: (view: HotListQueryVariables) => void): () => void {
  strangers.add(listener);
  return () => strangers.delete(listener);
}

/**
 * The push is the same for everybody, so it does not say whether this viewer has voted: that is kept from the query,
 * and asked for once when an issue is new here.
 */
export const hotListUpdates: UpdateResolver<HotListUpdatedSubscription, HotListQueryVariables> = (result, view, cache) => {
  const { entries } = result.hotListUpdated;
  let hasStranger = false;
  cache.updateQuery({ query: HotListDocument, variables: view }, (list: HotListQuery | null) => {
    if (!list) return list;
    const edges = entries.map(({ rank, previousRank, hotIssue }) => {
      const key = cache.keyOfEntity(hotIssue as never);
      const viewerHasVoted = cache.resolve(key, 'viewerHasVoted') as boolean | null | undefined;
      const hourlyVotes = cache.resolve(key, 'hourlyVotes') as number[] | null | undefined;
      hasStranger ||= viewerHasVoted == null || hourlyVotes == null;
      return {
        __typename: 'HotIssueEdge' as const,
        cursor: hotIssue.id,
        rank,
        previousRank,
        node: { ...hotIssue, viewerHasVoted: viewerHasVoted ?? false, hourlyVotes: hourlyVotes ?? [] },
      };
    });
    return { ...list, hotList: { ...list.hotList, edges } };
  });
  if (hasStranger) for (const listener of strangers) listener(view);
};
