// My shifts in the calendar of my phone, by a secret address that is shown once.
import { useState } from 'react';
import { CreateCalendarFeedDocument } from '../generated/volunteers/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function CalendarCard() {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const [path, setPath] = useState<string | null>(null);
  const make = async () => {
    const success = await send(CreateCalendarFeedDocument, {});
    if (success) setPath(success.path);
  };
  return (
    <Card title={w.calendar}>
      <p className="note">{w.calendarText}</p>
      {path && (
        <>
          <a className="button button-main" href={`webcal://${location.host}${path}`}>
            {w.addCalendar}
          </a>
          <TextField label={w.calendarAddress} value={location.origin + path} readOnly onChange={() => {}} />
        </>
      )}
      <Mistake text={problem || undefined} />
      <Button label={w.makeCalendar} disabled={isSending} onClick={make} />
    </Card>
  );
}
