// Nothing here, or it did not come: a sentence and what to do.
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { useWords } from './preferences.ts';
import { words } from './words.ts';
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
      <Button label={w.retry} kind="main" onClick={onRetry} />
      {code && <p className="note">{code}</p>}
    </EmptyState>
  );
}
