// The rewards counter: a voucher is scanned or typed, and the answer is large enough for both sides of the counter.
import { CircleCheck, CircleX } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { MeDocument } from '../generated/graphql.ts';
import { UseVoucherDocument } from '../generated/points/graphql.ts';
import { CodeCamera, canScan } from '../ui/CodeCamera.tsx';
import { TextField } from '../ui/Field.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './points.css';

interface HandOut {
  name: string;
  points: number;
}

export default function CounterPage() {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const { send, isSending, problem, clear } = useSubmission();
  const [code, setCode] = useState('');
  const [handOut, setHandOut] = useState<HandOut | null>(null);
  const [isScanning, setScanning] = useState(false);
  const use = async (text: string) => {
    setHandOut(null);
    const success = await send(UseVoucherDocument, { code: text });
    if (!success) return;
    setHandOut({ name: success.redemption.reward?.name ?? '', points: success.redemption.points });
    setCode('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim()) void use(code);
  };
  if (!me) return <PageSkeleton />;
  if (!me.viewer?.can.useVouchers) return <SignInFirst />;
  return (
    <div className="page">
      <header>
        <h1>{w.counterTitle}</h1>
        <p className="note">{w.counterLead}</p>
      </header>
      <div aria-live="assertive">
        {handOut && (
          <section className="card points-answer points-answer-yes">
            <CircleCheck aria-hidden="true" />
            <h2>
              {w.handOut} {handOut.name}
            </h2>
            <p className="numbers">{w.worth(handOut.points)}</p>
          </section>
        )}
        {problem && (
          <section className="card points-answer points-answer-no">
            <CircleX aria-hidden="true" />
            <h2>{w.refused}</h2>
            <p>{problem}</p>
          </section>
        )}
      </div>
      <form className="card form" onSubmit={submit} noValidate>
        <TextField
          label={w.code}
          value={code}
          hint={w.codeHint}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={(value) => {
            setCode(value);
            clear();
            setHandOut(null);
          }}
        />
        <button type="submit" className="button button-main" disabled={isSending || !code.trim()}>
          {w.use}
        </button>
        {canScan() && (
          <button type="button" className="button" onClick={() => setScanning(!isScanning)}>
            {isScanning ? shell.stopScan : shell.scan}
          </button>
        )}
      </form>
      {isScanning && (
        <CodeCamera
          onCode={(text) => {
            setScanning(false);
            void use(text);
          }}
        />
      )}
    </div>
  );
}
