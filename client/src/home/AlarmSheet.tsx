// An alarm that has not arrived yet: 110 and a text message at once, and what becomes of the alarm. Never a form first.
import { MessageSquare, Phone } from 'lucide-react';
import { useSurroundings } from '../app/Providers.tsx';
import { gridAt, useStreetDrawing } from '../hotlist/street-drawing.ts';
import { useConnection } from '../net/connection.ts';
import type { Position } from '../net/position.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { words } from './words.ts';

export interface AlarmOutcome {
  /** Why it was not taken; null: it has arrived. */
  refusal: string | null;
  ticket: { id: string; number: string } | undefined;
}

interface Props {
  isSignedOut: boolean;
  /** Where the phone is, as far as it knows. */
  place: Position | null;
  /** What came of it; null: it is still on this phone. */
  outcome: AlarmOutcome | null;
  /** Takes back what has not been sent; undefined: there is nothing to take back. */
  onTakeBack: (() => void) | undefined;
  onClose: () => void;
}

export function AlarmSheet({ isSignedOut, place, outcome, onTakeBack, onClose }: Props) {
  const w = useWords(words);
  const { askToSignIn } = useSurroundings();
  const { state } = useConnection();
  const street = useStreetDrawing();
  const isOffline = state === 'lost' && !navigator.onLine;
  const hasArrived = outcome?.refusal === null;
  const [lead, more] = outcome
    ? hasArrived
      ? [w.alarmSent(outcome.ticket?.number ?? ''), w.alarmSentHint]
      : [w.callOrText, w.alarmRefused(outcome.refusal ?? '')]
    : isOffline
      ? [w.callOrTextOffline, w.alarmKept]
      : isSignedOut
        ? [w.callOrText, w.alarmSignedOut]
        : [w.callOrText, w.alarmSlow];
  const text = w.smsText(place ? w.smsPlace(street ? gridAt(street, place)?.name : undefined, place) : '');
  return (
    <Sheet title={hasArrived ? w.alarmSentTitle : w.alarmSheetTitle} onClose={onClose}>
      <div role="status" className="alarm-says">
        <p>
          <strong>{lead}</strong>
        </p>
        <p>{more}</p>
      </div>
      {outcome?.ticket && <LinkButton label={w.alarmTicket} kind="main" href={`/tickets/${outcome.ticket.id}`} onClick={onClose} />}
      <a className={`button ${hasArrived ? 'button-red' : 'button-alarm'}`} href="tel:110">
        <Phone aria-hidden="true" /> {w.call110}
      </a>
      {!hasArrived && (
        // Phones of one make want "?" before the text, those of the other "&".
        <a className="button button-red" href={`sms:12110?&body=${encodeURIComponent(text)}`}>
          <MessageSquare aria-hidden="true" /> {w.text12110}
        </a>
      )}
      {!outcome && isSignedOut && !isOffline && <Button label={w.alarmSignIn} onClick={askToSignIn} />}
      {!outcome && isOffline && onTakeBack && <Button label={w.alarmTakeBack} kind="link" onClick={onTakeBack} />}
    </Sheet>
  );
}
