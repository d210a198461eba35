// Adds a passkey of this device.
import { KeyRound } from 'lucide-react';
import { TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { useForm } from '../ui/useForm.ts';
import { usePasskey } from './passkey.ts';
import { words } from './words.ts';

export function AddPasskey({ onAdded }: { onAdded: () => void }) {
  const w = useWords(words);
  const form = useForm({ name: w.passkeyNameDefault });
  const passkey = usePasskey(form);
  const problem = passkey.said || form.problem;
  return (
    <Form
      act={w.addPasskey}
      icon={KeyRound}
      of={{ ...form, problem }}
      onSend={() => passkey.add(form.values.name)}
      says={w.passkeyAdded}
      onDone={onAdded}
    >
      <TextField label={w.passkeyName} {...form.field('name')} />
    </Form>
  );
}
