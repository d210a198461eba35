// One patrol plan: what it is, its route, who walks it; approved, assigned, called off; and walked, here, on the phone.
import { Fragment, useEffect, useState } from 'react';
import { useSubscription } from 'urql';
import { Link } from 'wouter';
import { NotFoundPage } from '../app/NotFoundPage.tsx';
import { useTitle } from '../app/useTitle.ts';
import {
  ApprovePlanDocument,
  PlanDetailDocument,
  type PlanDetailQuery,
  type PlanFragment,
  PlansUpdatedDocument,
} from '../generated/patrols/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake } from '../ui/Field.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { AssignSheet } from './AssignSheet.tsx';
import { DismissSheet } from './DismissSheet.tsx';
import { passedIn, timesOf, walkerOf } from './PlanRow.tsx';
import { PlanSheet } from './PlanSheet.tsx';
import { PlanWalk } from './PlanWalk.tsx';
import { PointCodesSheet } from './PointCodesSheet.tsx';
import { walkWords } from './walk-words.ts';
import { words } from './words.ts';
import './patrols.css';

type Plan = Extract<NonNullable<PlanDetailQuery['node']>, { __typename: 'PatrolPlan' }>;

export default function PlanPage({ id }: { id: string }) {
  return <PlanView id={id} isAlone />;
}

/** All that a plan has to show, live. @param isAlone on its own page, not beside a list */
export function PlanView({ id, isAlone }: { id: string; isAlone: boolean }) {
  const { data, error, reread } = useRead({ query: PlanDetailDocument, variables: { id }, requestPolicy: 'cache-and-network' });
  const [{ data: live }] = useSubscription({ query: PlansUpdatedDocument });
  useEffect(() => {
    if (live) reread(); // who walks it, and how far
  }, [live, reread]);
  const plan: Plan | null = data?.node?.__typename === 'PatrolPlan' ? data.node : null;
  useTitle((isAlone && plan?.title) || '');
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  if (!plan) return <NotFoundPage />;
  // On the way the next point comes first.
  const walk = <PlanWalk key="walk" plan={plan} />;
  const facts = (
    <Fragment key="facts">
      <Facts plan={plan} />
      <Acts plan={plan} />
    </Fragment>
  );
  return (
    <div className={isAlone ? 'page' : 'plan-beside'}>
      <div className="page-head">
        <h1>{plan.title}</h1>
        <LiveDot />
      </div>
      {plan.myRun ? [walk, facts] : [facts, walk]}
      <Runs plan={plan} />
    </div>
  );
}

function Facts({ plan }: { plan: PlanFragment }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { grid, source, hotIssue, author, proposedAt, approvers, approvedAt, status, isInForce, expiresAt, dismissReason } = plan;
  const signed = approvers.map(({ title }) => title).join(' · ');
  return (
    <Card className="plan-facts">
      <p>
        <strong>{status === 'PROPOSED' ? w.views.PROPOSED : isInForce ? w.views.IN_FORCE : w.views.PAST}</strong>
        {expiresAt && status === 'APPROVED' && ` · ${(isInForce ? w.until : w.expired)(dateTime(expiresAt, language))}`}
      </p>
      {status === 'DISMISSED' && <p>{w.dismissed(dismissReason)}</p>}
      <p className="numbers">
        {grid?.name ?? w.wholeStation} · {w.daily(timesOf(plan, w.hour))}
      </p>
      {hotIssue && (
        <p>
          {w.forIssue} <Link href={`/hot/${hotIssue.id}`}>{hotIssue.title}</Link>
        </p>
      )}
      <p className="note">
        {w.sources[source]} · {w.proposed(author?.title ?? w.planner, dateTime(proposedAt, language))}
      </p>
      {signed && <p className="note">{approvedAt ? w.approved(signed, dateTime(approvedAt, language)) : w.signed(signed)}</p>}
      <Walkers plan={plan} />
    </Card>
  );
}

function Walkers({ plan: { staff, teams } }: { plan: PlanFragment }) {
  const w = useWords(words);
  const names = [...staff.map(({ title }) => title), ...teams.map(({ name }) => name)];
  return (
    <p>
      {w.walkers} · {names.length > 0 ? names.join(' · ') : <span className="note">{w.nobody}</span>}
    </p>
  );
}

function Acts({ plan }: { plan: PlanFragment }) {
  const w = useWords(words);
  const ww = useWords(walkWords);
  const { send, isSending, problem } = useSubmission();
  const [sheet, setSheet] = useState<'edit' | 'assign' | 'dismiss' | 'codes' | null>(null);
  const { id, version, status, viewerCan } = plan;
  const approve = async () => {
    const success = await send(ApprovePlanDocument, { input: { planId: id, expectedVersion: version } });
    if (success) notify({ text: success.plan.status === 'APPROVED' ? w.approvedNow : w.waitsNow });
  };
  const close = () => setSheet(null);
  if (!viewerCan.edit && !viewerCan.approve) return null;
  return (
    <>
      <div className="patrol-acts">
        {viewerCan.approve && <Button label={w.approve} kind="main" disabled={isSending} onClick={approve} />}
        {viewerCan.edit && (
          <>
            <Button label={w.assign} onClick={() => setSheet('assign')} />
            {status === 'PROPOSED' && <Button label={w.edit} onClick={() => setSheet('edit')} />}
            {plan.route && <Button label={ww.codes} onClick={() => setSheet('codes')} />}
            <Button label={w.dismiss} onClick={() => setSheet('dismiss')} />
          </>
        )}
      </div>
      <Mistake text={problem || undefined} />
      {sheet === 'edit' && <PlanSheet plan={plan} onDone={() => {}} onClose={close} />}
      {sheet === 'assign' && <AssignSheet plan={plan} onClose={close} />}
      {sheet === 'dismiss' && <DismissSheet planId={id} onClose={close} />}
      {sheet === 'codes' && <PointCodesSheet of={id} onClose={close} />}
    </>
  );
}

function Runs({ plan: { runs, route } }: { plan: PlanFragment }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (runs.length === 0) return null;
  return (
    <Card title={w.runs} className="plan-facts">
      <ul className="plan-runs">
        {runs.map((run) => {
          const far = run.visits.filter(({ isFar }) => isFar).length;
          const facts = [
            w.runPoints(passedIn(run), route?.points.length ?? 0),
            far > 0 && w.far(far),
            run.findingCount > 0 && w.found(run.findingCount),
            !run.endedAt && w.goesOn,
          ];
          return (
            <li key={run.id}>
              <span>{w.runBy(walkerOf(run, w.volunteers), dateTime(run.startedAt, language))}</span>
              <span className="note numbers">{facts.filter(Boolean).join(' · ')}</span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
