// Calls the reporter over the relay: nobody sees a number.
import { Phone } from 'lucide-react';
import { CallReporterDocument } from '../generated/tickets/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Mistake } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
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
      <Button label={w.callHidden} icon={Phone} isSmall disabled={isSending} onClick={call} />
      <Mistake text={mistakeOf('ticketId') ?? (problem || undefined)} />
    </>
  );
}
