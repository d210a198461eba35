// A phone, then the code it received; the browser may fill the code in by itself.
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { ConfirmCodeDocument, SendCodeDocument } from '../generated/account/graphql.ts';
import { TextsInForceDocument } from '../generated/texts/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

const CODE_LENGTH = 6;

interface Props {
  isDemo: boolean;
  /** A code is on its way, or another phone is to be typed. */
  onCodeSent: (isSent: boolean) => void;
  onSignedIn: () => void;
}

export function PhoneSignIn({ isDemo, onCodeSent, onSignedIn }: Props) {
  const w = useWords(words);
  const submission = useSubmission();
  const { send, clear, isSending, mistakeOf } = submission;
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [isSent, setSent] = useState(false);
  const [secondsLeft, startCountdown] = useCountdown();
  const [{ data: inForce }] = useQuery({ query: TextsInForceDocument });

  const sendCode = async () => {
    setCode('');
    const sent = await send(SendCodeDocument, { phone });
    if (!sent) return;
    setSent(true);
    onCodeSent(true);
    startCountdown(sent.retryAfterSeconds);
  };
  const confirm = async (given: string) => {
    const agreesTo = inForce ? [inForce.terms.current.id, inForce.privacy.current.id] : null;
    if (await send(ConfirmCodeDocument, { phone, code: given, agreesTo })) onSignedIn();
  };
  const another = () => {
    setSent(false);
    onCodeSent(false);
    clear();
  };
  const type = (text: string) => {
    const digits = text.normalize('NFKC').replace(/\D/g, '').slice(0, CODE_LENGTH);
    setCode(digits);
    clear();
    if (digits.length === CODE_LENGTH && !isSending) void confirm(digits);
  };

  if (!isSent) {
    return (
      <Form act={w.sendCode} of={submission} onSend={() => void sendCode()} after={<Agree />}>
        <TextField
          label={w.phone}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          value={phone}
          onChange={setPhone}
          hint={w.phoneHint}
          mistake={mistakeOf('phone')}
        />
      </Form>
    );
  }
  return (
    <Form
      act={w.confirm}
      of={submission}
      isReady={code.length === CODE_LENGTH}
      onSend={() => void confirm(code)}
      after={
        <div className="sign-in-more">
          <Button
            label={secondsLeft > 0 ? w.resendIn(secondsLeft) : w.resend}
            kind="link"
            disabled={secondsLeft > 0 || isSending}
            onClick={sendCode}
          />
          <Button label={w.otherPhone} kind="link" onClick={another} />
        </div>
      }
    >
      <p role="status">{w.codeSent(phone)}</p>
      {isDemo && <p className="note">{w.codeOnConsole}</p>}
      <div className="field-code">
        <TextField
          label={w.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onChange={type}
          mistake={mistakeOf('code')}
        />
      </div>
    </Form>
  );
}

/** What somebody agrees to, opened beside the form: what they have typed stays. */
function Agree() {
  const w = useWords(words);
  return (
    <p className="note sign-in-agree">
      {w.agreeTo}
      <a href="/terms" target="_blank" rel="noreferrer">
        {w.terms}
      </a>
      {w.and}
      <a href="/privacy" target="_blank" rel="noreferrer">
        {w.privacyNotice}
      </a>
      {w.neverAsked}
    </p>
  );
}

/** Seconds left of a countdown, by the clock rather than by ticks: a phone that slept is not behind. */
function useCountdown(): [secondsLeft: number, start: (seconds: number) => void] {
  const [endsAt, setEndsAt] = useState(0);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (endsAt <= Date.now()) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= endsAt) clearInterval(timer);
    }, 500);
    return () => clearInterval(timer);
  }, [endsAt]);
  const start = (seconds: number) => {
    setNow(Date.now());
    setEndsAt(Date.now() + seconds * 1000);
  };
  return [Math.max(0, Math.ceil((endsAt - now) / 1000)), start];
}
