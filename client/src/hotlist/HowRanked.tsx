// "How is this ranked?" in plain words.
import { useWords } from '../app/preferences.ts';
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
      <button type="button" className="button button-main" onClick={onClose}>
        {w.gotIt}
      </button>
    </Sheet>
  );
}
