// Before anything else: staff whose role demands a second factor set one up, or confirm with the one they have.
import { useMutation, useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { SignOutDocument } from '../generated/graphql.ts';
import { PasskeysDocument } from '../generated/staff/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
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
      <button
        type="button"
        className="button"
        onClick={async () => {
          await signOut({});
          startAfresh();
        }}
      >
        {w.signOut}
      </button>
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
      <button
        type="button"
        className="button button-main"
        disabled={submission.isSending}
        onClick={async () => (await passkey.signIn()) && onDone()}
      >
        {w.withPasskey}
      </button>
      <Mistake text={passkey.said || submission.problem || undefined} />
    </section>
  );
}
