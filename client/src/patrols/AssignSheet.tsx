// Who walks a plan: officers, grid workers and volunteer patrol teams, jointly.
import { useState } from 'react';
import { AssignPlanDocument, PlanCandidatesDocument, type PlanFragment } from '../generated/patrols/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { Check } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function AssignSheet({ plan, onClose }: { plan: PlanFragment; onClose: () => void }) {
  const w = useWords(words);
  const submission = useSubmission();
  const { data, error, reread } = useRead({
    query: PlanCandidatesDocument,
    variables: { id: plan.id },
    requestPolicy: 'cache-and-network',
  });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set([...plan.staff, ...plan.teams].map(({ id }) => id)));
  const candidates = data?.node?.__typename === 'PatrolPlan' ? data.node.candidates : null;
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const assign = () => {
    const idsOf = (people: readonly { id: string }[] = []) => people.map(({ id }) => id).filter((id) => chosen.has(id));
    const walkers = { staffIds: idsOf(candidates?.staff), teamIds: idsOf(candidates?.teams) };
    return submission.send(AssignPlanDocument, { input: { planId: plan.id, ...walkers } });
  };
  const boxes = (label: string, people: readonly { id: string; name: string }[]) => (
    <fieldset className="field">
      <legend className="field-name">{label}</legend>
      {people.map(({ id, name }) => (
        <Check key={id} label={name} value={chosen.has(id)} onChange={() => toggle(id)} />
      ))}
    </fieldset>
  );
  return (
    <FormSheet
      title={w.assignTitle}
      act={w.assign}
      isLong
      of={submission}
      isReady={candidates != null}
      mistake={submission.mistakeOf('staffIds')}
      onSend={assign}
      says={w.assigned}
      onClose={onClose}
    >
      {!data && (error ? <ErrorState onRetry={reread} /> : <CardSkeleton />)}
      {candidates && boxes(w.assignTeams, candidates.teams)}
      <p className="note">{w.assignHint}</p>
      {candidates &&
        boxes(
          w.assignStaff,
          candidates.staff.map(({ id, title }) => ({ id, name: title })),
        )}
    </FormSheet>
  );
}
