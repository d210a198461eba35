// What may be done with my data: agreement, who looked, everything held, erasure.
import { ChevronRight } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { ConsentsDocument, EraseAccountDocument, GiveConsentDocument, WithdrawConsentDocument } from '../generated/account/graphql.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './account.css';

export function PrivacyCard() {
  const w = useWords(words);
  const [isErasing, setErasing] = useState(false);
  return (
    <section className="card account-card">
      <h2>{w.privacy}</h2>
      <PartnersConsent />
      <Link className="account-row" href="/me/who-looked">
        {w.whoLooked} <ChevronRight aria-hidden="true" />
      </Link>
      <Link className="account-row" href="/me/data">
        {w.myData} <ChevronRight aria-hidden="true" />
      </Link>
      <button type="button" className="button button-red" onClick={() => setErasing(true)}>
        {w.erase}
      </button>
      {isErasing && <EraseSheet onClose={() => setErasing(false)} />}
    </section>
  );
}

function PartnersConsent() {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const [{ data }, refetch] = useQuery({ query: ConsentsDocument });
  const isGiven = data?.myConsents.some(({ purpose, withdrawnAt }) => purpose === 'PARTNERS' && withdrawnAt === null) ?? false;
  const change = async () => {
    const done = isGiven
      ? await send(WithdrawConsentDocument, { purpose: 'PARTNERS' })
      : await send(GiveConsentDocument, { purpose: 'PARTNERS' });
    if (done) refetch({ requestPolicy: 'network-only' });
  };
  return (
    <div className="setting">
      <label className="setting-row">
        {w.partnersConsent}
        <input
          type="checkbox"
          role="switch"
          className="switch"
          aria-checked={isGiven}
          checked={isGiven}
          disabled={!data || isSending}
          onChange={() => void change()}
        />
      </label>
      <span className="note">{w.partnersConsentHint}</span>
      <Mistake text={problem || undefined} />
    </div>
  );
}

function EraseSheet({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const { notify, startAfresh } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [phone, setPhone] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(EraseAccountDocument, { phone }))) return;
    notify({ text: w.erased });
    onClose();
    startAfresh();
  };
  return (
    <Sheet title={w.eraseTitle} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <p>{w.eraseText}</p>
        <TextField label={w.erasePhone} type="tel" inputMode="tel" value={phone} onChange={setPhone} mistake={mistakeOf('phone')} />
        <Mistake text={problem || undefined} />
        <div className="actions">
          <button type="button" className="button" onClick={onClose}>
            {shell.cancel}
          </button>
          <button type="submit" className="button button-red" disabled={isSending}>
            {w.eraseDo}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
