// Where the code of a point leads, read by any camera: the patrol that I am on, with this point noted.
import { useState } from 'react';
import { useQuery } from 'urql';
import { useSearchParams } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { PointRoutesDocument, VisitPlanPointDocument } from '../generated/patrols/graphql.ts';
import { MyRoutesDocument, VisitPointDocument } from '../generated/volunteers/graphql.ts';
import { usePosting } from '../tickets/usePosting.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake } from '../ui/Field.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import type { WalkedBy } from './walked-by.ts';
import { words } from './words.ts';
import './patrols.css';

const HOUR = 3_600_000;

export default function PointPage() {
  const w = useWords(words);
  const [params] = useSearchParams();
  const pointId = params.get('id') ?? '';
  const me = useMe();
  const mayPlan = me?.viewer?.can.planPatrols ?? false;
  const mayServe = me?.viewer?.can.serveShifts ?? false;
  const [span] = useState(() => ({
    from: new Date(Date.now() - 12 * HOUR).toISOString(),
    until: new Date(Date.now() + HOUR).toISOString(),
  }));
  const [plans, rereadPlans] = useQuery({ query: PointRoutesDocument, pause: !mayPlan });
  const [shifts, rereadShifts] = useQuery({ query: MyRoutesDocument, variables: { filter: { isMine: true, ...span } }, pause: !mayServe });
  if (me && !me.viewer) return <SignInFirst />;
  if ((mayPlan && plans.error) || (mayServe && shifts.error)) {
    return <ErrorState onRetry={() => (mayPlan ? rereadPlans : rereadShifts)({ requestPolicy: 'network-only' })} />;
  }
  if (!me || (mayPlan && !plans.data) || (mayServe && !shifts.data)) return <PageSkeleton />;
  const has = (route: { points: readonly { id: string; name: string }[] } | null | undefined) =>
    route?.points.find(({ id }) => id === pointId);
  const plan = plans.data?.patrolPlans.find(({ route }) => has(route));
  const shift = shifts.data?.shifts.edges.map(({ node }) => node).find(({ route }) => has(route));
  const point = has(plan?.route ?? shift?.route ?? null);
  if (!point) {
    return (
      <EmptyState title={w.pointNone} hint={w.pointNoneHint}>
        <LinkButton label={mayPlan ? w.toPlans : w.toShifts} kind="main" href={mayPlan ? '/plans' : '/shifts'} />
      </EmptyState>
    );
  }
  return plan ? (
    <Here by={{ planId: plan.id }} point={point} code={params.get('code') ?? ''} next={`/plans/${plan.id}`} />
  ) : (
    <Here by={{ shiftId: shift?.id ?? '' }} point={point} code={params.get('code') ?? ''} next={`/shifts/${shift?.id}`} />
  );
}

function Here({
  by,
  point: { id: pointId, name },
  code,
  next,
}: {
  by: WalkedBy;
  point: { id: string; name: string };
  code: string;
  next: string;
}) {
  const w = useWords(words);
  const { post, isSending, problem, mistakeOf } = usePosting();
  const [isDone, setDone] = useState(false);
  const arrive = async () => {
    const posting = { input: { ...by, pointId, code }, files: [], label: w.pointHere(name), later: { at: new Date().toISOString() } };
    const success = 'planId' in by ? await post(VisitPlanPointDocument, posting) : await post(VisitPointDocument, posting);
    if (success) setDone(true);
  };
  return (
    <Page title={name}>
      {isDone ? (
        <>
          <p role="status">{w.pointDone}</p>
          <LinkButton label={w.toPlan} kind="main" href={next} />
        </>
      ) : (
        <Button label={w.pointHere(name)} kind="main" disabled={isSending} onClick={arrive} />
      )}
      <Mistake text={problem || mistakeOf('code')} />
    </Page>
  );
}
