// An official answer: words that are signed and stay, and where the issue stands with them.

import { AnswerDocument, type HotIssueStatus, type WayFragment } from '../generated/answers/graphql.ts';
import { SelectField, TextArea } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { useForm } from '../ui/useForm.ts';
import { words } from './words.ts';

const NEXT = ['PATROLLING', 'FIXING', 'SOLVED', 'DECLINED'] as const;

export function AnswerSheet({ issue, onClose }: { issue: Pick<WayFragment, 'id' | 'status'>; onClose: () => void }) {
  const w = useWords(words);
  const form = useForm({ text: '', status: '' as HotIssueStatus | '' });
  const { text, status } = form.values;
  const isClosed = issue.status === 'SOLVED' || issue.status === 'DECLINED';
  return (
    <FormSheet
      title={w.answerTitle}
      act={w.send}
      of={form}
      onSend={() => form.send(AnswerDocument, { input: { hotIssueId: issue.id, text, ...(status && { status }) } })}
      says={w.answered}
      onClose={onClose}
    >
      <TextArea label={w.answerText} {...form.field('text')} rows={5} placeholder={w.answerPlaceholder} hint={w.answerHint} />
      {!isClosed && (
        <SelectField
          label={w.answerStatus}
          {...form.field('status')}
          none={w.unchanged}
          options={NEXT.filter((next) => next !== issue.status).map((next) => [next, w.statuses[next]])}
        />
      )}
    </FormSheet>
  );
}
