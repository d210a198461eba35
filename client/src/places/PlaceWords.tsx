// Where something is, as people say it: an address, how far from me, and the way there.
import { MapPin } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { useWords } from '../ui/preferences.ts';
import { useHere } from './useHere.ts';
import { linkTo, type MapName, metresFrom, type Point } from './ways.ts';
import { words } from './words.ts';
import './places.css';

const MAPS: readonly MapName[] = ['geo', 'amap', 'baidu', 'apple'];

interface Props {
  /** In a sentence; nothing: only its position is known. */
  sentence: string | null | undefined;
  location: Point | null | undefined;
}

export function PlaceWords({ sentence, location }: Props) {
  const w = useWords(words);
  const here = useHere(location != null);
  const [isOpen, setOpen] = useState(false);
  const said = sentence || w.position;
  return (
    <span className="place">
      <span>
        <MapPin aria-hidden="true" className="inline-icon" /> {said}
        {here && location && <span className="note numbers"> {w.fromHere(metresFrom(here, location))}</span>}
      </span>
      {location && <Button label={w.navigate} isSmall aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} />}
      {location && isOpen && (
        <>
          <span className="button-row">
            {MAPS.map((map) => (
              <a key={map} className="button button-small" href={linkTo(map, location, said)} target="_blank" rel="noreferrer">
                {w[map]}
              </a>
            ))}
          </span>
          <span className="note">{w.navigateHint}</span>
        </>
      )}
    </span>
  );
}
