// Staff sign-in: a passkey in one step, or password and then the second factor.
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { ConfirmSecondFactorDocument, StaffSignInDocument } from '../generated/staff/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { usePasskey } from './passkey.ts';
import { words } from './words.ts';
import './staff.css';

export default function StaffSignInPage() {
  const w = useWords(words);
  const { startAfresh } = useSurroundings();
  const [, navigate] = useLocation();
  const submission = useSubmission();
  const { send, isSending } = submission;
  const passkey = usePasskey(submission);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [challenge, setChallenge] = useState<string | null>(null);
  const [code, setCode] = useState('');

  const signedIn = () => {
    startAfresh();
    navigate('/me', { replace: true });
  };
  const firstStep = async () => {
    const answer = await send(StaffSignInDocument, { login, password });
    if (!answer) return;
    if ('challenge' in answer) setChallenge(answer.challenge);
    else signedIn();
  };
  const secondStep = async () => {
    if (challenge && (await send(ConfirmSecondFactorDocument, { challenge, code }))) signedIn();
  };

  if (challenge) {
    return (
      <Page title={w.codeTitle}>
        <Form
          className="form card"
          act={w.signIn}
          of={submission}
          isReady={code.trim().length >= 6}
          onSend={() => void secondStep()}
          after={<Button label={w.back} kind="link" onClick={() => setChallenge(null)} />}
        >
          <TextField label={w.code} autoComplete="one-time-code" autoFocus value={code} onChange={setCode} hint={w.codeHint} />
        </Form>
      </Page>
    );
  }
  return (
    <Page title={w.title}>
      <section className="card form">
        <Button
          label={w.withPasskey}
          icon={KeyRound}
          kind="main"
          disabled={isSending}
          onClick={async () => (await passkey.signIn()) && signedIn()}
        />
        <p className="note">{w.passkeyHint}</p>
        <Mistake text={passkey.said || undefined} />
      </section>
      <Form
        className="form card"
        act={w.next}
        of={submission}
        isReady={login !== '' && password !== ''}
        onSend={() => void firstStep()}
        after={<p className="note">{w.forgot}</p>}
      >
        <TextField label={w.login} autoComplete="username" autoCapitalize="none" spellCheck={false} value={login} onChange={setLogin} />
        <TextField label={w.password} type="password" autoComplete="current-password" value={password} onChange={setPassword} />
      </Form>
    </Page>
  );
}
