// To become a volunteer, and my record as one: skills, times, training, insurance.
import { type FormEvent, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import {
  ApplyDocument,
  MyVolunteerDocument,
  type OwnRecordFragment,
  type TimeOfWeek,
  type VolunteerSkill,
} from '../generated/volunteers/graphql.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { Mistake, TextArea, TextField } from '../ui/Field.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { lastDayOf } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { CalendarCard } from './CalendarCard.tsx';
import { Ticks } from './Ticks.tsx';
import { words } from './words.ts';
import './volunteers.css';

/** An insurance that lapses within so many days is to be seen to. */
const SOON_MS = 30 * 86_400_000;

export default function VolunteerPage() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const isResident = me?.myResident != null;
  const [{ data, error }, refetch] = useQuery({ query: MyVolunteerDocument, pause: !isResident, requestPolicy: 'cache-and-network' });
  useEffect(() => {
    document.title = `${w.volunteerTitle} · 携手`;
  }, [w]);
  if (me && !isResident) return <SignInFirst whose="residents" />;
  const reload = () => refetch({ requestPolicy: 'network-only' });
  if (error && !data) return <ErrorState onRetry={reload} />;
  if (!data) return <PageSkeleton />;
  const mine = data.myVolunteer;
  return (
    <div className="page">
      <header>
        <h1>{w.volunteerTitle}</h1>
        <p className="note">{w.volunteerLead}</p>
      </header>
      {mine?.status && (
        <section className="card shift-facts" aria-live="polite">
          <p>
            <strong>
              {w.status[mine.status]}
              {mine.status === 'REFUSED' && mine.reason}
            </strong>
          </p>
          {mine.status === 'ACTIVE' && (
            <>
              <Link href="/shifts" className="button button-main">
                {w.toShifts}
              </Link>
              <Link href="/training" className="button">
                {w.trainingTitle}
              </Link>
            </>
          )}
        </section>
      )}
      {mine?.status === 'ACTIVE' && <Papers mine={mine} />}
      {mine?.status === 'ACTIVE' && <CalendarCard />}
      <RecordForm mine={mine} onSaved={reload} />
    </div>
  );
}

function Papers({ mine }: { mine: OwnRecordFragment }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { certificates, insurances } = mine;
  if (!certificates?.length && !insurances?.length) return null;
  return (
    <section className="card shift-facts">
      {certificates && certificates.length > 0 && <h2>{w.training}</h2>}
      {certificates?.map(({ course, expiresAt, issuedAt }) => (
        <p key={`${course?.id} ${issuedAt}`}>
          {course?.name} <span className="note">{expiresAt ? w.until(lastDayOf(expiresAt, language)) : w.forever}</span>
        </p>
      ))}
      {insurances && insurances.length > 0 && <h2>{w.insurance}</h2>}
      {insurances?.map(({ insurer, policyNumber, endsAt }) => (
        <p key={policyNumber}>
          {insurer} <span className="note">{w.until(lastDayOf(endsAt, language))}</span>
          {Date.parse(endsAt) - Date.now() < SOON_MS && <strong className="place-tag place-wait">{w.lapsesSoon}</strong>}
        </p>
      ))}
    </section>
  );
}

function RecordForm({ mine, onSaved }: { mine: OwnRecordFragment | null; onSaved: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [skills, setSkills] = useState<readonly VolunteerSkill[]>(mine?.skills ?? []);
  const [times, setTimes] = useState<readonly TimeOfWeek[]>(mine?.times ?? []);
  const [healthNote, setHealthNote] = useState(mine?.healthNote ?? '');
  const [contactName, setContactName] = useState(mine?.emergencyContact?.name ?? '');
  const [contactPhone, setContactPhone] = useState(mine?.emergencyContact?.phone ?? '');
  const isOne = mine?.status === 'ACTIVE';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { skills: [...skills], times: [...times], healthNote, contactName, contactPhone };
    if (!(await send(ApplyDocument, { input }))) return;
    notify({ text: isOne ? w.saved : w.applied });
    onSaved();
  };
  return (
    <form className="card form" onSubmit={(event) => void submit(event)} noValidate>
      <Ticks legend={w.skills} names={w.skillNames} chosen={skills} onChange={setSkills} />
      <Ticks legend={w.times} names={w.timeNames} chosen={times} onChange={setTimes} />
      <TextArea label={w.health} hint={w.healthHint} value={healthNote} onChange={setHealthNote} mistake={mistakeOf('healthNote')} />
      <TextField
        label={w.contactName}
        value={contactName}
        onChange={setContactName}
        mistake={mistakeOf('contactName')}
        autoComplete="off"
      />
      <TextField
        label={w.contactPhone}
        type="tel"
        value={contactPhone}
        onChange={setContactPhone}
        mistake={mistakeOf('contactPhone')}
        autoComplete="off"
      />
      <Mistake text={problem || undefined} />
      <button type="submit" className="button button-main" disabled={isSending}>
        {isOne ? w.saveRecord : w.apply}
      </button>
    </form>
  );
}
