// A button for what cannot be undone lightly: the second press does it.
import { useEffect, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

const ARMED_MS = 5000;

export function ConfirmButton({ label, onConfirm, disabled }: { label: string; onConfirm: () => void; disabled?: boolean }) {
  const w = useWords(words);
  const [isArmed, setArmed] = useState(false);
  useEffect(() => {
    if (!isArmed) return;
    const timer = setTimeout(() => setArmed(false), ARMED_MS);
    return () => clearTimeout(timer);
  }, [isArmed]);
  return (
    <Button
      label={isArmed ? w.confirmAgain : label}
      kind={isArmed ? 'red' : undefined}
      isSmall
      disabled={disabled}
      onClick={() => {
        setArmed(!isArmed);
        if (isArmed) onConfirm();
      }}
    />
  );
}
