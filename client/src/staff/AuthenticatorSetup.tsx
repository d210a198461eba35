// Sets up an authenticator app: password, QR code and recovery codes, then a first code that proves it works.
import { type FormEvent, useMemo, useState } from 'react';
import { encode } from 'uqr';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { BeginSecondFactorDocument, EnableSecondFactorDocument } from '../generated/staff/graphql.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './staff.css';

interface Begun {
  uri: string;
  secret: string;
  recoveryCodes: readonly string[];
}

export function AuthenticatorSetup({ onEnabled }: { onEnabled: () => void }) {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const [password, setPassword] = useState('');
  const [begun, setBegun] = useState<Begun | null>(null);
  if (begun) return <Confirm begun={begun} onEnabled={onEnabled} />;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBegun(await send(BeginSecondFactorDocument, { password }));
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <p className="note">{w.appHint}</p>
      <TextField label={w.currentPassword} type="password" autoComplete="current-password" value={password} onChange={setPassword} />
      <Mistake text={problem || undefined} />
      <button type="submit" className="button" disabled={isSending || !password}>
        {w.start}
      </button>
    </form>
  );
}

function Confirm({ begun, onEnabled }: { begun: Begun; onEnabled: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  const [code, setCode] = useState('');
  const [isKept, setKept] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(EnableSecondFactorDocument, { code }))) return;
    notify({ text: w.enabled });
    onEnabled();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <p>{w.scan}</p>
      <QrCode text={begun.uri} />
      <code className="secret">{begun.secret}</code>
      <p>{w.recovery}</p>
      <ul className="recovery-codes">
        {begun.recoveryCodes.map((recoveryCode) => (
          <li key={recoveryCode}>
            <code>{recoveryCode}</code>
          </li>
        ))}
      </ul>
      <label className="check">
        <input type="checkbox" checked={isKept} onChange={(event) => setKept(event.target.checked)} />
        {w.kept}
      </label>
      <TextField label={w.code} inputMode="numeric" autoComplete="one-time-code" value={code} onChange={setCode} />
      <Mistake text={problem || undefined} />
      <button type="submit" className="button button-main" disabled={isSending || !isKept || code.trim().length < 6}>
        {w.enable}
      </button>
    </form>
  );
}

function QrCode({ text }: { text: string }) {
  const { data, size } = useMemo(() => encode(text, { border: 2 }), [text]);
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR" shapeRendering="crispEdges">
      <path d={path} />
    </svg>
  );
}
