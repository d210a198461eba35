// A secret that is shown this once: big enough to read out, one press to copy.
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { words } from './words.ts';

interface Props {
  text: string;
  lead: string;
  hint?: string;
  onDone: () => void;
}

export function ShownOnce({ text, lead, hint, onDone }: Props) {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="form">
      <p>{lead}</p>
      <code className="once">{text}</code>
      {hint && <p className="note">{hint}</p>}
      <div className="actions">
        <button
          type="button"
          className="button"
          onClick={() =>
            void navigator.clipboard?.writeText(text).then(
              () => setCopied(true),
              () => {}, // the text can still be selected by hand
            )
          }
        >
          <Copy aria-hidden="true" /> {isCopied ? w.copied : w.copy}
        </button>
        <button type="button" className="button button-main" onClick={onDone}>
          {shell.done}
        </button>
      </div>
    </div>
  );
}
