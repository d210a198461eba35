// Sets up an authenticator app: password, QR code and recovery codes, then a first code that proves it works.
import { useState } from 'react';
import { BeginSecondFactorDocument, EnableSecondFactorDocument } from '../generated/staff/graphql.ts';
import { Check, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { Qr } from '../ui/Qr.tsx';
import { useForm } from '../ui/useForm.ts';
import { words } from './words.ts';
import './staff.css';

interface Begun {
  uri: string;
  secret: string;
  recoveryCodes: readonly string[];
}

export function AuthenticatorSetup({ onEnabled }: { onEnabled: () => void }) {
  const w = useWords(words);
  const form = useForm({ password: '' });
  const [begun, setBegun] = useState<Begun | null>(null);
  if (begun) return <Confirm begun={begun} onEnabled={onEnabled} />;
  return (
    <Form
      act={w.start}
      kind="plain"
      of={form}
      isReady={form.values.password !== ''}
      onSend={() => form.send(BeginSecondFactorDocument, form.values)}
      onDone={setBegun}
    >
      <p className="note">{w.appHint}</p>
      <TextField label={w.currentPassword} type="password" autoComplete="current-password" {...form.field('password')} />
    </Form>
  );
}

function Confirm({ begun, onEnabled }: { begun: Begun; onEnabled: () => void }) {
  const w = useWords(words);
  const form = useForm({ code: '', isKept: false });
  const { code, isKept } = form.values;
  return (
    <Form
      act={w.enable}
      of={form}
      isReady={isKept && code.trim().length >= 6}
      onSend={() => form.send(EnableSecondFactorDocument, { code })}
      says={w.enabled}
      onDone={onEnabled}
    >
      <p>{w.scan}</p>
      <Qr text={begun.uri} alt="QR" />
      <code className="secret">{begun.secret}</code>
      <p>{w.recovery}</p>
      <ul className="recovery-codes">
        {begun.recoveryCodes.map((recoveryCode) => (
          <li key={recoveryCode}>
            <code>{recoveryCode}</code>
          </li>
        ))}
      </ul>
      <Check label={w.kept} {...form.field('isKept')} />
      <TextField label={w.code} inputMode="numeric" autoComplete="one-time-code" {...form.field('code')} />
    </Form>
  );
}
