// One-tap alarm 一键报警: held for a second and a half, so that no pocket raises it. The place goes first, words can follow.
import { Phone, Siren } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { AlarmDocument } from '../generated/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

const HOLD_MS = 1500;
/** An alarm waits no longer than this for a position. */
const LOCATE_MS = 3000;

/** @param isSignedOut an alarm has somebody to answer to: whoever is signed out is asked first */
export function AlarmButton({ isSignedOut }: { isSignedOut: boolean }) {
  const w = useWords(words);
  const { notify, askToSignIn } = useSurroundings();
  const [, navigate] = useLocation();
  const { send, isSending, problem } = useSubmission();
  const [isHeld, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const raise = async () => {
    const raised = await send(AlarmDocument, { input: { location: await whereAmI() } });
    if (!raised) return;
    notify({ text: w.alarmed(raised.ticket.number) });
    navigate(`/tickets/${raised.ticket.id}`);
  };
  const hold = () => {
    if (isSending || isHeld) return;
    setHeld(true);
    timer.current = setTimeout(() => {
      setHeld(false);
      if (isSignedOut) askToSignIn(() => void raise());
      else void raise();
    }, HOLD_MS);
  };
  const letGo = () => {
    clearTimeout(timer.current);
    setHeld(false);
  };
  const isPress = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter';
  return (
    <div className="alarm">
      <button
        type="button"
        className={`alarm-button${isHeld ? ' alarm-held' : ''}`}
        disabled={isSending}
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
        {isSending ? w.alarming : w.alarm}
      </button>
      <div className="alarm-words">
        <a className="button button-red" href="tel:110">
          <Phone aria-hidden="true" /> {w.call110}
        </a>
        <p id="alarm-how">{w.alarmHow}</p>
        <p className="note">{w.alarmNot110}</p>
        <Mistake text={problem || undefined} />
      </div>
    </div>
  );
}

/** The position, if it is to be had in time: an alarm without one is an alarm. */
function whereAmI(): Promise<{ longitude: number; latitude: number } | null> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(null), LOCATE_MS);
    const done = (place: { longitude: number; latitude: number } | null) => {
      clearTimeout(giveUp);
      resolve(place);
    };
    if (!navigator.geolocation) return done(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => done({ longitude, latitude }),
      () => done(null),
      { enableHighAccuracy: true, timeout: LOCATE_MS, maximumAge: 30_000 },
    );
  });
}
