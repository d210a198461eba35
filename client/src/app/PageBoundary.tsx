// When a page cannot be drawn (its code did not come, or it is broken), the rest of the screen stays and says so.
import { Component, type ReactNode, useEffect } from 'react';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

export class PageBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <NotDrawn /> : this.props.children;
  }
}

/** Loaded anew, as a browser may remember for good that a part of the program did not come. What waits to be sent is kept. */
const reload = () => location.reload();

function NotDrawn() {
  const w = useWords(words);
  useEffect(() => {
    addEventListener('online', reload);
    return () => removeEventListener('online', reload);
  }, []);
  return navigator.onLine ? <ErrorState onRetry={reload} /> : <EmptyState title={w.offline} hint={w.opensOnline} />;
}
