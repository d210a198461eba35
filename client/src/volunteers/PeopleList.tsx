// Volunteers as officers look after them: teams, papers, insurance, equipment.
import { useState } from 'react';
import {
  ActiveVolunteersDocument,
  type ActiveVolunteersQuery,
  AddInsuranceDocument,
  AddMemberDocument,
  IssueEquipmentDocument,
  RemoveMemberDocument,
  ReturnEquipmentDocument,
} from '../generated/volunteers/graphql.ts';
import { AwardForm } from '../honours/AwardForm.tsx';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { PageWaits } from '../ui/Skeleton.tsx';
import { lastDayOf } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { Ticks } from './Ticks.tsx';
import { words } from './words.ts';

type Person = ActiveVolunteersQuery['volunteers']['edges'][number]['node'];

export function PeopleList() {
  const w = useWords(words);
  const [sought, setSought] = useState('');
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  return (
    <>
      <TextField label={w.search} type="search" value={sought} onChange={setSought} autoComplete="off" />
      {pages.map((after, index) => (
        <PeoplePage
          key={after}
          after={after}
          sought={sought.trim()}
          onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined}
        />
      ))}
    </>
  );
}

interface PageProps {
  after: string | null;
  sought: string;
  onMore: ((cursor: string) => void) | undefined;
}

/** A hundred of them, and the way to the next. */
function PeoplePage({ after, sought, onMore }: PageProps) {
  const w = useWords(words);
  const { data, error, reread } = useRead({
    query: ActiveVolunteersDocument,
    variables: { after },
    requestPolicy: 'cache-and-network',
  });
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  const { endCursor, hasNextPage } = data.volunteers.pageInfo;
  const people = data.volunteers.edges.map(({ node }) => node).filter(({ name }) => name?.includes(sought));
  return (
    <>
      {people.length === 0 && !after && <EmptyState title={w.nobodyFound} />}
      {people.map((person) => (
        <details key={person.id} className="card">
          <summary className="person-name">
            {person.name}{' '}
            <span className="note">
              {data.teams
                .filter(({ members }) => members.some(({ id }) => id === person.id))
                .map(({ name }) => name)
                .join(' · ')}
            </span>
          </summary>
          <PersonBody person={person} teams={data.teams} />
        </details>
      ))}
      {onMore && hasNextPage && endCursor && <Button label={w.morePeople} onClick={() => onMore(endCursor)} />}
    </>
  );
}

function PersonBody({ person, teams }: { person: Person; teams: ActiveVolunteersQuery['teams'] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { send, problem } = useSubmission();
  const { id: volunteerId, emergencyContact, certificates, insurances, lateLeaveCount } = person;
  const own = teams.filter(({ members }) => members.some(({ id }) => id === volunteerId)).map(({ id }) => id);
  const change = (chosen: readonly string[]) => {
    const added = chosen.find((id) => !own.includes(id));
    const removed = own.find((id) => !chosen.includes(id));
    if (added) void send(AddMemberDocument, { input: { teamId: added, volunteerId } });
    if (removed) void send(RemoveMemberDocument, { input: { teamId: removed, volunteerId } });
  };
  return (
    <div className="stack">
      {emergencyContact && <p className="note numbers">{w.contact(emergencyContact.name, emergencyContact.phone)}</p>}
      {Boolean(lateLeaveCount) && <p className="note numbers">{w.leftLate(lateLeaveCount ?? 0)}</p>}
      <Ticks legend={w.teams} names={Object.fromEntries(teams.map(({ id, name }) => [id, name]))} chosen={own} onChange={change} />
      <Mistake text={problem || undefined} />
      {certificates?.map(({ course, issuedAt, expiresAt }) => (
        <p key={`${course?.id} ${issuedAt}`}>
          {course?.name} <span className="note">{expiresAt ? w.until(lastDayOf(expiresAt, language)) : w.forever}</span>
        </p>
      ))}
      {insurances?.map(({ insurer, policyNumber, endsAt }) => (
        <p key={policyNumber}>
          {insurer} <span className="note numbers">{policyNumber}</span>{' '}
          <span className="note">{w.until(lastDayOf(endsAt, language))}</span>
        </p>
      ))}
      <Kit person={person} />
      <InsuranceForm volunteerId={volunteerId} />
      <AwardForm volunteerId={volunteerId} />
    </div>
  );
}

function Kit({ person: { id: volunteerId, equipment } }: { person: Person }) {
  const w = useWords(words);
  const form = useForm({ name: '', serial: '' });
  return (
    <>
      <h3>{w.equipment}</h3>
      <Rows>
        {equipment?.map(({ id: equipmentId, name, serial, returnedAt }) => (
          <Row
            key={equipmentId}
            end={
              returnedAt ? (
                w.back
              ) : (
                <Button
                  label={w.takeBack}
                  disabled={form.isSending}
                  onClick={() => form.send(ReturnEquipmentDocument, { input: { equipmentId } })}
                />
              )
            }
          >
            {name} <span className="note numbers">{serial}</span>
          </Row>
        ))}
      </Rows>
      <Form
        act={w.lend}
        kind="plain"
        of={form}
        onSend={() => form.send(IssueEquipmentDocument, { input: { volunteerId, ...form.values } })}
        says={w.done}
        onDone={form.reset}
      >
        <TextField label={w.equipmentName} {...form.field('name')} autoComplete="off" />
        <TextField label={w.equipmentSerial} {...form.field('serial')} autoComplete="off" />
      </Form>
    </>
  );
}

/** The moment when a day of the phone's calendar is over. What is no day becomes one that is refused. */
function endOf(day: string): string {
  const at = new Date(`${day}T00:00`);
  const end = Number.isNaN(at.getTime()) ? new Date(2000, 0, 1) : new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1);
  return end.toISOString();
}

function InsuranceForm({ volunteerId }: { volunteerId: string }) {
  const w = useWords(words);
  const form = useForm({ insurer: '', policyNumber: '', endsAt: '' });
  const add = () => {
    const span = { startsAt: new Date().toISOString(), endsAt: endOf(form.values.endsAt) };
    return form.send(AddInsuranceDocument, { input: { volunteerId, ...form.values, ...span } });
  };
  return (
    <Form act={w.addInsurance} kind="plain" of={form} onSend={add} says={w.done} onDone={form.reset}>
      <h3>{w.insurance}</h3>
      <TextField label={w.insurer} {...form.field('insurer')} autoComplete="off" />
      <TextField label={w.policy} {...form.field('policyNumber')} autoComplete="off" />
      <TextField label={w.insuredUntil} type="date" {...form.field('endsAt')} />
    </Form>
  );
}
