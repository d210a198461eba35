// A secret that is shown this once: big enough to read out, one press to copy.
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { useWords } from '../ui/preferences.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';

interface Props {
  text: string;
  lead: string;
  hint?: string;
  onDone: () => void;
}

export function ShownOnce({ text, lead, hint, onDone }: Props) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="form">
      <p>{lead}</p>
      <code className="once">{text}</code>
      {hint && <p className="note">{hint}</p>}
      <div className="actions">
        <Button
          label={isCopied ? w.copied : w.copy}
          icon={Copy}
          onClick={() =>
            navigator.clipboard?.writeText(text).then(
              () => setCopied(true),
              () => {}, // the text can still be selected by hand
            )
          }
        />
        <Button label={ui.done} kind="main" onClick={onDone} />
      </div>
    </div>
  );
}
