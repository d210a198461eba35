// How I sign in as staff: passkeys, authenticator, password.
import { useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { ChangePasswordDocument, PasskeysDocument, RemovePasskeyDocument } from '../generated/staff/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { dateTime } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { AddPasskey } from './AddPasskey.tsx';
import { AuthenticatorSetup } from './AuthenticatorSetup.tsx';
import { words } from './words.ts';
import './staff.css';

type Opened = 'passkey' | 'app' | 'password' | null;

export function SecurityCard() {
  const w = useWords(words);
  const { startAfresh } = useSurroundings();
  const [opened, open] = useState<Opened>(null);
  const [{ data }] = useQuery({ query: PasskeysDocument });
  if (!data?.viewer) return null;
  const done = () => {
    open(null);
    startAfresh();
  };
  return (
    <section className="card form">
      <h2>{w.security}</h2>
      {data.viewer.login === null && <p className="note">{w.demoNoPassword}</p>}
      <PasskeyList passkeys={data.viewer.passkeys} />
      <Button label={w.addPasskey} onClick={() => open('passkey')} />
      {data.viewer.login !== null && (
        <>
          <Button label={w.setUpApp} onClick={() => open('app')} />
          <Button label={w.changePassword} onClick={() => open('password')} />
        </>
      )}
      {opened === 'passkey' && (
        <Sheet title={w.addPasskey} onClose={() => open(null)}>
          <p className="note">{w.passkeyHint}</p>
          <AddPasskey onAdded={done} />
        </Sheet>
      )}
      {opened === 'app' && (
        <Sheet title={w.setUpApp} onClose={() => open(null)}>
          <AuthenticatorSetup onEnabled={done} />
        </Sheet>
      )}
      {opened === 'password' && (
        <Sheet title={w.changePassword} onClose={() => open(null)}>
          <PasswordForm onChanged={done} />
        </Sheet>
      )}
    </section>
  );
}

interface Passkey {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

function PasskeyList({ passkeys }: { passkeys: readonly Passkey[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { send, isSending, problem } = useSubmission();
  const [, refetch] = useQuery({ query: PasskeysDocument, pause: true });
  if (passkeys.length === 0) return <p className="note">{w.noPasskeys}</p>;
  return (
    <>
      <ul className="passkeys">
        {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <li key={id} className="passkey">
            <span>
              <strong>{name}</strong>
              <br />
              <span className="note">
                {lastUsedAt ? w.usedAt(dateTime(lastUsedAt, language)) : w.addedAt(dateTime(createdAt, language))}
              </span>
            </span>
            <Button
              label={w.remove}
              isSmall
              disabled={isSending}
              onClick={async () => {
                if (!(await send(RemovePasskeyDocument, { id }))) return;
                notify({ text: w.removed });
                refetch({ requestPolicy: 'network-only' });
              }}
            />
          </li>
        ))}
      </ul>
      <Mistake text={problem || undefined} />
    </>
  );
}

function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const w = useWords(words);
  const form = useForm({ current: '', next: '' });
  const { current, next } = form.values;
  return (
    <Form
      act={w.changePassword}
      of={form}
      isReady={current !== '' && next !== ''}
      onSend={() => form.send(ChangePasswordDocument, form.values)}
      says={w.changed}
      onDone={onChanged}
    >
      <TextField label={w.currentPassword} type="password" autoComplete="current-password" {...form.field('current')} />
      <TextField label={w.newPassword} type="password" autoComplete="new-password" {...form.field('next')} hint={w.newPasswordHint} />
    </Form>
  );
}
