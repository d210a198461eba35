// To call a plan off, with a reason.

import { DismissPlanDocument } from '../generated/patrols/graphql.ts';
import { TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { useForm } from '../ui/useForm.ts';
import { words } from './words.ts';

export function DismissSheet({ planId, onClose }: { planId: string; onClose: () => void }) {
  const w = useWords(words);
  const form = useForm({ reason: '' });
  return (
    <FormSheet
      title={w.dismissTitle}
      act={w.dismiss}
      kind="red"
      of={form}
      onSend={() => form.send(DismissPlanDocument, { input: { planId, ...form.values } })}
      says={w.dismissedNow}
      onClose={onClose}
    >
      <TextField label={w.reason} {...form.field('reason')} maxLength={200} />
    </FormSheet>
  );
}
