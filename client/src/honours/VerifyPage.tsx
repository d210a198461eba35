// Anybody with a check code sees whether a proof or certificate is genuine. No sign-in.
import { type FormEvent, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { RevokePaperDocument, VerifyPaperDocument } from '../generated/honours/graphql.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { PaperCard } from './PaperCard.tsx';
import { words } from './words.ts';
import '../volunteers/volunteers.css';
import './honours.css';

export default function VerifyPage({ code = '' }: { code: string | undefined }) {
  const w = useWords(words);
  const [, go] = useLocation();
  const [typed, setTyped] = useState(code);
  useEffect(() => {
    document.title = `${w.verifyTitle} · 携手`;
  }, [w]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const plain = typed.replace(/[\s-]/g, '').toUpperCase();
    if (plain) go(`/certificates/${encodeURIComponent(plain)}`);
  };
  return (
    <div className="page">
      <header>
        <h1>{w.verifyTitle}</h1>
        <p className="note">{w.verifyLead}</p>
      </header>
      <form className="card form" onSubmit={submit}>
        <TextField
          label={w.check}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          placeholder="XXXX-XXXX-XXXX-XXXX"
        />
        <button type="submit" className="button button-main">
          {w.verify}
        </button>
      </form>
      {code && <Verdict code={code} />}
    </div>
  );
}

function Verdict({ code }: { code: string }) {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [{ data, error, fetching }, refetch] = useQuery({ query: VerifyPaperDocument, variables: { code }, requestPolicy: 'network-only' });
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (fetching || !data) return <CardSkeleton />;
  return (
    <div aria-live="polite" className="shift-day">
      {data.certificate ? (
        <>
          <PaperCard paper={data.certificate} isVerified />
          {me?.viewer?.can.manageVolunteers && !data.certificate.revokedAt && (
            <RevokeForm code={code} onDone={() => refetch({ requestPolicy: 'network-only' })} />
          )}
        </>
      ) : (
        <p className="card">
          <strong className="field-problem">{w.notFound}</strong>
        </p>
      )}
    </div>
  );
}

function RevokeForm({ code, onDone }: { code: string; onDone: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [reason, setReason] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(RevokePaperDocument, { input: { code, reason } }))) return;
    notify({ text: w.revokedNow });
    onDone();
  };
  return (
    <form className="card form" onSubmit={(event) => void submit(event)} noValidate>
      <TextField label={w.revokeReason} value={reason} onChange={setReason} mistake={mistakeOf('reason')} autoComplete="off" />
      <Mistake text={problem || undefined} />
      <button type="submit" className="button button-red" disabled={isSending}>
        {w.revoke}
      </button>
    </form>
  );
}
