// An officer awards a certificate of honour.

import { AwardHonourDocument } from '../generated/honours/graphql.ts';
import { TextArea, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { useForm } from '../ui/useForm.ts';
import { words } from './words.ts';

export function AwardForm({ volunteerId }: { volunteerId: string }) {
  const w = useWords(words);
  const form = useForm({ title: '', text: '' });
  return (
    <Form
      act={w.award}
      kind="plain"
      of={form}
      onSend={() => form.send(AwardHonourDocument, { input: { volunteerId, ...form.values } })}
      says={w.awarded}
      onDone={form.reset}
    >
      <h3>{w.award}</h3>
      <TextField label={w.awardTitle} {...form.field('title')} autoComplete="off" />
      <TextArea label={w.awardText} {...form.field('text')} />
    </Form>
  );
}
