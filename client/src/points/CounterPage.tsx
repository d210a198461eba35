// The rewards counter: a voucher is scanned or typed, and the answer is large enough for both sides of the counter.
import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { UseVoucherDocument } from '../generated/points/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { CodeCamera, canScan } from '../ui/CodeCamera.tsx';
import { TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';
import './points.css';

interface HandOut {
  name: string;
  points: number;
}

export default function CounterPage() {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const me = useMe();
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
  if (!me) return <PageSkeleton />;
  if (!me.viewer?.can.useVouchers) return <SignInFirst />;
  return (
    <Page title={w.counterTitle} lead={w.counterLead}>
      <div aria-live="assertive">
        {handOut && (
          <Card className="points-answer points-answer-yes">
            <CircleCheck aria-hidden="true" />
            <h2>
              {w.handOut} {handOut.name}
            </h2>
            <p className="numbers">{w.worth(handOut.points)}</p>
          </Card>
        )}
        {problem && (
          <Card className="points-answer points-answer-no">
            <CircleX aria-hidden="true" />
            <h2>{w.refused}</h2>
            <p>{problem}</p>
          </Card>
        )}
      </div>
      <Form
        className="card form"
        act={w.use}
        of={{ isSending, problem: '' }}
        isReady={code.trim() !== ''}
        onSend={() => void use(code)}
        after={canScan() && <Button label={isScanning ? ui.stopScan : ui.scan} onClick={() => setScanning(!isScanning)} />}
      >
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
      </Form>
      {isScanning && (
        <CodeCamera
          onCode={(text) => {
            setScanning(false);
            void use(text);
          }}
        />
      )}
    </Page>
  );
}
