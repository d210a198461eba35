// A new patrol route of a team.
import { type FormEvent, useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { CreateRouteDocument } from '../generated/volunteers/graphql.ts';
import { type Point, PointsField } from '../patrols/PointsField.tsx';
import { walkWords } from '../patrols/walk-words.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';

interface Props {
  teamId: string;
  posts: readonly (Point & { id: string })[];
  onMade: (routeId: string) => void;
  onClose: () => void;
}

export function RouteSheet({ teamId, posts, onMade, onClose }: Props) {
  const w = useWords(walkWords);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [name, setName] = useState('');
  const [points, setPoints] = useState<readonly Point[]>([]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const success = await send(CreateRouteDocument, { input: { teamId, name, points: [...points] } });
    if (!success) return;
    notify({ text: w.routeMade });
    onMade(success.team.routes?.find((route) => route.name === name.trim())?.id ?? '');
    onClose();
  };
  return (
    <Sheet title={w.newRoute} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <TextField label={w.routeName} value={name} onChange={setName} mistake={mistakeOf('name')} autoComplete="off" />
        <p className="note">{w.routeLead}</p>
        <PointsField points={points} onChange={setPoints} posts={posts} mistake={mistakeOf('points')} />
        <div className="sheet-foot">
          <Mistake text={problem || undefined} />
          <button type="submit" className="button button-main" disabled={isSending}>
            {w.makeRoute}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
