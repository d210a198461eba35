// The points of a route in the order in which they are walked: from the posts there are, from where one stands, or from the map.
import { ArrowUp, LocateFixed, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
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
  value: readonly Point[];
  onChange: (points: readonly Point[]) => void;
  posts: readonly (Point & { id: string })[];
  gridId?: string | undefined;
  mistake: string | undefined;
}

export function PointsField({ value: points, onChange, posts, gridId, mistake }: Props) {
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
                <Button
                  icon={ArrowUp}
                  isSmall
                  aria-label={`${w.earlier} ${point.name}`}
                  onClick={() => onChange(points.toSpliced(index, 1).toSpliced(index - 1, 0, point))}
                />
              )}
              <Button icon={X} isSmall aria-label={`${w.removePoint} ${point.name}`} onClick={() => onChange(points.toSpliced(index, 1))} />
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
        none={w.choosePost}
        options={posts.filter((post) => !points.some((point) => point.name === post.name)).map(({ id, name: label }) => [id, label])}
      />
      <TextField label={w.pointName} value={name} onChange={setName} mistake={nameMistake || undefined} autoComplete="off" />
      <Button label={w.addHere} icon={LocateFixed} onClick={addHere} />
      <Mistake text={problem || mistake} />
    </>
  );
}
