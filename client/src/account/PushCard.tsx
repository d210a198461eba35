// Pushes to this browser, where the deployment can send them and the browser can take them.
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
import { usePushes } from './usePushes.ts';
import { words } from './words.ts';

export function PushCard() {
  const w = useWords(words);
  const { canTurnOn, isOn, turnOn, turnOff, problem } = usePushes();
  if (!canTurnOn) return null;
  return (
    <Card title={w.pushTitle}>
      <p className="note">{w.pushHint}</p>
      <Button label={isOn ? w.pushOff : w.pushOn} aria-pressed={isOn === true} onClick={() => (isOn ? turnOff() : turnOn())} />
      <Mistake text={problem || undefined} />
    </Card>
  );
}
