// Where something stands: whoever adds it stands there, or leaves it out.
import { LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Mistake } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

export interface Spot {
  longitude: number;
  latitude: number;
}

interface Props {
  value: Spot | null;
  onChange(spot: Spot): void;
  mistake: string | undefined;
}

export function HereField({ value, onChange, mistake }: Props) {
  const w = useWords(words);
  const [problem, setProblem] = useState('');
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => {
        setProblem('');
        onChange({ longitude, latitude });
      },
      () => setProblem(w.unlocated),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  return (
    <>
      <Button label={w.hereNow} icon={LocateFixed} onClick={locate} />
      {value && (
        <span className="note" role="status">
          {w.isHere}
        </span>
      )}
      <Mistake text={problem || mistake} />
    </>
  );
}
