// An officer awards a certificate of honour.
import { type FormEvent, useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { AwardHonourDocument } from '../generated/honours/graphql.ts';
import { Mistake, TextArea, TextField } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function AwardForm({ volunteerId }: { volunteerId: string }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(AwardHonourDocument, { input: { volunteerId, title, text } }))) return;
    notify({ text: w.awarded });
    setTitle('');
    setText('');
  };
  return (
    <form className="form" onSubmit={(event) => void submit(event)} noValidate>
      <h3>{w.award}</h3>
      <TextField label={w.awardTitle} value={title} onChange={setTitle} mistake={mistakeOf('title')} autoComplete="off" />
      <TextArea label={w.awardText} value={text} onChange={setText} mistake={mistakeOf('text')} />
      <Mistake text={problem || undefined} />
      <button type="submit" className="button" disabled={isSending}>
        {w.award}
      </button>
    </form>
  );
}
