// To check in or out: by the camera, the six letters, or the position.
import { useState } from 'react';
import { CheckInDocument, CheckOutDocument, type PlaceFragment } from '../generated/volunteers/graphql.ts';
import { useKept } from '../net/outbox.ts';
import { usePosting } from '../tickets/usePosting.ts';
import { Button } from '../ui/Button.tsx';
import { CodeCamera, canScan } from '../ui/CodeCamera.tsx';
import { TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { words as uiWords } from '../ui/words.ts';
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
  const ui = useWords(uiWords);
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
    <Form
      className="card form check-panel"
      act={isOut ? w.checkOut : w.checkIn}
      of={{ isSending, problem }}
      mistake={mistakeOf('position')}
      isReady={code.trim() !== ''}
      onSend={() => void check({ code })}
      after={
        'geolocation' in navigator && (
          <>
            <Button label={isOut ? w.usePositionOut : w.usePosition} disabled={isSending} onClick={locate} />
            <p className="note">{w.positionNote}</p>
          </>
        )
      }
    >
      <h2>{isOut ? w.checkOut : w.checkIn}</h2>
      <p className="note">{w.checkInLead}</p>
      {canScan() && <Button label={isScanning ? ui.stopScan : ui.scan} onClick={() => setScanning(!isScanning)} />}
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
    </Form>
  );
}
