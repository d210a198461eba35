// Who reported anonymously: the officer of record may ask, says why, and it is on record.
import { useState } from 'react';
import { RevealReporterDocument } from '../generated/tickets/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { TextArea } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { useForm } from '../ui/useForm.ts';
import { words } from './words.ts';

export function RevealReporter({ ticketId }: { ticketId: string }) {
  const w = useWords(words);
  const form = useForm({ reason: '' });
  const [isAsking, setAsking] = useState(false);
  const [reporter, setReporter] = useState<{ name: string; phone: string | null } | null>(null);
  if (reporter) {
    return (
      <span>
        {reporter.name} {reporter.phone}
      </span>
    );
  }
  return (
    <>
      <Button label={w.reveal} isSmall onClick={() => setAsking(true)} />
      {isAsking && (
        <FormSheet
          title={w.reveal}
          act={w.reveal}
          of={form}
          onSend={() => form.send(RevealReporterDocument, { input: { ticketId, ...form.values } })}
          onDone={(revealed) => setReporter(revealed.reporter)}
          onClose={() => setAsking(false)}
        >
          <p>{w.revealHint}</p>
          <TextArea label={w.reason} {...form.field('reason')} />
        </FormSheet>
      )}
    </>
  );
}
