// "How is this ranked?" in plain words.

import { Button } from '../ui/Button.tsx';
import { useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { words } from './words.ts';

export function HowRanked({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  return (
    <Sheet title={w.howTitle} onClose={onClose}>
      <ol className="how-steps">
        {w.howSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Button label={w.gotIt} kind="main" onClick={onClose} />
    </Sheet>
  );
}
