// What may be done with my data: who may see it, and its erasure.
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { ConsentsDocument, EraseAccountDocument, GiveConsentDocument, WithdrawConsentDocument } from '../generated/account/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { Switch } from '../ui/Switch.tsx';
import { useForm } from '../ui/useForm.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './account.css';

export default function PrivacyPage() {
  const w = useWords(words);
  const me = useMe();
  const isResident = me?.myResident != null;
  const [isErasing, setErasing] = useState(false);
  const { data, error, reread } = useRead({ query: ConsentsDocument, pause: !isResident });
  if (me && !isResident) return <SignInFirst whose="residents" />;
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  return (
    <Page title={w.privacy}>
      <Card>
        <PartnersConsent />
      </Card>
      <Card title={w.erase}>
        <p className="note">{w.eraseText}</p>
        <Button label={w.erase} kind="red" onClick={() => setErasing(true)} />
      </Card>
      {isErasing && <EraseSheet onClose={() => setErasing(false)} />}
    </Page>
  );
}

function PartnersConsent() {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const { data, reread } = useRead({ query: ConsentsDocument });
  const isGiven = data?.myConsents.some(({ purpose, withdrawnAt }) => purpose === 'PARTNERS' && withdrawnAt === null) ?? false;
  const change = async () => {
    const done = isGiven
      ? await send(WithdrawConsentDocument, { purpose: 'PARTNERS' })
      : await send(GiveConsentDocument, { purpose: 'PARTNERS' });
    if (done) reread();
  };
  return (
    <div className="setting">
      <Switch label={w.partnersConsent} value={isGiven} disabled={!data || isSending} onChange={() => void change()} />
      <span className="note">{w.partnersConsentHint}</span>
      <Mistake text={problem || undefined} />
    </div>
  );
}

function EraseSheet({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const { startAfresh } = useSurroundings();
  const [, navigate] = useLocation();
  const form = useForm({ phone: '' });
  return (
    <FormSheet
      title={w.eraseTitle}
      act={w.eraseDo}
      kind="red"
      of={form}
      onSend={() => form.send(EraseAccountDocument, form.values)}
      says={w.erased}
      onDone={() => {
        startAfresh();
        navigate('/me', { replace: true });
      }}
      onClose={onClose}
      canCancel
    >
      <p>{w.eraseText}</p>
      <TextField label={w.erasePhone} type="tel" inputMode="tel" {...form.field('phone')} />
    </FormSheet>
  );
}
