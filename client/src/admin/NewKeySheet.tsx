// Issues a key: for whom, what it may do, where, until when, from where.
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMe } from '../app/useMe.ts';
import { CreateKeyDocument, type PartnerScope } from '../generated/admin/graphql.ts';
import { words as scopeWords } from '../generated/enums/PartnerScope.ts';
import { StreetDocument } from '../generated/graphql.ts';
import { Check, Mistake, TextArea, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useForm } from '../ui/useForm.ts';
import { ShownOnce } from './ShownOnce.tsx';
import { instant } from './StaffSheet.tsx';
import { words } from './words.ts';

type Boundary = 'station' | 'communities' | 'grids';

export function NewKeySheet({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const scopeNames = useWords(scopeWords);
  const form = useForm({ partnerName: '', contact: '', name: '', addresses: '', expiresAt: '' });
  const { mistakeOf } = form;
  const me = useMe();
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const [scopes, setScopes] = useState<ReadonlySet<PartnerScope>>(new Set(['HOTLIST_READ', 'HOTLIST_VOTE_COUNT']));
  const [boundary, setBoundary] = useState<Boundary>('station');
  const [places, setPlaces] = useState<ReadonlySet<string>>(new Set());
  const [key, setKey] = useState<string | null>(null);
  const choices = boundary === 'communities' ? (me?.station.communities ?? []) : (street?.grids.edges.map(({ node }) => node) ?? []);

  const issue = () => {
    const { addresses, expiresAt, ...whose } = form.values;
    return form.send(CreateKeyDocument, {
      input: {
        ...whose,
        scopes: [...scopes],
        wholeStation: boundary === 'station',
        communityIds: boundary === 'communities' ? [...places] : [],
        gridIds: boundary === 'grids' ? [...places] : [],
        addresses: addresses.split(/[\s,，]+/).filter(Boolean),
        expiresAt: instant(expiresAt),
      },
    });
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
      <Form act={w.issue} of={form} onSend={issue} onDone={(issued) => setKey(issued.key)}>
        <TextField label={w.partner} {...form.field('partnerName')} />
        <TextField label={w.contact} {...form.field('contact')} hint={w.contactHint} />
        <TextField label={w.keyName} {...form.field('name')} hint={w.keyNameHint} />
        <fieldset className="field">
          <legend className="field-name">{w.scopes}</legend>
          {(Object.keys(scopeNames) as PartnerScope[]).map((scope) => (
            <Check key={scope} label={scopeNames[scope]} value={scopes.has(scope)} onChange={() => setScopes(toggled(scopes, scope))} />
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
                <Check key={id} label={place} value={places.has(id)} onChange={() => setPlaces(toggled(places, id))} />
              ))}
            </div>
          )}
          <Mistake text={mistakeOf('wholeStation') ?? mistakeOf('gridIds')} />
        </fieldset>
        <TextArea label={w.addresses} rows={2} {...form.field('addresses')} hint={w.addressesHint} />
        <TextField label={w.expiresAt} type="datetime-local" {...form.field('expiresAt')} />
      </Form>
    </Sheet>
  );
}

function toggled<Item>(set: ReadonlySet<Item>, item: Item): ReadonlySet<Item> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
