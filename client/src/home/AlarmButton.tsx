// One-tap alarm 一键报警: held for a second and a half, so that no pocket raises it. The place goes first, words can follow.
// It is kept before it is sent: without a network, or signed out, it goes by itself as soon as it can.
import { Phone, Siren } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { AlarmDocument, type AlarmMutation } from '../generated/graphql.ts';
import { newKey } from '../net/graphql.ts';
import { operationName, outbox, useKept } from '../net/outbox.ts';
import { type Position, whereAmI } from '../net/position.ts';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { type AlarmOutcome, AlarmSheet } from './AlarmSheet.tsx';
import { words } from './words.ts';

const HOLD_MS = 1500;
/** An alarm waits no longer than this for a position: one without it is an alarm. */
const LOCATE_MS = 3000;
/** After this without an answer, nobody is left waiting: other ways to call for help are shown. */
const ANSWER_MS = 4000;

const ALARM = operationName(AlarmDocument);

type Raised = Extract<AlarmMutation['ticketAlarm'], { ticket: unknown }>;

/** @param isSignedOut an alarm has somebody to answer to: it is sent once they have signed in */
export function AlarmButton({ isSignedOut }: { isSignedOut: boolean }) {
  const w = useWords(words);
  const [, navigate] = useLocation();
  const [isHeld, setHeld] = useState(false);
  const [isLocating, setLocating] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [place, setPlace] = useState<Position | null>(null);
  const [outcome, setOutcome] = useState<AlarmOutcome | null>(null);
  const waiting = useKept().find(({ operation }) => operation === ALARM);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Whether they have closed what they were shown, before it was known where they are. */
  const isGivenUp = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);

  const raise = async () => {
    setOutcome(null);
    setPlace(null);
    isGivenUp.current = false;
    if (isSignedOut || !navigator.onLine) setOpen(true);
    setLocating(true);
    const found = await whereAmI(LOCATE_MS);
    setLocating(false);
    if (isGivenUp.current) return;
    setPlace(found);
    const location = found && { longitude: found.longitude, latitude: found.latitude };
    // Pressed again while one waits, this is the one that counts: from where the person is now. Should both arrive, the server
    // makes one of them.
    if (waiting) await outbox.drop(waiting.key);
    const content = {
      key: newKey(),
      operation: ALARM,
      input: { location, pressedAt: new Date().toISOString() },
      attachmentIds: [],
      files: [],
      isUrgent: true,
    };
    await outbox.keep({ ...content, label: w.alarm, at: Date.now() });
    void outbox.flush();
  };
  // Slow, or left from a visit before: what else the person can do is shown.
  useEffect(() => {
    if (!waiting) return;
    const late = setTimeout(() => setOpen(true), Math.max(0, waiting.at + ANSWER_MS - Date.now()));
    return () => clearTimeout(late);
  }, [waiting]);
  useEffect(
    () =>
      outbox.onOutcome(({ operation, refusal, success }) => {
        if (operation !== ALARM) return;
        const ticket = refusal === null ? (success as Raised | undefined)?.ticket : undefined;
        if (ticket && !isOpen) return navigate(`/tickets/${ticket.id}`);
        setOutcome({ refusal, ticket });
        setOpen(true);
      }),
    [isOpen, navigate],
  );

  const isBusy = isLocating || waiting !== undefined;
  const hold = () => {
    if (isLocating || isHeld) return;
    setHeld(true);
    timer.current = setTimeout(() => {
      setHeld(false);
      void raise();
    }, HOLD_MS);
  };
  const letGo = () => {
    clearTimeout(timer.current);
    if (isHeld) notify({ text: w.holdOn });
    setHeld(false);
  };
  const close = () => {
    setOpen(false);
    setOutcome(null);
    if (!isSignedOut) return;
    // Nobody is to sign in some other day and send it.
    isGivenUp.current = true;
    if (waiting) void outbox.drop(waiting.key);
  };
  const isPress = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter';
  return (
    <div className="alarm">
      <button
        type="button"
        className={`alarm-button${isHeld ? ' alarm-held' : ''}`}
        disabled={isLocating}
        aria-describedby="alarm-how"
        onPointerDown={hold}
        onPointerUp={letGo}
        onPointerLeave={letGo}
        onPointerCancel={letGo}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => isPress(event) && !event.repeat && hold()}
        onKeyUp={(event) => isPress(event) && letGo()}
        onBlur={letGo}
      >
        <svg className="alarm-ring" viewBox="0 0 100 100" aria-hidden="true">
          <circle cx="50" cy="50" r="46" pathLength="100" />
        </svg>
        <Siren aria-hidden="true" />
        {isBusy && !isSignedOut ? w.alarming : w.alarm}
      </button>
      <div className="alarm-words">
        <a className="button button-red" href="tel:110">
          <Phone aria-hidden="true" /> {w.call110}
        </a>
        <p id="alarm-how">{w.alarmHow}</p>
        <p className="note">{w.alarmNot110}</p>
      </div>
      {isOpen && (
        <AlarmSheet
          isSignedOut={isSignedOut}
          place={place}
          outcome={outcome}
          onTakeBack={waiting && (() => void outbox.drop(waiting.key).then(close))}
          onClose={close}
        />
      )}
    </div>
  );
}
