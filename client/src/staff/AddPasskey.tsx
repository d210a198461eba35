// Adds a passkey of this device.
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { usePasskey } from './passkey.ts';
import { words } from './words.ts';

export function AddPasskey({ onAdded }: { onAdded: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const submission = useSubmission();
  const passkey = usePasskey(submission);
  const [name, setName] = useState(w.passkeyNameDefault);
  return (
    <form
      className="form"
      noValidate
      onSubmit={async (event) => {
        event.preventDefault();
        if (!(await passkey.add(name))) return;
        notify({ text: w.passkeyAdded });
        onAdded();
      }}
    >
      <TextField label={w.passkeyName} value={name} onChange={setName} mistake={submission.mistakeOf('name')} />
      <Mistake text={passkey.said || submission.problem || undefined} />
      <button type="submit" className="button button-main" disabled={submission.isSending}>
        <KeyRound aria-hidden="true" /> {w.addPasskey}
      </button>
    </form>
  );
}
