// What was lost and found: two large buttons, and what others have posted. At the station it is live.
import { useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { Link } from 'wouter';
import { MeDocument } from '../generated/graphql.ts';
import { LostFoundDocument, LostFoundUpdatesDocument } from '../generated/lostfound/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { words as uiWords } from '../ui/words.ts';
import { ItemCard } from './ItemCard.tsx';
import { words } from './words.ts';

type Shown = 'ALL' | 'FOUND' | 'LOST' | 'MINE';

export default function ListPage() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [shown, setShown] = useState<Shown>('ALL');
  const isResident = Boolean(me?.myResident);
  const options = [
    { value: 'ALL' as const, label: w.all },
    { value: 'FOUND' as const, label: w.foundOnes },
    { value: 'LOST' as const, label: w.lostOnes },
    ...(isResident ? [{ value: 'MINE' as const, label: w.mine }] : []),
  ];
  return (
    <div className="page">
      <header>
        <h1>{w.title}</h1>
        <p className="note">{w.lead}</p>
        {me?.viewer?.can.keepLostFound && <LiveDot />}
      </header>
      <div className="actions">
        <Link className="button button-main" href="/lost-found/new/found">
          {w.found}
        </Link>
        <Link className="button button-main" href="/lost-found/new/lost">
          {w.lost}
        </Link>
      </div>
      <Segmented label={w.show} value={shown} options={options} onChange={setShown} />
      <Items key={shown} shown={shown} after={null} isLive={me?.viewer?.can.keepLostFound === true} />
    </div>
  );
}

/** A page of posts, and behind it the next. */
function Items({ shown, after, isLive = false }: { shown: Shown; after: string | null; isLive?: boolean }) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const [isMore, setMore] = useState(false);
  const kind = shown === 'FOUND' || shown === 'LOST' ? shown : null;
  const variables = { kind, mine: shown === 'MINE', after };
  const [{ data, error }, refetch] = useQuery({ query: LostFoundDocument, variables, requestPolicy: 'cache-and-network' });
  const [{ data: live }] = useSubscription({ query: LostFoundUpdatesDocument, pause: !isLive || after !== null });
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <CardSkeleton />;
  const { edges, pageInfo } = data.lostFoundItems;
  const listed = edges.map(({ node }) => node);
  const fresh = (live?.lostFoundUpdates ?? []).filter(
    (item) => (!kind || item.kind === kind) && !listed.some(({ id }) => id === item.id) && item.postedAt > (listed[0]?.postedAt ?? ''),
  );
  const items = shown === 'MINE' ? listed : [...fresh, ...listed];
  if (items.length === 0 && after === null) return <EmptyState title={w.none} hint={w.noneHint} />;
  return (
    <>
      {items.map((item) => (
        <ItemCard key={item.id} item={item} />
      ))}
      {pageInfo.hasNextPage && !isMore && (
        <button type="button" className="button" onClick={() => setMore(true)}>
          {ui.more}
        </button>
      )}
      {isMore && pageInfo.endCursor && <Items shown={shown} after={pageInfo.endCursor} />}
    </>
  );
}
