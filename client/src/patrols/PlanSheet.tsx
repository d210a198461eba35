// A patrol plan as it is written: title, points on the map, times of day. A new one, or one that nobody has approved yet.
import { Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { MeDocument, StreetDocument } from '../generated/graphql.ts';
import {
  CreatePlanDocument,
  EditPlanDocument,
  PatrolPostsDocument,
  type PlanFragment,
  PlanIssueDocument,
} from '../generated/patrols/graphql.ts';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { type Point, PointsField } from './PointsField.tsx';
import { words } from './words.ts';

type Time = Pick<PlanFragment['windows'][number], 'from' | 'to'>;

const MOST_TIMES = 3;
const EVENING: Time = { from: 20, to: 22 };
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

interface Props {
  /** The plan that is edited; null: a new one. */
  plan?: PlanFragment;
  /** For which issue a new one is. */
  issueId?: string | null;
  onDone: (planId: string) => void;
  onClose: () => void;
}

export function PlanSheet({ plan, issueId = null, onDone, onClose }: Props) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const [{ data: posts }] = useQuery({ query: PatrolPostsDocument });
  const [{ data: wanted }] = useQuery({ query: PlanIssueDocument, variables: { id: issueId ?? '' }, pause: issueId === null });
  const issue = wanted?.hotIssue;
  const [typed, setTitle] = useState<string | null>(null);
  const [chosenGrid, setGrid] = useState('');
  const [points, setPoints] = useState<readonly Point[]>(plan?.route?.points.map(pointOf) ?? []);
  const [times, setTimes] = useState<readonly Time[]>(plan?.windows ?? [EVENING]);
  const [keepsOrder, setKeepsOrder] = useState(plan !== undefined);
  const title = typed ?? plan?.title ?? issue?.title.slice(0, 40) ?? '';
  // Who has grids plans for these, the desk for all.
  const mine = me?.viewer?.dutyGrids ?? [];
  const grids = mine.length > 0 ? mine : (street?.grids.edges.map(({ node }) => node) ?? []);
  const newGrid = chosenGrid || (grids[0]?.id ?? '');
  const gridId = plan ? plan.grid?.id : issue ? issue.grid?.id : newGrid;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const content = { title, points: points.map(pointOf), windows: times.map(({ from, to }) => ({ from, to })), keepsOrder };
    const success = plan
      ? await send(EditPlanDocument, { input: { ...content, planId: plan.id, expectedVersion: plan.version } })
      : await send(CreatePlanDocument, { input: { ...content, ...(issueId ? { hotIssueId: issueId } : { gridId: newGrid }) } });
    if (!success) return;
    notify({ text: plan ? w.saved : w.proposedNow });
    onClose();
    onDone(success.plan.id);
  };

  return (
    <Sheet title={plan ? w.editPlan : w.newPlan} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        {issue && (
          <p className="note">
            {w.forIssue} · {issue.title}
          </p>
        )}
        <TextField label={w.name} value={title} onChange={setTitle} mistake={mistakeOf('title')} maxLength={40} autoComplete="off" />
        {!plan && !issueId && (
          <SelectField label={w.grid} value={newGrid} onChange={setGrid} mistake={mistakeOf('gridId')}>
            {grids.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        <PointsField points={points} onChange={setPoints} posts={posts?.dutyPosts ?? []} gridId={gridId} mistake={mistakeOf('points')} />
        <label className="check">
          <input type="checkbox" checked={keepsOrder} onChange={() => setKeepsOrder(!keepsOrder)} />
          <span>
            {w.keepOrder} <span className="note">{w.keepOrderHint}</span>
          </span>
        </label>
        <Times times={times} onChange={setTimes} mistake={mistakeOf('windows')} />
        <div className="sheet-foot">
          <Mistake text={problem || undefined} />
          <button type="submit" className="button button-main" disabled={isSending}>
            {plan ? w.save : w.propose}
          </button>
        </div>
      </form>
    </Sheet>
  );
}

/** How near counts stays as it was. */
const pointOf = ({ name, longitude, latitude, radiusMetres }: Point): Point => ({
  ...{ name, longitude, latitude },
  ...(radiusMetres ? { radiusMetres } : {}),
});

interface TimesProps {
  times: readonly Time[];
  onChange: (times: readonly Time[]) => void;
  mistake: string | undefined;
}

function Times({ times, onChange, mistake }: TimesProps) {
  const w = useWords(words);
  const set = (index: number, change: Partial<Time>) => onChange(times.map((time, n) => (n === index ? { ...time, ...change } : time)));
  return (
    <fieldset className="field plan-times">
      <legend className="field-name">{w.times}</legend>
      <p className="note">{w.timesHint}</p>
      {times.map((time, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: times have no other name, and two may be alike while they are written
        <div key={index} className="plan-time">
          {(['from', 'to'] as const).map((end) => (
            <SelectField key={end} label={w[end]} value={String(time[end])} onChange={(value) => set(index, { [end]: Number(value) })}>
              {HOURS.map((hour) => (
                <option key={hour} value={hour}>
                  {w.hour(hour)}
                </option>
              ))}
            </SelectField>
          ))}
          {times.length > 1 && (
            <button
              type="button"
              className="button button-small"
              aria-label={w.removeTime}
              onClick={() => onChange(times.toSpliced(index, 1))}
            >
              <X aria-hidden="true" />
            </button>
          )}
        </div>
      ))}
      {times.length < MOST_TIMES && (
        <button type="button" className="button button-small" onClick={() => onChange([...times, EVENING])}>
          <Plus aria-hidden="true" /> {w.addTime}
        </button>
      )}
      <Mistake text={mistake} />
    </fieldset>
  );
}
