// How I sign in as staff: passkeys, authenticator, password.
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { ChangePasswordDocument, PasskeysDocument, RemovePasskeyDocument } from '../generated/staff/graphql.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateTime } from '../ui/time.ts';
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
      <button type="button" className="button" onClick={() => open('passkey')}>
        {w.addPasskey}
      </button>
      {data.viewer.login !== null && (
        <>
          <button type="button" className="button" onClick={() => open('app')}>
            {w.setUpApp}
          </button>
          <button type="button" className="button" onClick={() => open('password')}>
            {w.changePassword}
          </button>
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
  const { notify } = useSurroundings();
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
            <button
              type="button"
              className="button button-small"
              disabled={isSending}
              onClick={async () => {
                if (!(await send(RemovePasskeyDocument, { id }))) return;
                notify({ text: w.removed });
                refetch({ requestPolicy: 'network-only' });
              }}
            >
              {w.remove}
            </button>
          </li>
        ))}
      </ul>
      <Mistake text={problem || undefined} />
    </>
  );
}

function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(ChangePasswordDocument, { current, next }))) return;
    notify({ text: w.changed });
    onChanged();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <TextField label={w.currentPassword} type="password" autoComplete="current-password" value={current} onChange={setCurrent} />
      <TextField
        label={w.newPassword}
        type="password"
        autoComplete="new-password"
        value={next}
        onChange={setNext}
        hint={w.newPasswordHint}
      />
      <Mistake text={problem || undefined} />
      <button type="submit" className="button button-main" disabled={isSending || !current || !next}>
        {w.changePassword}
      </button>
    </form>
  );
}
