// Staff sign-in: a passkey in one step, or password and then the second factor.
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { ConfirmSecondFactorDocument, StaffSignInDocument } from '../generated/staff/graphql.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { usePasskey } from './passkey.ts';
import { words } from './words.ts';
import './staff.css';

export default function StaffSignInPage() {
  const w = useWords(words);
  const { startAfresh } = useSurroundings();
  const [, navigate] = useLocation();
  const submission = useSubmission();
  const { send, isSending, problem } = submission;
  const passkey = usePasskey(submission);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [challenge, setChallenge] = useState<string | null>(null);
  const [code, setCode] = useState('');

  const signedIn = () => {
    startAfresh();
    navigate('/me', { replace: true });
  };
  const firstStep = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await send(StaffSignInDocument, { login, password });
    if (!answer) return;
    if ('challenge' in answer) setChallenge(answer.challenge);
    else signedIn();
  };
  const secondStep = async (event: FormEvent) => {
    event.preventDefault();
    if (challenge && (await send(ConfirmSecondFactorDocument, { challenge, code }))) signedIn();
  };

  if (challenge) {
    return (
      <div className="page">
        <h1>{w.codeTitle}</h1>
        <form className="form card" onSubmit={secondStep} noValidate>
          <TextField label={w.code} autoComplete="one-time-code" autoFocus value={code} onChange={setCode} hint={w.codeHint} />
          <Mistake text={problem || undefined} />
          <button type="submit" className="button button-main" disabled={isSending || code.trim().length < 6}>
            {w.signIn}
          </button>
          <button type="button" className="link-button" onClick={() => setChallenge(null)}>
            {w.back}
          </button>
        </form>
      </div>
    );
  }
  return (
    <div className="page">
      <h1>{w.title}</h1>
      <section className="card form">
        <button
          type="button"
          className="button button-main"
          disabled={isSending}
          onClick={async () => (await passkey.signIn()) && signedIn()}
        >
          <KeyRound aria-hidden="true" /> {w.withPasskey}
        </button>
        <p className="note">{w.passkeyHint}</p>
        <Mistake text={passkey.said || undefined} />
      </section>
      <form className="form card" onSubmit={firstStep} noValidate>
        <TextField label={w.login} autoComplete="username" autoCapitalize="none" spellCheck={false} value={login} onChange={setLogin} />
        <TextField label={w.password} type="password" autoComplete="current-password" value={password} onChange={setPassword} />
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending || !login || !password}>
          {w.next}
        </button>
        <p className="note">{w.forgot}</p>
      </form>
    </div>
  );
}
