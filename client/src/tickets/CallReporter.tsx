// Calls the reporter over the relay: nobody sees a number.
import { Phone } from 'lucide-react';
import { useWords } from '../app/preferences.ts';
import { CallReporterDocument } from '../generated/tickets/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function CallReporter({ ticketId }: { ticketId: string }) {
  const w = useWords(words);
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const call = async () => {
    const ready = await send(CallReporterDocument, { id: ticketId });
    if (ready) location.assign(`tel:${ready.dial}`);
  };
  return (
    <>
      <button type="button" className="button button-small" disabled={isSending} onClick={() => void call()}>
        <Phone aria-hidden="true" /> {w.callHidden}
      </button>
      <Mistake text={mistakeOf('ticketId') ?? (problem || undefined)} />
    </>
  );
}
