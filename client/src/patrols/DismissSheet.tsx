// To call a plan off, with a reason.
import { type FormEvent, useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { DismissPlanDocument } from '../generated/patrols/graphql.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function DismissSheet({ planId, onClose }: { planId: string; onClose: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [reason, setReason] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(DismissPlanDocument, { input: { planId, reason } }))) return;
    notify({ text: w.dismissedNow });
    onClose();
  };
  return (
    <Sheet title={w.dismissTitle} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <TextField label={w.reason} value={reason} onChange={setReason} mistake={mistakeOf('reason')} maxLength={200} />
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-red" disabled={isSending}>
          {w.dismiss}
        </button>
      </form>
    </Sheet>
  );
}
