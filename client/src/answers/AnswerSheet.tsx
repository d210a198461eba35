// An official answer: words that are signed and stay, and where the issue stands with them.
import { type FormEvent, useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { AnswerDocument, type HotIssueStatus, type WayFragment } from '../generated/answers/graphql.ts';
import { Mistake, SelectField, TextArea } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

const NEXT = ['PATROLLING', 'FIXING', 'SOLVED', 'DECLINED'] as const;

export function AnswerSheet({ issue, onClose }: { issue: Pick<WayFragment, 'id' | 'status'>; onClose: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, mistakeOf, problem } = useSubmission();
  const [text, setText] = useState('');
  const [status, setStatus] = useState('');
  const isClosed = issue.status === 'SOLVED' || issue.status === 'DECLINED';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const moved = status ? { status: status as HotIssueStatus } : {};
    if (!(await send(AnswerDocument, { input: { hotIssueId: issue.id, text, ...moved } }))) return;
    notify({ text: w.answered });
    onClose();
  };

  return (
    <Sheet title={w.answerTitle} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextArea
          label={w.answerText}
          value={text}
          onChange={setText}
          rows={5}
          placeholder={w.answerPlaceholder}
          hint={w.answerHint}
          mistake={mistakeOf('text')}
        />
        {!isClosed && (
          <SelectField label={w.answerStatus} value={status} onChange={setStatus}>
            <option value="">{w.unchanged}</option>
            {NEXT.filter((next) => next !== issue.status).map((next) => (
              <option key={next} value={next}>
                {w.statuses[next]}
              </option>
            ))}
          </SelectField>
        )}
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.send}
        </button>
      </form>
    </Sheet>
  );
}
