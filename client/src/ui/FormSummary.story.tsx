import { TextField } from './Field.tsx';
import { Form } from './Form.tsx';
import { useForm } from './useForm.ts';
import { useSay } from './useSay.ts';

export default function FormSummaryStory() {
  const say = useSay();
  const form = useForm({ name: '', phone: '' });
  const missing = say('请填写内容。', 'Please write something.');
  return (
    <Form act={say('发布', 'Post')} of={form} onSend={() => null}>
      <TextField label={say('姓名', 'Name')} {...form.field('name')} mistake={form.values.name ? undefined : missing} />
      <TextField label={say('电话', 'Phone')} {...form.field('phone')} mistake={form.values.phone ? undefined : missing} />
    </Form>
  );
}
