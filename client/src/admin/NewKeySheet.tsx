// Issues a key: for whom, what it may do, where, until when, from where.
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useWords } from '../app/preferences.ts';
import { CreateKeyDocument, type PartnerScope } from '../generated/admin/graphql.ts';
import { MeDocument, StreetDocument } from '../generated/graphql.ts';
import { Mistake, TextArea, TextField } from '../ui/Field.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { ShownOnce } from './ShownOnce.tsx';
import { instant } from './StaffSheet.tsx';
import { words } from './words.ts';

type Boundary = 'station' | 'communities' | 'grids';

export function NewKeySheet({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const [partnerName, setPartnerName] = useState('');
  const [contact, setContact] = useState('');
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ReadonlySet<PartnerScope>>(new Set(['HOTLIST_READ', 'HOTLIST_VOTE_COUNT']));
  const [boundary, setBoundary] = useState<Boundary>('station');
  const [places, setPlaces] = useState<ReadonlySet<string>>(new Set());
  const [addresses, setAddresses] = useState('');
  const [expiresAt, setExpiresAt] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const choices = boundary === 'communities' ? (me?.station.communities ?? []) : (street?.grids.edges.map(({ node }) => node) ?? []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const issued = await send(CreateKeyDocument, {
      input: {
        partnerName,
        contact,
        name,
        scopes: [...scopes],
        wholeStation: boundary === 'station',
        communityIds: boundary === 'communities' ? [...places] : [],
        gridIds: boundary === 'grids' ? [...places] : [],
        addresses: addresses.split(/[\s,，]+/).filter(Boolean),
        expiresAt: instant(expiresAt),
      },
    });
    if (issued) setKey(issued.key);
  };
  if (key) {
    return (
      <Sheet title={w.addKey} onClose={onClose}>
        <ShownOnce text={key} lead={w.keyOnce} onDone={onClose} />
      </Sheet>
    );
  }
  return (
    <Sheet title={w.addKey} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField label={w.partner} value={partnerName} onChange={setPartnerName} mistake={mistakeOf('partnerName')} />
        <TextField label={w.contact} value={contact} onChange={setContact} hint={w.contactHint} mistake={mistakeOf('contact')} />
        <TextField label={w.keyName} value={name} onChange={setName} hint={w.keyNameHint} mistake={mistakeOf('name')} />
        <fieldset className="field">
          <legend className="field-name">{w.scopes}</legend>
          {(Object.keys(w.scopeNames) as PartnerScope[]).map((scope) => (
            <label key={scope} className="check">
              <input type="checkbox" checked={scopes.has(scope)} onChange={() => setScopes(toggled(scopes, scope))} />
              {w.scopeNames[scope]}
            </label>
          ))}
          <Mistake text={mistakeOf('scopes')} />
        </fieldset>
        <fieldset className="field">
          <legend className="field-name">{w.boundary}</legend>
          <Segmented
            label={w.boundary}
            value={boundary}
            onChange={(value) => {
              setBoundary(value);
              setPlaces(new Set());
            }}
            options={[
              { value: 'station', label: w.wholeStation },
              { value: 'communities', label: w.someCommunities },
              { value: 'grids', label: w.someGrids },
            ]}
          />
          {boundary !== 'station' && (
            <div className="choices">
              {choices.map(({ id, name: place }) => (
                <label key={id} className="check">
                  <input type="checkbox" checked={places.has(id)} onChange={() => setPlaces(toggled(places, id))} />
                  {place}
                </label>
              ))}
            </div>
          )}
          <Mistake text={mistakeOf('wholeStation') ?? mistakeOf('gridIds')} />
        </fieldset>
        <TextArea
          label={w.addresses}
          rows={2}
          value={addresses}
          onChange={setAddresses}
          hint={w.addressesHint}
          mistake={mistakeOf('addresses')}
        />
        <TextField label={w.expiresAt} type="datetime-local" value={expiresAt} onChange={setExpiresAt} mistake={mistakeOf('expiresAt')} />
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.issue}
        </button>
      </form>
    </Sheet>
  );
}

function toggled<Item>(set: ReadonlySet<Item>, item: Item): ReadonlySet<Item> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
