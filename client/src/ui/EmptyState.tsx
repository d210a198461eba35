// Nothing here, or it did not come: a sentence and what to do.
import type { ReactNode } from 'react';
import { useWords } from '../app/preferences.ts';
import { words } from '../app/words.ts';
import './empty-state.css';

export function EmptyState({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {hint && <p className="note">{hint}</p>}
      {children}
    </div>
  );
}

/** The page's data could not be had. */
export function ErrorState({ onRetry, code }: { onRetry: () => void; code?: string | undefined }) {
  const w = useWords(words);
  return (
    <EmptyState title={w.loadFailed} hint={w.loadFailedHint}>
      <button type="button" className="button button-main" onClick={onRetry}>
        {w.retry}
      </button>
      {code && <p className="note">{code}</p>}
    </EmptyState>
  );
}
