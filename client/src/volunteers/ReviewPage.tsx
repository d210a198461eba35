// Applications to be a volunteer: who waits, and the officer's decision.
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { ApplicantsDocument, type ApplicantsQuery, ReviewVolunteerDocument } from '../generated/volunteers/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { Page } from '../ui/Page.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { PageWaits } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { PeopleList } from './PeopleList.tsx';
import { words } from './words.ts';
import './volunteers.css';

export default function ReviewPage() {
  const w = useWords(words);
  const [params, setParams] = useSearchParams();
  const me = useMe();
  const mayReview = me?.viewer?.can.manageVolunteers ?? false;
  const { data, error, reread } = useRead({ query: ApplicantsDocument, pause: !mayReview, requestPolicy: 'cache-and-network' });
  if (me && !mayReview) return <SignInFirst />;
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  const view = params.get('view') === 'people' ? 'people' : 'applications';
  const waiting = data.volunteers.edges.map(({ node }) => node).filter(({ status }) => status === 'PENDING');
  return (
    <Page title={w.reviewTitle} lead={w.reviewLead}>
      <Segmented
        label={w.show}
        value={view}
        onChange={(value) => setParams(value === 'people' ? { view: value } : {}, { replace: true })}
        options={(['applications', 'people'] as const).map((value) => ({ value, label: w.views[value] }))}
      />
      {view === 'people' && <PeopleList />}
      {view === 'applications' && waiting.length === 0 && <EmptyState title={w.noApplicants} />}
      {view === 'applications' &&
        waiting.map((applicant) => <ApplicantCard key={applicant.id} applicant={applicant} teams={data.teams} onStale={reread} />)}
      <LinkButton label={w.trainingTitle} href="/training" />
    </Page>
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
      <SelectField label={w.team} value={teamId} onChange={setTeamId} none={w.noTeam} options={teams.map((team) => [team.id, team.name])} />
      <Button label={w.accept} kind="main" disabled={isSending} onClick={() => decide(true)} />
      <TextField label={w.refuseReason} value={reason} onChange={setReason} mistake={mistakeOf('reason')} />
      <Mistake text={problem || undefined} />
      <Button label={w.refuse} disabled={isSending} onClick={() => decide(false)} />
    </section>
  );
}
