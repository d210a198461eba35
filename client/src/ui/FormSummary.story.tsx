import { useState } from 'react';
import { TextField } from './Field.tsx';
import { Form } from './Form.tsx';
import { useForm } from './useForm.ts';
import { useSay } from './useSay.ts';

export default function FormSummaryStory() {
  const say = useSay();
  const form = useForm({ name: '', phone: '' });
  const [isTried, setTried] = useState(false);
  const missing = (value: string) => (isTried && !value ? say('请填写内容。', 'Please write something.') : undefined);
  const send = () => {
    setTried(true);
    return null;
  };
  return (
    <Form act={say('发布', 'Post')} of={form} onSend={send}>
      <TextField label={say('姓名', 'Name')} {...form.field('name')} mistake={missing(form.values.name)} />
      <TextField label={say('电话', 'Phone')} {...form.field('phone')} mistake={missing(form.values.phone)} />
    </Form>
  );
}
