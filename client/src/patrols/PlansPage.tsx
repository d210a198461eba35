// Patrol plans: what waits for approval, what is walked now, and how far the grids are covered.
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useLocation, useSearchParams } from 'wouter';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { CoverageDocument, PlansDocument, PlansUpdatedDocument } from '../generated/patrols/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { CardSkeleton, PageSkeleton } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { PlanRow } from './PlanRow.tsx';
import { PlanSheet } from './PlanSheet.tsx';
import { words } from './words.ts';
import './patrols.css';

const VIEWS = ['PROPOSED', 'IN_FORCE', 'PAST'] as const;
type View = (typeof VIEWS)[number];

export default function PlansPage() {
  const w = useWords(words);
  const [params, setParams] = useSearchParams();
  const [, navigate] = useLocation();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const isAllowed = me?.viewer?.can.planPatrols ?? false;
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'IN_FORCE';
  const issueId = params.get('issue');
  const [isMaking, setMaking] = useState(issueId !== null);
  useEffect(() => {
    document.title = `${w.title} · 携手`;
  }, [w]);
  if (me && !me.viewer) return <SignInFirst />;
  if (me && !isAllowed) return <EmptyState title={w.title} hint={w.refused} />;
  if (!me) return <PageSkeleton />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{w.title}</h1>
        <LiveDot />
      </div>
      <p className="note">{w.lead}</p>
      <button type="button" className="button" onClick={() => setMaking(true)}>
        <Plus aria-hidden="true" /> {w.newPlan}
      </button>
      <Segmented
        label={w.title}
        value={view}
        options={VIEWS.map((value) => ({ value, label: w.views[value] }))}
        onChange={(value) => setParams({ view: value }, { replace: true })}
      />
      <Plans key={view} view={view} />
      {view === 'IN_FORCE' && <Coverage />}
      {isMaking && (
        <PlanSheet
          issueId={issueId}
          onDone={(id) => navigate(`/plans/${id}`)}
          onClose={() => {
            setMaking(false);
            if (issueId) setParams({ view }, { replace: true });
          }}
        />
      )}
    </div>
  );
}

function Plans({ view }: { view: View }) {
  const w = useWords(words);
  const [{ data, error }, refetch] = useQuery({ query: PlansDocument, variables: { view }, requestPolicy: 'cache-and-network' });
  const [{ data: news }] = useSubscription({ query: PlansUpdatedDocument, pause: view !== 'IN_FORCE' });
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  const plans = (view === 'IN_FORCE' && news?.patrolPlansUpdated) || data?.patrolPlans;
  if (!plans) return <CardSkeleton />;
  if (plans.length === 0) return <EmptyState title={w.empty[view]} />;
  return (
    <ul className="plan-list">
      {plans.map((plan) => (
        <PlanRow key={plan.id} plan={plan} />
      ))}
    </ul>
  );
}

function Coverage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [{ data, error }, reread] = useQuery({ query: CoverageDocument, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={() => reread({ requestPolicy: 'network-only' })} />;
  if (!data || data.patrolCoverage.length === 0) return null;
  return (
    <section className="card plan-coverage">
      <h2>{w.coverage}</h2>
      <p className="note">{w.coverageLead}</p>
      <ul>
        {data.patrolCoverage.map(({ grid, pointCount, passedCount, patrolCount, lastAt }) => (
          <li key={grid.id}>
            <span>{grid.name}</span>
            <span className="numbers">
              {pointCount > 0 ? w.covered(passedCount, pointCount) : <span className="note">{w.noPlan}</span>}
              <span className="note">
                {' '}
                · {w.patrols(patrolCount)}
                {lastAt && ` · ${w.lastPatrol(dateTime(lastAt, language))}`}
              </span>
            </span>
            <progress max={Math.max(1, pointCount)} value={passedCount} aria-hidden="true" />
          </li>
        ))}
      </ul>
    </section>
  );
}
