// A new patrol route: its points in the order in which they are walked, from the posts there are or from where one stands.
import { ArrowUp, LocateFixed, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { CreateRouteDocument } from '../generated/volunteers/graphql.ts';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { patrolWords } from './patrol-words.ts';

interface Point {
  name: string;
  longitude: number;
  latitude: number;
}

interface Props {
  teamId: string;
  posts: readonly (Point & { id: string })[];
  onMade: (routeId: string) => void;
  onClose: () => void;
}

export function RouteSheet({ teamId, posts, onMade, onClose }: Props) {
  const w = useWords(patrolWords);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf, mark, fail } = useSubmission();
  const [name, setName] = useState('');
  const [points, setPoints] = useState<readonly Point[]>([]);
  const [pointName, setPointName] = useState('');
  const addHere = () => {
    if (pointName.trim().length < 2) return mark('pointName', w.pointNameMissing);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => {
        setPoints([...points, { name: pointName.trim(), longitude, latitude }]);
        setPointName('');
      },
      () => fail(w.pointUnlocated),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  };
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
        <ol className="patrol-points">
          {points.map((point, index) => (
            <li key={`${point.name} ${point.longitude}`}>
              <span className="numbers">{index + 1}</span>
              <span>{point.name}</span>
              <span className="button-row">
                {index > 0 && (
                  <button
                    type="button"
                    className="button button-small"
                    aria-label={`${w.earlier} ${point.name}`}
                    onClick={() => setPoints(points.toSpliced(index, 1).toSpliced(index - 1, 0, point))}
                  >
                    <ArrowUp aria-hidden="true" />
                  </button>
                )}
                <button
                  type="button"
                  className="button button-small"
                  aria-label={`${w.removePoint} ${point.name}`}
                  onClick={() => setPoints(points.toSpliced(index, 1))}
                >
                  <X aria-hidden="true" />
                </button>
              </span>
            </li>
          ))}
        </ol>
        <SelectField
          label={w.addPost}
          value=""
          onChange={(id) => {
            const post = posts.find((one) => one.id === id);
            if (post) setPoints([...points, { name: post.name, longitude: post.longitude, latitude: post.latitude }]);
          }}
        >
          <option value="">{w.choosePost}</option>
          {posts
            .filter((post) => !points.some((point) => point.name === post.name))
            .map(({ id, name: label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
        </SelectField>
        <TextField label={w.pointName} value={pointName} onChange={setPointName} mistake={mistakeOf('pointName')} autoComplete="off" />
        <button type="button" className="button" onClick={addHere}>
          <LocateFixed aria-hidden="true" /> {w.addHere}
        </button>
        <Mistake text={problem || mistakeOf('points')} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.makeRoute}
        </button>
      </form>
    </Sheet>
  );
}
