// My points: what I have, a statement like a bank's, what they buy, and my vouchers.
import { useEffect } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useSearchParams } from 'wouter';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { PointsDocument, PointsUpdatedDocument } from '../generated/points/graphql.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { lastDayOf } from '../ui/time.ts';
import { Shop } from './Shop.tsx';
import { Statement } from './Statement.tsx';
import { Vouchers } from './Vouchers.tsx';
import { words } from './words.ts';
import './points.css';

const VIEWS = ['statement', 'shop', 'vouchers'] as const;
type View = (typeof VIEWS)[number];

export default function PointsPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [params, setParams] = useSearchParams();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const isAllowed = me?.viewer?.can.redeemRewards ?? false;
  const [{ data, error }, refetch] = useQuery({ query: PointsDocument, pause: !isAllowed });
  const [{ data: live }] = useSubscription({ query: PointsUpdatedDocument, pause: !isAllowed });
  const balance = live?.pointsUpdated.balance ?? data?.points.balance;
  const asked = params.get('view') as View;
  const view = VIEWS.includes(asked) ? asked : 'statement';
  useEffect(() => {
    document.title = `${w.title} · 携手`;
  }, [w]);

  if (me && !isAllowed) return <SignInFirst whose="residents" />;
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (balance === undefined) return <PageSkeleton />;
  const [next] = (live?.pointsUpdated ?? data?.points)?.expiring ?? [];
  return (
    <div className="page">
      <header>
        <div className="page-head">
          <h1>{w.title}</h1>
          <LiveDot />
        </div>
        <p className="note">{w.lead}</p>
      </header>
      <section className="card points-balance" aria-live="polite">
        <span className="note">{w.balance}</span>
        <strong className="points-sum numbers">{balance}</strong>
        {next && <span className="note">{w.expiring(next.points, lastDayOf(next.expiresAt, language))}</span>}
      </section>
      <Segmented
        label={w.view}
        value={view}
        onChange={(value) => setParams(value === 'statement' ? {} : { view: value }, { replace: true })}
        options={VIEWS.map((value) => ({ value, label: w[value] }))}
      />
      {view === 'statement' && <Statement balance={balance} />}
      {view === 'shop' && <Shop balance={balance} onRedeemed={() => setParams({ view: 'vouchers' })} />}
      {view === 'vouchers' && <Vouchers />}
    </div>
  );
}
