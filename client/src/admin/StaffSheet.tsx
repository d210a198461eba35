// One member of staff: duties, role, password, end.
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import {
  AssignDutyDocument,
  ChangeStaffRoleDocument,
  EndDutyDocument,
  LeaveStaffDocument,
  ResetStaffPasswordDocument,
  type StaffFieldsFragment,
} from '../generated/admin/graphql.ts';
import { MeDocument, type StaffRole, StreetDocument } from '../generated/graphql.ts';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { ConfirmButton } from './ConfirmButton.tsx';
import { ShownOnce } from './ShownOnce.tsx';
import { words } from './words.ts';

interface Props {
  person: StaffFieldsFragment;
  onClose: () => void;
}

export function StaffSheet({ person, onClose }: Props) {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [password, setPassword] = useState<string | null>(null);
  if (password) {
    return (
      <Sheet title={person.title} onClose={onClose}>
        <ShownOnce text={password} lead={w.passwordOnce} hint={w.passwordHint} onDone={onClose} />
      </Sheet>
    );
  }
  return (
    <Sheet title={`${person.title} · ${w.roles[person.role]}`} onClose={onClose}>
      {me?.viewer?.can.manageDuties && <Duties person={person} />}
      {me?.viewer?.can.managePeople && <Access person={person} onPassword={setPassword} onClose={onClose} />}
    </Sheet>
  );
}

function Duties({ person }: { person: StaffFieldsFragment }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  return (
    <section className="form">
      <h3>{w.duties}</h3>
      {person.duties.length === 0 && <p className="note">{w.noDuties}</p>}
      <ul className="rows">
        {person.duties.map(({ id, grid, isResponsible, startsAt, endsAt }) => (
          <li key={id} className="row">
            <span className="row-what">
              {w.duty(grid?.name ?? '', dateTime(startsAt, language), endsAt && dateTime(endsAt, language))}
              {isResponsible && <span className="note">{w.responsible}</span>}
            </span>
            <ConfirmButton
              label={w.endDuty}
              disabled={isSending}
              onConfirm={async () => (await send(EndDutyDocument, { id })) && notify({ text: w.ended })}
            />
          </li>
        ))}
      </ul>
      <Mistake text={problem || undefined} />
      <AssignDuty person={person} />
    </section>
  );
}

function AssignDuty({ person }: { person: StaffFieldsFragment }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, mark, isSending, problem, mistakeOf } = useSubmission();
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const [gridId, setGridId] = useState('');
  const [isResponsible, setResponsible] = useState(false);
  const [endsOtherDuties, setMove] = useState(false);
  const [startsAt, setStartsAt] = useState('');
  const [endsAt, setEndsAt] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!gridId) return mark('gridId', w.chooseGrid);
    const times = { startsAt: instant(startsAt), endsAt: instant(endsAt) };
    const done = await send(AssignDutyDocument, { input: { staffId: person.id, gridId, isResponsible, endsOtherDuties, ...times } });
    if (done) notify({ text: w.assigned });
  };
  return (
    <details className="more">
      <summary>{w.assign}</summary>
      <form className="form" onSubmit={submit} noValidate>
        <SelectField label={w.grid} value={gridId} onChange={setGridId} mistake={mistakeOf('gridId')}>
          <option value="">{w.chooseGrid}</option>
          {street?.grids.edges.map(({ node }) => (
            <option key={node.id} value={node.id}>
              {node.name}
            </option>
          ))}
        </SelectField>
        {person.role === 'OFFICER' && (
          <label className="check">
            <input type="checkbox" checked={isResponsible} onChange={(event) => setResponsible(event.target.checked)} />
            {w.isResponsible}
          </label>
        )}
        <label className="check">
          <input type="checkbox" checked={endsOtherDuties} onChange={(event) => setMove(event.target.checked)} />
          {w.isMove}
        </label>
        <TextField label={w.startsAt} type="datetime-local" value={startsAt} onChange={setStartsAt} />
        <TextField label={w.endsAt} type="datetime-local" value={endsAt} onChange={setEndsAt} mistake={mistakeOf('endsAt')} />
        <Mistake text={problem || mistakeOf('isResponsible')} />
        <button type="submit" className="button" disabled={isSending}>
          {w.assign}
        </button>
      </form>
    </details>
  );
}

/** The moment that a local date and time means here; null when nothing is typed. */
export function instant(local: string): string | null {
  return local ? new Date(local).toISOString() : null;
}

function Access({ person, onPassword, onClose }: Props & { onPassword: (password: string) => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  const [role, setRole] = useState<StaffRole>(person.role);
  const { id } = person;
  return (
    <>
      <section className="form">
        <SelectField label={w.changeRole} value={role} onChange={(value) => setRole(value as StaffRole)} hint={w.changeRoleHint}>
          {Object.entries(w.roles).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
        {role !== person.role && (
          <ConfirmButton
            label={w.changeRole}
            disabled={isSending}
            onConfirm={async () => (await send(ChangeStaffRoleDocument, { id, role })) && notify({ text: w.changed })}
          />
        )}
      </section>
      <section className="form">
        {person.login && (
          <div className="row">
            <span className="row-what note">{w.resetPasswordHint}</span>
            <ConfirmButton
              label={w.resetPassword}
              disabled={isSending}
              onConfirm={async () => {
                const reset = await send(ResetStaffPasswordDocument, { id });
                if (reset) onPassword(reset.temporaryPassword);
              }}
            />
          </div>
        )}
        <div className="row">
          <span className="row-what note">{w.leaveHint}</span>
          <ConfirmButton
            label={w.leave}
            disabled={isSending}
            onConfirm={async () => {
              if (!(await send(LeaveStaffDocument, { id }))) return;
              notify({ text: w.ended });
              onClose();
            }}
          />
        </div>
        <Mistake text={problem || undefined} />
      </section>
    </>
  );
}
