// Times of a shift that were wrong, put right by whoever leads the team.
import { type FormEvent, useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { CorrectAttendanceDocument } from '../generated/volunteers/graphql.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { inputTime, momentOf } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

interface Props {
  shiftId: string;
  volunteer: { id: string; name: string | null };
  former: { inAt: string; outAt: string };
  onDone: () => void;
  onClose: () => void;
}

export function CorrectSheet({ shiftId, volunteer, former, onDone, onClose }: Props) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [inAt, setInAt] = useState(() => inputTime(new Date(former.inAt)));
  const [outAt, setOutAt] = useState(() => inputTime(new Date(former.outAt)));
  const [reason, setReason] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { shiftId, volunteerId: volunteer.id, inAt: momentOf(inAt), outAt: momentOf(outAt), reason };
    if (!(await send(CorrectAttendanceDocument, { input }))) return;
    notify({ text: w.corrected });
    onDone();
    onClose();
  };
  return (
    <Sheet title={w.correctOf(volunteer.name ?? '')} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <p className="note">{w.correctText}</p>
        <TextField label={w.cameIn} type="datetime-local" value={inAt} onChange={setInAt} mistake={mistakeOf('inAt')} />
        <TextField label={w.wentOut} type="datetime-local" value={outAt} onChange={setOutAt} mistake={mistakeOf('outAt')} />
        <TextField label={w.correctReason} value={reason} onChange={setReason} mistake={mistakeOf('reason')} autoComplete="off" />
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.correct}
        </button>
      </form>
    </Sheet>
  );
}
