// To check in or out: by the camera, the six letters, or the position.
import { type FormEvent, useState } from 'react';
import { useKept } from '../app/outbox.ts';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { CheckInDocument, CheckOutDocument, type PlaceFragment } from '../generated/volunteers/graphql.ts';
import { usePosting } from '../tickets/usePosting.ts';
import { CodeCamera, canScan } from '../ui/CodeCamera.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { words } from './words.ts';

interface Props {
  shift: { id: string; mySignup: PlaceFragment | null };
  /** What brought the person here: the code of a QR. */
  code?: string;
}

/** What a QR holds: the address of the check-in page with the code, or the code alone. */
const codeOf = (text: string) => (URL.canParse(text) ? (new URL(text).searchParams.get('code') ?? '') : text);

export function CheckPanel({ shift: { id: shiftId, mySignup }, code: given = '' }: Props) {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const { notify } = useSurroundings();
  const { post, isSending, problem, mistakeOf, fail, clear } = usePosting();
  const [code, setCode] = useState(given);
  const [isScanning, setScanning] = useState(false);
  // Without a network, what was done here and waits to be sent.
  const waiting = useKept().filter(({ input }) => input.shiftId === shiftId && !input.pointId).length;
  const isIn = Boolean(mySignup?.attendance);
  const isOut = isIn || waiting > 0;
  const check = async (proof: { code?: string; position?: { longitude: number; latitude: number; accuracyMetres: number } }) => {
    const posting = {
      input: { shiftId, ...proof },
      files: [],
      label: isOut ? w.checkOut : w.checkIn,
      later: { at: new Date().toISOString() },
    };
    const success = isOut ? await post(CheckOutDocument, posting) : await post(CheckInDocument, posting);
    if (!success) return;
    setCode('');
    if (success === 'kept') return notify({ text: w.checkKept });
    notify({ text: isOut ? w.checkedOut(success.shift.mySignup?.attendance?.points ?? 0) : w.checkedIn });
  };
  const locate = () => {
    clear();
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude, accuracy } }) => void check({ position: { longitude, latitude, accuracyMetres: accuracy } }),
      () => fail(w.noPosition),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  };
  if (waiting > (isIn ? 0 : 1)) return <p className="card">{w.checkKept}</p>;
  return (
    <form
      className="card form check-panel"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void check({ code });
      }}
      noValidate
    >
      <h2>{isOut ? w.checkOut : w.checkIn}</h2>
      <p className="note">{w.checkInLead}</p>
      {canScan() && (
        <button type="button" className="button" onClick={() => setScanning(!isScanning)}>
          {isScanning ? shell.stopScan : shell.scan}
        </button>
      )}
      {isScanning && (
        <CodeCamera
          onCode={(text) => {
            setScanning(false);
            void check({ code: codeOf(text) });
          }}
        />
      )}
      <TextField
        label={w.code}
        value={code}
        hint={w.codeHint}
        mistake={mistakeOf('code')}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={12}
        onChange={(value) => {
          setCode(value);
          clear();
        }}
      />
      <Mistake text={problem || mistakeOf('position')} />
      <button type="submit" className="button button-main" disabled={isSending || !code.trim()}>
        {isOut ? w.checkOut : w.checkIn}
      </button>
      {'geolocation' in navigator && (
        <>
          <button type="button" className="button" disabled={isSending} onClick={locate}>
            {isOut ? w.usePositionOut : w.usePosition}
          </button>
          <p className="note">{w.positionNote}</p>
        </>
      )}
    </form>
  );
}
