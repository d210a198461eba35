// The points of a route in the order in which they are walked: from the posts there are, from where one stands, or from the map.
import { ArrowUp, LocateFixed, X } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../app/preferences.ts';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { RouteMap } from './RouteMap.tsx';
import { walkWords } from './walk-words.ts';
import './patrols.css';

export interface Point {
  name: string;
  longitude: number;
  latitude: number;
  /** Within how many metres somebody is there; left out: as usual. */
  radiusMetres?: number;
}

interface Props {
  points: readonly Point[];
  onChange: (points: readonly Point[]) => void;
  posts: readonly (Point & { id: string })[];
  gridId?: string | undefined;
  mistake: string | undefined;
}

export function PointsField({ points, onChange, posts, gridId, mistake }: Props) {
  const w = useWords(walkWords);
  const [name, setName] = useState('');
  const [nameMistake, setNameMistake] = useState('');
  const [problem, setProblem] = useState('');
  const add = (position: { longitude: number; latitude: number }, called: string) => {
    onChange([...points, { name: called, longitude: position.longitude, latitude: position.latitude }]);
    setName('');
    setNameMistake('');
    setProblem('');
  };
  const addHere = () => {
    const called = name.trim();
    if (called.length < 2) return setNameMistake(w.pointNameMissing);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => add(coords, called),
      () => setProblem(w.pointUnlocated),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  };
  return (
    <>
      <RouteMap points={points} gridId={gridId} onPress={(position) => add(position, name.trim() || w.pointNumber(points.length + 1))} />
      <p className="note">{w.pressMap}</p>
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
                  onClick={() => onChange(points.toSpliced(index, 1).toSpliced(index - 1, 0, point))}
                >
                  <ArrowUp aria-hidden="true" />
                </button>
              )}
              <button
                type="button"
                className="button button-small"
                aria-label={`${w.removePoint} ${point.name}`}
                onClick={() => onChange(points.toSpliced(index, 1))}
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
          if (post) add(post, post.name);
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
      <TextField label={w.pointName} value={name} onChange={setName} mistake={nameMistake || undefined} autoComplete="off" />
      <button type="button" className="button" onClick={addHere}>
        <LocateFixed aria-hidden="true" /> {w.addHere}
      </button>
      <Mistake text={problem || mistake} />
    </>
  );
}
