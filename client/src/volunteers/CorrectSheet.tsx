// Times of a shift that were wrong, put right by whoever leads the team.

import { CorrectAttendanceDocument } from '../generated/volunteers/graphql.ts';
import { TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { inputTime, momentOf } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
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
  const form = useForm(() => ({ inAt: inputTime(new Date(former.inAt)), outAt: inputTime(new Date(former.outAt)), reason: '' }));
  const { inAt, outAt, reason } = form.values;
  const input = { shiftId, volunteerId: volunteer.id, inAt: momentOf(inAt), outAt: momentOf(outAt), reason };
  return (
    <FormSheet
      title={w.correctOf(volunteer.name ?? '')}
      act={w.correct}
      of={form}
      onSend={() => form.send(CorrectAttendanceDocument, { input })}
      says={w.corrected}
      onDone={onDone}
      onClose={onClose}
    >
      <p className="note">{w.correctText}</p>
      <TextField label={w.cameIn} type="datetime-local" {...form.field('inAt')} />
      <TextField label={w.wentOut} type="datetime-local" {...form.field('outAt')} />
      <TextField label={w.correctReason} {...form.field('reason')} autoComplete="off" />
    </FormSheet>
  );
}
