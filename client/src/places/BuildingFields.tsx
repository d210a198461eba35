// The building of a grid, and its entrance, from lists.
import { useQuery } from 'urql';
import { BuildingsDocument, type BuildingsQuery } from '../generated/places/graphql.ts';
import { SelectField } from '../ui/Field.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import type { ChosenPlace } from './chosen.ts';
import type { Point } from './ways.ts';
import { words } from './words.ts';

type Building = BuildingsQuery['buildings'][number];
type Chosen = Pick<ChosenPlace, 'buildingId' | 'entranceId'>;

interface Props {
  /** Null: there is nothing to choose from. */
  gridId: string | null;
  value: Chosen;
  /** @param spot where that is; null: nobody has said */
  onChange(chosen: Chosen, spot: Point | null): void;
  /** Buildings are told to whoever has signed in. */
  isSignedIn: boolean;
  mistakeOf(field: keyof Chosen): string | undefined;
}

export function BuildingFields({ gridId, value, onChange, isSignedIn, mistakeOf }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [{ data }] = useQuery({
    query: BuildingsDocument,
    variables: { gridId: gridId ?? '' },
    pause: !gridId || !isSignedIn,
    requestPolicy: 'cache-first',
  });
  const buildings = gridId && isSignedIn ? (data?.buildings ?? []) : [];
  /** Until that is known, and while no grid is chosen, the list has its place: nothing moves when it comes. */
  const isWithout = gridId !== null && data !== undefined && buildings.length === 0;
  const buildingOf = (id: string | null) => buildings.find((building) => building.id === id);
  const building = buildingOf(value.buildingId);
  const nameOf = ({ id, name, nameEn }: Pick<Building, 'id' | 'name' | 'nameEn'>) => [id, language === 'zh' ? name : nameEn] as const;
  return (
    <>
      {isSignedIn && !isWithout && (
        <SelectField
          label={w.building}
          value={value.buildingId ?? ''}
          none={w.noBuilding}
          options={buildings.map(nameOf)}
          onChange={(id) => onChange({ buildingId: id || null, entranceId: null }, buildingOf(id)?.location ?? null)}
          mistake={mistakeOf('buildingId')}
        />
      )}
      {building && building.entrances.length > 0 && (
        <SelectField
          label={w.entrance}
          value={value.entranceId ?? ''}
          none={w.noEntrance}
          options={building.entrances.map(nameOf)}
          onChange={(id) => {
            const entrance = building.entrances.find((one) => one.id === id);
            onChange({ buildingId: building.id, entranceId: id || null }, entrance?.location ?? building.location);
          }}
          mistake={mistakeOf('entranceId')}
        />
      )}
    </>
  );
}
