// To become a volunteer, and my record as one: skills, times, training, insurance.
import { useState } from 'react';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import {
  ApplyDocument,
  MyVolunteerDocument,
  type OwnRecordFragment,
  type TimeOfWeek,
  type VolunteerSkill,
} from '../generated/volunteers/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { TextArea, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { Page } from '../ui/Page.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { Tag } from '../ui/Tag.tsx';
import { lastDayOf } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
import { CalendarCard } from './CalendarCard.tsx';
import { Ticks } from './Ticks.tsx';
import { words } from './words.ts';
import './volunteers.css';

/** An insurance that lapses within so many days is to be seen to. */
const SOON_MS = 30 * 86_400_000;

export default function VolunteerPage() {
  const w = useWords(words);
  const me = useMe();
  const isResident = me?.myResident != null;
  const { data, error, reread } = useRead({ query: MyVolunteerDocument, pause: !isResident, requestPolicy: 'cache-and-network' });
  if (me && !isResident) return <SignInFirst whose="residents" />;
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  const mine = data.myVolunteer;
  return (
    <Page title={w.volunteerTitle} lead={w.volunteerLead}>
      {mine?.status && (
        <Card aria-live="polite">
          <p>
            <strong>
              {w.status[mine.status]}
              {mine.status === 'REFUSED' && mine.reason}
            </strong>
          </p>
          {mine.status === 'ACTIVE' && (
            <>
              <LinkButton label={w.toShifts} kind="main" href="/shifts" />
              <LinkButton label={w.trainingTitle} href="/training" />
            </>
          )}
        </Card>
      )}
      {mine?.status === 'ACTIVE' && <Papers mine={mine} />}
      {mine?.status === 'ACTIVE' && <CalendarCard />}
      <RecordForm mine={mine} onSaved={reread} />
    </Page>
  );
}

function Papers({ mine }: { mine: OwnRecordFragment }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { certificates, insurances } = mine;
  if (!certificates?.length && !insurances?.length) return null;
  return (
    <Card>
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
          {Date.parse(endsAt) - Date.now() < SOON_MS && <Tag tone="wait">{w.lapsesSoon}</Tag>}
        </p>
      ))}
    </Card>
  );
}

function RecordForm({ mine, onSaved }: { mine: OwnRecordFragment | null; onSaved: () => void }) {
  const w = useWords(words);
  const form = useForm({
    healthNote: mine?.healthNote ?? '',
    contactName: mine?.emergencyContact?.name ?? '',
    contactPhone: mine?.emergencyContact?.phone ?? '',
  });
  const [skills, setSkills] = useState<readonly VolunteerSkill[]>(mine?.skills ?? []);
  const [times, setTimes] = useState<readonly TimeOfWeek[]>(mine?.times ?? []);
  const isOne = mine?.status === 'ACTIVE';
  return (
    <Form
      className="card form"
      act={isOne ? w.saveRecord : w.apply}
      of={form}
      onSend={() => form.send(ApplyDocument, { input: { skills: [...skills], times: [...times], ...form.values } })}
      says={isOne ? w.saved : w.applied}
      onDone={onSaved}
    >
      <Ticks legend={w.skills} names={w.skillNames} chosen={skills} onChange={setSkills} />
      <Ticks legend={w.times} names={w.timeNames} chosen={times} onChange={setTimes} />
      <TextArea label={w.health} hint={w.healthHint} {...form.field('healthNote')} />
      <TextField label={w.contactName} {...form.field('contactName')} autoComplete="off" />
      <TextField label={w.contactPhone} type="tel" {...form.field('contactPhone')} autoComplete="off" />
    </Form>
  );
}
