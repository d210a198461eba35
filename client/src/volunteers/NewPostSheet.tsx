// A new post: whoever makes it stands there, or chooses the building it is at.
import { LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { StreetDocument } from '../generated/graphql.ts';
import { CreatePostDocument } from '../generated/volunteers/graphql.ts';
import { BuildingFields } from '../places/BuildingFields.tsx';
import { PlaceThere } from '../places/PlaceThere.tsx';
import type { Point } from '../places/ways.ts';
import { Button } from '../ui/Button.tsx';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { useForm } from '../ui/useForm.ts';
import { words } from './words.ts';

const RADII = [50, 100, 150, 300, 500] as const;
const NO_BUILDING = { buildingId: null, entranceId: null };

export function NewPostSheet({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) {
  const w = useWords(words);
  const form = useForm({ name: '', gridId: '', radiusMetres: '150' });
  const [building, setBuilding] = useState<{ buildingId: string | null; entranceId: string | null }>(NO_BUILDING);
  const [point, setPoint] = useState<Point | null>(null);
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const isAt = (spot: Point | null, chosen: typeof building = NO_BUILDING) => {
    setPoint(spot);
    setBuilding(chosen);
  };
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => isAt({ longitude, latitude }),
      () => form.fail(w.postUnlocated),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  const make = () => {
    const { name, radiusMetres } = form.values;
    if (point) return form.send(CreatePostDocument, { input: { name, ...point, radiusMetres: Number(radiusMetres) } });
    form.mark('place', w.postPlaceMissing);
    return null;
  };
  return (
    <FormSheet
      title={w.newPost}
      act={w.makePost}
      of={form}
      onSend={make}
      says={w.postMade}
      onDone={({ post }) => onMade(post.id)}
      onClose={onClose}
    >
      <TextField label={w.postName} {...form.field('name')} autoComplete="off" />
      <Button label={w.postHere} icon={LocateFixed} onClick={locate} />
      <SelectField
        label={w.postGrid}
        value={form.values.gridId}
        none={w.postNoGrid}
        options={street?.grids.edges.map(({ node }) => [node.id, node.name])}
        onChange={(gridId) => {
          form.change({ gridId });
          if (building.buildingId) isAt(null);
        }}
      />
      <BuildingFields
        gridId={form.values.gridId || null}
        value={building}
        onChange={(chosen, spot) => isAt(spot && { longitude: spot.longitude, latitude: spot.latitude }, chosen)}
        isSignedIn
        mistakeOf={form.mistakeOf}
      />
      {point && <PlaceThere point={point} />}
      <Mistake text={form.mistakeOf('place') ?? form.mistakeOf('longitude') ?? form.mistakeOf('latitude')} />
      <SelectField label={w.postRadius} {...form.field('radiusMetres')} options={RADII.map((metres) => [metres, w.metres(metres)])} />
    </FormSheet>
  );
}
