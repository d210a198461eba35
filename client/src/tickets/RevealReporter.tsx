// Who reported anonymously: the officer of record may ask, says why, and it is on record.
import { type FormEvent, useState } from 'react';
import { useWords } from '../app/preferences.ts';
import { RevealReporterDocument } from '../generated/tickets/graphql.ts';
import { Mistake, TextArea } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function RevealReporter({ ticketId }: { ticketId: string }) {
  const w = useWords(words);
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [reporter, setReporter] = useState<{ name: string; phone: string | null } | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const revealed = await send(RevealReporterDocument, { input: { ticketId, reason } });
    if (!revealed) return;
    setReporter(revealed.reporter);
    setAsking(false);
  };
  if (reporter) {
    return (
      <span>
        {reporter.name} {reporter.phone}
      </span>
    );
  }
  return (
    <>
      <button type="button" className="button button-small" onClick={() => setAsking(true)}>
        {w.reveal}
      </button>
      {isAsking && (
        <Sheet title={w.reveal} onClose={() => setAsking(false)}>
          <form className="form" onSubmit={submit} noValidate>
            <p>{w.revealHint}</p>
            <TextArea label={w.reason} value={reason} onChange={setReason} mistake={mistakeOf('reason')} />
            <Mistake text={problem || undefined} />
            <button type="submit" className="button button-main" disabled={isSending}>
              {w.reveal}
            </button>
          </form>
        </Sheet>
      )}
    </>
  );
}
