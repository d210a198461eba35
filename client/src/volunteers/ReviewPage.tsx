// Applications to be a volunteer: who waits, and the officer's decision.
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { Link, useSearchParams } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { ApplicantsDocument, type ApplicantsQuery, ReviewVolunteerDocument } from '../generated/volunteers/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { PeopleList } from './PeopleList.tsx';
import { words } from './words.ts';
import './volunteers.css';

export default function ReviewPage() {
  const w = useWords(words);
  const [params, setParams] = useSearchParams();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const mayReview = me?.viewer?.can.manageVolunteers ?? false;
  const [{ data, error }, refetch] = useQuery({ query: ApplicantsDocument, pause: !mayReview, requestPolicy: 'cache-and-network' });
  useEffect(() => {
    document.title = `${w.reviewTitle} · 携手`;
  }, [w]);
  if (me && !mayReview) return <SignInFirst />;
  const reload = () => refetch({ requestPolicy: 'network-only' });
  if (error && !data) return <ErrorState onRetry={reload} />;
  if (!data) return <PageSkeleton />;
  const view = params.get('view') === 'people' ? 'people' : 'applications';
  const waiting = data.volunteers.edges.map(({ node }) => node).filter(({ status }) => status === 'PENDING');
  return (
    <div className="page">
      <header>
        <h1>{w.reviewTitle}</h1>
        <p className="note">{w.reviewLead}</p>
      </header>
      <Segmented
        label={w.show}
        value={view}
        onChange={(value) => setParams(value === 'people' ? { view: value } : {}, { replace: true })}
        options={(['applications', 'people'] as const).map((value) => ({ value, label: w.views[value] }))}
      />
      {view === 'people' && <PeopleList />}
      {view === 'applications' && waiting.length === 0 && <EmptyState title={w.noApplicants} />}
      {view === 'applications' &&
        waiting.map((applicant) => <ApplicantCard key={applicant.id} applicant={applicant} teams={data.teams} onStale={reload} />)}
      <Link href="/training" className="button">
        {w.trainingTitle}
      </Link>
    </div>
  );
}

interface CardProps {
  applicant: ApplicantsQuery['volunteers']['edges'][number]['node'];
  teams: ApplicantsQuery['teams'];
  onStale: () => void;
}

function ApplicantCard({ applicant, teams, onStale }: CardProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [teamId, setTeamId] = useState('');
  const [reason, setReason] = useState('');
  const { id: volunteerId, name, skills, times, appliedAt, version, emergencyContact } = applicant;
  const decide = async (isAccepted: boolean) => {
    const input = { volunteerId, expectedVersion: version ?? 0, isAccepted, teamId: isAccepted ? teamId || null : null, reason };
    if (await send(ReviewVolunteerDocument, { input })) notify({ text: isAccepted ? w.accepted : w.refused });
    else onStale();
  };
  return (
    <section className="card form">
      <h2>{name}</h2>
      <p className="note">{appliedAt && w.appliedOn(dateTime(appliedAt, language))}</p>
      <p>{skills?.map((skill) => w.skillNames[skill]).join(' · ')}</p>
      <p className="note">{times?.map((time) => w.timeNames[time]).join(' · ')}</p>
      {emergencyContact && <p className="note numbers">{w.contact(emergencyContact.name, emergencyContact.phone)}</p>}
      <SelectField label={w.team} value={teamId} onChange={setTeamId}>
        <option value="">{w.noTeam}</option>
        {teams.map((team) => (
          <option key={team.id} value={team.id}>
            {team.name}
          </option>
        ))}
      </SelectField>
      <button type="button" className="button button-main" disabled={isSending} onClick={() => void decide(true)}>
        {w.accept}
      </button>
      <TextField label={w.refuseReason} value={reason} onChange={setReason} mistake={mistakeOf('reason')} />
      <Mistake text={problem || undefined} />
      <button type="button" className="button" disabled={isSending} onClick={() => void decide(false)}>
        {w.refuse}
      </button>
    </section>
  );
}
