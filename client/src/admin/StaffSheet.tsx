// One member of staff: duties, role, password, end.
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMe } from '../app/useMe.ts';
import {
  AssignDutyDocument,
  ChangeStaffRoleDocument,
  EndDutyDocument,
  LeaveStaffDocument,
  ResetStaffPasswordDocument,
  type StaffFieldsFragment,
} from '../generated/admin/graphql.ts';
import { type StaffRole, StreetDocument } from '../generated/graphql.ts';
import { Check, Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateTime } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
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
  const me = useMe();
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
  const { send, isSending, problem } = useSubmission();
  return (
    <section className="form">
      <h3>{w.duties}</h3>
      {person.duties.length === 0 && <p className="note">{w.noDuties}</p>}
      <Rows>
        {person.duties.map(({ id, grid, isResponsible, startsAt, endsAt }) => (
          <Row
            key={id}
            end={
              <ConfirmButton
                label={w.endDuty}
                disabled={isSending}
                onConfirm={async () => (await send(EndDutyDocument, { id })) && notify({ text: w.ended })}
              />
            }
          >
            {w.duty(grid?.name ?? '', dateTime(startsAt, language), endsAt && dateTime(endsAt, language))}
            {isResponsible && <span className="note">{w.responsible}</span>}
          </Row>
        ))}
      </Rows>
      <Mistake text={problem || undefined} />
      <AssignDuty person={person} />
    </section>
  );
}

function AssignDuty({ person }: { person: StaffFieldsFragment }) {
  const w = useWords(words);
  const form = useForm({ gridId: '', isResponsible: false, endsOtherDuties: false, startsAt: '', endsAt: '' });
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const assign = () => {
    const { startsAt, endsAt, ...duty } = form.values;
    const times = { startsAt: instant(startsAt), endsAt: instant(endsAt) };
    if (duty.gridId) return form.send(AssignDutyDocument, { input: { staffId: person.id, ...duty, ...times } });
    form.mark('gridId', w.chooseGrid);
    return null;
  };
  return (
    <details className="more">
      <summary>{w.assign}</summary>
      <Form act={w.assign} kind="plain" of={form} mistake={form.mistakeOf('isResponsible')} onSend={assign} says={w.assigned}>
        <SelectField
          label={w.grid}
          {...form.field('gridId')}
          none={w.chooseGrid}
          options={street?.grids.edges.map(({ node }) => [node.id, node.name])}
        />
        {person.role === 'OFFICER' && <Check label={w.isResponsible} {...form.field('isResponsible')} mistake={undefined} />}
        <Check label={w.isMove} {...form.field('endsOtherDuties')} />
        <TextField label={w.startsAt} type="datetime-local" {...form.field('startsAt')} />
        <TextField label={w.endsAt} type="datetime-local" {...form.field('endsAt')} />
      </Form>
    </details>
  );
}

/** The moment that a local date and time means here; null when nothing is typed. */
export function instant(local: string): string | null {
  return local ? new Date(local).toISOString() : null;
}

function Access({ person, onPassword, onClose }: Props & { onPassword: (password: string) => void }) {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const [role, setRole] = useState<StaffRole>(person.role);
  const { id } = person;
  return (
    <>
      <section className="form">
        <SelectField
          label={w.changeRole}
          value={role}
          onChange={(value) => setRole(value as StaffRole)}
          hint={w.changeRoleHint}
          options={Object.entries(w.roles)}
        />
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
