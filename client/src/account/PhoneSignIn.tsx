// A phone, then the code it received; the browser may fill the code in by itself.
import { type FormEvent, useEffect, useState } from 'react';
import { useWords } from '../app/preferences.ts';
import { ConfirmCodeDocument, SendCodeDocument } from '../generated/graphql.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
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
  const { send, clear, isSending, problem, mistakeOf } = useSubmission();
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [isSent, setSent] = useState(false);
  const [secondsLeft, startCountdown] = useCountdown();

  const sendCode = async (event?: FormEvent) => {
    event?.preventDefault();
    setCode('');
    const sent = await send(SendCodeDocument, { phone });
    if (!sent) return;
    setSent(true);
    onCodeSent(true);
    startCountdown(sent.retryAfterSeconds);
  };
  const confirm = async (given: string) => {
    if (await send(ConfirmCodeDocument, { phone, code: given })) onSignedIn();
  };
  const type = (text: string) => {
    const digits = text.normalize('NFKC').replace(/\D/g, '').slice(0, CODE_LENGTH);
    setCode(digits);
    clear();
    if (digits.length === CODE_LENGTH && !isSending) void confirm(digits);
  };

  if (!isSent) {
    return (
      <form className="form" onSubmit={sendCode} noValidate>
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
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.sendCode}
        </button>
        <p className="note">{w.agree}</p>
      </form>
    );
  }
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void confirm(code);
      }}
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
      <Mistake text={problem || undefined} />
      <button type="submit" className="button button-main" disabled={isSending || code.length < CODE_LENGTH}>
        {w.confirm}
      </button>
      <div className="sign-in-more">
        <button type="button" className="link-button" disabled={secondsLeft > 0 || isSending} onClick={() => void sendCode()}>
          {secondsLeft > 0 ? w.resendIn(secondsLeft) : w.resend}
        </button>
        <button
          type="button"
          className="link-button"
          onClick={() => {
            setSent(false);
            onCodeSent(false);
            clear();
          }}
        >
          {w.otherPhone}
        </button>
      </div>
    </form>
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
