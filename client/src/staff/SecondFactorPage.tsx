// Before anything else: staff whose role demands a second factor set one up, or confirm with the one they have.
import { useMutation, useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { SignOutDocument } from '../generated/graphql.ts';
import { PasskeysDocument } from '../generated/staff/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Mistake } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { AddPasskey } from './AddPasskey.tsx';
import { AuthenticatorSetup } from './AuthenticatorSetup.tsx';
import { usePasskey } from './passkey.ts';
import { words } from './words.ts';
import './staff.css';

export default function SecondFactorPage() {
  const w = useWords(words);
  const { startAfresh } = useSurroundings();
  const [{ data }] = useQuery({ query: PasskeysDocument });
  const [, signOut] = useMutation(SignOutDocument);
  if (!data?.viewer) return null;
  return (
    <div className="page">
      {data.viewer.hasSecondFactor ? <ConfirmWithPasskey onDone={startAfresh} /> : <SetUp onDone={startAfresh} />}
      <Button
        label={w.signOut}
        onClick={async () => {
          await signOut({});
          startAfresh();
        }}
      />
    </div>
  );
}

function SetUp({ onDone }: { onDone: () => void }) {
  const w = useWords(words);
  return (
    <>
      <header>
        <h1>{w.setupTitle}</h1>
        <p className="note">{w.setupLead}</p>
      </header>
      <section className="card form">
        <h2>{w.passkey}</h2>
        <p className="note">{w.passkeyHint}</p>
        <AddPasskey onAdded={onDone} />
      </section>
      <section className="card form">
        <h2>{w.app}</h2>
        <AuthenticatorSetup onEnabled={onDone} />
      </section>
    </>
  );
}

function ConfirmWithPasskey({ onDone }: { onDone: () => void }) {
  const w = useWords(words);
  const submission = useSubmission();
  const passkey = usePasskey(submission);
  return (
    <section className="card form">
      <h1>{w.confirmTitle}</h1>
      <p className="note">{w.confirmLead}</p>
      <Button
        label={w.withPasskey}
        kind="main"
        disabled={submission.isSending}
        onClick={async () => (await passkey.signIn()) && onDone()}
      />
      <Mistake text={passkey.said || submission.problem || undefined} />
    </section>
  );
}
