// The list itself: rows in a steady order, what has just moved said aloud.
import { memo, useDeferredValue, useEffect, useRef, useState } from 'react';
import type { HotListOrder } from '../generated/graphql.ts';
import { LinkButton } from '../ui/Button.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { HotRow } from './HotRow.tsx';
import type { HotEdge, LiveHotList } from './useHotList.ts';
import { type Placed, useSteadyOrder } from './useSteadyOrder.ts';
import { words } from './words.ts';
import './hot-list.css';

interface Props {
  list: LiveHotList;
  order: HotListOrder;
  /** How many grey rows stand in until the list is there. */
  expected: number;
  isCompact?: boolean;
  currentId?: string | undefined;
}

export function HotList({ list, order, expected, isCompact = false, currentId }: Props) {
  const w = useWords(words);
  // Whoever presses sees at once that it was heard; sixty rows in another order come a moment later.
  const edges = useDeferredValue(list.edges);
  const shownOrder = useDeferredValue(order);
  if (list.isFailed) return <ErrorState onRetry={list.retry} code={list.errorCode} />;
  if (!edges) return <SkeletonRows count={expected} isCompact={isCompact} />;
  if (edges.length === 0) {
    return (
      <EmptyState title={w.emptyTitle} hint={w.emptyHint}>
        <LinkButton label={w.raise} kind="main" href="/hot/new" />
      </EmptyState>
    );
  }
  return <Rows edges={edges} order={shownOrder} isCompact={isCompact} currentId={currentId} />;
}

const Rows = memo(function Rows({
  edges,
  order,
  isCompact,
  currentId,
}: {
  edges: readonly HotEdge[];
  order: HotListOrder;
  isCompact: boolean;
  currentId: string | undefined;
}) {
  const w = useWords(words);
  const list = useRef<HTMLOListElement>(null);
  const { places, hasNews, showNews } = useSteadyOrder(edges, list);
  const issues = new Map(edges.map(({ node }) => [node.id, node]));
  const hottest = Math.max(...edges.map(({ node }) => node.heat));
  return (
    <>
      <Announcement places={places} titleOf={(id) => issues.get(id)?.title} />
      {hasNews && (
        <button type="button" className="hot-news" onClick={showNews}>
          {w.news}
        </button>
      )}
      <ol className={`hot-list${isCompact ? ' hot-list-compact' : ''}`} ref={list}>
        {places.map(({ id, rank, previousRank }) => {
          const issue = issues.get(id);
          return (
            <li key={id} data-id={id}>
              {issue && (
                <HotRow
                  rank={rank}
                  previousRank={previousRank}
                  issue={issue}
                  relativeHeat={issue.voteCount === 0 ? 0 : Math.exp(issue.heat - hottest)}
                  showsMovement={order !== 'NEW'}
                  isCompact={isCompact}
                  isCurrent={id === currentId}
                />
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
});

const SAID_MS = 5000;

/** Says which issue has just climbed, in a line of its own height, so that nothing moves for it. */
function Announcement({ places, titleOf }: { places: readonly Placed[]; titleOf: (id: string) => string | undefined }) {
  const w = useWords(words);
  const before = useRef<readonly Placed[]>(places);
  const [said, setSaid] = useState('');
  const key = places.map(({ id }) => id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: speaks when the order has changed
  useEffect(() => {
    const climber = places.find(({ id, rank }) => {
      const was = before.current.find((place) => place.id === id);
      return was !== undefined && was.rank > rank;
    });
    before.current = places;
    const title = climber && titleOf(climber.id);
    if (!climber || !title) return;
    setSaid(w.moved(title, climber.rank));
    const timer = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return (
    <p className="hot-said" role="status">
      {said}
    </p>
  );
}

function SkeletonRows({ count, isCompact }: { count: number; isCompact: boolean }) {
  return (
    <>
      <p className="hot-said" />
      <ol className={`hot-list${isCompact ? ' hot-list-compact' : ''}`} aria-busy="true">
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: grey rows have no other name
          <li key={index}>
            <div className="hot-row">
              <div className="hot-rank">
                <Skeleton width="1.5rem" height="1.5rem" />
              </div>
              <div className="hot-what">
                <p className="hot-title">
                  <Skeleton width={`${9 + (index % 3) * 2}em`} />
                </p>
                <p className="hot-where">
                  <Skeleton width="7em" />
                </p>
              </div>
              <Skeleton width="4.875rem" height="3.75rem" />
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
