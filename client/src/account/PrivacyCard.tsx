// What may be done with my data: agreement, who looked, everything held, erasure.
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { ConsentsDocument, EraseAccountDocument, GiveConsentDocument, WithdrawConsentDocument } from '../generated/account/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { Switch } from '../ui/Switch.tsx';
import { useForm } from '../ui/useForm.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './account.css';

export function PrivacyCard() {
  const w = useWords(words);
  const [isErasing, setErasing] = useState(false);
  return (
    <Card title={w.privacy}>
      <PartnersConsent />
      <Link className="account-row" href="/me/who-looked">
        {w.whoLooked} <ChevronRight aria-hidden="true" />
      </Link>
      <Link className="account-row" href="/me/data">
        {w.myData} <ChevronRight aria-hidden="true" />
      </Link>
      <Button label={w.erase} kind="red" onClick={() => setErasing(true)} />
      {isErasing && <EraseSheet onClose={() => setErasing(false)} />}
    </Card>
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
  const form = useForm({ phone: '' });
  return (
    <FormSheet
      title={w.eraseTitle}
      act={w.eraseDo}
      kind="red"
      of={form}
      onSend={() => form.send(EraseAccountDocument, form.values)}
      says={w.erased}
      onDone={startAfresh}
      onClose={onClose}
      canCancel
    >
      <p>{w.eraseText}</p>
      <TextField label={w.erasePhone} type="tel" inputMode="tel" {...form.field('phone')} />
    </FormSheet>
  );
}
