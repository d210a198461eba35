// Real-name registration: name, number, home, and below 18 a guardian.
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { ApplyRealNameDocument } from '../generated/account/graphql.ts';
import { MeDocument, StreetDocument } from '../generated/graphql.ts';
import { GridPicker } from '../hotlist/GridPicker.tsx';
import { PlaceField } from '../hotlist/PlaceField.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './account.css';

interface Place {
  gridId: string | null;
  point: { longitude: number; latitude: number } | null;
}

export default function RealNamePage() {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const [, navigate] = useLocation();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [{ fetching }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [name, setName] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [address, setAddress] = useState('');
  const [guardianPhone, setGuardianPhone] = useState('');
  const [{ gridId, point }, setPlace] = useState<Place>({ gridId: null, point: null });
  const needsGuardian = isMinor(idNumber) || mistakeOf('guardianPhone') !== undefined;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = {
      name,
      idNumber,
      address,
      gridId: point ? null : gridId,
      location: point,
      guardianPhone: needsGuardian && guardianPhone ? guardianPhone : null,
    };
    if (!(await send(ApplyRealNameDocument, { input }))) return;
    notify({ text: w.applied });
    navigate('/me', { replace: true });
  };

  if (me && !me.myResident) return <SignInFirst whose="residents" />;
  if (!me || fetching) return <PageSkeleton />; // the map in the middle would push what is being typed
  return (
    <div className="page">
      <header>
        <h1>{w.realName}</h1>
        <p className="note">{w.realNameWhy}</p>
      </header>
      <form className="form card" onSubmit={submit} noValidate>
        <TextField label={w.fullName} autoComplete="name" value={name} onChange={setName} mistake={mistakeOf('name')} />
        <TextField
          label={w.idNumber}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          value={idNumber}
          onChange={setIdNumber}
          hint={w.idNumberHint}
          mistake={mistakeOf('idNumber')}
        />
        {needsGuardian && (
          <TextField
            label={w.guardianPhone}
            type="tel"
            inputMode="tel"
            value={guardianPhone}
            onChange={setGuardianPhone}
            hint={w.guardianHint}
            mistake={mistakeOf('guardianPhone')}
          />
        )}
        <TextField
          label={w.address}
          autoComplete="street-address"
          value={address}
          onChange={setAddress}
          hint={w.addressHint}
          mistake={mistakeOf('address')}
        />
        <PlaceField
          label={w.homeGrid}
          emptyLabel={w.byAddress}
          gridId={gridId}
          hasPoint={point !== null}
          homeGridId={null}
          onChange={setPlace}
          mistake={mistakeOf('gridId')}
        >
          <GridPicker gridId={gridId} onPick={(picked) => setPlace({ gridId: picked, point: null })} />
        </PlaceField>
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.apply}
        </button>
      </form>
    </div>
  );
}

/** By the birth date inside the number, as far as it is typed; the server decides. */
function isMinor(idNumber: string): boolean {
  const [, year, month, day] = /^\d{6}(\d{4})(\d{2})(\d{2})/.exec(idNumber.replace(/\s/g, '')) ?? [];
  if (!year) return false;
  const adultAt = new Date(Number(year) + 18, Number(month) - 1, Number(day));
  return adultAt.getTime() > Date.now();
}
