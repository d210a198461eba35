// Real-name registration: name, number, home, and below 18 a guardian.
import { useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { ApplyRealNameDocument } from '../generated/account/graphql.ts';
import { StreetDocument } from '../generated/graphql.ts';
import { GridPicker } from '../hotlist/GridPicker.tsx';
import { PlaceField } from '../hotlist/PlaceField.tsx';
import { TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { useForm } from '../ui/useForm.ts';
import { words } from './words.ts';
import './account.css';

interface Place {
  gridId: string | null;
  point: { longitude: number; latitude: number } | null;
}

export default function RealNamePage() {
  const w = useWords(words);
  const [, navigate] = useLocation();
  const me = useMe();
  const [{ fetching }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const form = useForm({ name: '', idNumber: '', address: '', guardianPhone: '' });
  const [{ gridId, point }, setPlace] = useState<Place>({ gridId: null, point: null });
  const needsGuardian = isMinor(form.values.idNumber) || form.mistakeOf('guardianPhone') !== undefined;
  const apply = () => {
    const guardianPhone = (needsGuardian && form.values.guardianPhone) || null;
    return form.send(ApplyRealNameDocument, {
      input: { ...form.values, guardianPhone, gridId: point ? null : gridId, location: point },
    });
  };

  if (me && !me.myResident) return <SignInFirst whose="residents" />;
  if (!me || fetching) return <PageSkeleton />; // the map in the middle would push what is being typed
  return (
    <Page title={w.realName} lead={w.realNameWhy}>
      <Form className="form card" act={w.apply} of={form} onSend={apply} says={w.applied} onDone={() => navigate('/me', { replace: true })}>
        <TextField label={w.fullName} autoComplete="name" {...form.field('name')} />
        <TextField
          label={w.idNumber}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          {...form.field('idNumber')}
          hint={w.idNumberHint}
        />
        {needsGuardian && (
          <TextField label={w.guardianPhone} type="tel" inputMode="tel" {...form.field('guardianPhone')} hint={w.guardianHint} />
        )}
        <TextField label={w.address} autoComplete="street-address" {...form.field('address')} hint={w.addressHint} />
        <PlaceField
          label={w.homeGrid}
          emptyLabel={w.byAddress}
          gridId={gridId}
          hasPoint={point !== null}
          homeGridId={null}
          onChange={setPlace}
          mistake={form.mistakeOf('gridId')}
        >
          <GridPicker gridId={gridId} onPick={(picked) => setPlace({ gridId: picked, point: null })} />
        </PlaceField>
      </Form>
    </Page>
  );
}

/** By the birth date inside the number, as far as it is typed; the server decides. */
function isMinor(idNumber: string): boolean {
  const [, year, month, day] = /^\d{6}(\d{4})(\d{2})(\d{2})/.exec(idNumber.replace(/\s/g, '')) ?? [];
  if (!year) return false;
  const adultAt = new Date(Number(year) + 18, Number(month) - 1, Number(day));
  return adultAt.getTime() > Date.now();
}
