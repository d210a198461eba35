// What is done on the spot, over the page that one is on.
import { useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { FieldWays } from './FieldWays.tsx';
import { words } from './words.ts';

export default function FieldSheet({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  return (
    <Sheet title={w.field} onClose={onClose}>
      <FieldWays onGo={onClose} />
    </Sheet>
  );
}
