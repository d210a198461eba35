// A place within a grid: the building, its entrance, and words for what neither says.
import { TextField } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
import { BuildingFields } from './BuildingFields.tsx';
import type { ChosenPlace } from './chosen.ts';
import { PlaceThere } from './PlaceThere.tsx';
import type { Point } from './ways.ts';
import { words } from './words.ts';

interface Props {
  /** Null: there are no buildings to choose from. */
  gridId: string | null;
  point: Point | null;
  value: ChosenPlace;
  onChange(place: ChosenPlace): void;
  isSignedIn: boolean;
  mistakeOf(field: keyof ChosenPlace): string | undefined;
}

export function PlacePicker({ gridId, point, value, onChange, isSignedIn, mistakeOf }: Props) {
  const w = useWords(words);
  return (
    <>
      {point && isSignedIn && !value.buildingId && <PlaceThere point={point} />}
      <BuildingFields
        gridId={gridId}
        value={value}
        onChange={(chosen) => onChange({ ...value, ...chosen })}
        isSignedIn={isSignedIn}
        mistakeOf={mistakeOf}
      />
      <TextField
        label={w.details}
        value={value.address}
        hint={w.detailsHint}
        onChange={(address) => onChange({ ...value, address })}
        mistake={mistakeOf('address')}
        autoComplete="off"
      />
    </>
  );
}
