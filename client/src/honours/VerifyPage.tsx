// Anybody with a check code sees whether a proof or certificate is genuine. No sign-in.
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useMe } from '../app/useMe.ts';
import { RevokePaperDocument, VerifyPaperDocument } from '../generated/honours/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { useForm } from '../ui/useForm.ts';
import { PaperCard } from './PaperCard.tsx';
import { words } from './words.ts';
import './honours.css';

export default function VerifyPage({ code = '' }: { code?: string }) {
  return <Verification key={code} code={code} />;
}

function Verification({ code }: { code: string }) {
  const w = useWords(words);
  const [, go] = useLocation();
  const [typed, setTyped] = useState(code);
  const submit = () => {
    const plain = typed.replace(/[\s-]/g, '').toUpperCase();
    if (plain) go(`/certificates/${encodeURIComponent(plain)}`);
  };
  return (
    <Page title={w.verifyTitle} lead={w.verifyLead}>
      <Form className="card form" act={w.verify} of={{ isSending: false, problem: '' }} onSend={submit}>
        <TextField
          label={w.check}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          placeholder="XXXX-XXXX-XXXX-XXXX"
        />
      </Form>
      {code && <Verdict code={code} />}
    </Page>
  );
}

function Verdict({ code }: { code: string }) {
  const w = useWords(words);
  const me = useMe();
  const { data, error, fetching, reread } = useRead({ query: VerifyPaperDocument, variables: { code }, requestPolicy: 'network-only' });
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (fetching || !data) return <CardSkeleton />;
  return (
    <div aria-live="polite" className="stack">
      {data.certificate ? (
        <>
          <PaperCard paper={data.certificate} isVerified />
          {me?.viewer?.can.manageVolunteers && !data.certificate.revokedAt && <RevokeForm code={code} onDone={reread} />}
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
  const form = useForm({ reason: '' });
  return (
    <Form
      className="card form"
      act={w.revoke}
      kind="red"
      of={form}
      onSend={() => form.send(RevokePaperDocument, { input: { code, ...form.values } })}
      says={w.revokedNow}
      onDone={onDone}
    >
      <TextField label={w.revokeReason} {...form.field('reason')} autoComplete="off" />
    </Form>
  );
}
