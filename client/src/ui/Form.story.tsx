import { useState } from 'react';
import { Button } from './Button.tsx';
import { TextField } from './Field.tsx';
import { Form, FormSheet } from './Form.tsx';
import { useForm } from './useForm.ts';
import { useSay } from './useSay.ts';

export default function FormStory() {
  const say = useSay();
  const form = useForm({ title: '' });
  const [isOpen, setOpen] = useState(false);
  const send = () => {
    if (form.values.title) return true;
    form.mark('title', say('请填写标题。', 'Give a title.'));
  };
  const field = <TextField label={say('标题', 'Title')} {...form.field('title')} />;
  return (
    <>
      <Form act={say('发布', 'Post')} of={form} onSend={send} says={say('已发布', 'Posted')} onDone={form.reset}>
        {field}
      </Form>
      <Button label={say('在弹窗里', 'In a sheet')} onClick={() => setOpen(true)} />
      {isOpen && (
        <FormSheet
          title={say('新的一条', 'A new one')}
          act={say('发布', 'Post')}
          of={form}
          canCancel
          onSend={send}
          onClose={() => setOpen(false)}
        >
          {field}
        </FormSheet>
      )}
    </>
  );
}
