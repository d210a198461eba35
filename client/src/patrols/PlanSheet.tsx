// A patrol plan as it is written: title, points on the map, times of day. A new one, or one that nobody has approved yet.
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMe } from '../app/useMe.ts';
import { StreetDocument } from '../generated/graphql.ts';
import {
  CreatePlanDocument,
  EditPlanDocument,
  PatrolPostsDocument,
  type PlanFragment,
  PlanIssueDocument,
} from '../generated/patrols/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Check, Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
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
  const submission = useSubmission();
  const { send, mistakeOf } = submission;
  const me = useMe();
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

  const save = async () => {
    const content = { title, points: points.map(pointOf), windows: times.map(({ from, to }) => ({ from, to })), keepsOrder };
    return plan
      ? send(EditPlanDocument, { input: { ...content, planId: plan.id, expectedVersion: plan.version } })
      : send(CreatePlanDocument, { input: { ...content, ...(issueId ? { hotIssueId: issueId } : { gridId: newGrid }) } });
  };

  return (
    <FormSheet
      title={plan ? w.editPlan : w.newPlan}
      act={plan ? w.save : w.propose}
      isLong
      of={submission}
      onSend={save}
      says={plan ? w.saved : w.proposedNow}
      onDone={(success) => onDone(success.plan.id)}
      onClose={onClose}
    >
      {issue && (
        <p className="note">
          {w.forIssue} · {issue.title}
        </p>
      )}
      <TextField label={w.name} value={title} onChange={setTitle} mistake={mistakeOf('title')} maxLength={40} autoComplete="off" />
      {!plan && !issueId && (
        <SelectField
          label={w.grid}
          value={newGrid}
          onChange={setGrid}
          mistake={mistakeOf('gridId')}
          options={grids.map(({ id, name }) => [id, name])}
        />
      )}
      <PointsField value={points} onChange={setPoints} posts={posts?.dutyPosts ?? []} gridId={gridId} mistake={mistakeOf('points')} />
      <Check label={w.keepOrder} hint={w.keepOrderHint} value={keepsOrder} onChange={setKeepsOrder} />
      <Times times={times} onChange={setTimes} mistake={mistakeOf('windows')} />
    </FormSheet>
  );
}

/** How near counts stays as it was. */
const pointOf = ({ name, longitude, latitude, radiusMetres }: Point): Point => ({
  name,
  longitude,
  latitude,
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
            <SelectField
              key={end}
              label={w[end]}
              value={String(time[end])}
              onChange={(value) => set(index, { [end]: Number(value) })}
              options={HOURS.map((hour) => [hour, w.hour(hour)])}
            />
          ))}
          {times.length > 1 && <Button icon={X} isSmall aria-label={w.removeTime} onClick={() => onChange(times.toSpliced(index, 1))} />}
        </div>
      ))}
      {times.length < MOST_TIMES && <Button label={w.addTime} icon={Plus} isSmall onClick={() => onChange([...times, EVENING])} />}
      <Mistake text={mistake} />
    </fieldset>
  );
}
