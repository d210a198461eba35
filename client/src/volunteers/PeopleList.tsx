// Volunteers as officers look after them: teams, papers, insurance, equipment.
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
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
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { lastDayOf } from '../ui/time.ts';
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
  const [{ data, error }, refetch] = useQuery({
    query: ActiveVolunteersDocument,
    variables: { after },
    requestPolicy: 'cache-and-network',
  });
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <PageSkeleton />;
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
      {onMore && hasNextPage && endCursor && (
        <button type="button" className="button" onClick={() => onMore(endCursor)}>
          {w.morePeople}
        </button>
      )}
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
    <div className="shift-facts">
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
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [name, setName] = useState('');
  const [serial, setSerial] = useState('');
  const lend = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(IssueEquipmentDocument, { input: { volunteerId, name, serial } }))) return;
    notify({ text: w.done });
    setName('');
    setSerial('');
  };
  return (
    <>
      <h3>{w.equipment}</h3>
      <ul className="shift-people">
        {equipment?.map(({ id: equipmentId, name: thing, serial: number, returnedAt }) => (
          <li key={equipmentId}>
            <span>
              {thing} <span className="note numbers">{number}</span>
            </span>
            {returnedAt ? (
              <span className="note">{w.back}</span>
            ) : (
              <button
                type="button"
                className="button"
                disabled={isSending}
                onClick={() => void send(ReturnEquipmentDocument, { input: { equipmentId } })}
              >
                {w.takeBack}
              </button>
            )}
          </li>
        ))}
      </ul>
      <form className="form" onSubmit={(event) => void lend(event)} noValidate>
        <TextField label={w.equipmentName} value={name} onChange={setName} mistake={mistakeOf('name')} autoComplete="off" />
        <TextField label={w.equipmentSerial} value={serial} onChange={setSerial} mistake={mistakeOf('serial')} autoComplete="off" />
        <Mistake text={problem || undefined} />
        <button type="submit" className="button" disabled={isSending}>
          {w.lend}
        </button>
      </form>
    </>
  );
}

function InsuranceForm({ volunteerId }: { volunteerId: string }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [insurer, setInsurer] = useState('');
  const [policyNumber, setPolicyNumber] = useState('');
  const [lastDay, setLastDay] = useState('');
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const end = new Date(`${lastDay}T00:00`);
    const endsAt = Number.isNaN(end.getTime()) ? new Date(2000, 0, 1) : new Date(end.getFullYear(), end.getMonth(), end.getDate() + 1);
    const input = { volunteerId, insurer, policyNumber, startsAt: new Date().toISOString(), endsAt: endsAt.toISOString() };
    if (!(await send(AddInsuranceDocument, { input }))) return;
    notify({ text: w.done });
    setInsurer('');
    setPolicyNumber('');
    setLastDay('');
  };
  return (
    <form className="form" onSubmit={(event) => void add(event)} noValidate>
      <h3>{w.insurance}</h3>
      <TextField label={w.insurer} value={insurer} onChange={setInsurer} mistake={mistakeOf('insurer')} autoComplete="off" />
      <TextField label={w.policy} value={policyNumber} onChange={setPolicyNumber} mistake={mistakeOf('policyNumber')} autoComplete="off" />
      <TextField label={w.insuredUntil} type="date" value={lastDay} onChange={setLastDay} mistake={mistakeOf('endsAt')} />
      <Mistake text={problem || undefined} />
      <button type="submit" className="button" disabled={isSending}>
        {w.addInsurance}
      </button>
    </form>
  );
}
