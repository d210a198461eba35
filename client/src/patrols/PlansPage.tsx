// Patrol plans: what waits for approval, what is walked now, and how far the grids are covered.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useSubscription } from 'urql';
import { useLocation, useSearchParams } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { CoverageDocument, PlansDocument, PlansUpdatedDocument } from '../generated/patrols/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { DeadEnd, EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
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
  const me = useMe();
  const isAllowed = me?.viewer?.can.planPatrols ?? false;
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'IN_FORCE';
  const issueId = params.get('issue');
  const [isMaking, setMaking] = useState(issueId !== null);
  if (me && !me.viewer) return <SignInFirst />;
  if (me && !isAllowed) return <DeadEnd title={w.title} hint={w.refused} />;
  if (!me) return <PageSkeleton />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{w.title}</h1>
        <LiveDot />
      </div>
      <p className="note">{w.lead}</p>
      <Button label={w.newPlan} icon={Plus} onClick={() => setMaking(true)} />
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
  const { data, error, reread } = useRead({ query: PlansDocument, variables: { view }, requestPolicy: 'cache-and-network' });
  const [{ data: news }] = useSubscription({ query: PlansUpdatedDocument, pause: view !== 'IN_FORCE' });
  if (error && !data) return <ErrorState onRetry={reread} />;
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
  const { data, error, reread } = useRead({ query: CoverageDocument, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (!data || data.patrolCoverage.length === 0) return null;
  return (
    <Card title={w.coverage} className="plan-coverage">
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
    </Card>
  );
}
