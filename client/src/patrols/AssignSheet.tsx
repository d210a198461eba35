// Who walks a plan: officers, grid workers and volunteer patrol teams, jointly.
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { AssignPlanDocument, PlanCandidatesDocument, type PlanFragment } from '../generated/patrols/graphql.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { Mistake } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function AssignSheet({ plan, onClose }: { plan: PlanFragment; onClose: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [{ data, error }, reread] = useQuery({
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
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const idsOf = (people: readonly { id: string }[] = []) => people.map(({ id }) => id).filter((id) => chosen.has(id));
    const walkers = { staffIds: idsOf(candidates?.staff), teamIds: idsOf(candidates?.teams) };
    if (!(await send(AssignPlanDocument, { input: { planId: plan.id, ...walkers } }))) return;
    notify({ text: w.assigned });
    onClose();
  };
  const boxes = (label: string, people: readonly { id: string; name: string }[]) => (
    <fieldset className="field">
      <legend className="field-name">{label}</legend>
      {people.map(({ id, name }) => (
        <label key={id} className="check">
          <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
  return (
    <Sheet title={w.assignTitle} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        {!data && (error ? <ErrorState onRetry={() => reread({ requestPolicy: 'network-only' })} /> : <CardSkeleton />)}
        {candidates && boxes(w.assignTeams, candidates.teams)}
        <p className="note">{w.assignHint}</p>
        {candidates &&
          boxes(
            w.assignStaff,
            candidates.staff.map(({ id, title }) => ({ id, name: title })),
          )}
        <div className="sheet-foot">
          <Mistake text={problem || mistakeOf('staffIds')} />
          <button type="submit" className="button button-main" disabled={isSending || !candidates}>
            {w.assign}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
