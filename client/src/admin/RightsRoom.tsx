// Why somebody may or may not: every right of one person or key, at this moment, in a sentence each.
import { Check, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { EffectiveRightsDocument, type EffectiveRightsQuery, PartnerKeysDocument, StaffListDocument } from '../generated/admin/graphql.ts';
import { StreetDocument } from '../generated/graphql.ts';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { words } from './words.ts';

const OTHER = 'other';

export function RightsRoom() {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const client = useClient();
  const [{ data: staff }] = useQuery({ query: StaffListDocument, variables: {} });
  const [{ data: keys }] = useQuery({ query: PartnerKeysDocument, variables: {} });
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const [who, setWho] = useState('');
  const [typedId, setTypedId] = useState('');
  const [gridId, setGridId] = useState('');
  const [rights, setRights] = useState<EffectiveRightsQuery['effectiveRights'] | null>(null);
  const [problem, setProblem] = useState('');
  const personId = who === OTHER ? typedId.trim() : who;

  const explain = async (event: FormEvent) => {
    event.preventDefault();
    setProblem('');
    const asked = { personId, gridId: gridId || null };
    const { data, error } = await client.query(EffectiveRightsDocument, asked, { requestPolicy: 'network-only' }).toPromise();
    setRights(data?.effectiveRights ?? null);
    if (!data) setProblem(error?.graphQLErrors[0]?.message ?? shell.loadFailedHint);
  };
  return (
    <section className="admin-room">
      <p className="note">{w.rightsLead}</p>
      <form className="form card admin-ask" onSubmit={explain} noValidate>
        <SelectField label={w.who} value={who} onChange={setWho}>
          <option value="">—</option>
          <optgroup label={w.whoStaff}>
            {staff?.staff.edges.map(({ node: { id, title, role } }) => (
              <option key={id} value={id}>
                {title} · {w.roles[role]}
              </option>
            ))}
          </optgroup>
          <optgroup label={w.whoKeys}>
            {keys?.partnerKeys.edges.map(({ node: { id, partnerName, name } }) => (
              <option key={id} value={id}>
                {partnerName} · {name}
              </option>
            ))}
          </optgroup>
          <option value={OTHER}>{w.whoOther}</option>
        </SelectField>
        {who === OTHER && <TextField label={w.personId} value={typedId} onChange={setTypedId} />}
        <SelectField label={w.aboutGrid} value={gridId} onChange={setGridId}>
          <option value="">{w.anyGrid}</option>
          {street?.grids.edges.map(({ node: { id, name } }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={!personId}>
          {w.explain}
        </button>
      </form>
      {rights && (
        <section className="card" aria-live="polite">
          <h2>{w.rightsOf(rights.name, roleName(rights.role, w))}</h2>
          <ul className="rows">
            {rights.rights.map(({ action, isAllowed, sentence }) => (
              <li key={action} className="row right">
                <span className={isAllowed ? 'right-yes' : 'right-no'}>
                  {isAllowed ? <Check aria-hidden="true" /> : <X aria-hidden="true" />} {isAllowed ? w.may : w.mayNot}
                </span>
                <span className="row-what">
                  {w.rightNames[action] ?? action}
                  <span className="note">{sentence}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}

function roleName(role: string, w: (typeof words)['zh']): string {
  return (w.roles as Record<string, string>)[role] ?? role;
}
