// How somebody's service was done, for their record.
import { type FormEvent, useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { EvaluateDocument } from '../generated/volunteers/graphql.ts';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

interface Props {
  shiftId: string;
  volunteer: { id: string; name: string | null };
  former: { rating: number; text: string } | null;
  onDone: () => void;
  onClose: () => void;
}

const RATINGS = ['1', '2', '3', '4', '5'] as const;

export function EvaluateSheet({ shiftId, volunteer, former, onDone, onClose }: Props) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [rating, setRating] = useState<(typeof RATINGS)[number]>(RATINGS[(former?.rating ?? 5) - 1] ?? '5');
  const [text, setText] = useState(former?.text ?? '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(EvaluateDocument, { input: { shiftId, volunteerId: volunteer.id, rating: Number(rating), text } }))) return;
    notify({ text: w.evaluated });
    onDone();
    onClose();
  };
  return (
    <Sheet title={w.ratingOf(volunteer.name ?? '')} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <Segmented label={w.evaluate} value={rating} onChange={setRating} options={RATINGS.map((value) => ({ value, label: value }))} />
        <TextField label={w.evaluateWords} value={text} onChange={setText} mistake={mistakeOf('text')} />
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.evaluate}
        </button>
      </form>
    </Sheet>
  );
}
