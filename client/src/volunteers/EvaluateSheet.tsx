// How somebody's service was done, for their record.

import { EvaluateDocument } from '../generated/volunteers/graphql.ts';
import { TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { useForm } from '../ui/useForm.ts';
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
  const form = useForm({ rating: RATINGS[(former?.rating ?? 5) - 1] ?? '5', text: former?.text ?? '' });
  const { rating, text } = form.values;
  return (
    <FormSheet
      title={w.ratingOf(volunteer.name ?? '')}
      act={w.evaluate}
      of={form}
      onSend={() => form.send(EvaluateDocument, { input: { shiftId, volunteerId: volunteer.id, rating: Number(rating), text } })}
      says={w.evaluated}
      onDone={onDone}
      onClose={onClose}
    >
      <Segmented label={w.evaluate} {...form.field('rating')} options={RATINGS.map((value) => ({ value, label: value }))} />
      <TextField label={w.evaluateWords} {...form.field('text')} />
    </FormSheet>
  );
}
