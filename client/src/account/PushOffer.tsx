// Whoever is on duty is asked once on each device whether an emergency may wake it, with the reason; and told when it no longer can.
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
import { arePushesFor } from './pushes.ts';
import { usePushes } from './usePushes.ts';
import { words } from './words.ts';

/** Who has said “later” on this device: they find it among their settings, and are not asked again. */
const KEY = 'xieshou.pushes-later';

export function PushOffer() {
  const w = useWords(words);
  const { canTurnOn, isOn, person, turnOn, problem } = usePushes();
  const [isLater, setLater] = useState(() => localStorage.getItem(KEY));
  if (!canTurnOn || isOn !== false || person === null) return null;
  const isLost = arePushesFor(person);
  if (isLater === person && !isLost) return null;
  const later = () => {
    localStorage.setItem(KEY, person);
    setLater(person);
  };
  return (
    <Card title={isLost ? w.pushLost : w.pushOffer}>
      <p>{isLost ? w.pushLostHint : w.pushOfferHint}</p>
      <div className="actions">
        <Button label={w.pushOn} kind="main" isSmall onClick={turnOn} />
        {!isLost && <Button label={w.pushLater} isSmall onClick={later} />}
      </div>
      <Mistake text={problem || (Notification.permission === 'denied' ? w.pushRefused : undefined)} />
    </Card>
  );
}
