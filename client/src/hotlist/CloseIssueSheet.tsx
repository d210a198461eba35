// Staff close an issue: outcome and the reason the voters will read.
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { CloseIssueDocument, type HotIssueOutcome } from '../generated/graphql.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { words } from './words.ts';
import '../ui/form.css';

export function CloseIssueSheet({ issueId, onClose }: { issueId: string; onClose: () => void }) {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const { notify } = useSurroundings();
  const [outcome, setOutcome] = useState<HotIssueOutcome>('SOLVED');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const [{ fetching }, close] = useMutation(CloseIssueDocument);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data, error } = await close({ input: { hotIssueId: issueId, outcome, reason } });
    const answer = data?.hotIssueClose;
    if (answer?.__typename === 'HotIssueCloseSuccess') {
      notify({ text: w.closed });
      onClose();
    } else if (answer?.__typename === 'ValidationError') setProblem(answer.fieldErrors[0]?.message ?? answer.message);
    else setProblem(answer?.message ?? error?.graphQLErrors[0]?.message ?? shell.loadFailedHint);
  };

  return (
    <Sheet title={w.closeIssue} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <Segmented
          label={w.outcome}
          value={outcome}
          onChange={setOutcome}
          options={[
            { value: 'SOLVED', label: w.status.SOLVED },
            { value: 'DECLINED', label: w.status.DECLINED },
          ]}
        />
        <label className="field">
          <span className="field-name">{w.reason}</span>
          <textarea
            rows={4}
            value={reason}
            placeholder={w.reasonPlaceholder}
            aria-invalid={problem !== ''}
            onChange={(event) => setReason(event.target.value)}
          />
          <span className="note">{w.closeHint}</span>
        </label>
        {problem && (
          <p className="field-problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className="button button-main" disabled={fetching}>
          {w.closeSend}
        </button>
      </form>
    </Sheet>
  );
}
