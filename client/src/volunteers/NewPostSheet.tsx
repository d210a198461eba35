// A new post: whoever makes it stands there, or types where it is.
import { LocateFixed } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { CreatePostDocument } from '../generated/volunteers/graphql.ts';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

const RADII = [50, 100, 150, 300, 500] as const;
/** About a metre. */
const DIGITS = 5;

export function NewPostSheet({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf, mark, fail } = useSubmission();
  const [name, setName] = useState('');
  const [place, setPlace] = useState({ longitude: '', latitude: '' });
  const [radius, setRadius] = useState('150');
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => setPlace({ longitude: longitude.toFixed(DIGITS), latitude: latitude.toFixed(DIGITS) }),
      () => fail(w.postUnlocated),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const [longitude, latitude] = [place.longitude, place.latitude].map((text) => (text.trim() ? Number(text) : Number.NaN));
    if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) return mark('longitude', w.postPlaceMissing);
    const input = { name, longitude: longitude as number, latitude: latitude as number, radiusMetres: Number(radius) };
    const success = await send(CreatePostDocument, { input });
    if (!success) return;
    notify({ text: w.postMade });
    onMade(success.post.id);
    onClose();
  };
  return (
    <Sheet title={w.newPost} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <TextField label={w.postName} value={name} onChange={setName} mistake={mistakeOf('name')} autoComplete="off" />
        <button type="button" className="button" onClick={locate}>
          <LocateFixed aria-hidden="true" /> {w.postHere}
        </button>
        <TextField
          label={w.longitude}
          inputMode="decimal"
          value={place.longitude}
          onChange={(longitude) => setPlace({ ...place, longitude })}
          mistake={mistakeOf('longitude')}
        />
        <TextField
          label={w.latitude}
          inputMode="decimal"
          value={place.latitude}
          onChange={(latitude) => setPlace({ ...place, latitude })}
        />
        <SelectField label={w.postRadius} value={radius} onChange={setRadius} mistake={mistakeOf('radiusMetres')}>
          {RADII.map((metres) => (
            <option key={metres} value={metres}>
              {w.metres(metres)}
            </option>
          ))}
        </SelectField>
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.makePost}
        </button>
      </form>
    </Sheet>
  );
}
