// My points: what I have, a statement like a bank's, what they buy, and my vouchers.
import { useSubscription } from 'urql';
import { useSearchParams } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { PointsDocument, PointsUpdatedDocument } from '../generated/points/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Card } from '../ui/Card.tsx';
import { ErrorState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
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
  const me = useMe();
  const isAllowed = me?.viewer?.can.redeemRewards ?? false;
  const { data, error, reread } = useRead({ query: PointsDocument, pause: !isAllowed });
  const [{ data: live }] = useSubscription({ query: PointsUpdatedDocument, pause: !isAllowed });
  const balance = live?.pointsUpdated.balance ?? data?.points.balance;
  const asked = params.get('view') as View;
  const view = VIEWS.includes(asked) ? asked : 'statement';

  if (me && !isAllowed) return <SignInFirst whose="residents" />;
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (balance === undefined) return <PageSkeleton />;
  const [next] = (live?.pointsUpdated ?? data?.points)?.expiring ?? [];
  return (
    <Page title={w.title} lead={w.lead} isLive>
      <Card className="points-balance" aria-live="polite">
        <span className="note">{w.balance}</span>
        <strong className="points-sum numbers">{balance}</strong>
        {next && <span className="note">{w.expiring(next.points, lastDayOf(next.expiresAt, language))}</span>}
      </Card>
      <Segmented
        label={w.view}
        value={view}
        onChange={(value) => setParams(value === 'statement' ? {} : { view: value }, { replace: true })}
        options={VIEWS.map((value) => ({ value, label: w[value] }))}
      />
      {view === 'statement' && <Statement balance={balance} />}
      {view === 'shop' && <Shop balance={balance} onRedeemed={() => setParams({ view: 'vouchers' })} />}
      {view === 'vouchers' && <Vouchers />}
    </Page>
  );
}
