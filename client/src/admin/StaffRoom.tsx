// Who works here: found by typing, added, managed one by one.
import { type FormEvent, useCallback, useEffect, useReducer, useState } from 'react';
import { useQuery } from 'urql';
import { usePreferences, useWords } from '../app/preferences.ts';
import { CreateStaffDocument, type StaffFieldsFragment, StaffListDocument } from '../generated/admin/graphql.ts';
import { MeDocument, type StaffRole } from '../generated/graphql.ts';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { ShownOnce } from './ShownOnce.tsx';
import { StaffSheet } from './StaffSheet.tsx';
import { words } from './words.ts';

export function StaffRoom() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const [search, setSearch] = useState('');
  const [isAdding, setAdding] = useState(false);
  const [listing, listAnew] = useReducer((n: number) => n + 1, 0);
  // One page after the other by itself: the search looks through everybody.
  const follow = useCallback((cursor: string) => setCursors((known) => (known.includes(cursor) ? known : [...known, cursor])), []);
  return (
    <section className="admin-room">
      <header className="page-head">
        <p className="note">{w.staffLead}</p>
        {me?.viewer?.can.managePeople && (
          <button type="button" className="button button-main button-small" onClick={() => setAdding(true)}>
            {w.addStaff}
          </button>
        )}
      </header>
      <TextField label={w.filter} type="search" value={search} onChange={setSearch} />
      <div className="card">
        {cursors.map((after) => (
          <StaffPage key={`${listing} ${after}`} after={after} search={search} onNext={follow} />
        ))}
      </div>
      {isAdding && (
        <AddStaffSheet
          onClose={() => {
            setAdding(false);
            listAnew();
          }}
        />
      )}
    </section>
  );
}

interface StaffPageProps {
  after: string | null;
  search: string;
  onNext: (cursor: string) => void;
}

function StaffPage({ after, search, onNext }: StaffPageProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [{ data }] = useQuery({ query: StaffListDocument, variables: { after } });
  const [managedId, manage] = useState<string | null>(null);
  const { hasNextPage, endCursor } = data?.staff.pageInfo ?? {};
  useEffect(() => {
    if (hasNextPage && endCursor) onNext(endCursor);
  }, [hasNextPage, endCursor, onNext]);
  const all = data?.staff.edges.map(({ node }) => node) ?? [];
  const managed = all.find(({ id }) => id === managedId);
  return (
    <>
      <ul className="rows">
        {all
          .filter((person) => matches(person, search, w.roles[person.role]))
          .map((person) => (
            <li key={person.id} className="row">
              <span className="row-what">
                <strong>
                  {person.title} <span className="note">{person.name}</span>
                </strong>
                <span className="note">
                  {w.roles[person.role]} · {person.login ?? w.noLogin}
                  {person.login && ` · ${person.hasSecondFactor ? w.secondFactor : w.noSecondFactor}`}
                </span>
                {person.leftAt && <span className="field-problem">{w.left(dateTime(person.leftAt, language))}</span>}
              </span>
              <span className="row-more note">
                {person.duties.map(({ id, grid, isResponsible }) => (
                  <span key={id}>
                    {grid?.name}
                    {isResponsible && ` · ${w.responsible}`}
                  </span>
                ))}
              </span>
              <button type="button" className="button button-small" onClick={() => manage(person.id)} disabled={person.leftAt !== null}>
                {w.manage}
              </button>
            </li>
          ))}
      </ul>
      {managed && <StaffSheet person={managed} onClose={() => manage(null)} />}
    </>
  );
}

function matches({ name, title, login, duties }: StaffFieldsFragment, search: string, role: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [name, title, login ?? '', role, ...duties.map(({ grid }) => grid?.name ?? '')].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

function AddStaffSheet({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [role, setRole] = useState<StaffRole>('GRID_WORKER');
  const [password, setPassword] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const added = await send(CreateStaffDocument, { input: { login, name, title, role } });
    if (added) setPassword(added.temporaryPassword);
  };
  return (
    <Sheet title={w.addStaff} onClose={onClose}>
      {password ? (
        <ShownOnce text={password} lead={w.passwordOnce} hint={w.passwordHint} onDone={onClose} />
      ) : (
        <form className="form" onSubmit={submit} noValidate>
          <TextField label={w.name} value={name} onChange={setName} mistake={mistakeOf('name')} />
          <TextField label={w.titleLabel} value={title} onChange={setTitle} hint={w.titleHint} mistake={mistakeOf('title')} />
          <SelectField label={w.role} value={role} onChange={(value) => setRole(value as StaffRole)}>
            {Object.entries(w.roles).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
          <TextField
            label={w.login}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            value={login}
            onChange={setLogin}
            hint={w.loginHint}
            mistake={mistakeOf('login')}
          />
          <Mistake text={problem || undefined} />
          <button type="submit" className="button button-main" disabled={isSending}>
            {w.create}
          </button>
        </form>
      )}
    </Sheet>
  );
}
