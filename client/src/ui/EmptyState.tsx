// Nothing here, or it did not come: a sentence and what to do. Nobody is left without a way on.
import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'wouter';
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
      <WaysOut />
    </EmptyState>
  );
}

/** Where a page ends that is for somebody else, or about what is no longer there; `children`: the nearest way on. */
export function DeadEnd({ children, ...said }: ComponentProps<typeof EmptyState>) {
  return (
    <EmptyState {...said}>
      {children}
      <WaysOut />
    </EmptyState>
  );
}

/** Home, and 110: whoever came here may have come in need. */
function WaysOut() {
  const w = useWords(words);
  return (
    <p className="ways-out">
      <Link className="link-button" href="/">
        {w.toHome}
      </Link>
      <a className="link-button" href="tel:110">
        {w.inDanger}
      </a>
    </p>
  );
}
