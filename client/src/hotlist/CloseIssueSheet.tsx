// Staff close an issue: outcome and the reason the voters will read.

import { CloseIssueDocument, type HotIssueOutcome } from '../generated/graphql.ts';
import { TextArea } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { useForm } from '../ui/useForm.ts';
import { words } from './words.ts';
import '../ui/form.css';

export default function CloseIssueSheet({ issueId: hotIssueId, onClose }: { issueId: string; onClose: () => void }) {
  const w = useWords(words);
  const form = useForm({ outcome: 'SOLVED' as HotIssueOutcome, reason: '' });
  return (
    <FormSheet
      title={w.closeIssue}
      act={w.closeSend}
      of={form}
      onSend={() => form.send(CloseIssueDocument, { input: { hotIssueId, ...form.values } })}
      says={w.closed}
      onClose={onClose}
    >
      <Segmented
        label={w.outcome}
        {...form.field('outcome')}
        options={(['SOLVED', 'DECLINED'] as const).map((value) => ({ value, label: w.status[value] }))}
      />
      <TextArea label={w.reason} rows={4} {...form.field('reason')} placeholder={w.reasonPlaceholder} hint={w.closeHint} />
    </FormSheet>
  );
}
