// Who works here: found by typing, added, managed one by one.
import { useCallback, useEffect, useReducer, useState } from 'react';
import { useQuery } from 'urql';
import { useMe } from '../app/useMe.ts';
import { CreateStaffDocument, type StaffFieldsFragment, StaffListDocument } from '../generated/admin/graphql.ts';
import type { StaffRole } from '../generated/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { SelectField, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateTime } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
import { ShownOnce } from './ShownOnce.tsx';
import { StaffSheet } from './StaffSheet.tsx';
import { words } from './words.ts';

export function StaffRoom() {
  const w = useWords(words);
  const me = useMe();
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
        {me?.viewer?.can.managePeople && <Button label={w.addStaff} kind="main" isSmall onClick={() => setAdding(true)} />}
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
      <Rows>
        {all
          .filter((person) => matches(person, search, w.roles[person.role]))
          .map((person) => (
            <Row
              key={person.id}
              end={<Button label={w.manage} isSmall onClick={() => manage(person.id)} disabled={person.leftAt !== null} />}
            >
              <strong>
                {person.title} <span className="note">{person.name}</span>
              </strong>
              <span className="note">
                {w.roles[person.role]} · {person.login ?? w.noLogin}
                {person.login && ` · ${person.hasSecondFactor ? w.secondFactor : w.noSecondFactor}`}
              </span>
              <span className="note">
                {person.duties.map(({ grid, isResponsible }) => `${grid?.name}${isResponsible ? ` (${w.responsible})` : ''}`).join(' · ')}
              </span>
              {person.leftAt && <span className="field-problem">{w.left(dateTime(person.leftAt, language))}</span>}
            </Row>
          ))}
      </Rows>
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
  const form = useForm({ login: '', name: '', title: '', role: 'GRID_WORKER' as StaffRole });
  const [password, setPassword] = useState<string | null>(null);
  return (
    <Sheet title={w.addStaff} onClose={onClose}>
      {password ? (
        <ShownOnce text={password} lead={w.passwordOnce} hint={w.passwordHint} onDone={onClose} />
      ) : (
        <Form
          act={w.create}
          of={form}
          onSend={() => form.send(CreateStaffDocument, { input: form.values })}
          onDone={(added) => setPassword(added.temporaryPassword)}
        >
          <TextField label={w.name} {...form.field('name')} />
          <TextField label={w.titleLabel} {...form.field('title')} hint={w.titleHint} />
          <SelectField label={w.role} {...form.field('role')} options={Object.entries(w.roles) as [StaffRole, string][]} />
          <TextField
            label={w.login}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            {...form.field('login')}
            hint={w.loginHint}
          />
        </Form>
      )}
    </Sheet>
  );
}
